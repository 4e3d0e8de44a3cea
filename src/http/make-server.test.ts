import { once } from 'node:events'
import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'

import { GatewayError } from '../domain/errors.ts'
import { PIPELINED_MAX } from './connection-ends.ts'
import { exchange, startTestServer } from './test-server.ts'

/** The paths of the three dialects, as far as the shell can tell them apart. */
function registerRoutes(server: FastifyInstance): void {
  const locked = {
    onRequest: async () => {
      throw new GatewayError('unauthorized')
    },
  }
  server.get('/v1/tasks', () => ({ list: true }))
  server.get<{ Params: { id: string } }>('/v1/tasks/:id', ({ params }) => ({ id: params.id }))
  server.post('/v1/tasks/:id/cancel', () => ({}))
  server.post('/v1/locked', locked, () => ({}))
  server.get('/v1/locked/:id', locked, () => ({}))
  server.post('/api/v1/tasks', () => ({}))
  server.get('/api/v1/tasks/:id', () => ({}))
  server.post('/api/v1/task', () => ({}))
  server.get('/api/v1/task/:id', () => ({}))
  server.delete('/api/v1/task/:id', () => ({}))
  server.get('/operator/v1/keys', () => ({}))
  server.post('/echo', ({ body }) => ({ body }))
}

test("every answer carries a request id: the client's if it is visible ASCII, else one of ours", async () => {
  await using app = await startTestServer(registerRoutes)
  const idFor = async (given: string) =>
    (await fetch(`${app.url}/v1/tasks`, { headers: { 'x-request-id': given } })).headers.get('x-request-id')
  expect(await idFor('my-id:1')).toBe('my-id:1')
  expect(await idFor('x'.repeat(128))).toBe('x'.repeat(128))
  for (const bad of ['x'.repeat(129), 'a b', 'ä', '']) expect(await idFor(bad)).toMatch(/^req_[0-9A-HJKMNP-TV-Z]{26}$/)
  const ours = await Promise.all([1, 2, 3].map(() => fetch(`${app.url}/nowhere`)))
  expect(new Set(ours.map((response) => response.headers.get('x-request-id'))).size).toBe(3)
})

test('answers are not stored by caches and are readable from any origin, errors too', async () => {
  await using app = await startTestServer(registerRoutes)
  for (const path of ['/v1/tasks', '/v1/nowhere', '/api/v1/tasks', '/v1/%zz']) {
    const { headers } = await fetch(app.url + path, { headers: { origin: 'https://app.example' } })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-expose-headers')).toContain('x-request-id')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  }
})

test('OPTIONS needs no key and lists the methods and headers; on an unknown path it is 404', async () => {
  await using app = await startTestServer(registerRoutes)
  const response = await fetch(`${app.url}/v1/locked`, { method: 'OPTIONS' })
  expect(response.status).toBe(204)
  expect(await response.text()).toBe('')
  expect(response.headers.get('access-control-allow-methods')).toBe('POST, OPTIONS')
  expect(response.headers.get('access-control-allow-headers')).toBe(
    'authorization, x-api-key, content-type, idempotency-key, x-request-id, prefer, x-max-credits',
  )
  const unknown = await fetch(`${app.url}/v1/unknown`, { method: 'OPTIONS' })
  expect(unknown.status).toBe(404)
  const head = 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
  expect(await exchange(app.port, head)).toMatch(/^HTTP\/1\.1 204/)
})

test.each(['/operator/v1/keys', '/operator/v1/nothing', '/%6fperator/v1/keys', '/%6Fperator/v1/nothing'])(
  'no other origin gets at %s',
  async (path) => {
    await using app = await startTestServer(registerRoutes)
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const { headers } = await fetch(app.url + path, { method, headers: { origin: 'https://app.example' } })
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    }
    expect((await fetch(app.url + path, { method: 'OPTIONS' })).status).not.toBe(204)
  },
)

test('HEAD answers as GET does, without a body', async () => {
  await using app = await startTestServer(registerRoutes)
  const get = await fetch(`${app.url}/v1/tasks/a`)
  const head = await fetch(`${app.url}/v1/tasks/a`, { method: 'HEAD' })
  expect(head.status).toBe(200)
  expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
  expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'))
  expect(await head.text()).toBe('')
  expect((await fetch(`${app.url}/v1/unknown`, { method: 'HEAD' })).status).toBe(404)
})

