import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { makeStudio } from '@medley/studio'
import type { FastifyInstance } from 'fastify'

import { makeDiskArtifactStore } from './artifacts/artifact-store.ts'
import type { Config } from './config.ts'
import type { Context } from './core/context.ts'
import { foundFirstOrganisation, type FirstKey } from './core/first-start.ts'
import { makeCallbackTokens, type CallbackTokens } from './core/hint-purchase.ts'
import { makeFollowedLogs } from './core/followed-logs.ts'
import { makeFollowedTasks } from './core/followed-tasks.ts'
import { makeKeyRing, type KeyRing } from './core/keys.ts'
import { makeBatches } from './core/make-batches.ts'
import { openFile } from './core/open-file.ts'
import { poolsOf } from './core/pools.ts'
import { makePrices } from './core/prices.ts'
import { ownTokenOf } from './core/make-media-reader.ts'
import { watchAudits } from './core/audit-books.ts'
import { watchQueue } from './core/watch-queue.ts'
import { makeWakeUps } from './core/wake-ups.ts'
import { beatra } from './dialects/beatra/dialect.ts'
import { omnapi } from './dialects/omnapi/dialect.ts'
import { piapi } from './dialects/piapi/dialect.ts'
import { parseCatalogue } from './domain/catalogue.ts'
import type { RenderContext } from './domain/dialect.ts'
import type { Provider } from './domain/provider.ts'
import { registerAuth } from './http/auth-routes.ts'
import { makeBodyBudget } from './http/body-budget.ts'
import { registerCallbacks } from './http/callbacks.ts'
import { makeEventRoutes } from './http/event-routes.ts'
import { registerFiles } from './http/files.ts'
import { mountKeys } from './http/key-routes.ts'
import { makeServer } from './http/make-server.ts'
import { registerJwks } from './http/jwks.ts'
import { CANCEL_ROUTES } from './http/cancel-routes.ts'
import { MONEY_ROUTES } from './http/money-routes.ts'
import { mountDialect } from './http/mount-dialect.ts'
import { mountOwn } from './http/mount-own.ts'
import { mountOperator } from './http/operator/mount-operator.ts'
import { requireScopes } from './http/require-scopes.ts'
import { WEBHOOK_ROUTES } from './http/webhook-routes.ts'
import { checkClientUrl, parseAddressList } from './lib/address-guard.ts'
import { systemClock } from './lib/clock.ts'
import { makeDatabaseClock, type DatabaseClock } from './lib/database-clock.ts'
import { makeUuidV7 } from './lib/ids.ts'
import type { Logger } from './lib/log.ts'
import { makeMetrics } from './lib/metrics.ts'
import { errorCodeOf } from './lib/sql.ts'
import { StartupError } from './lib/startup-error.ts'
import { makeSigningKey } from './lib/webhook-signature.ts'
import { makeTexter } from './mail/make-texter.ts'
import { makeGuardedFetch } from './outgoing/make-guarded-fetch.ts'
import type { Carriers } from './people/deliver-outbox.ts'
import { makePeople, type People } from './people/make-people.ts'
import { makeSimulatorProvider } from './providers/simulator/provider.ts'
import { makeStudioProvider } from './providers/studio/provider.ts'
import { findEndedTasks } from './store/find-ended-tasks.ts'
import { ensurePartitions, ensurePools, readDatabaseTime, readInstallation } from './store/installation.ts'
import type { Database } from './store/make-database.ts'
import { migrate } from './store/migrate.ts'
import { readLogEnds } from './store/read-events.ts'
import { runOutbox } from './worker/run-outbox.ts'
import { runWorker } from './worker/run-worker.ts'
import { startSweeps } from './worker/start-sweeps.ts'

export const DIALECTS = { omnapi, beatra, piapi } as const

/** What none of the three APIs has. */
export const makeOwnRoutes = () => [...makeEventRoutes(), ...CANCEL_ROUTES, ...WEBHOOK_ROUTES, ...MONEY_ROUTES]

/** Which doors a process opens: requests, time, or both. */
export type Role = 'serve' | 'api' | 'worker'

export interface Gateway {
  /** How clients reach it; null for a worker that does not listen. */
  url: string | null
  /** Set at the very first start only. */
  firstKey: FirstKey | null
  /** Stops accepting, hands work back, ends what it started (not the database). Bounded by MEDLEY_STOP_SECONDS. */
  stop(): Promise<void>
}

interface StartOptions {
  config: Config
  role: Role
  database: Database
  log: Logger
}

