import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createRawServer, type Server as NetServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { parseAddressList } from '../lib/address-guard.ts'
import { makeGuardedFetch, type GuardedFetch, type GuardedRequest } from './make-guarded-fetch.ts'
import { OutgoingError } from './outgoing-error.ts'
import type { ResolveHost } from './resolve-host.ts'

/** What an operator has allowed; stands for all that is public. All other addresses of this machine stand for what is private. */
const ALLOWED = '127.0.0.2'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each()
})

interface Listening {
  port: number
  connections: number
}

async function listen(server: NetServer, host: string, port = 0): Promise<Listening> {
  const listening: Listening = { port, connections: 0 }
  const sockets: Socket[] = []
  server.on('connection', (socket: Socket) => {
    listening.connections += 1
    sockets.push(socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  if (typeof address === 'object' && address !== null) listening.port = address.port
  undo.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return listening
}

/** Answers any request with these very bytes, and then says nothing more, or ends. */
function serveBytes(bytes: string, { ends }: { ends: boolean }): Promise<Listening> {
  const server = createRawServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => (ends ? socket.end(bytes, 'latin1') : socket.write(bytes, 'latin1')))
  })
  return listen(server, ALLOWED)
}

function serve(answer: RequestListener, host = ALLOWED, port = 0): Promise<Listening> {
  return listen(createServer(answer), host, port)
}

/** One answers at the allowed address, the other at the same port of a private one, which somebody else may have by then. */
async function serveTwice(one: RequestListener, other: RequestListener): Promise<[Listening, Listening]> {
  for (;;) {
    const outside = await serve(one)
    const own = await serve(other, '127.0.0.1', outside.port).catch(takenOrThrow)
    if (own !== null) return [outside, own]
  }
}

function takenOrThrow(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return null
  throw error
}

/** Every address of this machine answers at this port, and counts. */
let inside: Listening
beforeEach(async () => {
  inside = await serve((_request, response) => response.end('secret'), '0.0.0.0')
})

function makeFetch(resolve: ResolveHost = async () => [ALLOWED], ca?: string): GuardedFetch {
  const allowPrivate = parseAddressList(ALLOWED)
  const guarded = makeGuardedFetch({ allowPrivate, resolve, ...(ca === undefined ? {} : { ca }) })
  undo.push(() => guarded.close())
  return guarded
}

function get(url: string, more: Partial<GuardedRequest> = {}): GuardedRequest {
  const limits = { timeoutMs: 60_000, maxBytes: 1000, redirects: 0, signal: null }
  return { url, method: 'GET', headers: {}, body: null, ...limits, ...more }
}

async function faultOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer
  } catch (error) {
    if (error instanceof OutgoingError) return error.kind
    throw error
  }
  return 'answered'
}