test('a trailing slash makes no difference', async () => {
  await using app = await startTestServer(registerRoutes)
  expect(await (await fetch(`${app.url}/v1/tasks/?limit=5`)).json()).toEqual({ list: true })
  expect(await (await fetch(`${app.url}/v1/tasks/a/`)).json()).toEqual({ id: 'a' })
  expect((await fetch(`${app.url}/api/v1/task/`, { method: 'POST' })).status).toBe(200)
})

test.each([
  ['GET', '/api/v1/tasks/', 'omnapi'],
  ['GET', '/api/v1/task/', 'piapi'],
  ['HEAD', '/api/v1/task/?x=1', null],
  ['DELETE', '/api/v1/task/', 'piapi'],
  ['GET', '/v1/locked/', 'beatra'],
  ['GET', '/v1/unknown', 'beatra'],
  ['POST', '/api/unknown', 'omnapi'],
  ['PROPFIND', '/api/unknown', 'omnapi'],
  ['GET', '/mj/unknown', 'piapi'],
  ['GET', '/v1/tasks/%FF', 'beatra'],
  ['GET', '/api/v1/task/%', 'piapi'],
])('%s %s is 404 in its envelope, before key and body', async (method, path, envelope) => {
  await using app = await startTestServer(registerRoutes)
  const hasBody = method === 'POST'
  const response = await fetch(app.url + path, hasBody ? { method, body: '{"broken', keepalive: false } : { method })
  expect(response.status).toBe(404)
  if (envelope !== null) expect(await response.json()).toMatchObject({ envelope, code: 'not_found' })
})

test.each([
  ['DELETE', '/v1/tasks', 'beatra', 'GET, HEAD, OPTIONS'],
  ['GET', '/v1/locked', 'beatra', 'POST, OPTIONS'],
  ['PUT', '/api/v1/task/x', 'piapi', 'GET, HEAD, DELETE, OPTIONS'],
  ['PROPFIND', '/api/v1/tasks', 'omnapi', 'POST, OPTIONS'],
  ['GET', '/api/v1/tasks', 'omnapi', 'POST, OPTIONS'],
  ['DELETE', '/api/v1/tasks', 'piapi', 'POST, OPTIONS'],
])('%s %s is 405 with Allow in its envelope, before key and body', async (method, path, envelope, allow) => {
  await using app = await startTestServer(registerRoutes)
  const init = method === 'PUT' ? { method, body: '{"broken', headers: { 'content-type': 'text/plain' } } : { method }
  const response = await fetch(app.url + path, init)
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe(allow)
  expect(await response.json()).toMatchObject({ envelope, code: 'method_not_allowed' })
})

test('the rest of the paths is answered with a problem', async () => {
  await using app = await startTestServer(registerRoutes)
  const response = await fetch(`${app.url}/nowhere`)
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(await response.json()).toEqual({
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: 'There is nothing at this path.',
    code: 'not_found',
    retryable: false,
    request_id: response.headers.get('x-request-id'),
    errors: [],
  })
})

test('the key is looked at before a byte of the body is', async () => {
  await using app = await startTestServer(registerRoutes)
  const unread = 'POST /v1/locked HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 99999999\r\n\r\n{'
  const socket = connect(app.port, '127.0.0.1', () => socket.write(unread))
  const [answer]: unknown[] = await once(socket, 'data')
  socket.destroy()
  expect(String(answer)).toMatch(/^HTTP\/1\.1 401 /)
})

test('an id of any length reaches its route', async () => {
  await using app = await startTestServer(registerRoutes)
  const id = 'x'.repeat(8000)
  expect(await (await fetch(`${app.url}/v1/tasks/${id}`)).json()).toEqual({ id })
})

test('a request is one line with method, route, status, time and id, and nothing of its url, key or body', async () => {
  await using app = await startTestServer(registerRoutes)
  const headers = { 'x-api-key': 'secret-key', authorization: 'Bearer secret-key', 'content-type': 'application/json' }
  await fetch(`${app.url}/v1/tasks/secret-id?q=secret-query`, { headers })
  await fetch(`${app.url}/echo`, { method: 'POST', headers, body: '{"prompt":"secret-prompt"}' })
  await fetch(`${app.url}/v1/secret-path`, { headers })
  while (app.lines.length < 3) await turn()
  expect(app.lines).toHaveLength(3)
  expect(app.lines.join()).not.toContain('secret')
  expect(app.lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'request', method: 'GET', route: '/v1/tasks/:id', status: 200, ms: expect.any(Number), level: 'info' },
    { method: 'POST', route: '/echo', status: 200, requestId: expect.stringMatching(/^req_/) },
    { method: 'GET', route: 'unknown', status: 404, code: 'not_found' },
  ])
})

