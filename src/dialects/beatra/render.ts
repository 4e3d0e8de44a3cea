import { entryOf } from '../../domain/catalogue.ts'
import type { ListPage, ListQuery, RenderContext, WireResponse } from '../../domain/dialect.ts'
import { NOT_DELIVERED, type TaskMessage, type WireMessage } from '../../domain/message.ts'
import { isTerminal, type Instant, type Task } from '../../domain/task.ts'
import { CAPABILITY_WORDS } from '../../domain/work.ts'
import { toCrockford } from '../../lib/ids.ts'
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { renderBilling, renderUsage } from './render-money.ts'
import { renderOutput } from './render-output.ts'
import { renderProgress } from './render-progress.ts'
import { statusWord, TASK_ERROR_WORDS } from './words.ts'

/** The blocks that a list leaves out unless asked (beatra.md 4.8), in the envelope's order. */
export const BLOCKS = ['input', 'output', 'usage', 'billing', 'callback'] as const

/**
 * A task of any dialect as beatra's envelope (beatra.md 4.2, RULINGS 19 and 46): every key of the seed, in its order, always
 * there. Of the five expandable blocks those in `blocks`.
 */
export function renderTask(task: Task, context: RenderContext, blocks: readonly string[] = BLOCKS): JsonObject {
  const id = `tsk_${toCrockford(task.id)}`
  const self = `${context.publicUrl}/v1/tasks/${id}`
  const { error } = task
  const body: JsonObject = {
    object: 'task',
    task_id: id,
    status: statusWord(task.status),
    capability: CAPABILITY_WORDS[task.capability],
    model: task.askedModel,
    resolved_model: resolvedModel(task, context),
    metadata: renderMetadata(task),
  }
  if (blocks.includes('input')) body['input'] = JSON.parse(task.input)
  body['progress'] = renderProgress(task)
  if (blocks.includes('output')) body['output'] = renderOutput(task, context)
  body['warnings'] = task.warnings.map(({ code, message, field }) => ({ code, message, field }))
  body['error'] =
    error === null ? null : { code: TASK_ERROR_WORDS[error.code], message: error.message, retryable: error.retryable }
  if (blocks.includes('usage')) body['usage'] = renderUsage(task)
  if (blocks.includes('billing')) body['billing'] = renderBilling(task)
  if (blocks.includes('callback')) body['callback'] = renderCallback(task)
  body['created_at'] = timeText(task.createdAt)
  body['started_at'] = timeTextOrNull(task.startedAt)
  body['completed_at'] = timeTextOrNull(task.completedAt)
  body['cancel_requested_at'] = timeTextOrNull(task.cancelRequestedAt)
  body['links'] = { self, cancel: isTerminal(task.status) ? null : `${self}/cancel` }
  return body
}

/**
 * The create's answer. A replay, however late, must give the same bytes (RULINGS 66): so all that changes after create is
 * shown as it was then, whatever the row says now. The route too: it is chosen after create.
 */
export function renderCreated(task: Task, context: RenderContext): WireResponse {
  const created: Task = {
    ...task,
    status: 'queued',
    staged: false,
    progress: 0,
    route: null,
    output: null,
    error: null,
    captured: 0,
    released: 0,
    refunded: 0,
    startedAt: null,
    completedAt: null,
    cancelRequestedAt: null,
    callbackDelivery: NOT_DELIVERED,
  }
  return { status: 202, body: renderTask(created, context) }
}

/** The create's answer after a wait (RULINGS 65). */
export function renderWaited(task: Task, context: RenderContext): WireResponse {
  return { status: isTerminal(task.status) ? 200 : 202, body: renderTask(task, context) }
}

/** beatra.md 4.8; RULINGS 52: a summary is the envelope without the five blocks, `expand` adds the named ones. */
export function renderList(page: ListPage, query: ListQuery, context: RenderContext): WireResponse {
  const body = {
    object: 'list',
    data: page.tasks.map((task) => renderTask(task, context, query.expand)),
    next_cursor: page.nextCursor,
    has_more: page.nextCursor !== null,
  }
  return { status: 200, body }
}

/** Who did the work, by its public name: null until routed, the studio's own model where it stands in (RULINGS 25). */
function resolvedModel(task: Task, { catalogue }: RenderContext): string | null {
  if (task.route === null) return null
  // A real upstream's own name for a model is its adapter's affair (beatra.md 1.3: no routing details).
  return task.route.provider === 'studio' ? task.route.model : entryOf(catalogue, task).code
}

/** A map of strings to strings: values of other types, which OmnAPI allows, as their JSON text (RULINGS 19). */
function renderMetadata(task: Task): JsonObject {
  if (task.metadata === null) return {}
  if (task.dialect === 'beatra') return task.metadata
  return Object.fromEntries(Object.entries(task.metadata).map(([key, value]) => [key, stringOf(value)]))
}

function stringOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** beatra.md 4.6; what is still being tried is `pending`. The secret is never shown. */
function renderCallback({ callback, callbackDelivery }: Task): JsonObject | null {
  if (callback === null) return null
  const { state, attempts, deliveredAt, lastError } = callbackDelivery
  return {
    url: callback.url,
    status: state,
    attempt_count: attempts,
    delivered_at: timeTextOrNull(deliveredAt),
    last_error: lastError,
  }
}

/** A receiver gets the envelope as a read would answer it. */
export function renderMessage({ task }: TaskMessage, context: RenderContext): WireMessage {
  return { body: renderTask(task, context), headers: {} }
}

/** Whole seconds (RULINGS 14). */
export function timeText(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}

function timeTextOrNull(instant: Instant | null): string | null {
  return instant === null ? null : timeText(instant)
}
