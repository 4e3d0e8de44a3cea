import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { makeDiskArtifactStore } from '../../src/artifacts/artifact-store.ts'
import type { Context } from '../../src/core/context.ts'
import type { Caller } from '../../src/core/create-task.ts'
import { makeFollowedLogs } from '../../src/core/followed-logs.ts'
import { makeFollowedTasks } from '../../src/core/followed-tasks.ts'
import { makeBatches } from '../../src/core/make-batches.ts'
import { poolsOf } from '../../src/core/pools.ts'
import { runJob } from '../../src/core/run-job.ts'
import { verifyBooks, type Discrepancy } from '../../src/core/verify-books.ts'
import { makeWakeUps } from '../../src/core/wake-ups.ts'
import { beatra } from '../../src/dialects/beatra/dialect.ts'
import { omnapi } from '../../src/dialects/omnapi/dialect.ts'
import { piapi } from '../../src/dialects/piapi/dialect.ts'
import { parseCatalogue } from '../../src/domain/catalogue.ts'
import { SHIPPED_PRICES } from '../../src/domain/price-book.ts'
import type { Provider, ProviderContext } from '../../src/domain/provider.ts'
import { parseAddressList } from '../../src/lib/address-guard.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { makeUuidV7, type Uuid } from '../../src/lib/ids.ts'
import { makeLog } from '../../src/lib/log.ts'
import { makeMetrics } from '../../src/lib/metrics.ts'
import { makeSigningKey } from '../../src/lib/webhook-signature.ts'
import { makeGuardedFetch } from '../../src/outgoing/make-guarded-fetch.ts'
import { makeSimulatorProvider } from '../../src/providers/simulator/provider.ts'
import { createOrganisation } from '../../src/store/accounts.ts'
import { grantCredits } from '../../src/store/adjust-credits.ts'
import { claimDueJobs, claimReadyJobs, type ClaimedJob } from '../../src/store/claim-jobs.ts'
import { ensurePools } from '../../src/store/installation.ts'
import { makeDatabase, type Database } from '../../src/store/make-database.ts'
import { registerWorker } from '../../src/store/workers.ts'
import { makeTestDatabase, type TestDatabase } from '../helpers/test-database.ts'

/** Credit units in a credit. */
export const CREDIT = 10_000

const log = makeLog('silent')

/** The engine without its doors: a real database, real files, no server and no worker loop. Tests take the steps. */
export interface Core {
  context: Context
  database: Database
  testDatabase: TestDatabase
  journalPath: string
  /** The pool in which the tasks of `sim/*` wait. */
  pool: number
  /** Runs any statement, and commits it. */
  sql<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
  makeOrganisation(credits: number): Promise<Caller>
  /** A worker process with a fresh lease. */
  makeWorker(): Promise<Uuid>
  claimReady(worker: Uuid, limit?: number): Promise<ClaimedJob[]>
  claimDue(worker: Uuid, limit?: number): Promise<ClaimedJob[]>
  /** Takes one step of a claimed job, as the worker's loop would. */
  run(job: ClaimedJob, provide?: Partial<ProviderContext>): Promise<void>
  /** A second engine on the same database, as another process would have it: batches and connections of its own. */
  another(onError?: (error: unknown) => void): Context
  verify(): Promise<Discrepancy[]>
  stop(): Promise<void>
}

