import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { CALLBACK_COLUMN, STAGED_COLUMN, type TaskRow } from './to-task.ts'

/** What tells one state of a task from another. */
export type MarkRow = Pick<TaskRow, 'id' | 'organisation' | 'version' | 'updated_at' | 'staged' | 'callback_delivery'>

/** The marks of many tasks by id in one statement; null where there is no task. */
export async function getMarks(sql: Sql, ids: readonly Uuid[]): Promise<(MarkRow | null)[]> {
  const rows = await sql.query<MarkRow>(
    'get-marks',
    `select t.id, t.organisation, t.version, t.updated_at, ${STAGED_COLUMN}, ${CALLBACK_COLUMN}
      from unnest($1::uuid[]) as u (id) join tasks t on t.id = u.id`,
    [`{${ids.join(',')}}`],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}
