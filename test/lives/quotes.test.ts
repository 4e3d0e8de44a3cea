import { afterAll, beforeAll, expect, test } from 'vitest'

import type { JsonObject } from '../../src/lib/json.ts'
import { at, startMedley, type TestMedley } from '../helpers/start-medley.ts'

let medley: TestMedley
afterAll(() => medley.stop())
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
})

/** One create of each shape: its API, its path, its body and its price by RULINGS 24. */
const CREATES: readonly (readonly [string, string, JsonObject, string])[] = [
  ['omnapi', '/api/v1/producer/generate/image', { prompt: 'a cat' }, '50.0000'],
  ['omnapi', '/api/v1/producer/generate/lyrics', { prompt: 'the sea' }, '8.0000'],
  ['omnapi', '/api/v1/lyrics/generate', { prompt: 'the sea' }, '8.0000'],
  ['omnapi', '/api/v1/producer/generate/music/compose', { soundPrompt: 'jazz' }, '80.0000'],
  [
    'omnapi',
    '/api/v1/tasks',
    { model: 'studio-sound-1', feature: 'generate-sound', inputParameters: { prompt: 'rain', length: 12.3 } },
    '6.1500',
  ],
  ['beatra', '/v1/images/generations', { prompt: 'a cat', n: 4 }, '200.0000'],
  ['beatra', '/v1/images/generations', { prompt: 'a cat', n: 2, quality: 'hd' }, '600.0000'],
  ['beatra', '/v1/music/text-to-music', { prompt: 'jazz', model: 'suno-5.5' }, '80.0000'],
  ['beatra', '/v1/music/text-to-music', { prompt: 'jazz', model: 'minimax-music-2.6' }, '50.0000'],
  ['beatra', '/v1/music/text-to-music', { prompt: 'jazz' }, '50.0000'],
  [
    'piapi',
    '/api/v1/task',
    { model: 'Qubico/flux1-schnell', task_type: 'txt2img', input: { prompt: 'a cat', batch_size: 4 } },
    '8.0000',
  ],
  ['piapi', '/api/v1/task', { model: 'Qubico/flux1-dev', task_type: 'txt2img', input: { prompt: 'a cat' } }, '15.0000'],
  ['piapi', '/api/v1/task', { model: 'music-s', task_type: 'generate_music', input: { prompt: 'jazz' } }, '40.0000'],
  ['piapi', '/api/v1/task', { model: 'music-u', task_type: 'generate_lyrics', input: { prompt: 'sea' } }, '2.0000'],
  [
    'piapi',
    '/api/v1/task',
    {
      model: 'Qubico/diffrhythm',
      task_type: 'txt2audio-full',
      input: { lyrics: '[00:01.00]la', style_prompt: 'folk' },
    },
    '20.0000',
  ],
  [
    'piapi',
    '/api/v1/task',
    {
      model: 'Qubico/mmaudio',
      task_type: 'video2audio',
      input: { prompt: 'rain', video: 'https://cdn.example.net/f.mp4' },
    },
    '15.0000',
  ],
]

const quote = (dialect: string, path: string, body: JsonObject) =>
  medley.send('POST', '/v1/quotes', { dialect, path, body })

async function available(): Promise<number> {
  const { body } = await medley.send('GET', '/v1/balance')
  return Number(body['available'])
}

test.each(CREATES)(
  'a quote of a %s create at %s is what the create then holds',
  async (dialect, path, body, credits) => {
    const before = await available()
    const { status, body: quoted } = await quote(dialect, path, body)
    expect([status, quoted['credits'], quoted['price_version']]).toEqual([200, credits, 1])
    const lines = quoted['lines']
    const sum = (Array.isArray(lines) ? lines : []).reduce<number>(
      (total, line) => total + Number(at(line, 'credits')),
      0,
    )
    expect(sum.toFixed(4)).toBe(credits)
    expect(await available()).toBe(before)
    const created = await medley.send('POST', path, body, { headers: { prefer: 'respond-async' } })
    expect(created.status).toBeLessThan(300)
    expect((before - (await available())).toFixed(4)).toBe(credits)
  },
)

