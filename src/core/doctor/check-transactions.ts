import type { Sql } from '../../lib/sql.ts'
import { findHoldUps, readServerFigures, type HoldUp } from '../../store/doctor-figures.ts'
import { ok, span, warn, type Finding } from './finding.ts'

/** Our own end after ten seconds; an export's or a migration's may last longer. */
const OLD_SECONDS = 60

/** Whatever holds an old snapshot slows the queue, since dead entries cannot go (engine-review hole 21); and deadlocks. */
export async function checkTransactions(sql: Sql, oldSeconds = OLD_SECONDS): Promise<Finding[]> {
  const holdUps = await findHoldUps(sql)
  const old = holdUps.filter(({ age_seconds: age }) => age === null || age > oldSeconds)
  const oldest = Math.max(0, ...holdUps.map(({ age_seconds: age }) => age ?? 0))
  const transactions =
    old.length === 0
      ? ok('transactions', `the oldest transaction is ${span(oldest)} old`)
      : warn(
          'transactions',
          `held open: ${old.map(describe).join('; ')}`,
          'while it lasts the database cannot clean up behind the queue, and claims get slower: end it (pg_terminate_backend, rollback prepared, pg_drop_replication_slot) unless it is an export, a backup or a migration that is about to end',
        )
  const { deadlocks, counted_since: since } = await readServerFigures(sql)
  const counted = since === null ? 'ever' : `since ${new Date(since).toISOString().slice(0, 10)}`
  return [
    transactions,
    deadlocks === 0
      ? ok('deadlocks', `none ${counted}`)
      : warn(
          'deadlocks',
          `${deadlocks} ${counted}`,
          "each was repeated and nothing was lost, but Medley's own statements lock in one order: look in the server's log for who else writes to these tables, or report it",
        ),
  ]
}

function describe({ kind, name, age_seconds: age }: HoldUp): string {
  const since = age === null ? '' : ` for ${span(age)}`
  switch (kind) {
    case 'transaction':
      return `a transaction of ${name}${since}`
    case 'prepared':
      return `the prepared transaction ${name}${since}`
    case 'slot':
      return `the replication slot ${name}, which nobody reads`
  }
}
