import { leastUuidAt, type Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** The oldest open tasks of an organisation, at most `limit`, created before a moment (epoch ms). Walks the jobs: only open tasks have one. */
export async function findOpenTasks(sql: Sql, organisation: number, before: number, limit: number): Promise<Uuid[]> {
  const rows = await sql.query<{ task: Uuid }>(
    'find-open-tasks',
    `select j.task from jobs j join tasks t on t.id = j.task
      where j.lane = $1 and j.task < $2 and t.cancel_requested_at is null order by j.task limit $3`,
    [organisation, leastUuidAt(Math.ceil(before)), limit],
  )
  return rows.map(({ task }) => task)
}