test('a quote names the model, who would do the work and the kind of work, in the words of beatra', async () => {
  const { body } = await quote('beatra', '/v1/images/generations', { prompt: 'a cat', model: 'gpt-image-2' })
  expect(body).toMatchObject({
    object: 'quote',
    credits_usd_reference: '0.0500',
    capability: 'text_to_image',
    model: 'gpt-image-2',
    resolved_model: 'studio-image-1',
    lines: [
      { meter: 'image_count', quantity: '1', unit: 'image', per: 1, unit_credits: '50.0000', credits: '50.0000' },
    ],
  })
})

test('a quote refuses what the create would refuse, and names the field below `body`', async () => {
  const missing = await quote('beatra', '/v1/images/generations', {})
  expect([missing.status, at(missing.body, 'error', 'param')]).toEqual([422, '/body/prompt'])
  const model = await quote('piapi', '/api/v1/task', { model: 'none', task_type: 'txt2img', input: {} })
  expect([model.status, at(model.body, 'error', 'code')]).toEqual([400, 'unsupported_model'])
  const stranger = await quote('omnapi', '/api/v1/producer/generate/music/compose', {
    lyricsId: 'lyr_01KKJ03VV4MFN9WPY3JR6JKK1H',
  })
  expect([stranger.status, at(stranger.body, 'error', 'param')]).toEqual([422, '/body/lyricsId'])
  const path = await quote('beatra', '/v1/tasks', { prompt: 'a cat' })
  expect([path.status, at(path.body, 'error', 'param')]).toEqual([422, '/path'])
  const dialect = await quote('other', '/v1/images/generations', { prompt: 'a cat' })
  expect(dialect.status).toBe(422)
})

const IMAGE = { prompt: 'a cat' }
const FLUX = { model: 'Qubico/flux1-schnell', task_type: 'txt2img', input: IMAGE }

test.each([
  ['omnapi', '/api/v1/producer/generate/image', IMAGE, '49.9999', ['error', 'code'], 'MAX_CREDITS_EXCEEDED'],
  ['beatra', '/v1/images/generations', IMAGE, '49.9999', ['error', 'code'], 'max_credits_exceeded'],
  ['piapi', '/api/v1/task', FLUX, '1.9999', ['code'], 402],
] as const)(
  '%s: above X-Max-Credits or max_credits nothing is held, in clear words; at the price it is taken',
  async (_dialect, path, body, most, where, said) => {
    const before = await available()
    const dear = await medley.send('POST', path, body, { headers: { 'x-max-credits': most } })
    expect([dear.status, at(dear.body, ...where)]).toEqual([402, said])
    expect(JSON.stringify(dear.body)).toContain(String(Number(most)))
    expect(JSON.stringify(dear.body)).not.toMatch(/insufficient/i)
    for (const limit of [most, Number(most)]) {
      expect((await medley.send('POST', path, { ...body, max_credits: limit })).status).toBe(402)
    }
    // The lower of the two counts.
    const both = await medley.send('POST', path, { ...body, max_credits: 1000 }, { headers: { 'x-max-credits': most } })
    expect(both.status).toBe(402)
    expect(await available()).toBe(before)
    const enough = String(Number(most) + 0.0001)
    const headers = { 'x-max-credits': enough }
    expect((await medley.send('POST', path, { ...body, max_credits: enough }, { headers })).status).toBeLessThan(300)
    expect(await medley.verify()).toEqual([])
  },
)

