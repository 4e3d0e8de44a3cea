import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Session } from './make-database.ts'
import {
  MigrationError,
  readAppliedMigrations,
  readOwnMigrations,
  type KnownMigration,
  type OwnMigration,
} from './migration-state.ts'

type Options = { database: Pick<Database, 'withSession'>; folder?: string }

/** Any fixed number that nobody else locks with in this database. */
const lockKey = '7233109400716001'

/** Longer than any migration should take; whoever waits is only starting. */
const lockPatienceMs = 600_000

const tableText = `
  create table if not exists schema_migrations (
    number int primary key,
    name text not null,
    hash text not null,
    applied_at timestamptz not null default now()
  )`

/**
 * Brings the database to this code's state and answers the names of what it applied. Forward only, each file in a
 * transaction of its own; any number of processes may call it at once, one of them works and the others wait.
 */
export async function migrate({ database, folder }: Options): Promise<string[]> {
  const migrations = await readOwnMigrations(folder)
  return database.withSession(async (session) => {
    if (selectPending(migrations, await readAppliedMigrations(session)).length === 0) return []
    await lock(session)
    // While we waited, somebody else may have done it.
    const pending = selectPending(migrations, await readAppliedMigrations(session))
    await session.execute(tableText)
    for (const migration of pending) await apply(session, migration)
    await session.execute(`select pg_advisory_unlock(${lockKey})`)
    return pending.map((migration) => migration.name)
  })
}

/** The history has to be the beginning of what we have; anything else is refused before a statement runs. */
function selectPending(migrations: readonly OwnMigration[], history: readonly KnownMigration[]): OwnMigration[] {
  for (const applied of history) {
    const own = migrations.find((migration) => migration.number === applied.number)
    if (own === undefined) {
      throw new MigrationError(
        `The database is newer than this Medley: it has the migration ${applied.name}, which is not known here. Start a newer Medley.`,
      )
    }
    if (own.hash !== applied.hash) {
      throw new MigrationError(
        `The migration ${own.name} was changed after it had been applied to this database: restore the file, and put the change into a new migration.`,
      )
    }
  }
  const last = history.at(-1)?.number ?? 0
  const pending = migrations.filter((migration) => !history.some((applied) => applied.number === migration.number))
  const late = pending.find((migration) => migration.number < last)
  if (late !== undefined) {
    throw new MigrationError(
      `The migration ${late.name} comes before ones that this database already has: give it the next free number.`,
    )
  }
  return pending
}

/** Asked for again and again: a session that waits inside one statement would hold back `create index concurrently`. */
async function lock(session: Session): Promise<void> {
  const end = performance.now() + lockPatienceMs
  for (;;) {
    const rows = await session.execute<{ locked: boolean }>(`select pg_try_advisory_lock(${lockKey}) as locked`)
    if (rows[0]?.locked === true) return
    if (performance.now() >= end)
      throw new MigrationError('Another process has been migrating this database for ten minutes.')
    await delay(50)
  }
}

/** Behind a lock that a migration waits for, every later statement on that table waits too: give up early, try again. */
async function apply(session: Session, migration: OwnMigration): Promise<void> {
  const attempts = 20
  for (let attempt = 1; ; attempt += 1) {
    try {
      await applyOnce(session, migration)
      return
    } catch (error) {
      // On a lost connection this fails too, and the first error is the one to tell.
      await session.execute('rollback').catch(() => {})
      const isLockTimeout = error instanceof Error && 'code' in error && error.code === '55P03'
      if (!isLockTimeout || attempt === attempts) {
        const reason = error instanceof Error ? error.message : String(error)
        throw new MigrationError(`The migration ${migration.name} failed and was rolled back: ${reason}.`, {
          cause: error,
        })
      }
      await delay(500)
    }
  }
}

async function applyOnce(session: Session, { number, name, text, hash }: OwnMigration): Promise<void> {
  await session.execute(`begin; set local lock_timeout = '3s'`)
  await session.execute(text)
  await session.execute('insert into schema_migrations (number, name, hash) values ($1, $2, $3)', [number, name, hash])
  await session.execute('commit')
}
