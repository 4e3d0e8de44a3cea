import { eventIdOf, PROGRESS_KIND, type EventPlace, type OrganisationEvent } from '../domain/event.ts'
import { GatewayError } from '../domain/errors.ts'
import { taskAtEvent, type TaskMoment } from '../domain/message.ts'
import type { Task } from '../domain/task.ts'
import type { Uuid } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'
import { readEvents, readLogEnds, type EventRow } from '../store/read-events.ts'
import { toTask } from '../store/to-task.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'
import { endpointData, taskData } from './render-message.ts'

export interface EventQuery {
  /** Events behind this place; null = from the oldest that is kept. */
  after: EventPlace | null
  /** Null = all. */
  kinds: readonly string[] | null
  limit: number
}

export interface EventPage {
  events: OrganisationEvent[]
  /** How far the log was read: with `kinds`, further than the last of `events`. Null = it is empty. */
  upTo: EventPlace | null
  hasMore: boolean
}

const DAY_MS = 86_400_000
/** What `findOldPartitions` keeps, and the day that began meanwhile. */
const KEPT_DAYS = 31
/** How much of the log one page of chosen kinds walks through. */
const SCANNED_MAX = 1000

/**
 * One page of an organisation's log, in commit order and without gaps. A page of chosen kinds may be short, or empty, with more
 * to come. Refuses with `cursor_expired` when events behind the cursor are no longer kept, or when the log was put back to
 * before it. Pages of the same place that are asked for together are read once.
 */
export function readEventPage(context: Context, caller: Caller, query: EventQuery): Promise<EventPage> {
  const key = JSON.stringify([caller.organisation.number, query])
  return context.followedLogs.share(key, () => readPage(context, caller, query))
}

async function readPage(context: Context, caller: Caller, { after, kinds, limit }: EventQuery): Promise<EventPage> {
  const organisation = caller.organisation.number
  const scanned = kinds === null ? limit : SCANNED_MAX
  // A transaction that began before midnight may be numbered after one of the new day.
  const since = after === null ? todayOf(context) - KEPT_DAYS : after.day - 1
  const rows = await readEvents(context.sql, organisation, { seq: after?.seq ?? 0, since: dateOf(since) }, scanned + 1)
  if (after !== null) await assertUnbroken(context, after, rows[0])
  const chosen: EventRow[] = []
  let upTo = after
  let read = 0
  for (const row of rows.slice(0, scanned)) {
    if (chosen.length === limit) break
    if (kinds === null || kinds.includes(row.kind)) chosen.push(row)
    upTo = placeOf(organisation, row)
    read += 1
  }
  const events = await Promise.all(chosen.map((row) => toEvent(context, caller, row)))
  return { events, upTo, hasMore: read < rows.length }
}

/** The log has no gaps, so the first event behind a cursor has the next number; another one means that some are dropped. */
async function assertUnbroken(context: Context, after: EventPlace, first: EventRow | undefined): Promise<void> {
  if (first?.seq === after.seq + 1) return
  const end = (await readLogEnds(context.sql, [after.organisation])).get(after.organisation) ?? 0
  if (end < after.seq) {
    // What happens from now on gets numbers that lie behind this cursor.
    throw new GatewayError('cursor_expired', {
      message: 'The log was put back to before this cursor: begin without one.',
    })
  }
  // One that was committed just now is not dropped: it is read with the next page.
  if (first === undefined && (end === after.seq || todayOf(context) - after.day < KEPT_DAYS - 1)) return
  throw new GatewayError('cursor_expired')
}

/** Where the log ends now: what comes after it is new. */
export async function readLogEnd(context: Context, caller: Caller): Promise<EventPlace> {
  const { number: organisation } = caller.organisation
  const ends = await readLogEnds(context.sql, [organisation])
  return { organisation, day: todayOf(context), seq: ends.get(organisation) ?? 0 }
}

/** That a task has got so far; null when it has ended meanwhile. Told, not kept. */
export async function progressEvent(
  context: Context,
  caller: Caller,
  id: Uuid,
  progress: number,
): Promise<OrganisationEvent | null> {
  const task = await readPlain(context, caller, id)
  if (task === null || task.status !== 'running') return null
  return taskEvent(context, task, { kind: PROGRESS_KIND, progress, refunded: null, at: task.updatedAt })
}

/** An event told from its task, as the task was then, and so without a place in the log. */
export function taskEvent(context: Context, task: Task, moment: TaskMoment): OrganisationEvent {
  const { kind, at } = moment
  return { place: null, kind, task: task.id, at, data: renderTask(context, taskAtEvent(task, moment)) }
}

async function toEvent(context: Context, caller: Caller, row: EventRow): Promise<OrganisationEvent> {
  const place = placeOf(caller.organisation.number, row)
  const { kind, at, refunded } = row
  if (row.task === null) return { place, kind, task: null, at, data: endpointData(row.endpoint) }
  const task = await readPlain(context, caller, row.task)
  if (task === null) throw new Error(`The task ${row.task} of event ${eventIdOf(place)} does not exist`)
  return { ...taskEvent(context, task, { kind, progress: kind === 'task.queued' ? 0 : 1, refunded, at }), place }
}

/** Without its input, which may be megabytes. */
async function readPlain(context: Context, caller: Caller, id: Uuid): Promise<Task | null> {
  const row = await context.batches.get.add(id)
  return row === null ? null : toTask({ ...row, input: '{}' }, caller.organisation)
}

/** Without what may be large. */
function renderTask(context: Context, task: Task): JsonObject {
  const { input: _input, ...data } = taskData(context, { id: task.id, task, attemptedAt: 0, isForOwnUrl: false })
  return data
}

function placeOf(organisation: number, row: EventRow): EventPlace {
  return { organisation, day: Date.parse(row.day) / DAY_MS, seq: row.seq }
}

function todayOf(context: Context): number {
  return Math.floor(context.databaseNow() / DAY_MS)
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}
