import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { TASK_COLUMNS, type TaskRow } from './to-task.ts'

/** Reads many tasks by id in one statement; null where there is none. `join unnest` prunes partitions, `= any` does not. */
export async function getTasks(sql: Sql, ids: readonly Uuid[]): Promise<(TaskRow | null)[]> {
  const rows = await sql.query<TaskRow>(
    'get-tasks',
    `select ${TASK_COLUMNS} from unnest($1::uuid[]) as u (id) join tasks t on t.id = u.id
      join task_payloads w on w.task = t.id`,
    [[...new Set(ids)]],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}
