import { expect, test } from 'vitest'

import { ERRORS, GatewayError, invalidField, type ErrorCode } from '../../domain/errors.ts'
import { renderError } from './errors.ts'

const CODES = Object.keys(ERRORS).filter((code): code is ErrorCode => code in ERRORS)

test.each(CODES)('%s keeps the envelope', (code) => {
  const { status, body } = renderError(new GatewayError(code))
  expect(status).toBeGreaterThanOrEqual(400)
  expect(body).toMatchObject({ success: false, error: { code: expect.stringMatching(/^[A-Z_]+$/) } })
  expect(JSON.parse(JSON.stringify(body))).toEqual(body)
})

test.each<[ErrorCode, number, string]>([
  ['invalid_request', 400, 'VALIDATION_ERROR'],
  ['invalid_json', 400, 'VALIDATION_ERROR'],
  ['unsupported_option', 400, 'VALIDATION_ERROR'],
  ['unauthorized', 401, 'UNAUTHORIZED'],
  ['invalid_api_key', 401, 'UNAUTHORIZED'],
  ['forbidden', 403, 'FORBIDDEN'],
  ['task_not_found', 404, 'NOT_FOUND'],
  ['idempotency_conflict', 409, 'IDEMPOTENCY_CONFLICT'],
  ['cursor_expired', 410, 'CURSOR_EXPIRED'],
  ['payload_too_large', 413, 'PAYLOAD_TOO_LARGE'],
  ['unsupported_media_type', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['internal', 500, 'INTERNAL_ERROR'],
])('%s is %i %s', (code, status, wireCode) => {
  expect(renderError(new GatewayError(code))).toMatchObject({ status, body: { error: { code: wireCode } } })
})

test('a bad field is named by its dotted path', () => {
  expect(renderError(invalidField(['config', 'tags', 2], 'is too long', 'length')).body).toEqual({
    success: false,
    error: {
      code: 'VALIDATION_ERROR',
      message: 'The request is not valid.',
      details: { errors: [{ path: 'config.tags.2', message: 'is too long' }] },
    },
  })
})

test('a body that cannot be read is named as a whole', () => {
  expect(renderError(new GatewayError('invalid_json')).body).toMatchObject({
    error: { details: { errors: [{ path: '' }] } },
  })
})

test('too few credits says what is needed and what there is', () => {
  const error = new GatewayError('insufficient_credits', { required: 640_000, available: 125_000 })
  expect(renderError(error)).toEqual({
    status: 402,
    body: {
      success: false,
      error: {
        code: 'INSUFFICIENT_CREDITS',
        message: 'This task needs 64 credits; 12.5 are available.',
        details: { required: 64, available: 12.5 },
      },
    },
  })
})

test('a price above the cap says both', () => {
  const error = new GatewayError('max_credits_exceeded', { required: 640_000, maxCredits: 125_000 })
  expect(renderError(error).body).toMatchObject({
    error: { message: 'This task needs 64 credits; 12.5 are allowed.', details: { required: 64, maxCredits: 12.5 } },
  })
})

test('a limit says when to come back, in the text and in Retry-After', () => {
  const answer = renderError(new GatewayError('rate_limited', { retryAfterSeconds: 17 }))
  expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '17' } })
  expect(answer.body).toMatchObject({ error: { message: 'Limit reached. Try again in 17 seconds.' } })
})

test('a wrong method says which ones the path takes', () => {
  const answer = renderError(new GatewayError('method_not_allowed', { allow: ['GET', 'HEAD'] }))
  expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
})

test('an internal fault never says what broke', () => {
  const answer = renderError(new GatewayError('internal', { message: 'relation "tasks" does not exist' }))
  expect(JSON.stringify(answer)).not.toContain('relation')
})