/** PORT stands for the port at which all addresses of this machine answer. */
const TRICKS: readonly (readonly [url: string, fault: string])[] = [
  ['http://127.0.0.1:PORT/', 'refused_address'],
  ['http://127.1:PORT/', 'refused_address'],
  ['http://127.0.1:PORT/', 'refused_address'],
  ['http://2130706433:PORT/', 'refused_address'],
  ['http://0x7f000001:PORT/', 'refused_address'],
  ['http://0x7f.0.0.1:PORT/', 'refused_address'],
  ['http://0x7F.1:PORT/', 'refused_address'],
  ['http://0177.0.0.1:PORT/', 'refused_address'],
  ['http://017700000001:PORT/', 'refused_address'],
  ['http://0177.0x0.0.1:PORT/', 'refused_address'],
  ['http://127.0.0.1.:PORT/', 'refused_address'],
  ['http://１２７.0.0.1:PORT/', 'refused_address'],
  ['http://①②⑦.⓪.⓪.①:PORT/', 'refused_address'],
  ['http://127。0。0。1:PORT/', 'refused_address'],
  ['http://%31%32%37.0.0.1:PORT/', 'refused_address'],
  ['http://0:PORT/', 'refused_address'],
  ['http://0.0.0.0:PORT/', 'refused_address'],
  ['http://00000000:PORT/', 'refused_address'],
  ['http://127.255.255.254:PORT/', 'refused_address'],
  ['http://[::1]:PORT/', 'refused_address'],
  ['http://[::]:PORT/', 'refused_address'],
  ['http://[0:0:0:0:0:0:0:1]:PORT/', 'refused_address'],
  ['http://[::ffff:127.0.0.1]:PORT/', 'refused_address'],
  ['http://[::ffff:7f00:1]:PORT/', 'refused_address'],
  ['http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/', 'refused_address'],
  ['http://[::ffff:0:127.0.0.1]:PORT/', 'refused_address'],
  ['http://[::127.0.0.1]:PORT/', 'refused_address'],
  ['http://[64:ff9b::127.0.0.1]:PORT/', 'refused_address'],
  ['http://[2002:7f00:1::]:PORT/', 'refused_address'],
  ['http://localhost:PORT/', 'refused_address'],
  ['http://LOCALHOST:PORT/', 'refused_address'],
  ['http://localhost.:PORT/', 'refused_address'],
  ['http://lo%63alhost:PORT/', 'refused_address'],
  ['http://ⓛocalhost:PORT/', 'refused_address'],
  ['http://a.localhost:PORT/', 'refused_address'],
  ['http://localhost.localdomain:PORT/', 'refused_address'],
  ['http://ip6-localhost:PORT/', 'refused_address'],
  ['http://169.254.169.254/latest/meta-data', 'refused_address'],
  ['http://0xa9fea9fe/', 'refused_address'],
  ['http://2852039166/', 'refused_address'],
  ['http://169.254.43518/', 'refused_address'],
  ['http://[fd00:ec2::254]/latest', 'refused_address'],
  ['http://[fe80::1%25eth0]:PORT/', 'bad_url'],
  ['http://[fe80::1%eth0]:PORT/', 'bad_url'],
  ['http://user:secret@127.0.0.2:PORT/', 'bad_url'],
  ['http://user@127.0.0.2:PORT/', 'bad_url'],
  ['http://@127.0.0.2:PORT/', 'bad_url'],
  ['http://127.0.0.2:PORT@127.0.0.1:PORT/', 'bad_url'],
  ['http://127.0.0.2:PORT\\@127.0.0.1:PORT/', 'bad_url'],
  ['http://127.0.0.2:PORT/\r\nHost: x', 'bad_url'],
  ['http://127.0.0.2 :PORT/', 'bad_url'],
  ['file:///etc/passwd', 'bad_url'],
  ['gopher://127.0.0.1:PORT/_GET', 'bad_url'],
  ['ftp://127.0.0.2/', 'bad_url'],
  ['dict://127.0.0.1:PORT/', 'bad_url'],
  ['data:text/plain,x', 'bad_url'],
  ['blob:http://127.0.0.2/1', 'bad_url'],
  ['ws://127.0.0.2:PORT/', 'bad_url'],
  ['javascript:alert(1)', 'bad_url'],
  ['jar:http://127.0.0.2!/', 'bad_url'],
  ['//127.0.0.2:PORT/', 'bad_url'],
  ['http:127.0.0.2', 'bad_url'],
  ['http:///127.0.0.2', 'bad_url'],
  ['/etc/passwd', 'bad_url'],
  ['', 'bad_url'],
  ['http://127.0.0.2:22/', 'bad_url'],
  ['http://127.0.0.2:25/', 'bad_url'],
  ['http://127.0.0.2:6667/', 'bad_url'],
  ['http://127.0.0.2:0/', 'bad_url'],
  ['http://127.0.0.2:99999/', 'bad_url'],
]

test.each(TRICKS)('%s is %s before a byte is sent', async (url, fault) => {
  const resolve: ResolveHost = async () => ['127.0.0.1']
  expect(await faultOf(makeFetch(resolve).request(get(url.replaceAll('PORT', String(inside.port)))))).toBe(fault)
  expect(inside.connections).toBe(0)
})

test.each([
  ...TRICKS.filter(([, fault]) => fault === 'refused_address').map(([url]) => url),
  'file:///etc/passwd',
  'gopher://127.0.0.1:PORT/_GET',
  'data:text/plain,x',
  'http://user:secret@127.0.0.2:PORT/',
  'http://127.0.0.2:22/',
  '//127.0.0.1:PORT/',
])('a redirect to %s is followed nowhere', async (url) => {
  // A header is bytes: beyond ASCII it is UTF-8, escaped.
  const location = encodeURI(url.replaceAll('PORT', String(inside.port))).replaceAll('%25', '%')
  const outside = await serve((_request, response) => response.writeHead(302, { location }).end())
  const answer = makeFetch().request(get(`http://${ALLOWED}:${outside.port}/`, { redirects: 3 }))
  expect(['bad_url', 'refused_address']).toContain(await faultOf(answer))
  expect([inside.connections, outside.connections]).toEqual([0, 1])
})

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.8.8.8',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
  '64:ff9b:1::a00:1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:a00:1::',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%lo',
  'fec0::1',
  'ff02::1',
  'no address',
])('a name that resolves to %s is refused before a byte is sent, alone and beside a good one', async (address) => {
  for (const answer of [[address], [ALLOWED, address], [address, ALLOWED]]) {
    const guarded = makeFetch(async () => answer)
    const url = `http://metadata.example:${inside.port}/`
    expect(await faultOf(guarded.request(get(url)))).toBe('refused_address')
  }
  expect(inside.connections).toBe(0)
})