test('a client that leaves before its answer is a line too', async () => {
  const reached = Promise.withResolvers<void>()
  await using app = await startTestServer((server) => {
    server.get('/slow', () => {
      reached.resolve()
      return new Promise(() => {})
    })
  })
  const socket = connect(app.port, '127.0.0.1', () => socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n'))
  await reached.promise
  socket.resetAndDestroy()
  while (app.lines.length < 1) await turn()
  expect(JSON.parse(app.lines[0] ?? '')).toMatchObject({ route: '/slow', status: 499 })
})

test('a stop lets the request in flight end and does not wait for its idle connection', async () => {
  const reached = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<object>()
  const app = await startTestServer((server) => {
    server.get('/slow', () => {
      reached.resolve()
      return finish.promise
    })
  })
  const agent = new Agent({ keepAlive: true })
  const sent = httpRequest(`${app.url}/slow`, { agent }).end()
  await reached.promise
  const closed = app.server.close()
  finish.resolve({ done: true })
  const [response]: { statusCode?: number; resume(): void }[] = await once(sent, 'response')
  expect(response?.statusCode).toBe(200)
  response?.resume()
  await closed
  agent.destroy()
})

test('what is under way when a stop begins is answered, and told that the connection ends', async () => {
  const reached = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<object>()
  const app = await startTestServer((server) => {
    server.get('/slow', () => {
      reached.resolve()
      return finish.promise
    })
  })
  const answers: string[] = []
  const request = 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n'
  const socket = connect(app.port, '127.0.0.1', () => socket.write(request))
  socket.on('data', (chunk) => answers.push(chunk.toString()))
  await reached.promise
  const closed = app.server.close()
  while (app.server.server.listening) await turn()
  finish.resolve({ done: true })
  await Promise.all([closed, once(socket, 'end')])
  expect(answers.join('')).toMatch(/^HTTP\/1\.1 200 [^]*\r\nconnection: close\r\n[^]*{"done":true}$/i)
})

test('in a stop all that a connection brought is answered, the last answer tells its end, and what comes after is not served', async () => {
  const reached = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<object>()
  const served: string[] = []
  const app = await startTestServer((server) => {
    server.get('/slow', () => {
      reached.resolve()
      return finish.promise
    })
    server.get<{ Params: { name: string } }>('/quick/:name', ({ params: { name } }) => {
      served.push(name)
      return { name }
    })
  })
  let received = 0
  app.server.server.on('request', () => (received += 1))
  const answers: string[] = []
  const send = (path: string): boolean => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
  const socket = connect(app.port, '127.0.0.1', () => send('/slow'))
  socket.on('data', (chunk) => answers.push(chunk.toString()))
  await reached.promise
  const closed = app.server.close()
  while (app.server.server.listening) await turn()
  for (const path of ['/quick/second', '/quick/third']) {
    const before = received
    send(path)
    while (received === before) await turn()
    // Its answer is ready, and waits for the first.
    await turn()
  }
  finish.resolve({ done: true })
  await Promise.all([closed, once(socket, 'end')])
  expect(served).toEqual(['second'])
  const [, first, second, ...others] = answers.join('').split('HTTP/1.1 200 OK\r\n')
  expect(others).toEqual([])
  expect(first).toMatch(/\r\n\r\n{"done":true}$/)
  expect(first).not.toMatch(/^connection: close\r$/im)
  expect(second).toMatch(/^connection: close\r$[^]*\r\n\r\n{"name":"second"}$/im)
})

test('in a stop a connection that was just busy is open for its next request, whose answer tells its end', async () => {
  const app = await startTestServer(registerRoutes, { timeouts: { drainMs: 5000 } })
  const socket = connect(app.port, '127.0.0.1')
  const send = (id: string): boolean => socket.write(`GET /v1/tasks/${id} HTTP/1.1\r\nHost: x\r\n\r\n`)
  send('first')
  await once(socket, 'data')
  const closed = app.server.close()
  // Long after all that had come was read.
  for (let turns = 0; turns < 20; turns += 1) await turn()
  send('second')
  const [answer]: unknown[] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 [^]*\r\nconnection: close\r\n[^]*{"id":"second"}$/i)
  await Promise.all([closed, once(socket, 'close')])
})

