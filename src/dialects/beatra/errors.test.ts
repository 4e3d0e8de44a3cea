import { expect, test } from 'vitest'

import { ERRORS, GatewayError, invalidField, type ErrorCode } from '../../domain/errors.ts'
import { renderError } from './errors.ts'

/** beatra.md 2.3 and RULINGS 3, 4: inside code, status, public code. */
const EXPECTED: readonly (readonly [ErrorCode, number, string])[] = [
  ['invalid_request', 422, 'invalid_request'],
  ['invalid_json', 422, 'invalid_request'],
  ['unauthorized', 401, 'unauthorized'],
  ['invalid_api_key', 401, 'invalid_api_key'],
  ['insufficient_credits', 402, 'insufficient_balance'],
  ['max_credits_exceeded', 402, 'max_credits_exceeded'],
  ['forbidden', 403, 'forbidden'],
  ['not_found', 404, 'not_found'],
  ['task_not_found', 404, 'task_not_found'],
  ['method_not_allowed', 405, 'method_not_allowed'],
  ['idempotency_conflict', 409, 'idempotency_conflict'],
  ['cursor_expired', 410, 'cursor_expired'],
  ['payload_too_large', 413, 'payload_too_large'],
  ['unsupported_media_type', 415, 'unsupported_media_type'],
  ['unsupported_model', 400, 'unsupported_model'],
  ['unsupported_capability', 400, 'unsupported_capability'],
  ['unsupported_option', 422, 'unsupported_option'],
  ['task_not_cancelable', 409, 'task_not_cancelable'],
  ['rate_limited', 429, 'rate_limited'],
  ['header_too_large', 431, 'header_too_large'],
  ['uri_too_long', 414, 'uri_too_long'],
  ['expectation_failed', 417, 'expectation_failed'],
  ['internal', 500, 'internal_error'],
  ['unavailable', 503, 'service_unavailable'],
]

test.each(EXPECTED)('%s is %i %s in the envelope', (code, status, wireCode) => {
  const answer = renderError(new GatewayError(code), 'req_01')
  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject({
    error: {
      code: wireCode,
      message: expect.stringMatching(/\w/),
      retryable: ERRORS[code].retryable,
      request_id: 'req_01',
    },
  })
})

test('every refusal of the table has been looked at', () => {
  expect(EXPECTED.map(([code]) => code).sort()).toEqual(Object.keys(ERRORS).sort())
})

test('a bad field is named as a JSON pointer, in param and in details', () => {
  const issues = [
    { path: ['metadata', 'a/b~c'], message: 'must be string', type: 'type' },
    { path: ['items', 0], message: 'is required', type: 'missing' },
  ]
  expect(renderError(new GatewayError('invalid_request', { issues }), 'req_01').body).toEqual({
    error: {
      code: 'invalid_request',
      message: 'The request is not valid: /metadata/a~1b~0c must be string (and 1 more).',
      retryable: false,
      request_id: 'req_01',
      param: '/metadata/a~1b~0c',
      details: {
        errors: [
          { path: '/metadata/a~1b~0c', message: 'must be string', type: 'type' },
          { path: '/items/0', message: 'is required', type: 'missing' },
        ],
      },
    },
  })
})

test('a body that is not JSON has details too, naming the whole body', () => {
  expect(renderError(new GatewayError('invalid_json'), 'req_01').body).toEqual({
    error: {
      code: 'invalid_request',
      message: 'The body is not valid JSON.',
      retryable: false,
      request_id: 'req_01',
      param: '',
      details: { errors: [{ path: '', message: 'is not valid JSON', type: 'json' }] },
    },
  })
})

test('a key of megabytes is not sent back whole', () => {
  const error = invalidField(['🌊'.repeat(1_000_000)], 'is not a known field', 'unknown_field')
  expect(JSON.stringify(renderError(error, 'req_01').body).length).toBeLessThan(2000)
})

test('unsupported options are listed', () => {
  const error = new GatewayError('unsupported_option', { fields: ['model_options.suno', 'quality'] })
  expect(renderError(error, 'req_01').body).toMatchObject({
    error: {
      param: '/model_options/suno',
      details: { unsupported_fields: ['model_options.suno', 'quality'] },
    },
  })
})

test('a lack of credits says how many are needed, as decimal strings', () => {
  const error = new GatewayError('insufficient_credits', { required: 800_000, available: 15_000 })
  expect(renderError(error, 'req_01').body).toMatchObject({
    error: { details: { required_credits: '80.0000', available_credits: '1.5000' } },
  })
})

test('a price above max_credits says both, as decimal strings', () => {
  const error = new GatewayError('max_credits_exceeded', { required: 800_000, maxCredits: 15_000 })
  expect(renderError(error, 'req_01').body).toMatchObject({
    error: { details: { required_credits: '80.0000', max_credits: '1.5000' } },
  })
})

test('headers tell when to come back, which methods there are and how to sign in', () => {
  const limited = new GatewayError('rate_limited', { retryAfterSeconds: 1.2 })
  expect(renderError(limited, 'req_01').headers).toEqual({ 'retry-after': '2' })
  const method = new GatewayError('method_not_allowed', { allow: ['GET', 'HEAD'] })
  expect(renderError(method, 'req_01').headers).toEqual({ allow: 'GET, HEAD' })
  expect(renderError(new GatewayError('unauthorized'), 'req_01').headers).toEqual({ 'www-authenticate': 'Bearer' })
})
