import type { WireResponse } from '../../domain/dialect.ts'
import { creditsText } from '../../domain/credits.ts'
import { ERRORS, type ErrorCode, type FieldIssue, type GatewayError } from '../../domain/errors.ts'
import type { JsonObject } from '../../lib/json.ts'

/** Status and public code of every refusal (beatra.md 2.3; RULINGS 3, 4 and 53 for those the contract lacks). */
const ENVELOPES: Readonly<Record<ErrorCode, { status: number; code: string }>> = {
  invalid_request: { status: 422, code: 'invalid_request' },
  invalid_json: { status: 422, code: 'invalid_request' },
  unauthorized: { status: 401, code: 'unauthorized' },
  invalid_api_key: { status: 401, code: 'invalid_api_key' },
  insufficient_credits: { status: 402, code: 'insufficient_balance' },
  max_credits_exceeded: { status: 402, code: 'max_credits_exceeded' },
  forbidden: { status: 403, code: 'forbidden' },
  not_found: { status: 404, code: 'not_found' },
  task_not_found: { status: 404, code: 'task_not_found' },
  method_not_allowed: { status: 405, code: 'method_not_allowed' },
  idempotency_conflict: { status: 409, code: 'idempotency_conflict' },
  cursor_expired: { status: 410, code: 'cursor_expired' },
  payload_too_large: { status: 413, code: 'payload_too_large' },
  unsupported_media_type: { status: 415, code: 'unsupported_media_type' },
  unsupported_model: { status: 400, code: 'unsupported_model' },
  unsupported_capability: { status: 400, code: 'unsupported_capability' },
  unsupported_option: { status: 422, code: 'unsupported_option' },
  // Never thrown by this dialect's own cancel (RULINGS 51); 409 is the contract's word for it (beatra.md 2.3).
  task_not_cancelable: { status: 409, code: 'task_not_cancelable' },
  rate_limited: { status: 429, code: 'rate_limited' },
  header_too_large: { status: 431, code: 'header_too_large' },
  uri_too_long: { status: 414, code: 'uri_too_long' },
  expectation_failed: { status: 417, code: 'expectation_failed' },
  internal: { status: 500, code: 'internal_error' },
  unavailable: { status: 503, code: 'service_unavailable' },
}

/** A key of the client's choosing may be megabytes long; a pointer longer than this is cut. */
const POINTER_MAX = 256

/** beatra.md 2.1: `{error: {code, message, retryable, request_id, param?, details?}}`. */
export function renderError(error: GatewayError, requestId: string): WireResponse {
  const { status, code } = ENVELOPES[error.code]
  const issues = issuesOf(error)
  const param = issues[0] === undefined ? optionPointer(error) : toPointer(issues[0].path)
  const details = detailsOf(error, issues)
  const body: JsonObject = {
    code,
    message: messageOf(error, issues),
    retryable: ERRORS[error.code].retryable,
    request_id: requestId,
  }
  if (param !== null) body['param'] = param
  if (details !== null) body['details'] = details
  return { status, body: { error: body }, headers: headersOf(error) }
}

/** Never empty for a validation error: `details.errors` belongs to it (beatra.md 2.1). */
function issuesOf(error: GatewayError): readonly FieldIssue[] {
  const { issues } = error.details
  if (issues !== undefined && issues.length > 0) return issues
  switch (error.code) {
    case 'invalid_json':
      return [{ path: [], message: 'is not valid JSON', type: 'json' }]
    case 'invalid_request':
      return [{ path: [], message: error.message, type: 'invalid' }]
    default:
      return []
  }
}

function messageOf(error: GatewayError, issues: readonly FieldIssue[]): string {
  const first = issues[0]
  if (error.details.message !== undefined || error.code !== 'invalid_request' || first === undefined) {
    return error.message
  }
  if (error.details.issues === undefined || error.details.issues.length === 0) return error.message
  const field = first.path.length === 0 ? 'the body' : toPointer(first.path)
  const more = issues.length === 1 ? '' : ` (and ${issues.length - 1} more)`
  return `The request is not valid: ${field} ${first.message}${more}.`
}

function detailsOf(error: GatewayError, issues: readonly FieldIssue[]): JsonObject | null {
  const { fields, required, available, maxCredits, limit } = error.details
  switch (error.code) {
    case 'invalid_request':
    case 'invalid_json':
      return {
        errors: issues.map((issue) => ({ path: toPointer(issue.path), message: issue.message, type: issue.type })),
      }
    case 'unsupported_option':
      return { unsupported_fields: [...(fields ?? [])] }
    case 'insufficient_credits': {
      if (required === undefined && available === undefined) return null
      return {
        ...(required === undefined ? {} : { required_credits: creditsText(required) }),
        ...(available === undefined ? {} : { available_credits: creditsText(available) }),
      }
    }
    case 'max_credits_exceeded':
      if (required === undefined || maxCredits === undefined) return null
      return { required_credits: creditsText(required), max_credits: creditsText(maxCredits) }
    case 'rate_limited':
      return limit === undefined ? null : { limit }
    default:
      return null
  }
}

function headersOf(error: GatewayError): Record<string, string> {
  const { retryAfterSeconds, allow } = error.details
  const headers: Record<string, string> = {}
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(Math.max(0, Math.ceil(retryAfterSeconds)))
  if (allow !== undefined) headers['allow'] = allow.join(', ')
  if (ENVELOPES[error.code].status === 401) headers['www-authenticate'] = 'Bearer'
  return headers
}

function optionPointer(error: GatewayError): string | null {
  const field = error.details.fields?.[0]
  return field === undefined ? null : toPointer(field.split('.'))
}

/** RFC 6901; "" is the whole body. */
function toPointer(path: readonly (string | number)[]): string {
  const pointer = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  // A cut may split a surrogate pair.
  return pointer.length <= POINTER_MAX ? pointer : `${pointer.slice(0, POINTER_MAX).toWellFormed()}…`
}
