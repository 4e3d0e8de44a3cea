import { MESSAGE_STATES, NOT_DELIVERED, type CallbackDelivery } from '../domain/message.ts'
import { DIALECT_NAMES, TASK_STATUSES, type Task } from '../domain/task.ts'
import { CAPABILITIES } from '../domain/work.ts'

/** Whether it is held back; nothing of its row changes when it is let in. */
export const STAGED_COLUMN = `case when t.status = 0 then coalesce((select j.phase <= 0 from jobs j where j.task = t.id), false) else false end as staged`

/** How telling its own URL goes, which changes nothing of its row either; looked for only where there is such a message. */
export const CALLBACK_COLUMN = `case when t.callback_message is not null then (select json_build_object('state', m.state, 'attempts', m.attempts,
  'deliveredAt', extract(epoch from m.delivered_at) * 1000, 'lastError', m.last_error)
  from messages m where m.id = t.callback_message) end as callback_delivery`

/** The columns of a task but its input, which may be megabytes; `t` = tasks, `w` = task_payloads. */
export const SUMMARY_COLUMNS = `t.id, t.number, t.organisation, t.place, t.api_key, t.dialect, t.capability, t.asked_model, t.model_key,
  t.provider, t.provider_model, t.status, t.progress, t.priority, t.price_lines, t.held, t.captured, t.released, t.refunded,
  t.retry_count, t.callback_url, t.callback_secret, t.error, t.created_at, t.updated_at, t.status_changed_at, t.started_at,
  t.completed_at, t.cancel_requested_at, t.keep_until, t.version, w.extras, w.output,
  ${CALLBACK_COLUMN},
  ${STAGED_COLUMN}`

export interface TaskRow {
  id: string
  number: number
  organisation: number
  /** Where it stands in lists: rises in commit order within the organisation. */
  place: number
  api_key: string | null
  dialect: number
  capability: string
  asked_model: string
  model_key: string
  provider: string | null
  provider_model: string | null
  status: number
  progress: number
  priority: number
  price_lines: string
  held: number
  captured: number
  released: number
  refunded: number
  retry_count: number
  callback_url: string | null
  callback_secret: string | null
  error: string | null
  created_at: number
  updated_at: number
  status_changed_at: number
  started_at: number | null
  completed_at: number | null
  cancel_requested_at: number | null
  keep_until: number
  version: number
  input: string
  extras: string
  output: string | null
  staged: boolean
  /** Null before its end, and without a URL. */
  callback_delivery: (Omit<CallbackDelivery, 'state'> & { state: number }) | null
}

/** What `extras` holds: facts that no statement asks for. */
export type TaskExtras = Pick<Task, 'wire' | 'tags' | 'metadata' | 'warnings'>

export function toTask(row: TaskRow, organisation: Task['organisation']): Task {
  const dialect = DIALECT_NAMES[row.dialect]
  const status = TASK_STATUSES[row.status]
  const capability = CAPABILITIES.find((name) => name === row.capability)
  if (dialect === undefined || status === undefined || capability === undefined) {
    throw new Error(`Task ${row.id} has no known dialect, status or capability`)
  }
  const extras: TaskExtras = JSON.parse(row.extras)
  return {
    id: row.id,
    number: row.number,
    organisation,
    apiKeyId: row.api_key,
    dialect,
    capability,
    askedModel: row.asked_model,
    modelKey: row.model_key,
    route:
      row.provider === null || row.provider_model === null
        ? null
        : { provider: row.provider, model: row.provider_model },
    status,
    staged: row.staged,
    progress: row.progress,
    priority: row.priority,
    input: row.input,
    wire: extras.wire,
    tags: extras.tags,
    metadata: extras.metadata,
    warnings: extras.warnings,
    output: row.output === null ? null : JSON.parse(row.output),
    error: row.error === null ? null : JSON.parse(row.error),
    priceLines: JSON.parse(row.price_lines),
    held: row.held,
    captured: row.captured,
    released: row.released,
    refunded: row.refunded,
    callback: row.callback_url === null ? null : { url: row.callback_url, secret: row.callback_secret },
    callbackDelivery: toCallbackDelivery(row.callback_delivery),
    retryCount: row.retry_count,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    statusChangedAt: row.status_changed_at,
    cancelRequestedAt: row.cancel_requested_at,
    expiresAt: row.keep_until,
    version: row.version,
  }
}

export function toCallbackDelivery(row: TaskRow['callback_delivery']): CallbackDelivery {
  return row === null ? NOT_DELIVERED : { ...row, state: MESSAGE_STATES[row.state] ?? 'pending' }
}
