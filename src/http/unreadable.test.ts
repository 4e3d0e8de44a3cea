import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'

import { exchange, startTestServer } from './test-server.ts'

function registerRoutes(server: FastifyInstance): void {
  server.get('/v1/tasks', () => ({ fine: true }))
  server.post('/v1/tasks', () => ({ fine: true }))
  server.get('/v1/stream', (_request, reply) => {
    reply.raw.writeHead(200, { 'content-type': 'text/plain' })
    reply.raw.write('begun')
    reply.hijack()
  })
}

/** The parts of an answer that was read from the socket. */
function parseAnswer(text: string): { status: number; head: string; problem: unknown } {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), head: head.toLowerCase(), problem: JSON.parse(body) }
}

test.each([
  ['garbage', 'hello\r\n\r\n', 400, 'invalid_request'],
  ['an unknown method', 'BREW /v1/tasks HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'invalid_request'],
  ['a header without a name', 'GET /v1/tasks HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n', 400, 'invalid_request'],
  ['raw bytes', Buffer.from([0x16, 3, 1, 2, 0, 1, 0xff, 0xfe, 13, 10, 13, 10]), 400, 'invalid_request'],
  ['an HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'invalid_request'],
  [
    'two lengths',
    'POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
    'invalid_request',
  ],
  [
    'a length and chunks',
    'POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    400,
    'invalid_request',
  ],
  ['a huge header', `GET /v1/tasks HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'header_too_large'],
  ['a huge path', `GET /v1/${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'header_too_large'],
  ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n', 405, 'method_not_allowed'],
  ['a bad Expect', 'POST /v1/tasks HTTP/1.1\r\nHost: x\r\nExpect: zz\r\n\r\n', 417, 'expectation_failed'],
  ['no Host', 'GET /v1/tasks HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'invalid_request'],
])('%s is answered with a problem', async (_name, bytes, status, code) => {
  await using app = await startTestServer(registerRoutes)
  const answer = parseAnswer(await exchange(app.port, bytes))
  expect(answer.status).toBe(status)
  expect(answer.problem).toMatchObject({ status, code, request_id: expect.stringMatching(/^req_/), errors: [] })
  expect(answer.head).toContain('content-type: application/problem+json; charset=utf-8')
  expect(answer.head).toContain('x-request-id: req_')
  expect(answer.head).toContain('cache-control: no-store')
  expect(answer.head).toContain('connection: close')
})

test('CONNECT and 405 name the methods', async () => {
  await using app = await startTestServer(registerRoutes)
  expect(await exchange(app.port, 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n')).toContain('\r\nAllow: GET, HEAD, POST')
})

test('HTTP/1.0 needs no Host, an absolute target is served, an upgrade is left alone', async () => {
  await using app = await startTestServer(registerRoutes)
  expect(await exchange(app.port, 'GET /v1/tasks HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /)
  const absolute = 'GET http://x/v1/tasks HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
  expect(await exchange(app.port, absolute)).toMatch(/^HTTP\/1\.1 200 /)
  const upgrade = 'GET /v1/tasks HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: h2c\r\n\r\n'
  expect(await exchange(app.port, upgrade)).toMatch(/^HTTP\/1\.1 200 /)
})

test('a head that does not come to its end is 408', async () => {
  await using app = await startTestServer(registerRoutes, { timeouts: { headersMs: 20, checkMs: 10 } })
  const answer = parseAnswer(await exchange(app.port, 'GET /v1/tasks HTTP/1.1\r\nHost: x\r\n'))
  expect(answer.problem).toMatchObject({ status: 408, code: 'request_timeout', retryable: true })
})

test('garbage after the head of an answer does not land inside the answer', async () => {
  await using app = await startTestServer(registerRoutes)
  const socket = connect(app.port, '127.0.0.1', () => socket.write('GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n'))
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString()))
  while (!text.includes('begun')) await turn()
  socket.write('garbage\r\n\r\n')
  await once(socket, 'close')
  expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1)
})

test('garbage while an answer is being made ends the connection, not the server', async () => {
  const reached = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<object>()
  await using app = await startTestServer((server) => {
    server.get('/v1/slow', () => {
      reached.resolve()
      return finish.promise
    })
  })
  const socket = connect(app.port, '127.0.0.1', () => socket.write('GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n'))
  await reached.promise
  socket.write('garbage\r\n\r\n')
  const [answer]: unknown[] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /)
  finish.resolve({})
  await once(socket, 'close')
  expect((await fetch(`${app.url}/livez`)).status).toBe(200)
})

test('clients that reset their connection at any point leave the server up', async () => {
  await using app = await startTestServer(registerRoutes)
  const starts = [
    '',
    'GET /v1/ta',
    'GET /v1/tasks HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"a"',
    'POST /v1/tasks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a"',
    'GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n',
    'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
    'garbage\r\n\r\n',
  ]
  for (const start of starts) {
    const socket = connect(app.port, '127.0.0.1')
    await once(socket, 'connect')
    if (start !== '') await new Promise((resolve) => socket.write(start, resolve))
    socket.resetAndDestroy()
    await once(socket, 'close')
  }
  expect((await fetch(`${app.url}/v1/tasks`)).status).toBe(200)
  expect(app.lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
})
