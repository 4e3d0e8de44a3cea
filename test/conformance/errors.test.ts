import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { DialectName } from '../../src/domain/task.ts'
import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { isJsonObject } from '../../src/lib/json.ts'
import { startMedley, TEST_KEY, type TestMedley } from '../helpers/start-medley.ts'
import { askRaw, makeAsk, type Ask, type Reply } from './ask.ts'
import { CREATE_PATHS, keyHeaders, TASK_PATHS, type CreatePath } from './endpoints.ts'
import { codeOf, envelopeFaults, fieldsOf } from './envelopes.ts'
import { makeOrganisation } from './make-organisation.ts'
import { BROKEN_IDS, KNOWN_PATHS, OTHER_PATHS, type Envelope } from './paths.ts'
import { simulate } from './simulate.ts'

let medley: TestMedley
let ask: Ask
let close: () => void
/** Another organisation's key, and one of an organisation without credits. */
let strangerKey: string
let poorKey: string
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
  ;({ ask, close } = makeAsk(medley.url))
  strangerKey = (await makeOrganisation(medley.database, { slug: 'stranger', credits: 100 })).key
  poorKey = (await makeOrganisation(medley.database, { slug: 'poor', credits: 0 })).key
})
afterAll(async () => {
  close()
  await medley.stop()
})

const JSON_TYPE = { 'content-type': 'application/json' }

function expectRefusal(envelope: Envelope, reply: Reply, status: number, code?: string): void {
  expect(envelopeFaults(envelope, reply)).toEqual([])
  expect(reply.status, reply.text.slice(0, 300)).toBe(status)
  if (code !== undefined && envelope !== 'piapi') expect(codeOf(envelope, reply)).toBe(code)
}

/** beatra's 422 is the others' 400 (RULINGS 4). */
const invalid = (dialect: DialectName) => (dialect === 'beatra' ? 422 : 400)
const invalidCode = (dialect: DialectName) => (dialect === 'beatra' ? 'invalid_request' : 'VALIDATION_ERROR')
const word = (dialect: Envelope, code: string) => (dialect === 'omnapi' ? code.toUpperCase() : code)

const post = (create: CreatePath, body: JsonValue | undefined | Buffer, key: string | null = TEST_KEY, more = {}) =>
  ask({
    method: 'POST',
    path: create.path,
    headers: { ...(key === null ? {} : keyHeaders(create.dialect, key)), ...JSON_TYPE, ...more },
    body: Buffer.isBuffer(body) || body === undefined ? body : JSON.stringify(body),
  })

/** The body with something else at a path of keys. */
function withAt(body: JsonObject, path: readonly string[], value: JsonValue): JsonObject {
  const [key = '', ...rest] = path
  const inner = body[key]
  return { ...body, [key]: rest.length === 0 ? value : withAt(isJsonObject(inner) ? inner : {}, rest, value) }
}

describe('paths and methods (RULINGS 1 and 2)', () => {
  test.each(OTHER_PATHS)(
    'an unknown path is 404 in its envelope, with any method, with and without a key: $path',
    async ({ envelope, path }) => {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        for (const headers of [{}, { ...keyHeaders(envelope, TEST_KEY), ...JSON_TYPE }]) {
          if (path.startsWith('/files/') && method !== 'GET') continue
          expectRefusal(envelope, await ask({ method, path, headers }), 404, word(envelope, 'not_found'))
        }
      }
    },
  )

  test.each(KNOWN_PATHS)(
    '$path refuses other methods with 405 and says in Allow what it takes',
    async ({ envelope, path, methods }) => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND']) {
        if (methods.includes(method)) continue
        const reply = await ask({ method, path, headers: JSON_TYPE, body: '{' })
        // RULINGS 1: PiAPI has a bulk cancel there.
        const own = method === 'DELETE' && path === '/api/v1/tasks' ? 'piapi' : envelope
        expectRefusal(own, reply, 405, word(own, 'method_not_allowed'))
        expect(new Set(reply.headers.allow?.split(', '))).toEqual(new Set([...methods, 'OPTIONS']))
      }
    },
  )

  test('HEAD of a path that takes no GET is 405 without a body', async () => {
    const reply = await ask({ method: 'HEAD', path: '/api/v1/task' })
    expect([reply.status, reply.text, reply.headers.allow]).toEqual([405, '', 'POST, OPTIONS'])
  })

  test.each(TASK_PATHS)(
    '$dialect: no broken id is anything but 404 on $method $path',
    async ({ dialect, method, path }) => {
      for (const id of BROKEN_IDS) {
        const reply = await ask({ method, path: path.replace('ID', id), headers: keyHeaders(dialect, TEST_KEY) })
        expect([id, envelopeFaults(dialect, reply), reply.status]).toEqual([id, [], 404])
      }
    },
  )

  test('an id of more than the head may hold is 431 as problem+json, and the connection is closed', async () => {
    const reply = await ask({ path: `/v1/tasks/${'x'.repeat(20_000)}`, headers: keyHeaders('beatra', TEST_KEY) })
    expectRefusal('problem', reply, 431)
  })
})