test('a connection whose answer had begun when a stop begins is open for its next request', async () => {
  const reached = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const app = await startTestServer(
    (server) => {
      registerRoutes(server)
      server.get('/long', (_request, reply) => {
        reply.hijack()
        reply.raw.writeHead(200, { 'content-length': '4' }).write('lo')
        void finish.promise.then(() => reply.raw.end('ng'))
        reached.resolve()
      })
    },
    { timeouts: { drainMs: 5000 } },
  )
  const socket = connect(app.port, '127.0.0.1', () => socket.write('GET /long HTTP/1.1\r\nHost: x\r\n\r\n'))
  let received = ''
  socket.on('data', (chunk) => (received += chunk.toString()))
  await reached.promise
  const closed = app.server.close()
  while (app.server.server.listening) await turn()
  finish.resolve()
  while (!received.endsWith('long')) await turn()
  socket.write('GET /v1/tasks/second HTTP/1.1\r\nHost: x\r\n\r\n')
  await Promise.all([closed, once(socket, 'close')])
  expect(received).toMatch(/longHTTP\/1\.1 200 [^]*\r\nconnection: close\r\n[^]*{"id":"second"}$/i)
})

test('a stop ends connections that never brought a request', async () => {
  const app = await startTestServer(registerRoutes)
  const socket = connect(app.port, '127.0.0.1').resume()
  await once(app.server.server, 'connection')
  await Promise.all([app.server.close(), once(socket, 'close')])
  expect(socket.bytesRead).toBe(0)
})

test('in the end a stop cuts off whoever is still slow to send or to read', async () => {
  const app = await startTestServer(
    (server) => {
      registerRoutes(server)
      server.get('/endless', (_request, reply) => reply.send(new Readable({ read: () => {} })))
    },
    { timeouts: { stopMs: 20 } },
  )
  const heads = ['POST /echo HTTP/1.1\r\nContent-Length: 9', 'GET /endless HTTP/1.1']
  const ends: Promise<string>[] = []
  for (const head of heads) {
    const socket = connect(app.port, '127.0.0.1').resume()
    socket.on('error', () => {})
    socket.write(`${head}\r\nHost: x\r\n\r\n`)
    ends.push(new Promise((resolve) => socket.on('close', () => resolve(head))))
    await once(app.server.server, 'request')
  }
  await app.server.close()
  expect(await Promise.all(ends)).toEqual(heads)
})

test('a connection that sends on and on without an answer is dropped; one that gets its answers may send for ever', async () => {
  let served = 0
  const app = await startTestServer((server) => {
    registerRoutes(server)
    server.get('/never', () => {
      served += 1
      return new Promise(() => {})
    })
  })
  const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`
  const socket = connect(app.port, '127.0.0.1')
  socket.on('error', () => {})
  let received = ''
  socket.on('data', (chunk) => (received += chunk.toString()))
  for (let rounds = 1; rounds <= 2; rounds += 1) {
    socket.write(request('/v1/tasks').repeat(PIPELINED_MAX))
    while (received.split('{"list":true}').length <= rounds * PIPELINED_MAX) await turn()
  }
  socket.write(request('/never').repeat(PIPELINED_MAX * 2))
  await once(socket, 'close')
  expect(served).toBeLessThanOrEqual(PIPELINED_MAX + 1)
  await app.server.close()
})

test('a request that had come when a stop begins is answered, also where nobody has read it yet', async () => {
  const app = await startTestServer(registerRoutes)
  const socket = connect(app.port, '127.0.0.1')
  const send = (id: string): boolean => socket.write(`GET /v1/tasks/${id} HTTP/1.1\r\nHost: x\r\n\r\n`)
  send('first')
  await once(socket, 'data')
  await turn()
  send('second')
  const closed = app.server.close()
  const [answer]: unknown[] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 [^]*\r\nconnection: close\r\n[^]*{"id":"second"}$/i)
  await Promise.all([closed, once(socket, 'close')])
})
