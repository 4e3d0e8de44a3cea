import { TASK_STATUSES } from '../domain/task.ts'
import type { ListQuery } from '../domain/dialect.ts'
import { leastUuidAt, type Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { SUMMARY_COLUMNS, type TaskRow } from './to-task.ts'

/** A task without its input, which a list shows only when asked, and how large that is. */
export type ListedRow = Omit<TaskRow, 'input'> & {
  /** Bytes. Postgres knows it without reading the text. */
  input_size: number
}

/**
 * One page of an organisation's tasks in order of creation, at most `limit` rows after the place `after`. Keyset on
 * (organisation, place), which rises in commit order: what is created while a client walks is never behind its cursor. An id
 * carries its own time, so the time filters are bounds of ids, which also leave out whole partitions.
 */
export function listTasks(
  sql: Sql,
  organisation: number,
  query: Pick<ListQuery, 'statuses' | 'capability' | 'createdAfter' | 'createdBefore' | 'order'>,
  page: { after: number | null; limit: number },
): Promise<ListedRow[]> {
  const descending = query.order === 'desc'
  return sql.query<ListedRow>(
    `list-tasks-${query.order}`,
    `select ${SUMMARY_COLUMNS}, octet_length(w.input) as input_size from tasks t join task_payloads w on w.task = t.id
      where t.organisation = $1 and t.id >= $2 and t.id < $3
        and ($4::smallint[] is null or t.status = any($4)) and ($5::text is null or t.capability = $5)
        and ($6::bigint is null or t.place ${descending ? '<' : '>'} $6)
      order by t.place ${descending ? 'desc' : 'asc'} limit $7`,
    [
      organisation,
      // Both filters are exclusive (RULINGS 52), and a millisecond's ids lie from its least to the next one's.
      query.createdAfter === null ? leastUuidAt(0) : leastUuidAt(Math.floor(query.createdAfter) + 1),
      query.createdBefore === null
        ? 'ffffffff-ffff-ffff-ffff-ffffffffffff'
        : leastUuidAt(Math.ceil(query.createdBefore)),
      query.statuses?.map((status) => TASK_STATUSES.indexOf(status)) ?? null,
      query.capability,
      page.after,
      page.limit,
    ],
  )
}

/** The inputs of tasks by their ids; large, so for few. */
export async function readInputs(sql: Sql, ids: readonly Uuid[]): Promise<Map<Uuid, string>> {
  const rows = await sql.query<{ task: Uuid; input: string }>(
    'read-inputs',
    'select w.task, w.input from unnest($1::uuid[]) as u (id) join task_payloads w on w.task = u.id',
    [ids],
  )
  return new Map(rows.map((row) => [row.task, row.input]))
}
