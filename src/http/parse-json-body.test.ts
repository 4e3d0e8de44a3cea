import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'

import { ignoreBody } from './parse-json-body.ts'
import { exchange, startTestServer } from './test-server.ts'

function registerRoutes(server: FastifyInstance): void {
  server.post('/v1/echo', ({ body }) => ({ got: body ?? 'nothing' }))
  server.post('/v1/large', { bodyLimit: 40 * 1024 * 1024 }, ({ body }) => ({ length: JSON.stringify(body).length }))
  server.post('/v1/cancel', { onRequest: ignoreBody }, ({ body }) => ({ got: body ?? 'nothing' }))
  server.delete('/v1/echo', ({ body }) => ({ got: body ?? 'nothing' }))
  server.get('/v1/echo', ({ body }) => ({ got: body ?? 'nothing' }))
}

async function post(url: string, body: string | Buffer, type: string | null = 'application/json') {
  const headers: Record<string, string> = type === null ? {} : { 'content-type': type }
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers })
  const answer: unknown = await response.json()
  return { status: response.status, answer }
}

test.each([
  null,
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON',
  'text/json',
  'application/vnd.api+json',
  'application/merge-patch+json;x=y',
])('content type %s is read as JSON', async (type) => {
  await using app = await startTestServer(registerRoutes)
  expect(await post(`${app.url}/v1/echo`, '{"a":[1,"ä😀",null]}', type)).toEqual({
    status: 200,
    answer: { got: { a: [1, 'ä😀', null] } },
  })
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonx',
  'application/json+x',
  'json',
  'application/octet-stream',
  'application/x-ignored',
])('content type %s is 415', async (type) => {
  await using app = await startTestServer(registerRoutes)
  const { status, answer } = await post(`${app.url}/v1/echo`, '{"a":1}', type)
  expect(status).toBe(415)
  expect(answer).toMatchObject({ envelope: 'beatra', code: 'unsupported_media_type' })
})

test('too large comes before the wrong type', async () => {
  await using app = await startTestServer(registerRoutes)
  const { status } = await post(`${app.url}/v1/echo`, Buffer.alloc(1_048_577, 0x20), 'text/plain')
  expect(status).toBe(413)
})

test('an empty body is none, with and without a type', async () => {
  await using app = await startTestServer(registerRoutes)
  expect((await post(`${app.url}/v1/echo`, '')).answer).toEqual({ got: 'nothing' })
  expect((await post(`${app.url}/v1/echo`, '', null)).answer).toEqual({ got: 'nothing' })
})

test.each(['POST /v1/cancel', 'DELETE /v1/echo', 'GET /v1/echo'])(
  '%s ignores any body under any type',
  async (start) => {
    await using app = await startTestServer(registerRoutes)
    for (const [type, body] of [
      ['application/json', '{"broken'],
      ['application/json', ''],
      ['text/plain', 'x'],
      ['nonsense', 'x'],
    ]) {
      const head = `${start} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}`
      const answer = await exchange(app.port, `${head}\r\nContent-Length: ${body?.length ?? 0}\r\n\r\n${body}`)
      expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*\{"got":"nothing"\}$/)
    }
  },
)

