import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { JsonObject } from '../../src/lib/json.ts'
import { at, startMedley, TEST_KEY, until, type TestMedley } from '../helpers/start-medley.ts'

// Files that clients give us to keep: POST /v1/uploads and POST /api/ephemeral_resource.
let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
})
afterAll(() => medley.stop())

const png = (bytes: number) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(bytes)])
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

interface Answer {
  status: number
  headers: Headers
  body: JsonObject
}

async function upload(
  file: Buffer | Buffer[],
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  for (const bytes of Array.isArray(file) ? file : [file])
    form.append('file', new Blob([new Uint8Array(bytes)]), 'a.png')
  const response = await fetch(`${medley.url}/v1/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TEST_KEY}`, ...headers },
    body: form,
  })
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
}

/** Every file below the data folder's artifacts. */
function filesKept(): string[] {
  const folder = join(medley.dataDir, 'artifacts')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

const rowsKept = async () => {
  const text = 'select count(*)::int as rows from artifacts'
  const [row] = await medley.testDatabase.database.query<{ rows: number }>('count-artifacts', text, [])
  return row?.rows
}

test('an upload is answered as the contract has it, and its file is served as it was sent', async () => {
  const file = png(300_000)
  const fields = { purpose: 'reference_audio', media_type: 'image', metadata: '{"b":"2","a":"1"}' }
  const { status, body } = await upload(file, fields)
  expect(status).toBe(200)
  expect(Object.keys(body)).toEqual([
    'object',
    'artifact_id',
    'url',
    'purpose',
    'media_type',
    'mime_type',
    'size_bytes',
    'metadata',
    'created_at',
  ])
  expect(body).toMatchObject({
    object: 'artifact',
    artifact_id: expect.stringMatching(/^art_[0-9A-HJKMNP-TV-Z]{26}$/),
    purpose: 'reference_audio',
    media_type: 'image',
    mime_type: 'image/png',
    size_bytes: file.length,
    metadata: { a: '1', b: '2' },
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  })
  const served = await fetch(String(body['url']))
  expect(served.headers.get('content-type')).toBe('image/png')
  expect(sha256(Buffer.from(await served.arrayBuffer()))).toBe(sha256(file))
})

test('the file may come before or behind the fields, which have their defaults', async () => {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(png(10))]), 'x')
  form.set('purpose', 'media_input')
  const response = await fetch(`${medley.url}/v1/uploads`, {
    method: 'POST',
    headers: { 'x-api-key': TEST_KEY },
    body: form,
  })
  expect(response.status).toBe(200)
  expect((await upload(png(10))).body).toMatchObject({ purpose: 'media_input', media_type: 'image', metadata: {} })
})

const REFUSED: readonly [string, Buffer | Buffer[], Record<string, string>, string][] = [
  ['no file', [], {}, '/file'],
  ['two files', [png(10), png(10)], {}, '/file'],
  ['an empty file', Buffer.alloc(0), {}, '/file'],
  ['a text', Buffer.from('just some words that are no picture'), {}, '/file'],
  ['a page that says it is a picture', Buffer.from('<html><script>alert(1)</script></html>'), {}, '/file'],
  ['an unknown field', png(10), { colour: 'red' }, '/colour'],
  ['a field of another kind than the file', png(10), { media_type: 'audio' }, '/media_type'],
  ['a kind that there is not', png(10), { media_type: 'smell' }, '/media_type'],
  ['a purpose with spaces', png(10), { purpose: 'to be used' }, '/purpose'],
  ['metadata that are no JSON', png(10), { metadata: '{' }, '/metadata'],
  ['metadata that are no object', png(10), { metadata: '[1]' }, '/metadata'],
  ['metadata that are no strings', png(10), { metadata: '{"a":1}' }, '/metadata/a'],
  ['metadata with U+0000', png(10), { metadata: String.raw`{"a":"\u0000"}` }, '/metadata/a'],
  ['metadata with half a surrogate pair', png(10), { metadata: String.raw`{"\ud800":"a"}` }, '/metadata'],
  ['metadata with a key __proto__', png(10), { metadata: '{"__proto__":"a"}' }, '/metadata'],
  ['metadata that are too long', png(10), { metadata: JSON.stringify({ a: 'x'.repeat(40_000) }) }, '/metadata'],
]

