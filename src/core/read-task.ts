import type { ListPage, ListQuery } from '../domain/dialect.ts'
import { GatewayError, invalidField } from '../domain/errors.ts'
import type { Task } from '../domain/task.ts'
import { parseTaskId, type Uuid } from '../lib/ids.ts'
import { listTasks } from '../store/list-tasks.ts'
import { toTask } from '../store/to-task.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'

/** One task of the caller's organisation, by an id of any dialect's form; anything else is `task_not_found` (RULINGS 16). */
export async function readTask(context: Context, caller: Caller, wireId: string): Promise<Task> {
  const id = parseTaskId(wireId)
  const row = id === null ? null : await context.batches.get.add(id)
  if (row === null || row.organisation !== caller.organisation.number) throw new GatewayError('task_not_found')
  return toTask(row, caller.organisation)
}

/** One page of the organisation's tasks, whatever dialect created them. A cursor never hides a task. */
export async function readTaskPage(context: Context, caller: Caller, query: ListQuery): Promise<ListPage> {
  const after = query.cursor === null ? null : decodeCursor(query.cursor)
  // One row more than asked tells whether there is another page.
  const rows = await listTasks(context.sql, caller.organisation.number, query, { after, limit: query.limit + 1 })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    tasks: page.map((row) => toTask(row, caller.organisation)),
    nextCursor: rows.length > query.limit && last !== undefined ? encodeCursor(last.id) : null,
  }
}

function encodeCursor(id: Uuid): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
}

function decodeCursor(cursor: string): Uuid {
  const hex = /^[\w-]{22}$/.test(cursor) ? Buffer.from(cursor, 'base64url').toString('hex') : ''
  const match = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(hex)
  if (match === null) throw invalidField(['cursor'], 'is not a cursor of this list', 'format')
  return match.slice(1).join('-')
}