describe('keys (RULINGS 2 and 8)', () => {
  const keyed = [
    ...CREATE_PATHS.map(({ dialect, path }) => ({ dialect, method: 'POST', path })),
    ...TASK_PATHS.map(({ dialect, method, path }) => ({
      dialect,
      method,
      path: path.replace('ID', 'tsk_01K3V9QZ7M4E2H8N6B5D1C0RTW'),
    })),
    { dialect: 'beatra', method: 'GET', path: '/v1/tasks' },
    { dialect: 'beatra', method: 'GET', path: '/v1/models' },
  ] as const

  test.each(keyed)(
    '$method $path: no key and a wrong key are 401, before anything of the body',
    async ({ dialect, method, path }) => {
      const wrong = ['medley-test-key-0123456788', 'x', 'mdl_' + '0'.repeat(46), `${TEST_KEY}x`, 'x'.repeat(4000)]
      const bodies = [undefined, '{}', '{', 'x'.repeat(200_000)]
      for (const [index, key] of [null, '', ...wrong].entries()) {
        const headers = {
          ...(key === null ? {} : keyHeaders(dialect, key)),
          'content-type': index % 2 ? 'text/plain' : 'application/json',
        }
        const reply = await ask({ method, path, headers, body: bodies[index % bodies.length] })
        const isMissing = key === null || key === ''
        expectRefusal(dialect, reply, 401)
        if (dialect === 'beatra') expect(codeOf(dialect, reply)).toBe(isMissing ? 'unauthorized' : 'invalid_api_key')
        if (dialect === 'omnapi') expect(codeOf(dialect, reply)).toBe('UNAUTHORIZED')
      }
    },
  )

  test.each(['omnapi', 'piapi'] as const)('%s takes no Bearer', async (dialect) => {
    const path = dialect === 'omnapi' ? '/api/v1/tasks/x' : '/api/v1/task/x'
    const refused = await ask({ path, headers: { authorization: `Bearer ${TEST_KEY}` } })
    expectRefusal(dialect, refused, 401)
    expect(refused.text).toMatch(/x-api-key.*A Bearer token is not taken here\./)
    expect((await ask({ path })).text).not.toContain('Bearer')
    const both = await ask({ path, headers: { authorization: 'Bearer nonsense', 'x-api-key': TEST_KEY } })
    expectRefusal(dialect, both, 404)
  })

  test('beatra: Bearer wins over x-api-key, which speaks alone; other schemes are unauthorized', async () => {
    const of = async (headers: Record<string, string>, path = '/v1/models') => {
      const reply = await ask({ path, headers, method: path === '/v1/models' ? 'GET' : 'POST' })
      return [reply.status, codeOf('beatra', reply)]
    }
    expect(await of({ authorization: `Bearer ${TEST_KEY}`, 'x-api-key': 'nonsense' })).toEqual([200, undefined])
    expect(await of({ authorization: `bearer   ${TEST_KEY}` })).toEqual([200, undefined])
    expect(await of({ authorization: 'Bearer nonsense', 'x-api-key': TEST_KEY })).toEqual([401, 'invalid_api_key'])
    expect(await of({ 'x-api-key': TEST_KEY })).toEqual([200, undefined])
    expect(await of({ authorization: TEST_KEY })).toEqual([401, 'unauthorized'])
    expect(await of({ authorization: `Basic ${TEST_KEY}`, 'x-api-key': TEST_KEY })).toEqual([401, 'unauthorized'])
    expect(await of({ authorization: 'Bearer', 'x-api-key': TEST_KEY })).toEqual([401, 'unauthorized'])
    expect((await of({ authorization: TEST_KEY }, '/v1/images/generations'))[0]).toBe(422)
  })

  test("another organisation's task is 404 to every dialect, read or canceled, and stays as it is", async () => {
    const id = await simulate(medley, 'omnapi')
    const unknown = `tsk_${id.slice(5, 15)}0000000000000000`
    for (const { dialect, method, path } of TASK_PATHS) {
      const headers = keyHeaders(dialect, strangerKey)
      const theirs = await ask({ method, path: path.replace('ID', id), headers })
      expectRefusal(dialect, theirs, 404, word(dialect, dialect === 'beatra' ? 'task_not_found' : 'not_found'))
      // Nothing tells a stranger's task from none.
      const none = await ask({ method, path: path.replace('ID', unknown), headers })
      const bare = ({ text }: Reply) => text.replace(/req_[0-9A-Z]{26}/, 'req')
      expect(bare(theirs)).toBe(bare(none))
    }
    const list = await ask({ path: '/v1/tasks', headers: keyHeaders('beatra', strangerKey) })
    expect(list.body).toMatchObject({ data: [], has_more: false, next_cursor: null })
    expect((await medley.send('GET', `/v1/tasks/${id}`)).body['status']).toBe('queued')
  })
})

