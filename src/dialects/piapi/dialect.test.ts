import { describe, expect, test } from 'vitest'

import { ERRORS, GatewayError, type ErrorCode } from '../../domain/errors.ts'
import { BODIES } from './bodies.ts'
import { renderCancel } from './cancel.ts'
import { piapi } from './dialect.ts'
import { STATES, taskOf } from './test-tasks.ts'

const TASK = '019a5d2e-7c00-7abc-8def-0123456789ab'
const codes = Object.keys(ERRORS).filter((code): code is ErrorCode => code in ERRORS)

describe('a refusal', () => {
  test.each(codes)('is an envelope whose code is its status, which the contract has: %s', (code) => {
    const { status, body } = piapi.renderError(new GatewayError(code), 'req_1')
    expect(body).toEqual({ code: status, data: null, message: expect.stringMatching(/\S/) })
    expect(status).toBe(ERRORS[code].status === 422 ? 400 : ERRORS[code].status)
  })

  test('for credit says "insufficient", and how much is missing when that is known', () => {
    const message = (error: GatewayError) => piapi.renderError(error, 'req_1').body
    expect(message(new GatewayError('insufficient_credits'))).toHaveProperty('message', 'insufficient credits')
    expect(message(new GatewayError('insufficient_credits', { required: 400_000, available: 5 }))).toHaveProperty(
      'message',
      'insufficient credits: the task needs 40.0000, 0.0005 are available',
    )
  })

  test('names ten fields at most', () => {
    const issues = Array.from({ length: 12 }, (_, index) => ({
      path: ['input', index],
      message: 'is bad',
      type: 'type',
    }))
    const { body } = piapi.renderError(new GatewayError('invalid_request', { issues }), 'req_1')
    expect(body).toHaveProperty('message', expect.stringMatching(/^invalid request: input\.0 is bad;.*; and 2 more$/))
  })

  test('carries Allow and Retry-After where they are known', () => {
    const notAllowed = new GatewayError('method_not_allowed', { allow: ['GET', 'DELETE'] })
    expect(piapi.renderError(notAllowed, 'req_1').headers).toEqual({ allow: 'GET, DELETE' })
    const limited = new GatewayError('rate_limited', { retryAfterSeconds: 1.2 })
    expect(piapi.renderError(limited, 'req_1').headers).toEqual({ 'retry-after': '2' })
  })
})

describe('a cancel', () => {
  const stateNamed = (name: string) =>
    taskOf(BODIES['flux'] ?? {}, STATES.find((state) => state.name === name) ?? none())

  test('that took effect answers with two fields', () => {
    const { status, body } = renderCancel({ kind: 'canceled', task: stateNamed('canceled') })
    expect([status, body]).toEqual([200, { code: 200, message: `task ${TASK} canceled` }])
  })

  test.each([
    ['starting', 'not_allowed', 'starting'],
    ['running', 'not_allowed', 'processing'],
    ['succeeded', 'already_terminal', 'completed'],
    ['failed', 'already_terminal', 'failed'],
    ['canceled', 'already_terminal', 'failed'],
  ] as const)('of a task that is %s is refused, also when core throws', (name, kind, word) => {
    const expected = { code: 400, data: null, message: `task ${TASK} is ${word} and cannot be canceled` }
    const task = stateNamed(name)
    expect(renderCancel({ kind, task })).toEqual({ status: 400, body: expected })
    const thrown = new GatewayError('task_not_cancelable', { taskId: TASK, status: task.status })
    expect(piapi.renderError(thrown, 'req_1')).toMatchObject({ status: 400, body: expected })
  })

  test('is let through while a client sees `pending`', () => {
    expect(piapi.routes.find((route) => route.kind === 'cancel')).toMatchObject({ from: ['queued', 'starting'] })
  })
})

test.each([
  [{ 'x-api-key': 'k1' }, { kind: 'key', key: 'k1' }],
  [
    { 'x-api-key': 'k1', authorization: 'Bearer k2' },
    { kind: 'key', key: 'k1' },
  ],
  [{ authorization: 'Bearer k2' }, { kind: 'missing', message: expect.stringContaining('Bearer') }],
  [{ 'x-api-key': '' }, { kind: 'missing' }],
  [{ 'x-api-key': ['k1', 'k2'] }, { kind: 'key', key: 'k1' }],
])('only x-api-key is a key: %j', (headers, credential) => {
  expect(piapi.credential(headers, '/api/v1/task')).toEqual(credential)
})

function none(): never {
  throw new Error('there is none')
}
