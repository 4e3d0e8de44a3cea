import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { JsonObject } from '../../src/lib/json.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'
import { signedHeaders, startReceiver, type Received, type Receiver } from '../helpers/start-receiver.ts'
import { makeOrganisation } from '../conformance/make-organisation.ts'

// Endpoints of an organisation: what they are told, how they are kept, and what can be sent again.
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

async function ok(method: string, path: string, body?: JsonObject): Promise<JsonObject> {
  const answer = await medley.send(method, path, body)
  expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300)
  return answer.body
}

async function makeEndpoint(path: string, more: JsonObject = {}): Promise<JsonObject> {
  return await ok('POST', '/v1/webhooks/endpoints', { url: `${receiver.url}${path}`, ...more })
}

async function makeImage(more: JsonObject = {}): Promise<string> {
  const body = await ok('POST', '/v1/images/generations', { model: 'sim/image', prompt: 'x', ...more })
  return String(body['task_id'])
}

/** Whether a stock verifier that knows this secret takes it. */
function accepts(one: Received | undefined, secret: unknown): boolean {
  if (one === undefined) return false
  try {
    new Webhook(String(secret)).verify(one.text, signedHeaders(one))
    return true
  } catch {
    return false
  }
}

/** As if the retries' time had come, and somebody said so. */
async function makeDue(): Promise<void> {
  await medley.database.query('test-lanes-open', 'update delivery_lanes set blocked_until = null', [])
  await medley.database.query('test-due', 'update deliveries set run_at = now() where worker is null', [])
  await medley.database.query('test-wake', `select pg_notify('medley', 'somebody d')`, [])
}

async function messagesOf(query: string): Promise<JsonObject[]> {
  const data = (await ok('GET', `/v1/webhooks/messages?${query}`))['data']
  return Array.isArray(data) ? data.map((one) => JSON.parse(JSON.stringify(one))) : []
}

test('an endpoint is made, read, changed and deleted; its secret is shown once', async () => {
  const made = await makeEndpoint('/crud', { description: 'orders' })
  expect(made).toMatchObject({
    object: 'webhook_endpoint',
    events: ['task.succeeded', 'task.failed', 'task.canceled'],
    dialect: null,
    enabled: true,
  })
  expect(made['secret']).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const path = `/v1/webhooks/endpoints/${String(made['id'])}`
  const { secret: _, ...shown } = made
  expect(await ok('GET', path)).toEqual(shown)
  const changed = await ok('PATCH', path, { events: ['task.failed'], enabled: false })
  expect(changed).toMatchObject({ events: ['task.failed'], enabled: false, description: 'orders' })
  const listed = (await ok('GET', '/v1/webhooks/endpoints'))['data']
  expect(listed).toEqual([changed])
  const other = await makeOrganisation(medley.database, { slug: 'strangers', credits: 0 })
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const body = method === 'PATCH' ? {} : undefined
    expect((await medley.send(method, path, body, { key: other.key })).status).toBe(404)
  }
  expect((await medley.send('DELETE', path)).status).toBe(204)
  expect((await medley.send('GET', path)).status).toBe(404)
})

test('a bad endpoint is refused, naming the field', async () => {
  const refuse = async (body: JsonObject, pointer: string) => {
    const answer = await medley.send('POST', '/v1/webhooks/endpoints', body)
    expect([answer.status, at(answer.body, 'error', 'param')]).toEqual([422, pointer])
  }
  await refuse({}, '/url')
  await refuse({ url: 'ftp://example.com' }, '/url')
  await refuse({ url: 'http://10.0.0.1/' }, '/url')
  await refuse({ url: receiver.url, events: ['task.exploded'] }, '/events/0')
  await refuse({ url: receiver.url, dialect: 'omnapi', events: ['task.running'] }, '/events')
  await refuse({ url: receiver.url, color: 'red' }, '/color')
})

test('a query of the log that cannot be read is refused, naming every parameter', async () => {
  const query = 'limit=101&status=lost&endpoint_id=msg_1&task_id=x&cursor=we_1'
  const { status, body } = await medley.send('GET', `/v1/webhooks/messages?${query}`)
  const errors = at(body, 'error', 'details', 'errors')
  const paths = Array.isArray(errors) ? errors.map((issue) => at(issue, 'path')) : null
  expect([status, paths]).toEqual([422, ['/limit', '/status', '/endpoint_id', '/task_id', '/cursor']])
})

