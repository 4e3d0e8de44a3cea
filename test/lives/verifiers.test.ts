import { createLocalJWKSet, createRemoteJWKSet, exportJWK, generateKeyPair, type CryptoKey } from 'jose'
import OpenAI from 'openai'
import { validateWebhook } from 'replicate'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'

import { MESSAGE_KINDS } from '../../src/domain/message.ts'
import { DIALECT_NAMES, type DialectName } from '../../src/domain/task.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { SIMULATED } from '../conformance/simulate.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'
import { signedHeaders, startReceiver, type Receiver } from '../helpers/start-receiver.ts'

// Libraries that we did not write, as receivers use them: they accept each form in which a delivery can come, and nothing else.

/** Each form by the path at which it arrives. */
const FORMS = [
  ...DIALECT_NAMES.map((dialect) => `/own-url/${dialect}`),
  ...DIALECT_NAMES.map((dialect) => `/default-url/${dialect}`),
  ...MESSAGE_KINDS.map((kind) => `/endpoint/${kind}`),
  '/endpoint/endpoint.test',
]

let medley: TestMedley
let receiver: Receiver
const stranger = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
/** Secrets by form. */
const secrets = new Map<string, string>()
beforeAll(async () => {
  receiver = await startReceiver()
  medley = await startMedley({ env: { MEDLEY_ALLOW_PRIVATE: '127.0.0.1' } })
  const endpoints: JsonObject[] = []
  const makeEndpoint = async (path: string, more: JsonObject) => {
    const { body } = await medley.send('POST', '/v1/webhooks/endpoints', { url: `${receiver.url}${path}`, ...more })
    secrets.set(path, String(body['secret']))
    endpoints.push(body)
  }
  for (const kind of MESSAGE_KINDS) await makeEndpoint(`/endpoint/${kind}`, { events: [kind] })
  for (const dialect of DIALECT_NAMES) await makeEndpoint(`/default-url/${dialect}`, { dialect })
  await makeEndpoint('/endpoint/endpoint.test', { events: ['endpoint.disabled'] })
  await makeEndpoint('/gone', { events: ['task.succeeded'] })
  receiver.answer(({ path }) => ({ status: path === '/gone' ? 410 : 200 }))
  await medley.send('POST', `/v1/webhooks/endpoints/${String(endpoints.at(-2)?.['id'])}/test`)

  const own = String(at((await medley.send('GET', '/v1/webhooks/secret')).body, 'data', 0, 'secret'))
  for (const dialect of DIALECT_NAMES) {
    secrets.set(`/own-url/${dialect}`, own)
    const { path, body } = SIMULATED[dialect]
    // More than ASCII, and what JSON escapes.
    const script = { delayMs: 1200, progress: [30, 60] }
    await medley.send('POST', path, body(script))
    await medley.send('POST', path, { ...body({}), ...callbackOf(dialect, `${receiver.url}/own-url/${dialect}`) })
  }
  await medley.send('POST', '/v1/images/generations', {
    model: 'sim/image',
    prompt: 'Ein Löwe, "獅子" 🦁\\\n\u2028',
    model_options: { simulator: { failAt: 'check' } },
  })
  const canceled = { model: 'sim/image', prompt: 'x', model_options: { simulator: { delayMs: 600_000 } } }
  const { body } = await medley.send('POST', '/v1/images/generations', canceled)
  await medley.send('POST', `/v1/tasks/${String(body['task_id'])}/cancel`)
  const dark = await medley.send('POST', '/v1/images/generations', { model: 'sim/image', prompt: 'too dark' })
  await medley.untilDone(String(dark.body['task_id']))
  await medley.send('POST', `/operator/v1/tasks/${String(dark.body['task_id'])}/refunds`, { reason: 'too dark' })
  await until(async () => (FORMS.every((form) => receiver.received.some(({ path }) => path === form)) ? true : null))
})
afterAll(async () => {
  await medley.stop()
  await receiver.stop()
})
afterEach(() => void vi.useRealTimers())

