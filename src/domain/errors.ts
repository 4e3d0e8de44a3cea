/**
 * The one table of refusals. A refusal is thrown as `GatewayError` and caught in one place (`http/handle-error.ts`);
 * each dialect turns the code into its own words and status. Outcomes that are expected (a provider failed, a purchase is
 * unknown) are values, never exceptions.
 */
export const ERRORS = {
  invalid_request: { status: 400, retryable: false, message: 'The request is not valid.' },
  invalid_json: { status: 400, retryable: false, message: 'The body is not valid JSON.' },
  unauthorized: { status: 401, retryable: false, message: 'No API key was given.' },
  invalid_api_key: { status: 401, retryable: false, message: 'The API key is not valid.' },
  insufficient_credits: { status: 402, retryable: false, message: 'There are not enough credits for this task.' },
  max_credits_exceeded: { status: 402, retryable: false, message: 'The task costs more than max_credits allows.' },
  forbidden: { status: 403, retryable: false, message: 'This key may not do that.' },
  not_found: { status: 404, retryable: false, message: 'There is nothing at this path.' },
  task_not_found: { status: 404, retryable: false, message: 'No task has this id.' },
  method_not_allowed: { status: 405, retryable: false, message: 'This path does not take this method.' },
  idempotency_conflict: {
    status: 409,
    retryable: false,
    message: 'This Idempotency-Key was used with another body.',
  },
  cursor_expired: {
    status: 410,
    retryable: false,
    message: 'Events behind this cursor are no longer kept: begin without one.',
  },
  payload_too_large: { status: 413, retryable: false, message: 'The body is too large.' },
  unsupported_media_type: { status: 415, retryable: false, message: 'The body must be application/json.' },
  unsupported_model: { status: 400, retryable: false, message: 'The model is unknown or not offered here.' },
  unsupported_capability: { status: 400, retryable: false, message: 'This kind of work is not offered here.' },
  unsupported_option: { status: 422, retryable: false, message: 'The model does not take an option of this request.' },
  task_not_cancelable: { status: 400, retryable: false, message: 'The task can no longer be canceled.' },
  rate_limited: { status: 429, retryable: true, message: 'Too many requests.' },
  header_too_large: { status: 431, retryable: false, message: 'The request headers are too large.' },
  uri_too_long: { status: 414, retryable: false, message: 'The request path is too long.' },
  expectation_failed: { status: 417, retryable: false, message: 'The Expect header cannot be met.' },
  internal: { status: 500, retryable: true, message: 'Something went wrong on our side.' },
  unavailable: { status: 503, retryable: true, message: 'The server cannot take this right now.' },
} as const satisfies Record<string, { status: number; retryable: boolean; message: string }>

export type ErrorCode = keyof typeof ERRORS

/** One field of a request that is not as it should be. `path` has the keys and indexes from the body's root; [] = whole body. */
export interface FieldIssue {
  path: readonly (string | number)[]
  /** A sentence for people: "must be an integer from 1 to 10". Never repeats the value (it may be large or secret). */
  message: string
  /** A short machine word: `missing`, `type`, `range`, `length`, `enum`, `format`, `unknown_field`, `not_found`. */
  type: string
}

/** What a refusal can say besides its code; each dialect shows what its envelope has room for. */
export interface ErrorDetails {
  /** Overrides the table's sentence. */
  message?: string
  /** For `invalid_request`. */
  issues?: readonly FieldIssue[]
  /** For `unsupported_option`. */
  fields?: readonly string[]
  /** For `insufficient_credits` and `max_credits_exceeded`, in credit units. */
  required?: number
  available?: number
  /** For `max_credits_exceeded`, beside `required`. */
  maxCredits?: number
  /** For `rate_limited` and `unavailable`. */
  retryAfterSeconds?: number
  /** For `rate_limited`: which limit it was, as in the RateLimit headers. */
  limit?: string
  /** For `method_not_allowed`: the methods that the path takes. */
  allow?: readonly string[]
  /** For `task_not_cancelable`: the task's id (inside form) and its status in domain words. */
  taskId?: string
  status?: string
}

export class GatewayError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(details.message ?? ERRORS[code].message, options)
    this.name = 'GatewayError'
    this.code = code
    this.details = details
  }
}

/** A refusal that names one field. */
export function invalidField(path: readonly (string | number)[], message: string, type: string): GatewayError {
  return new GatewayError('invalid_request', { issues: [{ path, message, type }] })
}