export async function makeCore(provider?: Provider): Promise<Core> {
  const testDatabase = await makeTestDatabase({ poolSize: 8 })
  const { database } = testDatabase
  const dataDir = mkdtempSync(join(tmpdir(), `medley-test-${process.pid}-core-`))
  const journalPath = join(dataDir, 'simulator', 'starts.jsonl')
  const simulator = provider ?? makeSimulatorProvider({ journalPath, clock: systemClock })
  const catalogue = parseCatalogue(JSON.parse(await readFile('catalogue/models.json', 'utf8')), new Set(['simulator']))
  const pools = await ensurePools(database, poolsOf(catalogue))
  const makeContext = (sql: Database): Context => {
    const newId = makeUuidV7(systemClock.now)
    const wakeUps = makeWakeUps(newId(), async () => {})
    const stopping = new AbortController().signal
    const metrics = makeMetrics()
    const { waitingRequests } = metrics
    const following = { wakeUps, clock: systemClock, stopping, waitingRequests, log }
    return {
      sql,
      background: sql.background,
      transaction: sql.transaction,
      withSession: sql.withSession,
      batches: makeBatches(sql, { keepDays: 30, log, onMessages: wakeUps.messagesRaised }),
      catalogue,
      prices: {
        current: () => SHIPPED_PRICES,
        ofVersion: async () => SHIPPED_PRICES,
        refresh: async () => {},
        lookAtFile: async () => {},
      },
      artifactDays: 30,
      auditHour: 3,
      keysMax: 100,
      providers: new Map([['simulator', simulator]]),
      pools,
      artifacts: makeDiskArtifactStore(join(dataDir, 'artifacts')),
      wakeUps,
      followedTasks: makeFollowedTasks({ ...following, findEnded: async () => [] }),
      followedLogs: makeFollowedLogs({ ...following, readEnds: async () => new Map() }),
      outgoing: makeGuardedFetch({ allowPrivate: parseAddressList('127.0.0.1') }),
      stopping,
      clock: systemClock,
      databaseNow: systemClock.now,
      newId,
      dialects: { omnapi, beatra, piapi },
      render: { catalogue, publicUrl: 'http://medley.test' },
      signingKey: makeSigningKey('test'),
      callbackUrl: () => null,
      log,
      metrics,
    }
  }
  const context = makeContext(database)
  const others: Database[] = []
  const pool = pools.get('simulator') ?? 0
  const sql: Core['sql'] = (text, values = []) => database.query(nameOf(text), text, values)
  return {
    context,
    database,
    testDatabase,
    journalPath,
    pool,
    sql,
    async makeOrganisation(credits) {
      const slug = context.newId()
      const made = await createOrganisation(database, { name: slug, slug })
      if (made === null) throw new Error('the organisation was not made')
      const organisation = { id: made.id, number: made.number }
      await grantCredits(database, {
        organisation: made.number,
        amount: credits * CREDIT,
        actor: 'test',
        reason: 'test',
      })
      return { keyId: context.newId(), organisation, models: null }
    },
    async makeWorker() {
      const id = context.newId()
      await registerWorker(database, { id, leaseMs: 600_000, host: 'test', pid: 1 })
      return id
    },
    claimReady: (worker, limit = 1) => claimReadyJobs(database, { pool, after: 0, limit, worker }),
    claimDue: (worker, limit = 1) => claimDueJobs(database, { pools: [pool], limit, worker }),
    run: (job, provide = {}) => runJob(context, job, { ...idleProvide(), ...provide }),
    another(onError = () => {}) {
      const other = makeDatabase({ connection: testDatabase.connection, poolSize: 4, log })
      others.push(other)
      const query: Database['query'] = async (name, text, values) => {
        try {
          return await other.query(name, text, values)
        } catch (error) {
          onError(error)
          throw error
        }
      }
      return makeContext({ ...other, query })
    },
    verify: () => verifyBooks(database),
    async stop() {
      await simulator.close?.()
      await Promise.all(others.map((other) => other.close()))
      await testDatabase.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A statement's name that belongs to its text alone. */
export function nameOf(text: string): string {
  return `test ${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
}

function idleProvide(): ProviderContext {
  return { signal: new AbortController().signal, onProgress: () => {}, assertLease: () => {} }
}

/** The only element of a list that must have exactly one. */
export function only<T>(list: readonly T[]): T {
  const [first] = list
  if (list.length !== 1 || first === undefined) throw new Error(`expected one, got ${list.length}`)
  return first
}
