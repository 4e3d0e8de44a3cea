import { once } from 'node:events'
import { createServer } from 'node:net'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { JsonObject } from '../../src/lib/json.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'
import { startReceiver, type Received, type Receiver } from '../helpers/start-receiver.ts'

// A task's own URL, in each dialect: a message in its form arrives when the task has ended, and the log shows it.
let medley: TestMedley
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
  medley = await startMedley({ env: { MEDLEY_ALLOW_PRIVATE: '127.0.0.1' } })
})
afterAll(async () => {
  await medley.stop()
  await receiver.stop()
})

async function create(path: string, body: JsonObject): Promise<JsonObject> {
  const answer = await medley.send('POST', path, body)
  expect([200, 202], JSON.stringify(answer.body)).toContain(answer.status)
  return answer.body
}

async function only(path: string): Promise<Received> {
  const [one] = await receiver.arrived(path)
  if (one === undefined) throw new Error('nothing arrived')
  return one
}

test('beatra: the receiver gets the envelope, and reads of the task show how it went', async () => {
  const body = { model: 'sim/image', prompt: 'x', callback_url: `${receiver.url}/beatra` }
  const created = await create('/v1/images/generations', body)
  const one = await only('/beatra')
  expect(one.headers['content-type']).toBe('application/json')
  expect(one.body).toMatchObject({ object: 'task', task_id: created['task_id'], status: 'succeeded' })
  const task = await until(async () => {
    const { body: read } = await medley.send('GET', `/v1/tasks/${String(created['task_id'])}`)
    return at(read, 'callback', 'status') === 'pending' ? null : read
  })
  expect(task['callback']).toMatchObject({ status: 'delivered', attempt_count: 1, last_error: null })
  expect(at(task, 'callback', 'delivered_at')).toMatch(/^\d{4}-/)
  // But for that block the receiver got what a read answers.
  expect({ ...one.body, callback: null }).toEqual({ ...task, callback: null })
})

test('OmnAPI: event, id and time of the attempt, and the task under both of its names', async () => {
  const created = await create('/api/v1/tasks', {
    model: 'sim/image',
    feature: 'generate-image',
    inputParameters: { prompt: 'x', script: { failAt: 'finish' } },
    config: { webhookUrl: `${receiver.url}/omnapi` },
  })
  const { body } = await only('/omnapi')
  expect(Object.keys(body)).toEqual(['event', 'eventId', 'deliveredAt', 'task'])
  expect(body['event']).toBe('task.failed')
  expect(body['eventId']).toMatch(/^evt_[0-9A-HJKMNP-TV-Z]{26}$/)
  const { body: read } = await medley.send('GET', `/api/v1/tasks/${String(created['taskId'])}`)
  expect(body['task']).toEqual({
    ...read,
    modelCode: at(read, 'model', 'code'),
    featureCode: at(read, 'feature', 'code'),
    completedAt: read['processingCompletedAt'],
    durationMs: read['processingDuration'],
    inputParams: read['inputParameters'],
  })
})

test('PiAPI: timestamp and data, and the secret of the request as it came', async () => {
  const created = await create('/api/v1/task', {
    model: 'Qubico/flux1-schnell',
    task_type: 'txt2img',
    input: { prompt: 'a boat' },
    config: { webhook_config: { endpoint: `${receiver.url}/piapi`, secret: 'open sesame' } },
  })
  const one = await only('/piapi')
  expect(one.headers['x-webhook-secret']).toBe('open sesame')
  expect(Object.keys(one.body)).toEqual(['timestamp', 'data'])
  expect(one.body['timestamp']).toBe(Number(one.headers['webhook-timestamp']))
  const { body: read } = await medley.send('GET', `/api/v1/task/${String(at(created, 'data', 'task_id'))}`)
  expect(one.body['data']).toEqual(read['data'])
  expect(at(one.body, 'data', 'status')).toBe('completed')
})

