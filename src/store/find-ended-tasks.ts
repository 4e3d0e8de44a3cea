import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** Which of these tasks have ended. One look-up by its key for each: made for thousands. */
export async function findEndedTasks(sql: Sql, ids: readonly Uuid[]): Promise<Uuid[]> {
  const rows = await sql.query<{ id: Uuid }>(
    'find-ended-tasks',
    'select t.id from unnest($1::uuid[]) as u (id) join tasks t on t.id = u.id where t.status >= 3',
    [ids],
  )
  return rows.map((row) => row.id)
}
