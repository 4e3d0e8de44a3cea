import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

import { makeStudio } from '@medley/studio'

import { makeDiskArtifactStore } from './artifacts/artifact-store.ts'
import type { Config } from './config.ts'
import type { Context } from './core/context.ts'
import { foundFirstOrganisation, type FirstKey } from './core/first-start.ts'
import { makeCallbackTokens } from './core/hint-purchase.ts'
import { makeKeyRing } from './core/keys.ts'
import { makeBatches } from './core/make-batches.ts'
import { openFile } from './core/open-file.ts'
import { poolsOf } from './core/pools.ts'
import { watchQueue } from './core/watch-queue.ts'
import { makeWakeUps } from './core/wake-ups.ts'
import { beatra } from './dialects/beatra/dialect.ts'
import { omnapi } from './dialects/omnapi/dialect.ts'
import { piapi } from './dialects/piapi/dialect.ts'
import { parseCatalogue } from './domain/catalogue.ts'
import type { Provider } from './domain/provider.ts'
import { registerCallbacks } from './http/callbacks.ts'
import { registerFiles } from './http/files.ts'
import { makeServer } from './http/make-server.ts'
import { mountDialect, type Door } from './http/mount-dialect.ts'
import { checkClientUrl, parseAddressList } from './lib/address-guard.ts'
import { systemClock } from './lib/clock.ts'
import { makeDatabaseClock } from './lib/database-clock.ts'
import { makeUuidV7 } from './lib/ids.ts'
import type { Logger } from './lib/log.ts'
import { makeMetrics } from './lib/metrics.ts'
import { makeSimulatorProvider } from './providers/simulator/provider.ts'
import { makeStudioProvider } from './providers/studio/provider.ts'
import { ensurePools, readDatabaseTime, readInstallation } from './store/installation.ts'
import type { Database } from './store/make-database.ts'
import { migrate } from './store/migrate.ts'
import { runWorker } from './worker/run-worker.ts'

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

/** Wires a process together, from the database up; reads from top to bottom. */
export async function startGateway(options: {
  config: Config
  role: Role
  database: Database
  log: Logger
}): Promise<Gateway> {
  const { config, role, database, log } = options
  const clock = systemClock
  const metrics = makeMetrics()

  // The database: its schema, its clock, and who owns this installation.
  await migrate({ database })
  const databaseClock = await makeDatabaseClock(() => readDatabaseTime(database), clock)
  const installation = await readInstallation(database)
  const firstKey = await foundFirstOrganisation(database, config)

  // Who does the work, and what can be asked for.
  const providers = makeProviders(config)
  const catalogue = await readCatalogue(new Set(providers.keys()))
  const pools = await ensurePools(database, poolsOf(catalogue))

  // What the use cases work with.
  const newId = makeUuidV7(databaseClock.now)
  const wakeUps = makeWakeUps(newId(), (payload) =>
    database.query('notify', `select pg_notify('medley', $1)`, [payload]),
  )
  const tokens = makeCallbackTokens(installation.secret)
  const render = { catalogue, publicUrl: config.publicUrl ?? defaultUrl(config, config.port) }
  const context: Context = {
    sql: database,
    batches: makeBatches(database, { keepDays: config.artifactDays, log }),
    catalogue,
    providers,
    pools,
    artifacts: makeDiskArtifactStore(join(config.dataDir, 'artifacts')),
    wakeUps,
    clock,
    databaseNow: databaseClock.now,
    newId,
    callbackUrl: (purchase) => `${render.publicUrl}/callbacks/${tokens.tokenOf(purchase)}`,
    log,
    metrics,
  }
  watchQueue(context)

  // The door for requests.
  const keys = makeKeyRing(database, { clock, log })
  const server = makeServer({
    dialects: [omnapi, beatra, piapi],
    log,
    metrics,
    ready: async () => (await readDatabaseTime(database)) > 0,
  })
  if (role !== 'worker') {
    const allowPrivate = parseAddressList(config.allowPrivate)
    const door: Door = {
      context,
      keys,
      render,
      parse: { catalogue, checkUrl: (url) => checkClientUrl(url, allowPrivate) },
    }
    server.decorateRequest('caller', null)
    for (const dialect of [omnapi, beatra, piapi]) mountDialect(server, dialect, door)
    registerFiles(server, { open: (token) => openFile(context, token) })
    registerCallbacks(server, { context, purchaseOf: tokens.purchaseOf })
  }
  const listens = role !== 'worker' || config.portGiven
  if (listens) {
    await server.listen({ host: config.host, port: config.port })
    const address: AddressInfo | string | null = server.server.address()
    const port = typeof address === 'object' && address !== null ? address.port : config.port
    render.publicUrl = config.publicUrl ?? defaultUrl(config, port)
  }

  // The door for time.
  const worker = role === 'api' ? null : await runWorker(context)
  const listener = await database.listen('medley', wakeUps.receive, wakeUps.listening)

  return {
    url: listens ? render.publicUrl : null,
    firstKey,
    async stop() {
      const graceMs = Math.max(500, config.stopSeconds * 1000 - 3000)
      await Promise.all([server.close(), worker?.stop(graceMs)])
      await Promise.all([listener.close(), keys.stop(), ...Object.values(context.batches).map((batch) => batch.idle())])
      databaseClock.stop()
      await Promise.all([...providers.values()].map((provider) => provider.close?.()))
    },
  }
}

function makeProviders(config: Config): Map<string, Provider> {
  const studio = makeStudioProvider(makeStudio({ threads: config.studioThreads }), config.studioThreads)
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
function defaultUrl(config: Config, port: number): string {
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