test('the connection goes to the address that was judged: a DNS answer that changes meanwhile is not asked for', async () => {
  const [outside, own] = await serveTwice(
    (_request, response) => response.setHeader('connection', 'close').end('fine'),
    (_request, response) => response.end('secret'),
  )
  const answers = [[ALLOWED], ['127.0.0.1']]
  let asked = 0
  const guarded = makeFetch(async () => answers[asked++] ?? [])
  const url = `http://rebind.example:${outside.port}/`
  expect(Buffer.from((await guarded.request(get(url))).body).toString()).toBe('fine')
  expect(asked).toBe(1)
  // A new connection asks again, and judges again.
  expect(await faultOf(guarded.request(get(url)))).toBe('refused_address')
  expect(own.connections).toBe(0)
})

test('a name without addresses is unresolved, a closed port a failed connection', async () => {
  expect(await faultOf(makeFetch(async () => []).request(get('http://nobody.example/')))).toBe('unresolved')
  const gone = createServer()
  const { port } = await listen(gone, ALLOWED)
  await new Promise((resolve) => gone.close(resolve))
  expect(await faultOf(makeFetch().request(get(`http://${ALLOWED}:${port}/`)))).toBe('connection')
})

test('redirects are followed to their limit, and not at all where none are wanted or something is sent', async () => {
  const { port } = await serve((request, response) => {
    const hop = Number(request.url?.slice(1))
    if (hop === 3) response.end('there')
    else response.writeHead(307, { location: `/${hop + 1}` }).end()
  })
  const url = `http://some.example:${port}/0`
  const guarded = makeFetch()
  const there = await guarded.request(get(url, { redirects: 3 }))
  expect([there.status, there.url, Buffer.from(there.body).toString()]).toEqual([
    200,
    `http://some.example:${port}/3`,
    'there',
  ])
  expect(await faultOf(guarded.request(get(url, { redirects: 2 })))).toBe('too_many_redirects')
  expect((await guarded.request(get(url))).status).toBe(307)
  expect((await guarded.request(get(url, { method: 'POST', body: 'x', redirects: 3 }))).status).toBe(307)
})

test('what could be a secret is not sent on to another origin, and is to the same', async () => {
  const seen: (string | undefined)[] = []
  const { port } = await serve((request, response) => {
    seen.push(`${request.headers.host} ${request.headers.authorization} ${request.headers['x-api-key']}`)
    seen.push(request.headers.accept)
    if (request.url === '/a') response.writeHead(302, { location: '/b' }).end()
    else if (request.url === '/b') response.writeHead(302, { location: `http://two.example:${port}/c` }).end()
    else response.end()
  })
  const headers = { Authorization: 'Bearer s', 'x-api-key': 's', accept: 'image/*' }
  await makeFetch().request(get(`http://one.example:${port}/a`, { redirects: 5, headers }))
  expect(seen).toEqual([
    `one.example:${port} Bearer s s`,
    'image/*',
    `one.example:${port} Bearer s s`,
    'image/*',
    `two.example:${port} undefined undefined`,
    'image/*',
  ])
})

test('a body is whole or an error; or its beginning, where that is enough', async () => {
  const { port } = await serve((request, response) => {
    if (request.url === '/said') response.setHeader('content-length', 2000)
    response.write('x'.repeat(1000))
    response.end('y'.repeat(1000))
  })
  const guarded = makeFetch()
  const url = `http://${ALLOWED}:${port}`
  expect(await faultOf(guarded.request(get(`${url}/said`)))).toBe('too_large')
  expect(await faultOf(guarded.request(get(`${url}/unsaid`)))).toBe('too_large')
  expect((await guarded.request(get(`${url}/said`, { maxBytes: 2000 }))).body.length).toBe(2000)
  const cut = await guarded.request(get(`${url}/said`, { keep: 'beginning', maxBytes: 1001 }))
  expect(Buffer.from(cut.body).toString()).toBe(`${'x'.repeat(1000)}y`)
})

test('an answer of another type, or compressed without being asked to, is an error', async () => {
  const { port } = await serve((request, response) => {
    expect(request.headers['accept-encoding']).toBe('identity')
    if (request.url === '/bomb') {
      response.writeHead(200, { 'content-type': 'image/png', 'content-encoding': 'gzip' })
      response.end(gzipSync(Buffer.alloc(1_000_000)))
    } else {
      response.writeHead(200, { 'content-type': 'Text/HTML; charset=utf-8' }).end('<p>')
    }
  })
  const guarded = makeFetch()
  const url = `http://${ALLOWED}:${port}`
  expect(await faultOf(guarded.request(get(`${url}/page`, { mediaTypes: ['image/'] })))).toBe('unexpected_type')
  expect(await faultOf(guarded.request(get(`${url}/page`, { mediaTypes: ['image/', 'text/html'] })))).toBe('answered')
  const bomb = get(`${url}/bomb`, { mediaTypes: ['image/'], maxBytes: 100_000 })
  expect(await faultOf(guarded.request(bomb))).toBe('unexpected_type')
})

