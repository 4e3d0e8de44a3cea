import type { Sql } from '../lib/sql.ts'
import type { Executor } from './drop-partition.ts'

/** Whether the books of this day are still to be looked at: the hour has come, and nobody has done it to the end. In UTC. */
export async function isAuditDue(sql: Sql, hour: number): Promise<boolean> {
  const [row] = await sql.query<{ due: boolean }>(
    'is-audit-due',
    `select extract(hour from now() at time zone 'UTC') >= $1
        and not exists (select from audits where day = (now() at time zone 'UTC')::date) as due`,
    [hour],
  )
  return row?.due === true
}

/** Held by whoever looks at the books, for as long as its session lives: a process that dies lets go of it. */
export async function takeAuditLock(session: Executor): Promise<boolean> {
  const [row] = await session.execute<{ taken: boolean }>('select pg_try_advisory_lock(71, 2) as taken')
  return row?.taken === true
}

export async function recordAudit(sql: Sql, discrepancies: number): Promise<void> {
  await sql.query(
    'record-audit',
    `insert into audits (day, discrepancies) values ((now() at time zone 'UTC')::date, $1)
      on conflict (day) do update set discrepancies = excluded.discrepancies, finished_at = now()`,
    [discrepancies],
  )
}

/** What the last look at the books found; null = there was none yet. */
export async function readLastAudit(sql: Sql): Promise<{ discrepancies: number; finished_at: number } | null> {
  const [row] = await sql.query<{ discrepancies: number; finished_at: number }>(
    'read-last-audit',
    'select discrepancies, finished_at from audits order by day desc limit 1',
    [],
  )
  return row ?? null
}
