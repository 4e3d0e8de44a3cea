import { creditsNumber } from '../../domain/credits.ts'
import type { WireResponse } from '../../domain/dialect.ts'
import { ERRORS, type ErrorCode, type FieldIssue, type GatewayError } from '../../domain/errors.ts'
import { TASK_STATUSES } from '../../domain/task.ts'
import type { JsonObject } from '../../lib/json.ts'
import { WIRE_STATUS } from './render.ts'

/** omnapi.md 3, with the codes it lacks from RULINGS 3. OmnAPI knows one status for whatever is wrong with a body: 400. */
const WIRE_ERRORS = {
  invalid_request: [400, 'VALIDATION_ERROR'],
  invalid_json: [400, 'VALIDATION_ERROR'],
  unsupported_model: [400, 'VALIDATION_ERROR'],
  unsupported_capability: [400, 'VALIDATION_ERROR'],
  unsupported_option: [400, 'VALIDATION_ERROR'],
  task_not_cancelable: [400, 'VALIDATION_ERROR'],
  unauthorized: [401, 'UNAUTHORIZED'],
  invalid_api_key: [401, 'UNAUTHORIZED'],
  insufficient_credits: [402, 'INSUFFICIENT_CREDITS'],
  max_credits_exceeded: [402, 'MAX_CREDITS_EXCEEDED'],
  forbidden: [403, 'FORBIDDEN'],
  not_found: [404, 'NOT_FOUND'],
  task_not_found: [404, 'NOT_FOUND'],
  method_not_allowed: [405, 'METHOD_NOT_ALLOWED'],
  idempotency_conflict: [409, 'IDEMPOTENCY_CONFLICT'],
  cursor_expired: [410, 'CURSOR_EXPIRED'],
  payload_too_large: [413, 'PAYLOAD_TOO_LARGE'],
  uri_too_long: [414, 'URI_TOO_LONG'],
  unsupported_media_type: [415, 'UNSUPPORTED_MEDIA_TYPE'],
  expectation_failed: [417, 'EXPECTATION_FAILED'],
  rate_limited: [429, 'RATE_LIMIT_EXCEEDED'],
  header_too_large: [431, 'HEADERS_TOO_LARGE'],
  internal: [500, 'INTERNAL_ERROR'],
  unavailable: [503, 'SERVICE_UNAVAILABLE'],
} as const satisfies Record<ErrorCode, readonly [number, string]>

/** omnapi.md 3, of a key that is missing and of one that is wrong. */
export const NO_KEY = 'The x-api-key header is missing or not valid.'

/** The envelope of every refusal: `{success: false, error: {code, message, details?}}` (omnapi.md 3). */
export function renderError(error: GatewayError): WireResponse {
  const [status, code] = WIRE_ERRORS[error.code]
  const details = detailsOf(error)
  const body = { success: false, error: { code, message: messageOf(error), ...(details === null ? {} : { details }) } }
  const headers = headersOf(error)
  return Object.keys(headers).length > 0 ? { status, body, headers } : { status, body }
}

function messageOf(error: GatewayError): string {
  const { details } = error
  switch (error.code) {
    case 'unauthorized':
    case 'invalid_api_key':
      return details.message ?? NO_KEY
    case 'insufficient_credits': {
      const { required, available } = creditsOf(error)
      if (required === undefined || available === undefined) return error.message
      return `This task needs ${required} credits; ${available} are available.`
    }
    case 'max_credits_exceeded': {
      const { required, maxCredits } = creditsOf(error)
      if (required === undefined || maxCredits === undefined) return error.message
      return `This task needs ${required} credits; ${maxCredits} are allowed.`
    }
    case 'task_not_cancelable': {
      const status = wireStatusOf(details.status)
      return status === null ? error.message : `A ${status} task cannot be cancelled.`
    }
    case 'rate_limited':
      if (details.retryAfterSeconds === undefined || details.message !== undefined) return error.message
      return `Limit reached. Try again in ${details.retryAfterSeconds} seconds.`
    case 'internal':
      // What broke inside is nobody's business outside.
      return ERRORS.internal.message
    default:
      return error.message
  }
}

/** RULINGS 43: whatever is wrong with a body names its fields; "" is the whole body. */
function detailsOf(error: GatewayError): JsonObject | null {
  const { details } = error
  switch (error.code) {
    case 'invalid_request':
      return fieldErrors(details.issues ?? [{ path: [], message: error.message, type: 'type' }])
    case 'invalid_json':
      return fieldErrors([{ path: [], message: 'is not valid JSON', type: 'format' }])
    case 'unsupported_model':
      return fieldErrors([{ path: ['model'], message: 'is unknown or not offered here', type: 'enum' }])
    case 'unsupported_capability':
      return fieldErrors([{ path: ['feature'], message: 'is unknown or not offered here', type: 'enum' }])
    case 'unsupported_option':
      return fieldErrors((details.fields ?? []).map((path) => ({ path: [path], message: error.message, type: 'enum' })))
    case 'insufficient_credits': {
      const { required, available } = creditsOf(error)
      return required === undefined || available === undefined ? null : { required, available }
    }
    case 'max_credits_exceeded': {
      const { required, maxCredits } = creditsOf(error)
      return required === undefined || maxCredits === undefined ? null : { required, maxCredits }
    }
    case 'rate_limited':
      return details.limit === undefined ? null : { limit: details.limit }
    case 'task_not_cancelable': {
      const status = wireStatusOf(details.status)
      return status === null ? null : { status }
    }
    default:
      return null
  }
}

function fieldErrors(issues: readonly FieldIssue[]): JsonObject {
  return { errors: issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
}

function creditsOf({ details: { required, available, maxCredits } }: GatewayError) {
  return {
    required: required === undefined ? undefined : creditsNumber(required),
    available: available === undefined ? undefined : creditsNumber(available),
    maxCredits: maxCredits === undefined ? undefined : creditsNumber(maxCredits),
  }
}

/** A refusal carries the status in domain words. */
function wireStatusOf(status: string | undefined): string | null {
  const known = TASK_STATUSES.find((candidate) => candidate === status)
  return known === undefined ? null : WIRE_STATUS[known]
}

function headersOf({ code, details: { allow, retryAfterSeconds } }: GatewayError): Record<string, string> {
  if (code === 'method_not_allowed' && allow !== undefined) return { allow: allow.join(', ') }
  if (retryAfterSeconds !== undefined) return { 'retry-after': String(retryAfterSeconds) }
  return {}
}