describe.each(CREATE_PATHS)('POST $path', (create) => {
  const { dialect, path, body, text } = create
  const named = text.join('.')

  test('is accepted as it is', async () => {
    const reply = await post(create, body)
    expect([reply.status, reply.headers['content-type']]).toEqual([create.accepted, 'application/json; charset=utf-8'])
  })

  test('bad JSON, no body and a body that is no object are the validation error (RULINGS 4)', async () => {
    const bad = ['{', '', '{"a":1,}', "{'a':1}", '{"a":NaN}', 'null x', '\u{feff}\u{feff}{}', '[1', '"', 'undefined']
    for (const each of bad)
      expectRefusal(dialect, await post(create, Buffer.from(each)), invalid(dialect), invalidCode(dialect))
    expectRefusal(dialect, await post(create, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), invalid(dialect))
    expectRefusal(dialect, await post(create, undefined), invalid(dialect), invalidCode(dialect))
    for (const each of [null, [], [body], 'text', 7, true, 1.5]) {
      const reply = await post(create, each)
      expectRefusal(dialect, reply, invalid(dialect), invalidCode(dialect))
    }
  })

  test('only JSON types are read; none at all counts as JSON (RULINGS 4)', async () => {
    const headers = keyHeaders(dialect, TEST_KEY)
    const send = (type: string | undefined, more = {}) =>
      ask({
        method: 'POST',
        path,
        body: JSON.stringify(body),
        headers: { ...headers, ...(type === undefined ? {} : { 'content-type': type }), ...more },
      })
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonx',
      'json',
      '*/*',
    ]) {
      expectRefusal(dialect, await send(type), 415, word(dialect, 'unsupported_media_type'))
    }
    expectRefusal(dialect, await send('application/json', { 'content-encoding': 'gzip' }), 415)
    for (const type of [
      undefined,
      'application/json',
      'application/json; charset=utf-8',
      'APPLICATION/JSON',
      'application/vnd.x+json',
    ]) {
      expect([type, (await send(type)).status]).toEqual([type, create.accepted])
    }
  })

  test('a body above the limit is 413, before its type and its JSON; so are too many brackets (RULINGS 2 and 7)', async () => {
    const headers = { ...keyHeaders(dialect, TEST_KEY), 'content-type': 'text/plain' }
    // Only the length is told: nothing of it has to be sent for the answer.
    const told = await askRaw(
      medley.url,
      [
        `POST ${path} HTTP/1.1`,
        'host: x',
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        `content-length: ${create.bodyLimit + 1}`,
        '',
        '',
      ].join('\r\n'),
      { halfClose: false },
    )
    expect(told.slice(0, 12)).toBe('HTTP/1.1 413')
    const structure = await post(create, Buffer.from(`{"x":[${'[],'.repeat(40_000)}[]]}`))
    expectRefusal(dialect, structure, 413, word(dialect, 'payload_too_large'))
    if (create.bodyLimit > 1024 * 1024) return
    const filler = 'x'.repeat(create.bodyLimit)
    expectRefusal(
      dialect,
      await post(create, Buffer.from(`{"prompt":"${filler}"}`)),
      413,
      word(dialect, 'payload_too_large'),
    )
  })

  test('a wrong type, an absent or blank text, U+0000, half a surrogate pair and depth name their field (RULINGS 5)', async () => {
    for (const value of [7, null, true, [], {}, ['x']]) {
      const reply = await post(create, withAt(body, text, value))
      expectRefusal(dialect, reply, invalid(dialect), invalidCode(dialect))
      expect([value, fieldsOf(dialect, reply)]).toEqual([value, [named]])
    }
    const half = JSON.stringify(withAt(body, text, 'HALF')).replace('HALF', String.raw`a\ud800b`)
    const nul = JSON.stringify(withAt(body, text, 'NUL')).replace('NUL', String.raw`a\u0000b`)
    const raw = JSON.stringify(withAt(body, text, 'NUL')).replace('NUL', 'a\0b')
    for (const each of [half, nul, raw]) {
      const reply = await post(create, Buffer.from(each))
      expectRefusal(dialect, reply, invalid(dialect), invalidCode(dialect))
      expect(fieldsOf(dialect, reply)).toEqual([named])
    }
    let deep: JsonValue = 1
    for (let level = 0; level < 80; level += 1) deep = [deep]
    const reply = await post(create, withAt(body, text, deep))
    expectRefusal(dialect, reply, invalid(dialect), invalidCode(dialect))
    expect(fieldsOf(dialect, reply)).toEqual([text[0]])
    const isOptional = path.endsWith('/compose')
    const blank = await post(create, isOptional ? { soundPrompt: '  ' } : withAt(body, text, ' \n\t '))
    expectRefusal(dialect, blank, invalid(dialect), invalidCode(dialect))
    expect(fieldsOf(dialect, blank)).toEqual([isOptional ? '' : named])
  })

  test('a key __proto__ is refused naming where, wherever it stands', async () => {
    const reply = await post(create, Buffer.from('{"prompt":"x","__proto__":{"a":1}}'))
    expectRefusal(dialect, reply, invalid(dialect), invalidCode(dialect))
    const escaped = JSON.stringify({ ...body, extra: { KEY: 1 } }).replace('KEY', String.raw`\u005f_proto__`)
    expect(fieldsOf(dialect, await post(create, Buffer.from(escaped)))).toEqual(['extra'])
  })

  test('too few credits are 402 with what is needed, after everything of the body (RULINGS 2)', async () => {
    const reply = await post(create, body, poorKey)
    expectRefusal(dialect, reply, 402, dialect === 'omnapi' ? 'INSUFFICIENT_CREDITS' : 'insufficient_balance')
    if (dialect === 'piapi') expect(reply.text).toContain('insufficient')
    expectRefusal(dialect, await post(create, withAt(body, text, 7), poorKey), invalid(dialect), invalidCode(dialect))
    expectRefusal(dialect, await post(create, Buffer.from('{'), poorKey), invalid(dialect))
  })
})

