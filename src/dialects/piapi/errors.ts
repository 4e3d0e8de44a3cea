import { creditsText } from '../../domain/credits.ts'
import type { WireResponse } from '../../domain/dialect.ts'
import { ERRORS, type ErrorCode, type FieldIssue, type GatewayError } from '../../domain/errors.ts'
import { TASK_STATUSES } from '../../domain/task.ts'
import { cannotBeCanceled } from './status.ts'

/** A body of many small faults must not make a long answer. */
const ISSUES_SHOWN = 10

/** `{code: <HTTP status>, data: null, message}` for every refusal (RULINGS 3). */
export function renderError(error: GatewayError): WireResponse {
  const status = statusOf(error.code)
  const { allow, retryAfterSeconds } = error.details
  const headers: Record<string, string> = {}
  if (allow !== undefined) headers['allow'] = allow.join(', ')
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(Math.ceil(retryAfterSeconds))
  return { status, body: { code: status, data: null, message: messageOf(error) }, headers }
}

function statusOf(code: ErrorCode): number {
  // The contract (section 10) has no 422: whatever is wrong with a body is 400.
  return code === 'unsupported_option' ? 400 : ERRORS[code].status
}

function messageOf(error: GatewayError): string {
  const { issues, fields, required, available, maxCredits, taskId, status } = error.details
  switch (error.code) {
    case 'invalid_request':
      return `invalid request: ${issues === undefined || issues.length === 0 ? error.message : issuesText(issues)}`
    case 'invalid_json':
      return 'invalid request: the body is not valid JSON'
    case 'unsupported_model':
      return 'invalid model' // RULINGS 27
    case 'unsupported_capability':
      return 'invalid task_type' // RULINGS 27
    case 'unsupported_option':
      return fields === undefined ? error.message : `${error.message} (${fields.join(', ')})`
    case 'insufficient_credits':
      // Clients look for the word "insufficient" (RULINGS 60).
      return required === undefined || available === undefined
        ? 'insufficient credits'
        : `insufficient credits: the task needs ${creditsText(required)}, ${creditsText(available)} are available`
    case 'max_credits_exceeded':
      // Without that word: there may be plenty.
      return required === undefined || maxCredits === undefined
        ? error.message
        : `max_credits exceeded: the task needs ${creditsText(required)}, ${creditsText(maxCredits)} are allowed`
    case 'task_not_cancelable': {
      const known = TASK_STATUSES.find((name) => name === status)
      return taskId === undefined || known === undefined ? error.message : cannotBeCanceled(taskId, known)
    }
    default:
      return error.message
  }
}

function issuesText(issues: readonly FieldIssue[]): string {
  const shown = issues.slice(0, ISSUES_SHOWN).map(({ path, message }) => `${fieldName(path)} ${message}`)
  if (issues.length > ISSUES_SHOWN) shown.push(`and ${issues.length - ISSUES_SHOWN} more`)
  return shown.join('; ')
}

function fieldName(path: FieldIssue['path']): string {
  return path.length === 0 ? 'the body' : path.join('.')
}