test('the time limit holds for a silent receiver, a dripping one and a silent DNS; a signal gives up at once', async () => {
  const { port } = await serve((request, response) => {
    if (request.url !== '/drip') return
    const timer = setInterval(() => response.write('x'), 10)
    response.on('close', () => clearInterval(timer))
  })
  const guarded = makeFetch()
  const url = `http://${ALLOWED}:${port}`
  const brief = { timeoutMs: 100, maxBytes: 1_000_000 }
  expect(await faultOf(guarded.request(get(`${url}/silent`, brief)))).toBe('timeout')
  expect(await faultOf(guarded.request(get(`${url}/drip`, brief)))).toBe('timeout')
  const deaf = makeFetch(() => new Promise(() => {}))
  expect(await faultOf(deaf.request(get('http://slow.example/', brief)))).toBe('timeout')
  const stop = new AbortController()
  const given = guarded.request(get(`${url}/silent`, { signal: stop.signal }))
  stop.abort()
  expect(await faultOf(given)).toBe('aborted')
})

test('a header that is none is an error of the request, not of ours', async () => {
  const { port } = await serve((_request, response) => response.end())
  const request = get(`http://${ALLOWED}:${port}/`, { headers: { 'x-webhook-secret': 'a\r\nb: c' } })
  expect(await faultOf(makeFetch().request(request))).toBe('bad_request')
})

test('TLS: the certificate must be trusted and be for the name of the URL', async () => {
  const [cert, key] = ['certificate', 'key'].map((name) => readFileSync(`test/fixtures/tls/${name}.pem`, 'utf8'))
  const server = createTlsServer({ cert, key }, (_request, response) => response.end('fine'))
  const { port } = await listen(server, ALLOWED)
  const resolve: ResolveHost = async () => [ALLOWED]
  expect(await faultOf(makeFetch(resolve).request(get(`https://right.test:${port}/`)))).toBe('tls')
  expect(await faultOf(makeFetch(resolve, cert).request(get(`https://wrong.test:${port}/`)))).toBe('tls')
  expect(await faultOf(makeFetch(resolve, cert).request(get(`https://right.test:${port}/`)))).toBe('answered')
})

test.each([
  ['lorem ipsum\r\n\r\n'],
  ['SSH-2.0-OpenSSH_9.0\r\n'],
  ['\x15\x03\x01\x00\x02\x02\x46'],
  ['HTTP/1.1 200 OK\r\nx y: z\r\n\r\n'],
  ['HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
  ['HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nok'],
  ['HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  [`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`],
  [''],
])('what is no answer of HTTP (%j) is a failure of the connection', async (bytes) => {
  const { port } = await serveBytes(bytes, { ends: true })
  const request = get(`http://${ALLOWED}:${port}/`, { method: 'POST', body: '{}', keep: 'beginning' })
  expect(await faultOf(makeFetch().request(request))).toBe('connection')
})

const HEAD = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'
test.each([
  ['never ends', `${HEAD}2\r\nok\r\n`, false],
  ['breaks off', `${HEAD}2\r\nok\r\n`, true],
  ['is garbage', `${HEAD}2\r\nok\r\nZZ\r\n`, true],
])(
  'of an answer whose body %s the beginning is taken soon, where that is all that is wanted',
  async (_, bytes, ends) => {
    const { port } = await serveBytes(bytes, { ends })
    const request = get(`http://${ALLOWED}:${port}/`, { keep: 'beginning', timeoutMs: 600_000 })
    const { status, body } = await makeFetch().request(request)
    expect([status, Buffer.from(body).toString()]).toEqual([200, 'ok'])
    const whole = get(`http://${ALLOWED}:${port}/`, { timeoutMs: ends ? 600_000 : 200 })
    expect(await faultOf(makeFetch().request(whole))).toBe(ends ? 'connection' : 'timeout')
  },
)

test('a head that came just before the time was over is an answer', async () => {
  const { port } = await serveBytes(`${HEAD}2\r\nok\r\n`, { ends: false })
  const request = get(`http://${ALLOWED}:${port}/`, { keep: 'beginning', timeoutMs: 300 })
  const guarded = makeFetch()
  const answers: string[] = []
  // On a busy machine the head may come too late, but not each time.
  while (answers.at(-1) !== 'answered' && answers.length < 20) answers.push(await faultOf(guarded.request(request)))
  expect(answers.at(-1)).toBe('answered')
  expect((await guarded.request(get(`http://${ALLOWED}:${port}/`, { keep: 'beginning' }))).status).toBe(200)
})