// src/lib/json-scan.ts looks for the text __proto__ and for escapes of `_`, but a letter can be escaped as well.
test('a key __proto__ is refused however its letters are escaped', async () => {
  const [create] = CREATE_PATHS
  if (create === undefined) throw new Error('there is no create path')
  const body = JSON.stringify({ ...create.body, extra: { KEY: 1 } }).replace('KEY', String.raw`__pr\u006fto__`)
  expect((await post(create, Buffer.from(body))).status).toBe(400)
})

test('a result that the organisation does not have is 400 naming the field, before its credits are asked (RULINGS 2)', async () => {
  const compose = CREATE_PATHS.find((create) => create.path.endsWith('/compose'))
  if (compose === undefined) throw new Error('there is no compose')
  for (const [field, id] of [
    ['lyricsId', 'lyr_01K3V9QZ7M4E2H8N6B5D1C0RTW'],
    ['imageId', 'img_01K3V9QZ7M4E2H8N6B5D1C0RTW'],
    ['currentSongId', 'nonsense'],
  ] as const) {
    const reply = await post(compose, { soundPrompt: 'x', [field]: id }, poorKey)
    expectRefusal('omnapi', reply, 400, 'VALIDATION_ERROR')
    expect(fieldsOf('omnapi', reply)).toEqual([field])
  }
})

