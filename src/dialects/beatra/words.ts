import type { TaskErrorCode, TaskStatus } from '../../domain/task.ts'

/** beatra's `status` (beatra.md 4.1; RULINGS 17), with the inside statuses each stands for: what a list filter asks for. */
export const STATUS_FILTERS: ReadonlyMap<string, readonly TaskStatus[]> = new Map<string, readonly TaskStatus[]>([
  ['queued', ['queued', 'starting']],
  ['running', ['running']],
  ['succeeded', ['succeeded']],
  ['failed', ['failed']],
  ['canceled', ['canceled']],
])

export function statusWord(status: TaskStatus): string {
  return status === 'starting' ? 'queued' : status
}

/** RULINGS 49. */
export const TASK_ERROR_WORDS: Readonly<Record<TaskErrorCode, string>> = {
  provider_error: 'upstream_error',
  provider_timeout: 'upstream_timeout',
  content_rejected: 'safety_rejected',
  invalid_input: 'invalid_input',
  upstream_outcome_unknown: 'upstream_outcome_unknown',
  internal_error: 'internal_error',
}
