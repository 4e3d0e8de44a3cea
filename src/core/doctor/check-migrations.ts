import type { Session } from '../../store/make-database.ts'
import { readAppliedMigrations, readOwnMigrations } from '../../store/migration-state.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

/** Whether the database has this release's tables; nothing else in it is looked at when it has not. */
export async function checkMigrations(session: Session): Promise<Finding> {
  const applied = await readAppliedMigrations(session)
  const own = await readOwnMigrations()
  const check = 'migrations'
  for (const migration of applied) {
    const ours = own.find(({ number }) => number === migration.number)
    if (ours === undefined) {
      return fail(check, `the database is newer: ${migration.name} is not known here`, 'start a newer Medley')
    }
    if (ours.hash !== migration.hash) {
      return fail(
        check,
        `${ours.name} was changed after it had been applied`,
        'put the file of the release back; changes go into a new migration',
      )
    }
  }
  const pending = own.filter(({ number }) => !applied.some((migration) => migration.number === number))
  if (pending.length === 0) return ok(check, `all ${own.length} are applied`)
  const found = applied.length === 0 ? 'the database is empty' : `not applied: ${pending.map((p) => p.name).join(', ')}`
  return warn(check, found, '`medley migrate`, or the next start, applies them')
}