describe('models (RULINGS 27)', () => {
  test('OmnAPI: an unknown model is 400 naming model', async () => {
    for (const body of [
      { model: 'no-such', feature: 'generate-lyrics', inputParameters: { prompt: 'x' } },
      { model: 'producer/no-such/generate-lyrics', inputParameters: { prompt: 'x' } },
      { model: 'lyria-3-preview', feature: 'generate-video', inputParameters: { prompt: 'x' } },
    ]) {
      const reply = await ask({
        method: 'POST',
        path: '/api/v1/tasks',
        headers: { ...keyHeaders('omnapi', TEST_KEY), ...JSON_TYPE },
        body: JSON.stringify(body),
      })
      expectRefusal('omnapi', reply, 400, 'VALIDATION_ERROR')
      expect(fieldsOf('omnapi', reply)).toEqual(['model'])
    }
  })

  test('beatra: an unknown model is 400 unsupported_model naming /model', async () => {
    for (const path of ['/v1/images/generations', '/v1/music/text-to-music']) {
      for (const model of ['no-such', 'flux1-schnell', 'studio-lyrics-1']) {
        const reply = await ask({
          method: 'POST',
          path,
          headers: { ...keyHeaders('beatra', TEST_KEY), ...JSON_TYPE },
          body: JSON.stringify({ model, prompt: 'x' }),
        })
        expectRefusal('beatra', reply, 400, 'unsupported_model')
        const message = expect.stringContaining('GET /v1/models')
        expect(reply.body).toMatchObject({ error: { param: '/model', message } })
      }
    }
  })

  test('PiAPI: an unknown model is "invalid model" before anything else, then "invalid task_type"', async () => {
    const say = async (body: JsonValue) => {
      const reply = await ask({
        method: 'POST',
        path: '/api/v1/task',
        headers: { ...keyHeaders('piapi', TEST_KEY), ...JSON_TYPE },
        body: JSON.stringify(body),
      })
      expectRefusal('piapi', reply, 400)
      return isJsonObject(reply.body) ? reply.body['message'] : null
    }
    expect(await say({ model: 'no-such', task_type: 7, input: 7 })).toBe('invalid model')
    expect(await say({ model: 'Qubico/flux1-schnell', task_type: 'no-such', input: 7 })).toBe('invalid task_type')
    expect(await say({ task_type: 'txt2img' })).toBe('invalid request: model is required')
    expect(await say({ model: 'Qubico/flux1-schnell', task_type: 'txt2img', input: {} })).toBe(
      'invalid request: input.prompt is required',
    )
  })

  test('beatra: an unknown key of a creating body is 422 naming it; OmnAPI and PiAPI drop it unseen (RULINGS 6)', async () => {
    for (const create of CREATE_PATHS) {
      const reply = await post(create, { ...create.body, surplus: 'kept?' })
      if (create.dialect !== 'beatra') {
        expect([reply.status, reply.text.includes('surplus')]).toEqual([200, false])
        continue
      }
      expectRefusal('beatra', reply, 422, 'invalid_request')
      expect(fieldsOf('beatra', reply)).toEqual(['surplus'])
    }
  })
})

describe('URLs of clients (RULINGS 15)', () => {
  const PLACES = [
    {
      path: '/api/v1/producer/generate/image',
      field: 'config.webhookUrl',
      body: (url: JsonValue) => ({ prompt: 'x', config: { webhookUrl: url } }),
    },
    {
      path: '/v1/images/generations',
      field: 'callback_url',
      body: (url: JsonValue) => ({ prompt: 'x', callback_url: url }),
    },
    {
      path: '/api/v1/task',
      field: 'config.webhook_config.endpoint',
      body: (url: JsonValue) => ({
        model: 'sim/image',
        task_type: 'txt2img',
        input: { prompt: 'x' },
        config: { webhook_config: { endpoint: url } },
      }),
    },
    {
      path: '/api/v1/task',
      field: 'input.video',
      body: (url: JsonValue) => ({
        model: 'Qubico/mmaudio',
        task_type: 'video2audio',
        input: { prompt: 'x', video: url },
      }),
    },
  ]
  const BAD = [
    ...[
      'ftp://example.net/',
      'javascript:alert(1)',
      'https://',
      'https://u:p@example.net/',
      'https://user@example.net/',
    ],
    ...[
      'http://127.0.0.1/',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://[::1]/',
      'http://[::ffff:10.0.0.1]/',
      'http://localhost:1/',
    ],
    ...[
      'http://169.254.169.254/latest',
      'https://10.1.2.3/',
      `https://example.net/${'a'.repeat(2048)}`,
      'https://exa mple.net/',
      7,
      [],
    ],
  ]

  test.each(PLACES)('$field of $path', async ({ path, field, body }) => {
    const create = CREATE_PATHS.find((each) => each.path === path)
    if (create === undefined) throw new Error(`there is no ${path}`)
    for (const url of BAD) {
      const reply = await post(create, body(url))
      expectRefusal(create.dialect, reply, invalid(create.dialect), invalidCode(create.dialect))
      expect([url, fieldsOf(create.dialect, reply)]).toEqual([url, [field]])
    }
    for (const url of ['http://hooks.example.net/in', 'https://hooks.example.net:8443/in?a=b#c', 'https://1.1.1.1/x']) {
      expect([url, (await post(create, body(url))).status]).toEqual([url, create.accepted])
    }
  })
})

