import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export interface EventRow {
  seq: number
  /** `YYYY-MM-DD`. */
  day: string
  /** Of an event about a task. */
  task: Uuid | null
  /** Of an event about an endpoint. */
  endpoint: Uuid | null
  kind: string
  /** `task.refunded`: all that had been given back by then. */
  refunded: number | null
  at: number
}

/** The events of an organisation after a place in its log, at most `limit`; `since` leaves out the partitions before it. */
export function readEvents(
  sql: Sql,
  organisation: number,
  after: { seq: number; since: string },
  limit: number,
): Promise<EventRow[]> {
  return sql.query(
    'read-events',
    `select seq, day, task, endpoint, kind, refunded, at from events where organisation = $1 and seq > $2 and day >= $3::date
      order by seq limit $4`,
    [organisation, after.seq, after.since, limit],
  )
}

/** How far the logs of organisations go: the number of the last event of each, which may be dropped by now; 0 = none yet. */
export async function readLogEnds(sql: Sql, organisations: readonly number[]): Promise<Map<number, number>> {
  const rows = await sql.query<{ organisation: number; event_seq: number }>(
    'read-log-ends',
    'select organisation, event_seq from accounts where organisation = any($1)',
    [organisations],
  )
  return new Map(rows.map((row) => [row.organisation, row.event_seq]))
}
