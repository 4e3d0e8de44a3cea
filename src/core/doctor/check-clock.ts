import type { Clock } from '../../lib/clock.ts'
import type { Sql } from '../../lib/sql.ts'
import { readDatabaseTime } from '../../store/installation.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

const NOTABLE_MS = 2000
/** A process further off refuses to start. */
const REFUSED_MS = 60_000

/** This machine's clock against the database's, by which leases, deadlines and ids go. */
export async function checkClock(sql: Sql, clock: Clock): Promise<Finding> {
  // The first question opens the connection, the second is about the time.
  await readDatabaseTime(sql)
  const before = clock.now()
  const time = await readDatabaseTime(sql)
  const skew = Math.round(time - (before + clock.now()) / 2)
  const remedy = 'let both machines follow NTP'
  const found = `this machine's clock is ${Math.abs(skew)} ms ${skew > 0 ? 'behind' : 'ahead of'} the database's`
  if (Math.abs(skew) > REFUSED_MS) return fail('clock', `${found}; a start would be refused`, remedy)
  if (Math.abs(skew) > NOTABLE_MS) return warn('clock', found, remedy)
  return ok('clock', found)
}