/** Wires a process together, from the database up; reads from top to bottom. */
export async function startGateway(options: StartOptions): Promise<Gateway> {
  const { config, role, database } = options
  await migrate({ database })
  await waitForPartitions(database)
  const clock = await makeDatabaseClock(() => readDatabaseTime(database), systemClock)
  const stopping = new AbortController()
  const { context, render, tokens, secret } = await makeContext(options, clock, stopping.signal)
  const people = openPeople(options, context, secret)
  await context.prices.lookAtFile()
  await context.prices.refresh()

  const keys = makeKeyRing(database, { clock: context.clock, log: context.log })
  const server = makeHttpDoor(options, { context, keys, render, tokens, people })
  const url = await listen(server, config, role)
  // Made where it will be printed, and only once the port is ours: a key that nobody was shown is of no use.
  const firstKey = role === 'worker' ? null : await foundFirstOrganisation(database, config)
  // The bound port is known only now; nothing was answered before.
  render.publicUrl = config.publicUrl ?? url ?? render.publicUrl

  const worker = role === 'api' ? null : await runWorker(context)
  const outbox = role === 'api' ? null : runOutbox(context, await makeCarriers(config))
  const upkeep = startSweeps(context, 'upkeep')
  const listener = await database.listen('medley', context.wakeUps.receive, context.wakeUps.listening)

  return {
    url: role === 'worker' ? url : render.publicUrl,
    firstKey,
    async stop() {
      stopping.abort()
      const graceMs = graceMsOf(config)
      upkeep.stop()
      await Promise.all([server.close(), worker?.stop(graceMs), outbox?.stop()])
      const batches = Object.values(context.batches).map((batch) => batch.idle())
      await Promise.all([listener.close(), keys.stop(), ...batches])
      clock.stop()
      await Promise.all([...context.providers.values()].map(async (provider) => provider.close?.()))
      await context.outgoing.close()
    },
  }
}

/** What others may still take when a stop begins, ms: to close the database takes time too. */
function graceMsOf({ stopSeconds }: Config): number {
  return Math.max(500, stopSeconds * 1000 - 3000)
}

/** After a long rest the days of before have passed. A long reader in the way is waited for, as long as a start may take. */
async function waitForPartitions(database: Database): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await ensurePartitions(database)) return
    await delay(500)
  }
  throw new StartupError(
    'A long transaction on the database keeps the partitions of these days from being made: end it first.',
  )
}

/** What the use cases work with: who does the work, what can be asked for, and the shared statements. */
async function makeContext(
  { config, database, log }: StartOptions,
  databaseClock: DatabaseClock,
  stopping: AbortSignal,
) {
  const providers = makeProviders(config)
  const catalogue = await readCatalogue(new Set(providers.keys()))
  const newId = makeUuidV7(databaseClock.now)
  const { secret } = await readInstallation(database)
  const tokens = makeCallbackTokens(secret)
  const render: RenderContext = { catalogue, publicUrl: config.publicUrl ?? urlOf(config, config.port) }
  const notify = (payload: string) => database.query('notify', `select pg_notify('medley', $1)`, [payload])
  const wakeUps = makeWakeUps(newId(), notify)
  const metrics = makeMetrics()
  const { waitingRequests } = metrics
  const following = { wakeUps, clock: systemClock, stopping, waitingRequests, log }
  const context: Context = {
    sql: database,
    background: database.background,
    transaction: database.transaction,
    withSession: database.withSession,
    batches: makeBatches(database, { keepDays: config.artifactDays, log, onMessages: wakeUps.messagesRaised }),
    catalogue,
    prices: makePrices(database, {
      catalogue,
      path: config.pricesPath ?? join(config.dataDir, 'prices.json'),
      now: databaseClock.now,
      log,
      onChange: wakeUps.pricesChanged,
    }),
    providers,
    pools: await ensurePools(database, poolsOf(catalogue)),
    artifacts: makeDiskArtifactStore(join(config.dataDir, 'artifacts')),
    outgoing: makeGuardedFetch({ allowPrivate: parseAddressList(config.allowPrivate) }),
    wakeUps,
    followedTasks: makeFollowedTasks({ ...following, findEnded: (tasks) => findEndedTasks(database, tasks) }),
    followedLogs: makeFollowedLogs({ ...following, readEnds: (logs) => readLogEnds(database, logs) }),
    clock: systemClock,
    databaseNow: databaseClock.now,
    newId,
    dialects: DIALECTS,
    render,
    artifactDays: config.artifactDays,
    auditHour: config.auditHour,
    keysMax: config.keysMax,
    signingKey: makeSigningKey(secret),
    callbackUrl: (purchase) => `${render.publicUrl}/callbacks/${tokens.tokenOf(purchase)}`,
    stopping,
    log,
    metrics,
  }
  watchQueue(context)
  watchAudits(context)
  wakeUps.onPrices(() => {
    context.prices
      .refresh()
      .catch((error: unknown) => log.warn({ error }, 'prices not read: the next look tries again'))
  })
  return { context, render, tokens, secret }
}