test.each(REFUSED)('%s is refused by its name, and leaves nothing', async (_name, file, fields, param) => {
  const before = [filesKept().length, await rowsKept()]
  const { status, body } = await upload(file, fields)
  expect([status, at(body, 'error', 'param')]).toEqual([422, param])
  expect([filesKept().length, await rowsKept()]).toEqual(before)
})

test('what is no form is refused in the envelope of its path: JSON, no boundary, a form that ends early', async () => {
  const ask = async (type: string, body: string) => {
    const headers = { 'x-api-key': TEST_KEY, 'content-type': type }
    const response = await fetch(`${medley.url}/v1/uploads`, { method: 'POST', headers, body })
    const text = await response.text()
    return [response.status, at(JSON.parse(text), 'error', 'code')]
  }
  expect(await ask('application/json', '{}')).toEqual([415, 'unsupported_media_type'])
  expect(await ask('text/plain', 'x')).toEqual([415, 'unsupported_media_type'])
  expect(await ask('multipart/form-data', 'x')).toEqual([422, 'invalid_request'])
  const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n'
  const before = [filesKept().length, await rowsKept()]
  expect(await ask('multipart/form-data; boundary=b', head)).toEqual([422, 'invalid_request'])
  expect(await ask('multipart/form-data; boundary=b', `${head}${png(20_000).toString('latin1')}`)).toEqual([
    422,
    'invalid_request',
  ])
  expect([filesKept().length, await rowsKept()]).toEqual(before)
  expect(
    (await medley.send('POST', '/v1/tasks', {}, { headers: { 'content-type': 'multipart/form-data' } })).status,
  ).toBe(405)
  const elsewhere = await medley.send(
    'POST',
    '/v1/images/generations',
    {},
    {
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    },
  )
  expect(elsewhere.status).toBe(415)
})

test('what is wrong with a form is said: its type, a part without a name, too many parts, a name that no field may have', async () => {
  const part = (disposition: string) => `--b\r\ncontent-disposition: form-data; ${disposition}\r\n\r\nx\r\n`
  const ask = async (type: string, parts: string) => {
    const headers = { 'x-api-key': TEST_KEY, 'content-type': type }
    const response = await fetch(`${medley.url}/v1/uploads`, { method: 'POST', headers, body: `${parts}--b--\r\n` })
    return at(JSON.parse(await response.text()), 'error', 'message')
  }
  const form = 'multipart/form-data; boundary=b'
  expect(await ask('application/json', '{}')).toBe('The body must be multipart/form-data.')
  expect(await ask('text/plain', '')).toBe('The body must be multipart/form-data.')
  expect(await ask(form, part('filename="a"'))).toBe('The request is not valid: a part of the form has no name.')
  expect(await ask(form, part('name="purpose"').repeat(20))).toBe('The form has too many parts.')
  expect(await ask(form, part('name="constructor"'))).toBe('The form has a field that may not be called so.')
  const json = '--b\r\ncontent-disposition: form-data; name="metadata"\r\ncontent-type: application/json\r\n\r\n{\r\n'
  expect(await ask(form, json)).toBe('A part of the form says that it is JSON, and is none.')
})

test('without a key not a byte is taken in', async () => {
  const response = await fetch(`${medley.url}/v1/uploads`, { method: 'POST', body: new FormData() })
  expect(response.status).toBe(401)
})

