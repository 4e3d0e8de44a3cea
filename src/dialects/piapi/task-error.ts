import type { Task, TaskErrorCode } from '../../domain/task.ts'
import type { JsonObject } from '../../lib/json.ts'

/** RULINGS 59. */
const CODES: Readonly<Record<TaskErrorCode, number>> = {
  provider_error: 1100,
  internal_error: 1100,
  content_rejected: 1102,
  invalid_input: 1103,
  provider_timeout: 1104,
  upstream_outcome_unknown: 1105,
}
const CANCELED = 1101

/** Present with zero values while all is well. `raw_message` stays empty: what an upstream said is not passed on. */
export function renderTaskError(task: Task): JsonObject {
  if (task.status === 'canceled') return errorObject(CANCELED, 'task canceled')
  return task.error === null ? errorObject(0, '') : errorObject(CODES[task.error.code], task.error.message)
}

function errorObject(code: number, message: string): JsonObject {
  return { code, raw_message: '', message, detail: null }
}