/** Who signs in; nothing of it is loaded before somebody does. */
function openPeople({ config, database, log }: StartOptions, { newId, render }: Context, secret: string): People {
  return makePeople({
    sql: database,
    pool: database.openPool('people'),
    newId,
    log,
    publicUrl: () => render.publicUrl,
    installationSecret: secret,
    secret: config.secret,
    signUp: config.signUp,
    canMail: config.smtpUrl !== null,
    canText: config.smsUrl !== null,
  })
}

/** Who carries mails and text messages, as far as the operator has set that up. */
async function makeCarriers({ smtpUrl, mailFrom, smsUrl }: Config): Promise<Carriers> {
  const canMail = smtpUrl !== null && mailFrom !== null
  return {
    postman: canMail ? (await import('./mail/make-postman.ts')).makePostman({ url: smtpUrl, from: mailFrom }) : null,
    texter: smsUrl === null ? null : makeTexter(smsUrl),
  }
}

/** The door for requests: the dialects, files and callbacks; a worker's has its probes only. */
function makeHttpDoor(
  { config, role, database, log }: StartOptions,
  door: { context: Context; keys: KeyRing; render: RenderContext; tokens: CallbackTokens; people: People },
): FastifyInstance {
  const { context, keys, render, tokens, people } = door
  const server = makeServer({
    dialects: Object.values(DIALECTS),
    log,
    metrics: context.metrics,
    ready: async () => (await readDatabaseTime(database)) > 0,
    timeouts: { stopMs: graceMsOf(config) },
  })
  if (role === 'worker') return server
  const allowPrivate = parseAddressList(config.allowPrivate)
  const checkUrl = (url: string) => checkClientUrl(url, allowPrivate)
  const checkMediaUrl = (url: string) => (ownTokenOf(url, render.publicUrl) === null ? checkUrl(url) : null)
  const parse = { catalogue: context.catalogue, checkUrl, checkMediaUrl }
  server.decorateRequest('caller', null)
  server.decorateRequest('asker', null)
  const reserveBody = makeBodyBudget()
  requireScopes(server)
  const proxies = parseAddressList(config.trustedProxies)
  for (const dialect of Object.values(DIALECTS)) {
    mountDialect(server, dialect, { context, keys, proxies, render, parse, reserveBody })
  }
  registerFiles(server, { open: (token) => openFile(context, token) })
  mountOwn(server, makeOwnRoutes(), beatra, { context, keys, proxies, parse, reserveBody })
  mountKeys(server, { context, people, proxies })
  mountOperator(server, { context, keys, proxies, people, credential: beatra.credential })
  registerAuth(server, { people, publicUrl: () => render.publicUrl, proxies })
  registerJwks(server, context.signingKey)
  registerCallbacks(server, { context, purchaseOf: tokens.purchaseOf })
  return server
}

/** Listens where the role says so; answers the URL of the bound port, or null. */
async function listen(server: FastifyInstance, config: Config, role: Role): Promise<string | null> {
  if (role === 'worker' && !config.portGiven) return null
  try {
    await server.listen({ host: config.host, port: config.port })
  } catch (error) {
    const place = `${config.host} port ${config.port}`
    switch (errorCodeOf(error)) {
      case 'EADDRINUSE':
        throw new StartupError(`Something listens on ${place} already: set PORT to another port.`, { cause: error })
      case 'EACCES':
        throw new StartupError(`This user may not listen on ${place}: set PORT to one above 1023.`, { cause: error })
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        throw new StartupError(`This machine has no address ${config.host}: set HOST to one of its own.`, {
          cause: error,
        })
      default:
        throw error
    }
  }
  const address: AddressInfo | string | null = server.server.address()
  return urlOf(config, typeof address === 'object' && address !== null ? address.port : config.port)
}

function makeProviders(config: Config): Map<string, Provider> {
  // Long work has that many, and quick work as many (core/pools.ts). Threads that nothing needs are not started.
  const pool = makeStudio({ threads: 2 * config.studioThreads, nice: config.studioNice })
  const studio = makeStudioProvider(pool, config.studioThreads)
  const providers = [studio]
  if (config.simulator) {
    const journalPath = join(config.dataDir, 'simulator', 'starts.jsonl')
    providers.push(makeSimulatorProvider({ journalPath, clock: systemClock }))
  }
  return new Map(providers.map((provider) => [provider.name, provider]))
}

async function readCatalogue(providers: ReadonlySet<string>) {
  const file: unknown = JSON.parse(await readFile(new URL('../catalogue/models.json', import.meta.url), 'utf8'))
  return parseCatalogue(file, providers)
}

/** RULINGS 33: whoever listens everywhere is reached on loopback, as far as we can know. */
function urlOf(config: Config, port: number): string {
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