describe('what is the same of every answer (RULINGS 10 to 13)', () => {
  const pathsOfEachKind = ['/v1/health', '/v1/models', '/api/v1/tasks/x', '/api/v1/task/x', '/nothing', '/livez', '/']
  const isOwn = /^req_[0-9A-HJKMNP-TV-Z]{26}$/

  test('X-Request-Id is the one that was sent if it is 1 to 128 visible ASCII characters, else a new one', async () => {
    for (const path of pathsOfEachKind) {
      for (const sent of ['x', 'a'.repeat(128), '!~"<>{}', randomUUID()]) {
        expect((await ask({ path, headers: { 'x-request-id': sent } })).headers['x-request-id']).toBe(sent)
      }
      for (const sent of ['', 'a'.repeat(129), 'a b', 'caf\u00e9', 'a\tb', ['a', 'b']]) {
        expect((await ask({ path, headers: { 'x-request-id': sent } })).headers['x-request-id']).toMatch(isOwn)
      }
    }
    const ids = await Promise.all(
      Array.from({ length: 300 }, async () => (await ask({ path: '/livez' })).headers['x-request-id']),
    )
    expect(new Set(ids).size).toBe(300)
  })

  test('HEAD answers as GET does, without a body', async () => {
    const id = await simulate(medley, 'beatra')
    const paths = [
      '/v1/health',
      '/v1/models',
      '/v1/tasks',
      `/v1/tasks/${id}`,
      `/api/v1/tasks/${id}`,
      `/api/v1/task/${id}`,
    ]
    for (const path of [...paths, '/v1/tasks/x', '/livez', '/', '/nothing', '/v1/tasks?limit=0']) {
      const headers = { 'x-api-key': TEST_KEY, 'x-request-id': 'same' }
      const get = await ask({ path, headers })
      const head = await ask({ method: 'HEAD', path, headers })
      expect([path, head.text, head.status]).toEqual([path, '', get.status])
      for (const name of ['content-type', 'content-length', 'etag', 'cache-control', 'x-request-id']) {
        expect([path, name, head.headers[name]]).toEqual([path, name, get.headers[name]])
      }
    }
  })

  test.each(KNOWN_PATHS)(
    'OPTIONS $path is 204 without a key and says the methods and headers',
    async ({ path, methods }) => {
      const reply = await ask({
        method: 'OPTIONS',
        path,
        headers: { origin: 'https://app.example.net', 'access-control-request-method': 'POST' },
      })
      expect([reply.status, reply.text]).toEqual([204, ''])
      expect(reply.headers['access-control-allow-origin']).toBe('*')
      expect(new Set(reply.headers['access-control-allow-methods']?.split(', '))).toEqual(
        new Set([...methods, 'OPTIONS']),
      )
      expect(reply.headers['access-control-allow-headers']).toBe(
        'authorization, x-api-key, content-type, idempotency-key, x-request-id, prefer, x-max-credits',
      )
      expect(reply.headers['access-control-allow-credentials']).toBeUndefined()
      expect(reply.headers['x-request-id']).toMatch(isOwn)
    },
  )

  test('OPTIONS of an unknown path is 404 in its envelope', async () => {
    for (const { envelope, path } of OTHER_PATHS) {
      if (path.startsWith('/files/')) continue
      expectRefusal(envelope, await ask({ method: 'OPTIONS', path }), 404)
    }
  })

  test('a trailing slash is ignored, and an empty id is 404', async () => {
    const id = await simulate(medley, 'beatra')
    const headers = { 'x-api-key': TEST_KEY, ...JSON_TYPE }
    for (const { method, path } of TASK_PATHS.filter((each) => each.method === 'GET')) {
      expect([path, (await ask({ method, path: `${path.replace('ID', id)}/`, headers })).status]).toEqual([path, 200])
    }
    for (const create of CREATE_PATHS) {
      const reply = await ask({ method: 'POST', path: `${create.path}/`, headers, body: JSON.stringify(create.body) })
      expect([create.path, reply.status]).toEqual([create.path, create.accepted])
    }
    expect((await ask({ path: '/v1/tasks/', headers })).body).toMatchObject({ object: 'list' })
    const empty = [
      ['omnapi', 'GET', '/api/v1/tasks/'],
      ['omnapi', 'POST', '/api/v1/tasks//cancel'],
      ['beatra', 'POST', '/v1/tasks//cancel'],
      ['piapi', 'GET', '/api/v1/task/'],
      ['piapi', 'DELETE', '/api/v1/task/'],
    ] as const
    for (const [dialect, method, path] of empty) {
      const reply = await ask({ method, path, headers })
      expect([path, envelopeFaults(dialect, reply), reply.status]).toEqual([path, [], 404])
    }
  })

  test('a read has a weak ETag that stands as long as the task does, and If-None-Match is answered 304 without a body', async () => {
    const id = await simulate(medley, 'beatra')
    for (const { dialect, path } of TASK_PATHS.filter((each) => each.method === 'GET')) {
      const read = (etag?: string) =>
        ask({
          path: path.replace('ID', id),
          headers: { ...keyHeaders(dialect, TEST_KEY), ...(etag === undefined ? {} : { 'if-none-match': etag }) },
        })
      const first = await read()
      const etag = String(first.headers.etag)
      expect(etag).toMatch(/^W\/"[^"]+"$/)
      for (const known of [etag, '*', `"other", ${etag}`, `${etag},W/"z"`]) {
        const again = await read(known)
        expect([known, again.status, again.text, again.headers.etag]).toEqual([known, 304, '', etag])
        expect(again.headers['x-request-id']).toMatch(isOwn)
      }
      for (const other of ['W/"nothing"', '""', 'x', '']) expect((await read(other)).status).toBe(200)
    }
    const before = (await ask({ path: `/v1/tasks/${id}`, headers: { 'x-api-key': TEST_KEY } })).headers.etag
    await medley.send('POST', `/v1/tasks/${id}/cancel`)
    const headers = { 'x-api-key': TEST_KEY, 'if-none-match': String(before) }
    const after = await ask({ path: `/v1/tasks/${id}`, headers })
    expect([after.status, after.headers.etag === before]).toEqual([200, false])
  })

  test('an answer of the API is never cached, and any page may read it, without credentials', async () => {
    for (const path of pathsOfEachKind) {
      const { headers } = await ask({ path, headers: { 'x-api-key': TEST_KEY, origin: 'https://app.example.net' } })
      expect([path, headers['cache-control'], headers['access-control-allow-origin']]).toEqual([path, 'no-store', '*'])
      expect(headers['access-control-allow-credentials']).toBeUndefined()
    }
  })

  test('a cancel takes any body under any type, and GET and DELETE ignore theirs (RULINGS 4)', async () => {
    for (const [type, body] of [
      ['text/plain', 'why not'],
      ['application/json', '{'],
      ['', ''],
      ['image/png', '\0\x01'],
    ] as const) {
      for (const { method, path } of TASK_PATHS) {
        const id = await simulate(medley, 'beatra')
        const headers = { 'x-api-key': TEST_KEY, ...(type === '' ? {} : { 'content-type': type }) }
        const reply = await ask({ method, path: path.replace('ID', id), headers, body })
        expect([method, path, type, reply.status < 300]).toEqual([method, path, type, true])
      }
    }
  })

  test('the operator routes are for no page of another origin', async () => {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const reply = await ask({ method, path: '/operator/v1/nothing', headers: { origin: 'https://app.example.net' } })
      expect([method, reply.status, reply.headers['access-control-allow-origin']]).toEqual([method, 404, undefined])
      expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/)
    }
  })

  test('no other text of a refusal than ours: a secret key that is wrong is not repeated', async () => {
    const reply = await ask({ path: '/v1/models', headers: { authorization: 'Bearer my-secret-key-of-elsewhere' } })
    expect(reply.text).not.toContain('my-secret-key')
  })
})

test('after all of it the books are right', async () => {
  expect(await medley.verify()).toEqual([])
})