test('an endpoint is told what it wants, in order, each message as things were then', async () => {
  const made = await makeEndpoint('/all', {
    events: ['task.queued', 'task.running', 'task.progress', 'task.succeeded', 'task.failed', 'task.canceled'],
  })
  const few = await makeEndpoint('/few', { events: ['task.failed'] })
  const script = { delayMs: 1500, progress: [20, 60] }
  const id = await makeImage({ model_options: { simulator: script } })
  const all = await until(async () => {
    const found = receiver.received.filter((one) => one.path === '/all')
    return found.at(-1)?.body['type'] === 'task.succeeded' ? found : null
  })
  const types = all.map((one) => String(one.body['type']))
  expect(types.filter((type) => type !== 'task.progress')).toEqual(['task.queued', 'task.running', 'task.succeeded'])
  const sequences = all.map((one) => Number(one.headers['webhook-sequence']))
  expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
  expect(new Set(sequences).size).toBe(sequences.length)
  const statuses = all.map((one) => String(at(one.body, 'data', 'status')))
  const WORDS: Record<string, string> = { 'task.queued': 'queued', 'task.succeeded': 'succeeded' }
  expect(statuses).toEqual(types.map((type) => WORDS[type] ?? 'running'))
  for (const one of all) {
    expect(at(one.body, 'data', 'task_id')).toBe(id)
    expect(accepts(one, made['secret'])).toBe(true)
  }
  expect(receiver.received.filter((one) => one.path === '/few')).toEqual([])
  for (const endpoint of [made, few]) await ok('DELETE', `/v1/webhooks/endpoints/${String(endpoint['id'])}`)
})

test('after a rotation both secrets sign until the old one has run out', async () => {
  const made = await makeEndpoint('/rotated')
  const path = `/v1/webhooks/endpoints/${String(made['id'])}`
  const next = at(await ok('POST', `${path}/secret/rotate`), 'data', 0, 'secret')
  expect(next).not.toBe(made['secret'])
  await makeImage()
  const [both] = await receiver.arrived('/rotated', 1)
  expect([accepts(both, made['secret']), accepts(both, next)]).toEqual([true, true])
  const last = at(await ok('POST', `${path}/secret/rotate`, { overlap_seconds: 0 }), 'data', 0, 'secret')
  await makeImage()
  const [, one] = await receiver.arrived('/rotated', 2)
  expect([made['secret'], next, last].map((secret) => accepts(one, secret))).toEqual([false, false, true])
  await ok('DELETE', path)
})

test("an account's default URL in an API is told in its form of that API's tasks that have no URL of their own", async () => {
  const made = await makeEndpoint('/default', { dialect: 'omnapi' })
  await makeImage()
  const omnapi = (prompt: string, config: JsonObject) =>
    ok('POST', '/api/v1/tasks', {
      model: 'sim/image',
      feature: 'generate-image',
      inputParameters: { prompt },
      config,
    })
  await omnapi('own', { webhookUrl: `${receiver.url}/own` })
  await omnapi('default', {})
  await receiver.arrived('/own', 1)
  const [one] = await receiver.arrived('/default', 1)
  expect(one?.body).toMatchObject({ event: 'task.completed', task: { inputParameters: { prompt: 'default' } } })
  await until(async () => ((await messagesOf('status=pending')).length === 0 ? true : null))
  expect(receiver.received.filter((other) => other.path === '/default')).toHaveLength(1)
  await ok('DELETE', `/v1/webhooks/endpoints/${String(made['id'])}`)
})

test('a test message reaches its endpoint, signed', async () => {
  const made = await makeEndpoint('/tried')
  const message = await ok('POST', `/v1/webhooks/endpoints/${String(made['id'])}/test`)
  const [one] = await receiver.arrived('/tried', 1)
  expect(one?.headers['webhook-id']).toBe(message['id'])
  expect(accepts(one, made['secret'])).toBe(true)
  expect(one?.body).toMatchObject({ type: 'endpoint.test', data: { object: 'webhook_endpoint', id: made['id'] } })
  await ok('DELETE', `/v1/webhooks/endpoints/${String(made['id'])}`)
})

