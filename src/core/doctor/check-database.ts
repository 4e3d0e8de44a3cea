import { StartupError } from '../../lib/startup-error.ts'
import type { Sql } from '../../lib/sql.ts'
import type { DatabaseTarget } from '../../store/connect-config.ts'
import { assertFit, readServerFigures } from '../../store/doctor-figures.ts'
import { fail, ok, type Finding } from './finding.ts'

const PATIENCE_MS = 3000

/** The database answers, is new enough, and keeps what it confirms. Every other question to it comes after this one. */
export async function checkDatabase(target: DatabaseTarget, sql: Sql): Promise<Finding> {
  try {
    await assertFit(target, PATIENCE_MS)
    const { version } = await readServerFigures(sql)
    return ok('database', `PostgreSQL ${version} answers and flushes what it confirms`)
  } catch (error) {
    return explainDatabase(error)
  }
}

/** What keeps the database from being reached, as a finding. */
export function explainDatabase(error: unknown): Finding {
  if (error instanceof StartupError) {
    return fail('database', error.message, 'a start would say the same: nothing works until this is mended')
  }
  const reason = error instanceof Error ? error.message : String(error)
  return fail('database', `it cannot be asked: ${reason}`, "see the database's own log")
}