test.each(['-1', '1e3', '0.00001', 'many', '9999999999999'])(
  'X-Max-Credits of %j is refused, naming it',
  async (text) => {
    const header = await medley.send('POST', '/v1/images/generations', IMAGE, { headers: { 'x-max-credits': text } })
    expect([header.status, at(header.body, 'error', 'param')]).toEqual([422, '/X-Max-Credits'])
    const field = await medley.send('POST', '/v1/images/generations', { ...IMAGE, max_credits: text })
    expect([field.status, at(field.body, 'error', 'param')]).toEqual([422, '/max_credits'])
  },
)

test('a replay is answered whatever X-Max-Credits says by then, and another body stays a conflict', async () => {
  const send = (body: JsonObject, most: string) =>
    medley.send('POST', '/v1/images/generations', body, {
      headers: { 'idempotency-key': 'capped', 'x-max-credits': most },
    })
  expect((await send(IMAGE, '10')).status).toBe(402)
  const first = await send(IMAGE, '50')
  const again = await send(IMAGE, '10')
  expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([202, 202, 'true'])
  expect(again.body).toEqual(first.body)
  expect((await send({ prompt: 'a dog' }, '10')).status).toBe(409)
})

test('a body is quoted with its max_credits as without', async () => {
  const { body } = await quote('beatra', '/v1/images/generations', { ...IMAGE, max_credits: '1' })
  expect(body['credits']).toBe('50.0000')
})

test('max_credits is no part of the task: the echo does not show it', async () => {
  const { body } = await medley.send('POST', '/v1/images/generations', { ...IMAGE, max_credits: '50' })
  expect(body['input']).toEqual({ prompt: 'a cat', quality: 'standard', aspect_ratio: '1:1', n: 1 })
})

test.each([
  ['omnapi', '/api/v1/producer/generate/image', IMAGE],
  ['beatra', '/v1/images/generations', IMAGE],
  ['piapi', '/api/v1/task', FLUX],
] as const)(
  '%s: a quote that is asked for again under its Idempotency-Key is the same, whatever things cost by then; another is 409',
  async (dialect, path, body) => {
    const ask = async (key: string, more: JsonObject = {}) => {
      const headers = { 'idempotency-key': key }
      const asked = { dialect, path, body: { ...body, ...more } }
      const answer = await medley.send('POST', '/v1/quotes', asked, { headers })
      return { ...answer, replayed: answer.headers.get('idempotent-replayed') }
    }
    const key = `quote-${dialect}`
    const first = await ask(key)
    expect([first.status, first.replayed]).toEqual([200, null])
    const dearer = { prices: { multiplier: '3' }, reason: 'dearer' }
    expect((await medley.send('POST', '/operator/v1/prices', dearer)).status).toBe(201)
    const again = await ask(key)
    expect([again.status, again.replayed, again.body]).toEqual([200, 'true', first.body])
    expect((await ask(`${key}-2`)).body['credits']).not.toBe(first.body['credits'])
    const other = await ask(key, { max_credits: 5 })
    expect([other.status, at(other.body, 'error', 'code')]).toEqual([409, 'idempotency_conflict'])
    await medley.send('POST', '/operator/v1/prices', { prices: {}, reason: 'back' })
  },
)

test('a quote that was refused is not remembered, and a key that none may have is refused', async () => {
  const ask = (key: string, body: JsonObject) =>
    medley.send(
      'POST',
      '/v1/quotes',
      { dialect: 'beatra', path: '/v1/images/generations', body },
      { headers: { 'idempotency-key': key } },
    )
  expect((await ask('refused', {})).status).toBe(422)
  const later = await ask('refused', IMAGE)
  expect([later.status, later.headers.get('idempotent-replayed')]).toEqual([200, null])
  expect((await ask('x'.repeat(129), IMAGE)).status).toBe(422)
})

test('the books take the key of a quote for no key of a task that is gone', async () => {
  const quote = { dialect: 'beatra', path: '/v1/images/generations', body: IMAGE }
  const headers = { 'idempotency-key': 'quote-and-verify' }
  expect((await medley.send('POST', '/v1/quotes', quote, { headers })).status).toBe(200)
  expect(await medley.verify()).toEqual([])
})
