import type { ListPage, ListQuery } from '../domain/dialect.ts'
import { GatewayError, invalidField } from '../domain/errors.ts'
import type { Task } from '../domain/task.ts'
import { parseTaskId } from '../lib/ids.ts'
import { listTasks, readInputs, type ListedRow } from '../store/list-tasks.ts'
import { toCallbackDelivery, toTask, type TaskRow } from '../store/to-task.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'

/** One task of the caller's organisation, by an id of any dialect's form; anything else is `task_not_found` (RULINGS 16). */
export async function readTask(context: Context, caller: Caller, wireId: string): Promise<Task> {
  const id = parseTaskId(wireId)
  const row = id === null ? null : await context.batches.get.add(id)
  if (row === null || row.organisation !== caller.organisation.number) throw new GatewayError('task_not_found')
  // What a client sent as base64 may be 40 MiB: never read with its neighbours of the batch, only for whoever asks for it.
  const input = row.input ?? (await context.batches.input.add(row.id))
  return toTask({ ...row, input }, caller.organisation)
}

/** What tells one state of a task from another: two reads with the same mark have the same answer. */
export type TaskMark = Pick<Task, 'version' | 'updatedAt' | 'staged' | 'callbackDelivery'>

/** As `readTask`, for whoever may know the task's present state already; touches no payload. */
export async function readMark(context: Context, caller: Caller, wireId: string): Promise<TaskMark> {
  const id = parseTaskId(wireId)
  const row = id === null ? null : await context.batches.mark.add(id)
  if (row === null || row.organisation !== caller.organisation.number) throw new GatewayError('task_not_found')
  const callbackDelivery = toCallbackDelivery(row.callback_delivery)
  return { version: row.version, updatedAt: row.updated_at, staged: row.staged, callbackDelivery }
}

/**
 * One page of the organisation's tasks, whatever dialect created them. A cursor never hides a task. A page whose inputs are
 * asked for and are large is shorter than its limit, with more to come: what clients sent as base64 fills no memory.
 */
export async function readTaskPage(context: Context, caller: Caller, query: ListQuery): Promise<ListPage> {
  const after = query.cursor === null ? null : decodeCursor(query.cursor)
  // One row more than asked tells whether there is another page.
  const rows = await listTasks(context.background, caller.organisation.number, query, { after, limit: query.limit + 1 })
  const listed = rows.slice(0, query.limit)
  const page = query.expand.includes('input') ? await withInputs(context, listed) : listed.map(withoutInput)
  const last = page.at(-1)
  return {
    tasks: page.map((row) => toTask(row, caller.organisation)),
    nextCursor: rows.length > page.length && last !== undefined ? encodeCursor(last.place) : null,
  }
}

/** The inputs of one page together, bytes; a larger one has a page of its own. */
const PAGE_INPUT_BYTES = 16 * 1024 * 1024

async function withInputs(context: Context, listed: readonly ListedRow[]): Promise<TaskRow[]> {
  let bytes = 0
  const fitting = listed.filter((row, index) => {
    bytes += row.input_size
    return index === 0 || bytes <= PAGE_INPUT_BYTES
  })
  const inputs = await readInputs(
    context.background,
    fitting.map((row) => row.id),
  )
  return fitting.map((row) => ({ ...row, input: inputs.get(row.id) ?? '{}' }))
}

function withoutInput(row: ListedRow): TaskRow {
  return { ...row, input: '{}' }
}

function encodeCursor(place: number): string {
  return Buffer.from(`place ${place}`).toString('base64url')
}

function decodeCursor(cursor: string): number {
  const match = /^place (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString())
  const place = Number(match?.[1])
  // Only what we made ourselves: base64 reads many a text as the same bytes.
  if (match === null || encodeCursor(place) !== cursor)
    throw invalidField(['cursor'], 'is not a cursor of this list', 'format')
  return place
}