test.each([
  ['{"a":1'],
  ['{a:1}'],
  ['[1,]'],
  ["{'a':1}"],
  ['nul'],
  ['{"a":NaN}'],
  [Buffer.from([0x22, 0xff, 0x22])],
  [Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  [Buffer.from('{"a":1}', 'utf16le')],
  ['\0'],
])('%j is no JSON', async (body) => {
  await using app = await startTestServer(registerRoutes)
  const { status, answer } = await post(`${app.url}/v1/echo`, body)
  expect(status).toBe(400)
  expect(answer).toMatchObject({ envelope: 'beatra', code: 'invalid_json' })
})

test('a compressed body is 415, not bad JSON', async () => {
  await using app = await startTestServer(registerRoutes)
  const response = await fetch(`${app.url}/v1/echo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: new Uint8Array(gzipSync('{}')),
  })
  expect(response.status).toBe(415)
})

test('a byte order mark does no harm', async () => {
  await using app = await startTestServer(registerRoutes)
  expect((await post(`${app.url}/v1/echo`, '\uFEFF{"a":1}')).answer).toEqual({ got: { a: 1 } })
})

test.each([
  ['an escape of U+0000', String.raw`{"input":{"prompt":["x","a\u0000b"]}}`, ['input', 'prompt', 1], 'format'],
  ['a raw U+0000', '{"input":{"prompt":"a\0b"}}', ['input', 'prompt'], 'format'],
  ['half a pair', String.raw`{"prompt":"\ud83d"}`, ['prompt'], 'format'],
  ['a pair the wrong way round', String.raw`{"prompt":"\ude00\ud83d"}`, ['prompt'], 'format'],
  ['a bad key', String.raw`{"metadata":{"\u0000":1}}`, ['metadata'], 'format'],
  ['__proto__', '{"metadata":{"__proto__":{}}}', ['metadata'], 'format'],
  ['an escaped __proto__', String.raw`{"\u005f_proto__":{}}`, [], 'format'],
  ['65 levels', `{"input":${'['.repeat(64)}${']'.repeat(64)}}`, ['input'], 'depth'],
  ['5,000 levels', `{"input":${'['.repeat(5000)}${']'.repeat(5000)}}`, ['input'], 'depth'],
])('%s is a validation error that names the field', async (_name, body, path, type) => {
  await using app = await startTestServer(registerRoutes)
  const { status, answer } = await post(`${app.url}/v1/echo`, body)
  expect(status).toBe(400)
  expect(answer).toMatchObject({ code: 'invalid_request', issues: [{ path, type }] })
})

test('64 levels, pairs in escapes and brackets in strings are fine', async () => {
  await using app = await startTestServer(registerRoutes)
  const body = `{"a":${'['.repeat(63)}${']'.repeat(63)},"b":"${'[{,'.repeat(50_000)}","c":"\\ud83d\\ude00"}`
  const { status, answer } = await post(`${app.url}/v1/echo`, body)
  expect(status).toBe(200)
  expect(answer).toMatchObject({ got: { c: '😀' } })
})

test('100,000 brackets and commas are taken, one more is 413', async () => {
  await using app = await startTestServer(registerRoutes)
  const zeros = (commas: number) => `[${'0,'.repeat(commas)}0]`
  expect((await post(`${app.url}/v1/echo`, zeros(99_998))).status).toBe(200)
  const { status, answer } = await post(`${app.url}/v1/echo`, zeros(99_999))
  expect(status).toBe(413)
  expect(answer).toMatchObject({ envelope: 'beatra', code: 'payload_too_large' })
})

test('a body may have as many bytes as its route says, announced or not', async () => {
  await using app = await startTestServer(registerRoutes)
  const text = (length: number) => `"${'x'.repeat(length - 2)}"`
  expect((await post(`${app.url}/v1/echo`, text(1_048_576))).status).toBe(200)
  expect((await post(`${app.url}/v1/echo`, text(1_048_577))).status).toBe(413)
  expect((await post(`${app.url}/v1/large`, text(40 * 1024 * 1024))).status).toBe(200)
  const chunk = `100001\r\n${text(1_048_577)}\r\n`
  const head = 'POST /v1/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n'
  expect(await exchange(app.port, `${head}${chunk}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /)
})

test('a refused body does not cost its connection once it was read', async () => {
  await using app = await startTestServer(registerRoutes)
  const bad = 'POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n{'
  const good = 'GET /v1/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
  expect(await exchange(app.port, bad + good)).toMatch(/^HTTP\/1\.1 400 [^]*HTTP\/1\.1 200 /)
})
