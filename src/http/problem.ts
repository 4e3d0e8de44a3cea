import { STATUS_CODES } from 'node:http'

import { ERRORS, type FieldIssue, type GatewayError } from '../domain/errors.ts'
import type { JsonObject } from '../lib/json.ts'

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** RFC 9457 with our `code`, `retryable`, `request_id` and `errors[]` (field.md part 4). All keys are always there. */
export function renderProblem(error: GatewayError, requestId: string): { status: number; body: JsonObject } {
  const { status, retryable } = ERRORS[error.code]
  const problem = { status, code: error.code, detail: error.message, retryable, issues: error.details.issues ?? [] }
  return { status, body: problemBody(problem, requestId) }
}

export interface Problem {
  status: number
  code: string
  detail: string
  retryable: boolean
  issues: readonly FieldIssue[]
}

export function problemBody(problem: Problem, requestId: string): JsonObject {
  return {
    type: 'about:blank',
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.detail,
    code: problem.code,
    retryable: problem.retryable,
    request_id: requestId,
    errors: problem.issues.map(({ path, message, type }) => ({ path: toPointer(path), message, type })),
  }
}

function toPointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