test("PiAPI: a request's secret reaches its own URL only: neither the log nor the account's default URL has it", async () => {
  const made = await medley.send('POST', '/v1/webhooks/endpoints', { url: `${receiver.url}/default`, dialect: 'piapi' })
  const createWith = (config: JsonObject): Promise<JsonObject> =>
    create('/api/v1/task', {
      model: 'Qubico/flux1-schnell',
      task_type: 'txt2img',
      input: { prompt: 'a boat' },
      config: { webhook_config: config },
    })
  await createWith({ endpoint: `${receiver.url}/secret`, secret: 'open sesame' })
  await createWith({ secret: 'open sesame' })
  expect(at((await only('/secret')).body, 'data', 'config', 'webhook_config', 'secret')).toBe('open sesame')
  const told = await only('/default')
  expect(at(told.body, 'data', 'config', 'webhook_config')).toEqual({ endpoint: '', secret: '' })
  for (const { headers } of [await only('/secret'), told]) {
    const { status, body } = await medley.send('GET', `/v1/webhooks/messages/${String(headers['webhook-id'])}`)
    expect([status, JSON.stringify(body).includes('open sesame')]).toEqual([200, false])
  }
  await medley.send('DELETE', `/v1/webhooks/endpoints/${String(made.body['id'])}`)
})

test("an organisation's endpoint is not told of the task's own URL, which may have a token in it", async () => {
  const made = await medley.send('POST', '/v1/webhooks/endpoints', { url: `${receiver.url}/all` })
  const created = await create('/v1/images/generations', {
    model: 'sim/image',
    prompt: 'x',
    callback_url: `${receiver.url}/own?token=hush`,
  })
  const { text, body } = await only('/all')
  expect(at(body, 'data', 'task_id')).toBe(created['task_id'])
  expect(text).not.toContain('hush')
  await medley.send('DELETE', `/v1/webhooks/endpoints/${String(made.body['id'])}`)
})

test('an answer that is no HTTP is an attempt that failed', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end('lorem ipsum\r\n\r\n'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : null
  const created = await create('/v1/images/generations', {
    model: 'sim/image',
    prompt: 'x',
    callback_url: `http://127.0.0.1:${port}/`,
  })
  const task = await until(async () => {
    const { body } = await medley.send('GET', `/v1/tasks/${String(created['task_id'])}`)
    return at(body, 'callback', 'attempt_count') === 0 ? null : body
  })
  expect(task['callback']).toMatchObject({ last_error: 'connection' })
  server.close()
})

test('the key of v1a is in the JWKS, which anybody may read', async () => {
  const { status, body } = await medley.send('GET', '/.well-known/jwks.json', undefined, { key: null })
  expect(status).toBe(200)
  expect(at(body, 'keys', 0)).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' })
})

test('the log shows the attempt: what was sent where, how long it took, and the beginning of the answer', async () => {
  receiver.answer((request) =>
    request.path === '/logged' ? { status: 200, body: `thanks${'!'.repeat(5000)}` } : { status: 200 },
  )
  const created = await create('/v1/images/generations', {
    model: 'sim/image',
    prompt: 'x',
    callback_url: `${receiver.url}/logged`,
  })
  const one = await only('/logged')
  const taskId = String(created['task_id'])
  const listed = await until(async () => {
    const { body } = await medley.send('GET', `/v1/webhooks/messages?task_id=${taskId}&status=delivered`)
    return at(body, 'data', 0) ?? null
  })
  expect(listed).toMatchObject({
    object: 'webhook_message',
    id: one.headers['webhook-id'],
    type: 'task.succeeded',
    task_id: taskId,
    endpoint_id: null,
    attempt_count: 1,
    last_status: 200,
    next_attempt_at: null,
  })
  const { body } = await medley.send('GET', `/v1/webhooks/messages/${String(one.headers['webhook-id'])}`)
  expect(body['attempts']).toMatchObject([
    {
      status: 200,
      error: null,
      request: { url: `${receiver.url}/logged`, headers: { 'webhook-id': one.headers['webhook-id'] } },
    },
  ])
  expect(String(at(body, 'attempts', 0, 'response_body'))).toBe(`thanks${'!'.repeat(1018)}`)
  expect(at(body, 'body', 'task_id')).toBe(taskId)
})