test('the same key brings the same upload and one file; other bytes or fields under it are a conflict', async () => {
  const file = png(50_000)
  const headers = { 'idempotency-key': 'upload-1' }
  const first = await upload(file, { purpose: 'a' }, headers)
  const [files, rows] = [filesKept().length, await rowsKept()]
  const again = await upload(file, { purpose: 'a' }, headers)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(again.body).toEqual(first.body)
  expect((await upload(file, { purpose: 'b' }, headers)).status).toBe(409)
  expect((await upload(png(50_000), { purpose: 'a' }, headers)).status).toBe(409)
  expect([filesKept().length, await rowsKept()]).toEqual([files, rows])
})

test('two at once under one key are one upload', async () => {
  const file = png(400_000)
  const headers = { 'idempotency-key': 'upload-2' }
  const before = await rowsKept()
  const answers = await Promise.all(Array.from({ length: 6 }, () => upload(file, {}, headers)))
  expect(new Set(answers.map(({ body }) => body['artifact_id'])).size).toBe(1)
  expect(await rowsKept()).toBe((before ?? 0) + 1)
})

/** Sends the head of a form and `bytes` of its file, then nothing more. */
function begin(bytes: Buffer, length: number): { request: http.ClientRequest; status: Promise<number> } {
  const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n'
  const request = http.request(`${medley.url}/v1/uploads`, {
    method: 'POST',
    headers: { 'x-api-key': TEST_KEY, 'content-type': 'multipart/form-data; boundary=b', 'content-length': length },
  })
  const status = new Promise<number>((resolve, reject) => {
    request.on('response', (response) => resolve(response.statusCode ?? 0))
    request.on('error', reject)
  })
  status.catch(() => {})
  request.write(head)
  request.write(bytes)
  return { request, status }
}

test('an upload whose client goes away in the middle leaves nothing', async () => {
  const before = [filesKept().length, await rowsKept()]
  const { request } = begin(png(3_000_000), 50_000_000)
  await until(async () => (filesKept().length > Number(before[0]) ? true : null))
  request.destroy()
  const kept = async () => [filesKept().length, await rowsKept()]
  const after = await until(async () => ((await kept()).join() === before.join() ? await kept() : null))
  expect(after).toEqual(before)
})

test('what says that it is too large is refused before a byte of it is read, what becomes so as soon as it is', async () => {
  expect(await begin(png(1000), 120_000_000).status).toBe(413)
  const before = [filesKept().length, await rowsKept()]
  // A picture may have 40 MB.
  const { status, body } = await upload(png(40_000_001)).catch((error: unknown) => {
    // The answer may be lost when the connection ends while the client is still sending.
    expect(String(error)).toContain('fetch failed')
    return { status: 413, body: {} }
  })
  expect(status).toBe(413)
  expect(at(body, 'error', 'code') ?? 'payload_too_large').toBe('payload_too_large')
  await until(async () => (filesKept().length === before[0] && (await rowsKept()) === before[1] ? true : null))
})

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Of files: what is held, and not what nobody has cleared away yet. */
function heldBytes(): number {
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}

test('a file of 95 MB goes to disk as it comes: memory holds a small part of it', async () => {
  const wav = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt ', 'latin1'), Buffer.alloc(95_000_000, 7)])
  const form = Buffer.concat([
    Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'),
    wav,
    Buffer.from('\r\n--b--\r\n'),
  ])
  const before = heldBytes()
  let most = before
  const headers = {
    'x-api-key': TEST_KEY,
    'content-type': 'multipart/form-data; boundary=b',
    'content-length': form.length,
  }
  const request = http.request(`${medley.url}/v1/uploads`, { method: 'POST', headers })
  const answered = once(request, 'response')
  for (let sent = 0; sent < form.length; sent += 5_000_000) {
    if (!request.write(form.subarray(sent, sent + 5_000_000))) await once(request, 'drain')
    most = Math.max(most, heldBytes())
  }
  request.end()
  const [response]: http.IncomingMessage[] = await answered
  response?.resume()
  expect(response?.statusCode).toBe(200)
  expect(most - before).toBeLessThan(40_000_000)
  const largest = filesKept().find((path) => statSync(path).size === wav.length)
  expect(sha256(readFileSync(largest ?? ''))).toBe(sha256(wav))
})

