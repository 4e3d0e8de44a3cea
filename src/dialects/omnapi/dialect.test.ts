import { expect, test } from 'vitest'

import type { CancelOutcome } from '../../domain/dialect.ts'
import type { TaskStatus } from '../../domain/task.ts'
import { omnapi } from './dialect.ts'
import { inStatus, makeItem, makeTask, renderContext } from './test-tasks.ts'

test.each<[string, Record<string, string | string[]>, object]>([
  ['an x-api-key is read', { 'x-api-key': 'k' }, { kind: 'key', key: 'k' }],
  [
    'a Bearer token alone is no key',
    { authorization: 'Bearer k' },
    { kind: 'missing', message: expect.stringContaining('Bearer') },
  ],
  [
    'an x-api-key counts beside a Bearer token',
    { authorization: 'Bearer a', 'x-api-key': 'k' },
    { kind: 'key', key: 'k' },
  ],
  ['an empty key is none', { 'x-api-key': '' }, { kind: 'missing' }],
  ['no header is no key', {}, { kind: 'missing' }],
])('%s', (_name, headers, credential) => {
  expect(omnapi.credential(headers, '/api/v1/tasks')).toEqual(credential)
})

function cancelAnswer(kind: CancelOutcome['kind'], status: TaskStatus) {
  const task = inStatus(makeTask(), status, [makeItem()])
  for (const route of omnapi.routes) {
    if (route.kind === 'cancel') return route.render({ kind, task }, renderContext)
  }
  return null
}

test.each<[CancelOutcome['kind'], TaskStatus, string]>([
  ['canceled', 'canceled', 'CANCELLED'],
  ['already_terminal', 'canceled', 'CANCELLED'],
  ['requested', 'running', 'PROCESSING'],
])('a cancel that was %s on a %s task answers 200 with the task', (kind, status, wireStatus) => {
  expect(cancelAnswer(kind, status)).toMatchObject({ status: 200, body: { status: wireStatus } })
})

test.each<[CancelOutcome['kind'], TaskStatus, string]>([
  ['already_terminal', 'succeeded', 'COMPLETED'],
  ['not_allowed', 'succeeded', 'COMPLETED'],
  ['already_terminal', 'failed', 'FAILED'],
])('a cancel that was %s on a %s task is refused with its status', (kind, status, wireStatus) => {
  expect(cancelAnswer(kind, status)).toEqual({
    status: 400,
    body: {
      success: false,
      error: {
        code: 'VALIDATION_ERROR',
        message: `A ${wireStatus} task cannot be cancelled.`,
        details: { status: wireStatus },
      },
    },
  })
})

test('every endpoint that is served has its route', () => {
  expect(omnapi.routes.map(({ method, path, kind }) => `${kind} ${method} ${path}`)).toEqual([
    'create POST /api/v1/tasks',
    'create POST /api/v1/producer/generate/image',
    'create POST /api/v1/producer/generate/lyrics',
    'create POST /api/v1/producer/generate/music/compose',
    'create POST /api/v1/producer/generate/music/modify',
    'create POST /api/v1/tasks/sync',
    'create POST /api/v1/lyrics/generate',
    'read GET /api/v1/tasks/:id',
    'cancel POST /api/v1/tasks/:id/cancel',
  ])
})
