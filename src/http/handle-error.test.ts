import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'

import { GatewayError, invalidField } from '../domain/errors.ts'
import { makeFakeDialect, startTestServer } from './test-server.ts'
import { toGatewayError } from './to-gateway-error.ts'

const thrownValues: [string, unknown][] = [
  ['an error', new Error('secret detail')],
  ['an error with a status', Object.assign(new Error('secret detail'), { statusCode: 404, code: 'SECRET' })],
  ['a text', 'secret text'],
  ['an object', { secret: true }],
  ['undefined', undefined],
  ['null', null],
]

test.each(thrownValues)(
  '%s thrown anywhere is 500 in the envelope of the path and says nothing',
  async (_name, thrown) => {
    await using app = await startTestServer((server) => {
      server.get('/v1/sync', () => {
        throw thrown
      })
      server.get('/v1/async', async () => {
        throw thrown
      })
      server.get('/v1/hook', { onRequest: async () => Promise.reject(thrown) }, () => ({}))
    })
    for (const path of ['/v1/sync', '/v1/async', '/v1/hook']) {
      const response = await fetch(app.url + path)
      const text = await response.text()
      expect(response.status).toBe(500)
      expect(JSON.parse(text)).toMatchObject({ envelope: 'beatra', code: 'internal', issues: [] })
      expect(text).not.toContain('secret')
      expect(app.lines.some((line) => line.includes('request failed'))).toBe(true)
    }
  },
)

test('what is our fault is logged with stack and causes, without what libraries hang on errors', async () => {
  await using app = await startTestServer((server) => {
    server.get('/v1/broken', () => {
      throw new Error('outer', { cause: Object.assign(new Error('inner'), { detail: 'row values', code: '22P05' }) })
    })
  })
  const response = await fetch(`${app.url}/v1/broken`)
  const line: unknown = JSON.parse(app.lines.find((text) => text.includes('request failed')) ?? '')
  expect(line).toMatchObject({
    level: 'error',
    requestId: response.headers.get('x-request-id'),
    err: {
      message: 'outer',
      stack: expect.stringContaining('handle-error.test'),
      cause: { message: 'inner', code: '22P05' },
    },
  })
  expect(JSON.stringify(line)).not.toContain('row values')
})

test('a refusal keeps its code, issues and headers, and is not logged as ours', async () => {
  await using app = await startTestServer((server) => {
    server.get('/api/v1/limited', () => {
      throw new GatewayError('rate_limited', { retryAfterSeconds: 1.2 })
    })
    server.get('/plain', () => {
      throw invalidField(['input', 'a/b', 0], 'must be an integer', 'type')
    })
  })
  const limited = await fetch(`${app.url}/api/v1/limited`)
  expect(limited.status).toBe(429)
  expect(limited.headers.get('retry-after')).toBe('2')
  expect(await limited.json()).toMatchObject({ envelope: 'omnapi', requestId: limited.headers.get('x-request-id') })
  const plain = await fetch(`${app.url}/plain`)
  expect(plain.status).toBe(400)
  expect(await plain.json()).toMatchObject({
    code: 'invalid_request',
    errors: [{ path: '/input/a~1b/0', message: 'must be an integer', type: 'type' }],
  })
  while (app.lines.length < 2) await turn()
  expect(app.lines.map((line) => JSON.parse(line).level)).toEqual(['info', 'info'])
})

test('a dialect that cannot render its error still gets an answer out', async () => {
  const broken = {
    ...makeFakeDialect('beatra'),
    renderError: () => {
      throw new Error('broken renderer')
    },
  }
  await using app = await startTestServer(() => {}, { dialects: [broken] })
  const response = await fetch(`${app.url}/v1/nowhere`)
  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({ code: 'internal' })
})

test('an answer is the JSON of its value, whatever schema its route declares', async () => {
  await using app = await startTestServer((server) => {
    const response = { 200: { type: 'object', properties: { a: { type: 'integer' } }, required: ['missing'] } }
    server.get('/schema', { schema: { response } }, () => ({ a: 1.7, b: 'kept' }))
  })
  expect(await (await fetch(`${app.url}/schema`)).json()).toEqual({ a: 1.7, b: 'kept' })
})

test('an error after the head went out cuts the answer off', async () => {
  await using app = await startTestServer((server) => {
    server.get('/v1/half', (_request, reply) => {
      reply.raw.writeHead(200, { 'content-length': '100' })
      reply.raw.write('half')
      throw new Error('too late')
    })
  })
  await expect(fetch(`${app.url}/v1/half`).then((response) => response.text())).rejects.toThrow()
})

test.each([
  ['FST_ERR_CTP_BODY_TOO_LARGE', 413, 'payload_too_large'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 415, 'unsupported_media_type'],
  ['FST_ERR_CTP_INVALID_JSON_BODY', 400, 'invalid_json'],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 400, 'invalid_request'],
  ['FST_ERR_BAD_URL', 400, 'not_found'],
  ['FST_ERR_MAX_PARAM_LENGTH', 414, 'uri_too_long'],
  ['FST_ERR_HANDLER_TIMEOUT', 503, 'unavailable'],
  ['FST_ERR_VALIDATION', 400, 'invalid_request'],
  ['FST_ERR_SOMETHING_NEW', 500, 'internal'],
  ['ECONNRESET', 400, 'invalid_request'],
  ['ECONNRESET', 500, 'unavailable'],
])("the framework's %s with status %i is %s", (code, statusCode, expected) => {
  expect(toGatewayError(Object.assign(new Error('x'), { code, statusCode })).code).toBe(expected)
})