test('410 switches an endpoint off, another one is told, and what failed meanwhile can be sent again', async () => {
  const since = new Date(Date.now() - 1000).toISOString()
  const watcher = await makeEndpoint('/watcher', { events: ['endpoint.disabled'] })
  const made = await makeEndpoint('/gone')
  const id = String(made['id'])
  receiver.answer((request) => ({ status: request.path === '/gone' ? 410 : 200 }))
  await makeImage()
  const off = await until(async () => {
    const endpoint = await ok('GET', `/v1/webhooks/endpoints/${id}`)
    return endpoint['enabled'] === false ? endpoint : null
  })
  expect(off['disabled_reason']).toBe('gone')
  const [told] = await receiver.arrived('/watcher', 1)
  expect(told?.body).toMatchObject({ type: 'endpoint.disabled', data: { id } })
  await medley.untilDone(await makeImage())
  receiver.answer(() => ({ status: 200 }))
  const one = (await messagesOf(`endpoint_id=${id}&status=failed`)).at(0)
  const refused = await medley.send('POST', `/v1/webhooks/messages/${String(one?.['id'])}/replay`)
  expect(refused.status).toBe(422)
  await ok('PATCH', `/v1/webhooks/endpoints/${id}`, { enabled: true })
  const replay = await ok('POST', '/v1/webhooks/replay', { endpoint_id: id, since })
  expect(replay).toEqual({ object: 'webhook_replay', message_count: 1, next_cursor: null, has_more: false })
  const tries = await receiver.arrived('/gone', 2)
  expect(new Set(tries.map((request) => request.headers['webhook-id'])).size).toBe(1)
  for (const endpoint of [watcher, made]) await ok('DELETE', `/v1/webhooks/endpoints/${String(endpoint['id'])}`)
})

test('a message that fails is tried again under its id, and after the last attempt it is failed and can be replayed', async () => {
  receiver.answer((request) =>
    request.path === '/failing' ? { status: 302, headers: { location: '/elsewhere' } } : { status: 200 },
  )
  const id = await makeImage({ callback_url: `${receiver.url}/failing` })
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    await receiver.arrived('/failing', attempt)
    const message = await until(async () => {
      const [shown] = await messagesOf(`task_id=${id}`)
      return shown?.['attempt_count'] === attempt ? shown : null
    })
    expect(message).toMatchObject({
      status: attempt < 10 ? 'pending' : 'failed',
      last_error: 'http_302',
      last_status: 302,
    })
    await makeDue()
  }
  const tries = await receiver.arrived('/failing', 10)
  expect(new Set(tries.map((request) => request.headers['webhook-id'])).size).toBe(1)
  expect(receiver.received.some((request) => request.path === '/elsewhere')).toBe(false)
  expect(at((await medley.send('GET', `/v1/tasks/${id}`)).body, 'callback')).toMatchObject({
    status: 'failed',
    attempt_count: 10,
    last_error: 'http_302',
  })
  receiver.answer(() => ({ status: 200 }))
  const [message] = await messagesOf(`task_id=${id}`)
  await ok('POST', `/v1/webhooks/messages/${String(message?.['id'])}/replay`)
  await receiver.arrived('/failing', 11)
  await until(async () => ((await messagesOf(`task_id=${id}&status=delivered`)).length === 1 ? true : null))
})

test('a read of the task with its earlier ETag shows what has become of its callback meanwhile', async () => {
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  receiver.answer(async (request) => {
    if (request.path === '/etag') await held
    return { status: 200 }
  })
  const id = await makeImage({ callback_url: `${receiver.url}/etag` })
  await receiver.arrived('/etag', 1)
  const before = await medley.send('GET', `/v1/tasks/${id}`)
  expect(at(before.body, 'callback', 'status')).toBe('pending')
  release()
  const headers = { 'if-none-match': before.headers.get('etag') ?? '' }
  const after = await until(async () => {
    const answer = await medley.send('GET', `/v1/tasks/${id}`, undefined, { headers })
    return answer.status === 200 ? answer : null
  })
  expect(at(after.body, 'callback', 'status')).toBe('delivered')
})