test('PiAPI: a file for a day, whose URL the others read too', async () => {
  const file = png(5000)
  const body = { file_name: 'Cat.PNG', file_data: `data:image/png;base64,${file.toString('base64')}` }
  const answer = await medley.send('POST', '/api/ephemeral_resource', body)
  expect(answer.status).toBe(200)
  expect(answer.body).toEqual({
    code: 200,
    data: { url: expect.stringMatching(/\/files\/[\w-]+\.png$/) },
    message: 'success',
  })
  const served = await fetch(String(at(answer.body, 'data', 'url')))
  expect(Buffer.from(await served.arrayBuffer()).equals(file)).toBe(true)
  const seconds = Number(/max-age=(\d+)/.exec(served.headers.get('cache-control') ?? '')?.[1])
  expect(Math.abs(seconds - 86_400)).toBeLessThan(60)
})

test.each([
  ['a name of another kind', { file_name: 'a.mp3', file_data: png(10).toString('base64') }, 'file_name'],
  ['a name too long', { file_name: `${'a'.repeat(125)}.png`, file_data: png(10).toString('base64') }, 'file_name'],
  ['no base64', { file_name: 'a.png', file_data: '!!!' }, 'file_data'],
  [
    'what is nothing',
    { file_name: 'a.png', file_data: Buffer.from('words, words, words').toString('base64') },
    'file_data',
  ],
  [
    'another type than said',
    { file_name: 'a.png', file_data: `data:audio/mpeg;base64,${png(10).toString('base64')}` },
    'file_data',
  ],
  ['too much', { file_name: 'a.png', file_data: png(10_000_001).toString('base64') }, 'file_data'],
  ['nothing', {}, 'file_name'],
])('PiAPI: %s is refused by its name', async (_name, body, field) => {
  const answer = await medley.send('POST', '/api/ephemeral_resource', body)
  expect([answer.status, answer.body['code'], answer.body['data']]).toEqual([400, 400, null])
  expect(answer.body['message']).toContain(field)
})

test('an organisation that fills its room is told so', async () => {
  await medley.testDatabase.database.query(
    'fill',
    `insert into artifacts (id, organisation, kind, token, extension, media_type, size, sha256, expires_at)
      select gen_random_uuid(), number, 'image', 'full', 'png', 'image/png', 20000000000, 'x', now() + interval '1 day'
      from organisations`,
    [],
  )
  const { status, body } = await upload(png(10))
  expect([status, at(body, 'error', 'code')]).toEqual([403, 'forbidden'])
  await medley.testDatabase.database.query('empty', `delete from artifacts where token = 'full'`, [])
  expect((await upload(png(10))).status).toBe(200)
})

test('what is still coming in counts as much as it may become: many at once cannot fill more than the room', async () => {
  await medley.testDatabase.database.query('forget-all', 'delete from artifacts', [])
  await medley.testDatabase.database.query(
    'fill-nearly',
    `insert into artifacts (id, organisation, kind, token, extension, media_type, size, sha256, expires_at)
      select gen_random_uuid(), number, 'image', 'nearly', 'png', 'image/png', 19970000000, 'x', now() + interval '1 day'
      from organisations`,
    [],
  )
  const before = await rowsKept()
  const { request } = begin(png(1000), 20_000_000)
  await until(async () => ((await rowsKept()) === Number(before) + 1 ? true : null))
  expect((await upload(png(10))).status).toBe(403)
  request.destroy()
  await until(async () => ((await rowsKept()) === before ? true : null))
  expect((await upload(png(10))).status).toBe(200)
  await medley.testDatabase.database.query('empty-nearly', `delete from artifacts where token = 'nearly'`, [])
})