function callbackOf(dialect: DialectName, url: string): JsonObject {
  switch (dialect) {
    case 'omnapi':
      return { config: { webhookUrl: url } }
    case 'beatra':
      return { callback_url: url }
    case 'piapi':
      return { config: { webhook_config: { endpoint: url, secret: 'open sesame' } } }
  }
}

interface Delivery {
  text: string
  headers: Record<string, string>
  secret: string
  /** Where v1a's key is looked for. */
  keys(header: { alg: string }): Promise<CryptoKey>
}

function deliveryOf(form: string): Delivery {
  const one = receiver.received.find(({ path }) => path === form)
  if (one === undefined) throw new Error(`nothing came to ${form}`)
  const keys = createRemoteJWKSet(new URL(`${medley.url}/.well-known/jwks.json`))
  return { text: one.text, headers: signedHeaders(one), secret: secrets.get(form) ?? '', keys }
}

/** Each throws at what it does not accept. */
const VERIFIERS: Readonly<Record<string, (delivery: Delivery) => unknown>> = {
  standardwebhooks: ({ text, headers, secret }) => new StandardWebhook(secret).verify(text, headers),
  svix: ({ text, headers, secret }) => new SvixWebhook(secret).verify(text, headers),
  openai: ({ text, headers, secret }) =>
    new OpenAI({ apiKey: 'none', webhookSecret: secret }).webhooks.unwrap(text, headers),
  async replicate({ text, headers, secret }) {
    const [id = '', timestamp = '', signature = ''] = Object.values(headers)
    if (!(await validateWebhook({ id, timestamp, signature, body: text, secret }))) throw new Error('not valid')
  },
  // The signature is over the bare text, of which there is no JWS: jose fetches the key.
  async 'jose, v1a'({ text, headers, keys }) {
    const [id, timestamp, signature = ''] = Object.values(headers)
    const own = Buffer.from(/(?:^| )v1a,(\S+)/.exec(signature)?.[1] ?? '', 'base64')
    const key = await keys({ alg: 'EdDSA' })
    const signed = Buffer.from(`${id}.${timestamp}.${text}`)
    if (!(await crypto.subtle.verify('Ed25519', key, own, signed))) throw new Error('not valid')
  },
}

async function accepts(name: string, delivery: Delivery): Promise<boolean> {
  try {
    await VERIFIERS[name]?.(delivery)
    return true
  } catch {
    return false
  }
}

/** One bit of the text is another, at a place that leaves it text. */
function withChangedByte(text: string, place: number): string {
  const bytes = Buffer.from(text)
  const at = bytes.findIndex((byte, index) => index >= place && byte > 0x40 && byte < 0x7f)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes.toString()
}

describe.each(Object.keys(VERIFIERS))('%s', (name) => {
  test.each(FORMS)('accepts a delivery to %s, and refuses it with a changed byte, time, id or secret', async (form) => {
    const delivery = deliveryOf(form)
    const { text, headers } = delivery
    expect(await accepts(name, delivery)).toBe(true)
    const length = Buffer.byteLength(text)
    for (const place of [0, Math.floor(length / 2), length - 20]) {
      expect(await accepts(name, { ...delivery, text: withChangedByte(text, place) })).toBe(false)
    }
    expect(await accepts(name, { ...delivery, text: `${text} ` })).toBe(false)
    const later = String(Number(headers['webhook-timestamp']) + 1)
    expect(await accepts(name, { ...delivery, headers: { ...headers, 'webhook-timestamp': later } })).toBe(false)
    expect(await accepts(name, { ...delivery, headers: { ...headers, 'webhook-id': 'msg_1' } })).toBe(false)
    // Another endpoint's secret, and one of nobody; for v1a another installation's key.
    const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(stranger.publicKey)), alg: 'EdDSA', use: 'sig' }] })
    for (const other of [secrets.get('/gone') ?? '', `whsec_${Buffer.alloc(32, 7).toString('base64')}`]) {
      expect(await accepts(name, { ...delivery, secret: other, keys })).toBe(false)
    }
  })
})

test.each(['standardwebhooks', 'svix', 'openai'])('%s refuses a genuine delivery that is old', async (name) => {
  const delivery = deliveryOf('/own-url/beatra')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 })
  expect(await accepts(name, delivery)).toBe(false)
})
