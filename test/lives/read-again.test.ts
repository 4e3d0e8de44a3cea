import { afterAll, beforeAll, expect, test } from 'vitest'

import { limitActiveTasks } from '../../src/store/accounts.ts'
import { setStagesExcess } from '../../src/store/limits.ts'
import { makeOrganisation } from '../conformance/make-organisation.ts'
import { startMedley, TEST_KEY, until, type TestMedley } from '../helpers/start-medley.ts'

// Two gateways on one database, no worker: tasks stay as they are until a test changes them. What one gateway answers often
// it remembers; the other is asked only once for each state.
let medley: TestMedley
let other: string
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
  other = (await medley.also('api')) ?? ''
})
afterAll(() => medley.stop())

async function create(): Promise<string> {
  const { body } = await medley.send('POST', '/v1/images/generations', { model: 'sim/image', prompt: 'a fox' })
  return String(body['task_id'])
}

async function answerOf(origin: string, path: string): Promise<string> {
  const response = await fetch(`${origin}${path}`, { headers: { 'x-api-key': TEST_KEY } })
  const head = [response.status, response.headers.get('etag'), response.headers.get('content-type')]
  // Each gateway names its own port in links.
  return `${JSON.stringify(head)} ${(await response.text()).replaceAll(origin, '')}`
}

async function waitingRequests(): Promise<number> {
  const text = await (await fetch(`${medley.url}/metrics`)).text()
  return Number(/^gateway_waiting_requests (\d+)$/m.exec(text)?.[1])
}

/** Asks through every dialect, four times: all answers must be what the other gateway, asked once, says. */
async function expectFresh(id: string): Promise<void> {
  for (const path of [`/v1/tasks/${id}`, `/api/v1/tasks/${id}`, `/api/v1/task/${id}`]) {
    const fresh = await answerOf(other, path)
    for (let times = 0; times < 4; times += 1) expect(await answerOf(medley.url, path)).toBe(fresh)
  }
}

test('a read shows every change at once, however often the task was read before', async () => {
  const id = await create()
  await expectFresh(id)
  await fetch(`${other}/v1/tasks/${id}/cancel`, { method: 'POST', headers: { 'x-api-key': TEST_KEY } })
  const { body } = await medley.send('GET', `/v1/tasks/${id}`)
  expect(body).toMatchObject({ status: 'canceled' })
  await expectFresh(id)
})

test('a held-back task that is let in shows it in the next read, though its row is the same', async () => {
  await limitActiveTasks(medley.database, 1, 1)
  await setStagesExcess(medley.database, 1, true)
  const [first, second] = [await create(), await create()]
  await expectFresh(second)
  expect(await answerOf(medley.url, `/api/v1/task/${second}`)).toContain('"status":"staged"')
  await medley.send('POST', `/v1/tasks/${first}/cancel`)
  expect(await answerOf(medley.url, `/api/v1/task/${second}`)).toContain('"status":"pending"')
  await expectFresh(second)
})

test('whatever becomes of its callback shows in the next read, though the row of the task is the same', async () => {
  const body = { model: 'sim/image', prompt: 'a fox', callback_url: 'https://receiver.test/' }
  const id = String((await medley.send('POST', '/v1/images/generations', body)).body['task_id'])
  await medley.send('POST', `/v1/tasks/${id}/cancel`)
  await expectFresh(id)
  const steps = [
    `attempts = 1, last_error = 'http_503'`,
    `attempts = 2, last_error = null, state = 1, delivered_at = now()`,
    // Replayed, it is pending with what is known of the last round.
    `state = 0`,
    `state = 2, last_error = 'expired'`,
    // And where it expired before any attempt.
    `state = 0, attempts = 0, delivered_at = null`,
    `last_error = null`,
  ]
  for (const [index, step] of steps.entries()) {
    const before = await answerOf(medley.url, `/v1/tasks/${id}`)
    await medley.database.query(`step-${index}`, `update messages set ${step}`, [])
    expect(await answerOf(medley.url, `/v1/tasks/${id}`)).not.toBe(before)
    await expectFresh(id)
  }
})

test('a read that prefers to wait is answered with the end, however often the task was read before', async () => {
  const id = await create()
  await expectFresh(id)
  const before = (await medley.send('GET', `/v1/tasks/${id}`)).headers.get('etag') ?? ''
  const headers = { prefer: 'wait=60', 'if-none-match': before }
  const waiting = medley.send('GET', `/v1/tasks/${id}`, undefined, { headers })
  await until(async () => ((await waitingRequests()) === 1 ? true : null))
  await medley.send('POST', `/v1/tasks/${id}/cancel`)
  const waited = await waiting
  expect([waited.status, waited.body['status']]).toEqual([200, 'canceled'])
  await expectFresh(id)
  const etag = waited.headers.get('etag') ?? ''
  const again = await medley.send('GET', `/v1/tasks/${id}`, undefined, {
    headers: { ...headers, 'if-none-match': etag },
  })
  expect([again.status, again.headers.get('preference-applied')]).toEqual([304, 'wait=60'])
})

test('a database that was put back is believed, even where it counts the same versions again', async () => {
  const id = await create()
  await medley.send('POST', `/v1/tasks/${id}/cancel`)
  await expectFresh(id)
  const { headers } = await fetch(`${medley.url}/v1/tasks/${id}`, { headers: { 'x-api-key': TEST_KEY } })
  const etag = headers.get('etag') ?? ''
  const text = `update tasks set progress = 50, updated_at = updated_at - interval '1 second' where status = 5`
  await medley.database.query('put-back', text, [])
  expect(await medley.send('GET', `/v1/tasks/${id}`)).toMatchObject({ body: { progress: { percent: 50 } } })
  // Nor is what a client has of that time the present answer.
  const again = await medley.send('GET', `/v1/tasks/${id}`, undefined, { headers: { 'if-none-match': etag } })
  expect(again.status).toBe(200)
})

test('two changes within the same microsecond both show', async () => {
  const id = await create()
  await expectFresh(id)
  const text = `update tasks set progress = 60, version = version + 1 where status = 0`
  await medley.database.query('same-time', text, [])
  expect(await medley.send('GET', `/v1/tasks/${id}`)).toMatchObject({ body: { progress: { percent: 60 } } })
})

test('a task whose answer is remembered is 404 for a stranger', async () => {
  const { key } = await makeOrganisation(medley.database, { slug: 'strangers', credits: 0 })
  const id = await create()
  await expectFresh(id)
  for (const headers of [{}, { 'if-none-match': '*' }]) {
    const { status } = await medley.send('GET', `/v1/tasks/${id}`, undefined, { key, headers })
    expect(status).toBe(404)
  }
})
