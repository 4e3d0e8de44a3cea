import type { Postgres } from './with-postgres.ts'

/**
 * The deadlocks that Medley's database has seen. Ask when the processes have ended and `medley verify` has run: a connection
 * hands its counts in when it is idle for long, or closes.
 */
export async function countDeadlocks(postgres: Postgres): Promise<number> {
  const [row] = await postgres.execute<{ deadlocks: number }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  if (row === undefined) throw new Error('a database has its figures')
  return row.deadlocks
}
