import { expect, test } from 'vitest'

import { judgeAnswer, type Answer } from './delivery.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z')
const answered = (status: number, retryAfter: string | null = null): Answer => ({
  kind: 'answered',
  status,
  retryAfter,
})
const judge = (answer: Answer, attempts = 1, jitter = 0.5, kind = 'task.succeeded') =>
  judgeAnswer(answer, { kind, attempts, nowMs: NOW, jitter })

test('attempts follow 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, a tenth either way, and then it is given up', () => {
  const seconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
  for (const [index, wait] of seconds.entries()) {
    const least = judge(answered(500), index + 1, 0)
    const most = judge(answered(500), index + 1, 1)
    expect(least).toMatchObject({ kind: 'later', pauseMs: 0, error: 'http_500' })
    expect([least, most].map((one) => ('delayMs' in one ? Math.round(one.delayMs) : null))).toEqual([
      wait * 900,
      wait * 1100,
    ])
  }
  expect(judge(answered(500), 10)).toEqual({ kind: 'failed', isGone: false, error: 'http_500' })
})

test('only 2xx is a success: a redirect is a failure, and 410 is the last word', () => {
  expect([200, 201, 204, 299].map((status) => judge(answered(status)).kind)).toEqual(Array(4).fill('delivered'))
  expect([199, 301, 302, 304, 307, 400, 404, 500].map((status) => judge(answered(status)).kind)).toEqual(
    Array(8).fill('later'),
  )
  expect(judge(answered(410))).toEqual({ kind: 'failed', isGone: true, error: 'http_410' })
})

test('Retry-After of a 429 or 503 is honoured in both of its forms, up to a day', () => {
  expect(judge(answered(429, '120'))).toMatchObject({ kind: 'later', delayMs: 120_000, pauseMs: 120_000 })
  expect(judge(answered(503, 'Thu, 01 Jan 2026 00:10:00 GMT'))).toMatchObject({ pauseMs: 600_000 })
  for (const long of ['99999999', '9999999999', '9'.repeat(400)]) {
    expect(judge(answered(503, long))).toMatchObject({ pauseMs: 86_400_000 })
  }
  // One that is sooner than the schedule shortens nothing.
  expect(judge(answered(429, '1'), 2)).toMatchObject({ delayMs: 300_000, pauseMs: 1000 })
  for (const unreadable of ['soon', '-5', 'Thu, 01 Jan 2020 00:00:00 GMT']) {
    expect(judge(answered(503, unreadable))).toMatchObject({ kind: 'later', pauseMs: 0 })
  }
  expect(judge(answered(500, '120'))).toMatchObject({ pauseMs: 0 })
})

test('no answer is tried again; what can never be sent is not, and neither is a progress', () => {
  expect(judge({ kind: 'unreachable', fault: 'timeout' })).toMatchObject({ kind: 'later', error: 'timeout' })
  expect(judge({ kind: 'unsendable', fault: 'bad_url' })).toMatchObject({ kind: 'failed', error: 'bad_url' })
  expect(judge(answered(500), 1, 0.5, 'task.progress')).toMatchObject({ kind: 'failed', isGone: false })
})
