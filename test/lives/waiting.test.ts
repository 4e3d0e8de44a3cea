import http from 'node:http'

import { Agent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { JsonObject } from '../../src/lib/json.ts'
import { makeAsk, type Ask, type Reply } from '../conformance/ask.ts'
import { keyHeaders } from '../conformance/endpoints.ts'
import { idOf, readIn, simulate, SIMULATED } from '../conformance/simulate.ts'
import { at, startMedley, TEST_KEY, until, type TestMedley } from '../helpers/start-medley.ts'

const DIALECTS = ['omnapi', 'beatra', 'piapi'] as const
const NEVER: JsonObject = { delayMs: 600_000 }

/** Whom clients ask does no work: what they wait for ends in another process. */
let medley: TestMedley
let ask: Ask
let close: () => void
const statements: string[] = []
beforeAll(async () => {
  medley = await startMedley({ role: 'api', credits: '10000000', onStatement: (name) => statements.push(name) })
  await medley.also('worker')
  ;({ ask, close } = makeAsk(medley.url, 64))
})
afterAll(async () => {
  close()
  await medley.stop()
})

const create = (path: string, body: JsonObject, headers: Record<string, string> = {}): Promise<Reply> =>
  ask({
    method: 'POST',
    path,
    headers: { ...keyHeaders('piapi', TEST_KEY), 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const read = (path: string, wait: string): Promise<Reply> =>
  ask({ path, headers: { ...keyHeaders('piapi', TEST_KEY), prefer: wait } })

/** How many requests are kept open. */
async function waiting(url = medley.url): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^gateway_waiting_requests (\d+)$/m.exec(text)?.[1])
}

const untilWaiting = (count: number, url = medley.url): Promise<true> =>
  until(async () => ((await waiting(url)) === count ? true : null))

/** The status of a task in the words of the dialect, in its create's answer and in a read. */
const STATUS_AT = { omnapi: ['status'], beatra: ['status'], piapi: ['data', 'status'] } as const
const DONE = { omnapi: 'COMPLETED', beatra: 'succeeded', piapi: 'completed' } as const
const GOING_ON = { omnapi: 'PROCESSING', beatra: 'running', piapi: 'processing' } as const
const READ_PATHS = { omnapi: '/api/v1/tasks', beatra: '/v1/tasks', piapi: '/api/v1/task' } as const

describe.each(DIALECTS)('%s', (dialect) => {
  const { path, body } = SIMULATED[dialect]
  const statusOf = (reply: Reply): unknown => at(reply.body, ...STATUS_AT[dialect])

  test('a create that prefers to wait answers as it always does, once the task has ended', async () => {
    const plain = await create(path, body({ delayMs: 50 }))
    expect(plain.headers['preference-applied']).toBeUndefined()
    const waited = await create(path, body({ delayMs: 50 }), { prefer: 'wait=60' })
    expect(waited.status).toBe(200)
    expect(waited.headers['preference-applied']).toBe('wait=60')
    expect(statusOf(waited)).toBe(DONE[dialect])
    const keysOf = (reply: Reply): string[] => {
      const shown = dialect === 'piapi' ? at(reply.body, 'data') : reply.body
      return typeof shown === 'object' && shown !== null ? Object.keys(shown) : []
    }
    expect(keysOf(waited)).toEqual(keysOf(plain))
  })

  test('when the time is over, a create answers with the task as it is', async () => {
    // A busy worker may not have begun within the second: then another one is created.
    await until(async () => {
      const waited = await create(path, body(NEVER), { prefer: 'wait=1' })
      expect(waited.status).toBe(dialect === 'beatra' ? 202 : 200)
      expect(waited.headers['preference-applied']).toBe('wait=1')
      return statusOf(waited) === GOING_ON[dialect] ? true : null
    })
  })

  test('a read waits for the end', async () => {
    const id = idOf(dialect, (await create(path, body({ delayMs: 300 }))).body)
    const waited = await read(`${READ_PATHS[dialect]}/${id}`, 'respond-async, wait=60')
    expect([waited.status, statusOf(waited)]).toEqual([200, DONE[dialect]])
    expect(waited.headers['preference-applied']).toBe('wait=60')
    expect(waited.body).toEqual(await readIn(medley, dialect, id))
  })

  test('a read that waits is woken by a notification, not by a poll', async () => {
    let tries = 0
    // The poll of every five seconds may fall between by chance, but not each time.
    await until(async () => {
      const id = idOf(dialect, (await create(path, body(NEVER))).body)
      const waited = read(`${READ_PATHS[dialect]}/${id}`, 'wait=60')
      await untilWaiting(1)
      statements.length = 0
      await medley.send('POST', `/v1/tasks/${id}/cancel`)
      expect(statusOf(await waited)).toBe({ omnapi: 'CANCELLED', beatra: 'canceled', piapi: 'failed' }[dialect])
      expect((tries += 1)).toBeLessThan(10)
      return statements.includes('find-ended-tasks') ? null : true
    })
  })

  test('a replay is the answer of the create, and does not wait', async () => {
    const key = { 'idempotency-key': `waited-${dialect}` }
    const first = await create(path, body({ delayMs: 20 }), { ...key, prefer: 'wait=60' })
    const replay = await create(path, body({ delayMs: 20 }), { ...key, prefer: 'wait=60' })
    expect(statusOf(first)).toBe(DONE[dialect])
    expect(replay.headers['idempotent-replayed']).toBe('true')
    expect(replay.headers['preference-applied']).toBeUndefined()
    expect(statusOf(replay)).toBe({ omnapi: 'PENDING', beatra: 'queued', piapi: 'pending' }[dialect])
  })

  test('nobody waits for a task of somebody else, or for none', async () => {
    const path = `${READ_PATHS[dialect]}/01990000-0000-7000-8000-000000000000`
    expect((await read(path, 'wait=60')).status).toBe(404)
    expect((await read(`${READ_PATHS[dialect]}/nonsense`, 'wait=60')).status).toBe(404)
    await untilWaiting(0)
  })
})

describe('OmnAPI, synchronous', () => {
  const { body } = SIMULATED.omnapi

  test('POST /api/v1/tasks/sync answers 200 with the whole task once it has ended', async () => {
    const answer = await create('/api/v1/tasks/sync', body({ delayMs: 100 }))
    expect([answer.status, at(answer.body, 'status')]).toEqual([200, 'COMPLETED'])
    expect(answer.body).toEqual(await readIn(medley, 'omnapi', String(at(answer.body, 'id'))))
    expect(at(answer.body, 'resources')).toHaveLength(1)
  })

  test('a task that fails within the wait is a 200 that says so', async () => {
    const answer = await create('/api/v1/tasks/sync', body({ failAt: 'finish', error: { retryable: false } }))
    expect([answer.status, at(answer.body, 'status')]).toEqual([200, 'FAILED'])
  })

  test('a task that goes on is a 202 with the path to poll', async () => {
    for (const prefer of ['wait=1', 'wait=0', 'respond-async']) {
      const answer = await create('/api/v1/tasks/sync', body(NEVER), { prefer })
      const id = at(answer.body, 'taskId')
      expect(answer.status).toBe(202)
      expect(answer.body).toEqual({ taskId: id, status: 'PROCESSING', pollUrl: `/api/v1/tasks/${id}` })
      expect((await medley.send('GET', `/api/v1/tasks/${id}`)).status).toBe(200)
    }
  })

  test('a replay is a 202 with the path to poll, whatever became of the task', async () => {
    const key = { 'idempotency-key': 'sync' }
    const first = await create('/api/v1/tasks/sync', body({ delayMs: 20 }), key)
    const replay = await create('/api/v1/tasks/sync', body({ delayMs: 20 }), key)
    expect([first.status, replay.status]).toEqual([200, 202])
    expect(at(replay.body, 'taskId')).toBe(at(first.body, 'id'))
  })

  test('POST /api/v1/lyrics/generate waits for its lyrics', async () => {
    const answer = await create('/api/v1/lyrics/generate', { prompt: 'the sea' })
    expect([answer.status, at(answer.body, 'status')]).toEqual([200, 'COMPLETED'])
    expect(at(answer.body, 'outputResults', 'lyrics')).toMatch(/\S/)
    const refused = await create('/api/v1/lyrics/generate', { prompt: ' ' })
    expect([refused.status, at(refused.body, 'error', 'code')]).toEqual([400, 'VALIDATION_ERROR'])
  })
})

test('a client that goes away frees its place', async () => {
  const id = await simulate(medley, 'beatra', NEVER)
  const { hostname, port } = new URL(medley.url)
  const request = http.request({
    hostname,
    port,
    path: `/v1/tasks/${id}`,
    headers: { ...keyHeaders('beatra', TEST_KEY), prefer: 'wait=60' },
  })
  request.on('error', () => {})
  request.end()
  await untilWaiting(1)
  request.destroy()
  expect(await untilWaiting(0)).toBe(true)
})

test('5,000 that wait cost no more than 50 statements a second, and no more than that while all of it ends', async () => {
  const statements: string[] = []
  const crowd = await startMedley({ role: 'api', credits: '10000000', onStatement: (name) => statements.push(name) })
  const asked = makeAsk((await crowd.also('api')) ?? '', 64)
  const headers = { ...keyHeaders('beatra', TEST_KEY), 'content-type': 'application/json' }
  const body = JSON.stringify(SIMULATED.beatra.body({}))
  const created = await Promise.all(
    Array.from({ length: 5000 }, () => asked.ask({ method: 'POST', path: SIMULATED.beatra.path, headers, body })),
  )
  const ids = created.map((reply) => idOf('beatra', reply.body))
  // So many connections at once take a busy machine a while.
  const dispatcher = new Agent({ connect: { timeout: 60_000 } })
  const ended: Promise<void>[] = []
  for (const id of ids) {
    ended.push(untilCanceled(dispatcher, crowd.url, id))
    // The kernel keeps 511 that nobody has accepted yet, and of a busy machine cuts the others off.
    if (ended.length % 250 === 0) await untilWaiting(ended.length, crowd.url)
  }

  statements.length = 0
  const waitingSince = performance.now()
  await until(async () => (performance.now() - waitingSince > 6000 ? true : null))
  const whileWaiting = statements.length / ((performance.now() - waitingSince) / 1000)

  // Their ends are another process's work, and its statements.
  statements.length = 0
  const endingSince = performance.now()
  await Promise.all(ids.map((id) => asked.ask({ method: 'POST', path: `/v1/tasks/${id}/cancel`, headers })))
  await Promise.all(ended)
  const whileEnding = statements.length / ((performance.now() - endingSince) / 1000)
  expect(Math.max(whileWaiting, whileEnding)).toBeLessThan(50)
  asked.close()
  await dispatcher.close()
  await crowd.stop()
})

/** As a client waits: it asks again when a wait is over before the task is. */
async function untilCanceled(dispatcher: Agent, url: string, id: string): Promise<void> {
  const headers = { ...keyHeaders('beatra', TEST_KEY), prefer: 'wait=60' }
  for (let status: unknown = null; status !== 'canceled';) {
    const { body } = await request(`${url}/v1/tasks/${id}`, { headers, dispatcher })
    status = at(JSON.parse(await body.text()), 'status')
  }
}

test('a server that stops answers whoever waits', async () => {
  const other = await startMedley({ role: 'api' })
  const { body } = await other.send('POST', '/v1/images/generations', SIMULATED.beatra.body(NEVER))
  const waited = other.send('GET', `/v1/tasks/${idOf('beatra', body)}`, undefined, { headers: { prefer: 'wait=60' } })
  await untilWaiting(1, other.url)
  await other.stop()
  expect([(await waited).status, (await waited).body['status']]).toEqual([200, 'queued'])
})
