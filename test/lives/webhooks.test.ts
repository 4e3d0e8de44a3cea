import { createLocalJWKSet } from 'jose'
import OpenAI from 'openai'
import { validateWebhook } from 'replicate'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { JsonObject } from '../../src/lib/json.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'
import { startReceiver, type Received, type Receiver } from '../helpers/start-receiver.ts'

// A task's own URL, in each dialect: a signed message arrives when the task has ended, verifiers that we did not write accept
// it, and the log shows it.
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

async function arrived(path: string, count = 1): Promise<Received[]> {
  return await until(async () => {
    const found = receiver.received.filter((one) => one.path === path)
    return found.length >= count ? found : null
  })
}

async function only(path: string): Promise<Received> {
  const [one] = await arrived(path)
  if (one === undefined) throw new Error('nothing arrived')
  return one
}

async function secret(): Promise<string> {
  const { body } = await medley.send('GET', '/v1/webhooks/secret')
  return String(at(body, 'data', 0, 'secret'))
}

function signedHeaders(one: Received): Record<string, string> {
  return {
    'webhook-id': String(one.headers['webhook-id']),
    'webhook-timestamp': String(one.headers['webhook-timestamp']),
    'webhook-signature': String(one.headers['webhook-signature']),
  }
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

test('verifiers that we did not write accept a delivery, and refuse a changed byte, another secret and an old timestamp', async () => {
  await create('/v1/images/generations', { model: 'sim/image', prompt: 'x', callback_url: `${receiver.url}/signed` })
  const one = await only('/signed')
  const headers = signedHeaders(one)
  const key = await secret()
  const stale = { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 3600) }
  const wrong = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const replicate = (text: string, heads: Record<string, string>, by: string) =>
    validateWebhook({
      id: heads['webhook-id'] ?? '',
      timestamp: heads['webhook-timestamp'] ?? '',
      signature: heads['webhook-signature'] ?? '',
      body: text,
      secret: by,
    })
  const verifiers: Record<string, (text: string, heads: Record<string, string>, by: string) => unknown> = {
    standardwebhooks: (text, heads, by) => new StandardWebhook(by).verify(text, heads),
    svix: (text, heads, by) => new SvixWebhook(by).verify(text, heads),
    openai: (text, heads, by) => new OpenAI({ apiKey: 'none', webhookSecret: by }).webhooks.unwrap(text, heads),
  }
  for (const [name, check] of Object.entries(verifiers)) {
    const run = async (text: string, heads: Record<string, string>, by: string) => await check(text, heads, by)
    await run(one.text, headers, key)
    await expect(run(one.text.replace('succeeded', 'succeedeD'), headers, key), name).rejects.toThrow()
    await expect(run(one.text, stale, key), name).rejects.toThrow()
    await expect(run(one.text, headers, wrong), name).rejects.toThrow()
  }
  expect(await replicate(one.text, headers, key)).toBe(true)
  expect(await replicate(one.text.replace('succeeded', 'succeedeD'), headers, key)).toBe(false)
  expect(await replicate(one.text, stale, key)).toBe(false)
  expect(await replicate(one.text, headers, wrong)).toBe(false)
})

test('the v1a signature is by the key of the JWKS, which anybody may read', async () => {
  await create('/v1/images/generations', { model: 'sim/image', prompt: 'x', callback_url: `${receiver.url}/v1a` })
  const one = await only('/v1a')
  const { status, body: jwks } = await medley.send('GET', '/.well-known/jwks.json', undefined, { key: null })
  expect(status).toBe(200)
  const jwk = at(jwks, 'keys', 0)
  expect(jwk).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' })
  const signature = /(?:^| )v1a,(\S+)/.exec(String(one.headers['webhook-signature']))?.[1] ?? ''
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = signedHeaders(one)
  const text = Buffer.from(`${id}.${timestamp}.${one.text}`)
  expect(await isSignedBy(jwks, signature, text)).toBe(true)
  expect(await isSignedBy(jwks, signature, Buffer.concat([text, Buffer.from(' ')]))).toBe(false)
})

/** By the key that `jose` reads out of the JWKS. A v1a signature is over the bare text, so no JWS of it exists. */
async function isSignedBy(jwks: JsonObject, signature: string, text: Buffer): Promise<boolean> {
  const set = createLocalJWKSet(JSON.parse(JSON.stringify(jwks)))
  const key = await set({ alg: 'EdDSA', kid: String(at(jwks, 'keys', 0, 'kid')) })
  return await crypto.subtle.verify('Ed25519', key, Buffer.from(signature, 'base64'), text)
}

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
