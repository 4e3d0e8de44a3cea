import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { SUMMARY_COLUMNS, type TaskRow } from './to-task.ts'

/** A task whose input is null when it is large: read it by `readInputs`. */
export type ReadRow = Omit<TaskRow, 'input'> & { input: string | null }

/** Above this a payload is not worth reading with everybody else's. */
const INPUT_BYTES_MAX = 65_536

/** Reads many tasks by id in one statement; null where there is none. `join unnest` prunes partitions, `= any` does not. */
export async function getTasks(sql: Sql, ids: readonly Uuid[]): Promise<(ReadRow | null)[]> {
  const rows = await sql.query<ReadRow>(
    'get-tasks',
    `select ${SUMMARY_COLUMNS}, case when octet_length(w.input) <= ${INPUT_BYTES_MAX} then w.input end as input from unnest($1::uuid[]) as u (id) join tasks t on t.id = u.id
      join task_payloads w on w.task = t.id`,
    [[...new Set(ids)]],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}
