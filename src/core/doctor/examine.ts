import type { ArtifactStore } from '../../artifacts/artifact-store.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DatabaseTarget } from '../../store/connect-config.ts'
import type { Database } from '../../store/make-database.ts'
import { checkArtifacts } from './check-artifacts.ts'
import { checkBooks } from './check-books.ts'
import { checkClock } from './check-clock.ts'
import { checkConnections } from './check-connections.ts'
import { checkDatabase } from './check-database.ts'
import { checkMigrations } from './check-migrations.ts'
import { checkQueue } from './check-queue.ts'
import { checkTransactions } from './check-transactions.ts'
import { checkWorkers } from './check-workers.ts'
import { fail, type Finding } from './finding.ts'

interface Patient {
  target: DatabaseTarget
  database: Pick<Database, 'background' | 'withSession'>
  artifacts: ArtifactStore
  poolSize: number
  clock: Clock
}

/**
 * Looks at a database and what belongs to it, and changes nothing. What a check needs is looked at before it: an unfit
 * database is asked nothing, and one without this release's tables nothing about them.
 */
export async function* examineDatabase(patient: Patient): AsyncGenerator<Finding> {
  const { target, database, artifacts, poolSize, clock } = patient
  const sql = database.background
  const first = await checkDatabase(target, sql)
  yield first
  if (first.level === 'fail') return
  yield* await examine('connections', () => checkConnections(sql, poolSize))
  yield* await examine('transactions', () => checkTransactions(sql))
  yield* await examine('clock', () => checkClock(sql, clock))
  const migrations = await examine('migrations', () => database.withSession(checkMigrations))
  yield* migrations
  if (migrations.some(({ level }) => level !== 'ok')) return
  yield* await examine('queue', () => checkQueue(sql))
  yield* await examine('workers', () => checkWorkers(sql))
  yield* await examine('files', () => checkArtifacts(sql, artifacts))
  yield* await examine('books', () => checkBooks(sql))
}

/** A check that breaks is a finding too, and no reason to leave out the others. */
export async function examine(name: string, check: () => Promise<Finding | Finding[]>): Promise<Finding[]> {
  try {
    const found = await check()
    return Array.isArray(found) ? found : [found]
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [fail(name, `it could not be looked at: ${reason}`, 'try again; if it stays, report it')]
  }
}
