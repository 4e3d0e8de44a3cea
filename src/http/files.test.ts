import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { type ServedFile, registerFiles } from './files.ts'
import { startTestServer } from './test-server.ts'

const NOW = 1_800_000_000_000
/** More than the socket's buffers hold, for one test needs an answer that is not out yet. */
const bytes = randomBytes(20_000_000)
const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`
let folder = ''
let files: Record<string, ServedFile> = {}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medley-files-'))
  const path = join(folder, 'picture')
  await writeFile(path, bytes)
  await writeFile(join(folder, 'empty'), '')
  const picture: ServedFile = {
    bytes: { path },
    size: bytes.length,
    mediaType: 'image/png',
    sha256: etag.slice(1, -1),
    expiresAt: NOW + 90_500,
    fileName: 'picture.png',
  }
  files = {
    picture,
    lyrics: { ...picture, mediaType: 'text/plain; charset=utf-8', fileName: 'Grüße "1"\r\n/日本.txt' },
    vector: { ...picture, mediaType: 'image/svg+xml', fileName: 'a.svg' },
    small: { ...picture, bytes: bytes.subarray(0, 100), size: 100, sha256: 'of-100-bytes' },
    empty: { ...picture, bytes: { path: join(folder, 'empty') }, size: 0 },
    lapsed: { ...picture, expiresAt: NOW },
    gone: { ...picture, bytes: { path: join(folder, 'gone') } },
    cut: { ...picture, size: bytes.length + 1 },
  }
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const start = () =>
  startTestServer((server) => {
    registerFiles(server, { open: async (token) => files[token] ?? null, clock: { now: () => NOW } })
  })

test('a file comes whole with its type, name, strong ETag and the time that it may be kept', async () => {
  await using app = await start()
  const response = await fetch(`${app.url}/files/picture.png`)
  expect(response.status).toBe(200)
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(bytes.length),
    'content-disposition': 'inline; filename="picture.png"',
    etag,
    'cache-control': 'private, max-age=90',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'access-control-allow-origin': '*',
    'x-request-id': expect.stringMatching(/^req_/),
  })
  expect(response.headers.get('content-security-policy')).toBeNull()
})

test('HEAD tells the same and sends nothing', async () => {
  await using app = await start()
  const response = await fetch(`${app.url}/files/picture.png`, { method: 'HEAD', headers: { range: 'bytes=0-1' } })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-length')).toBe(String(bytes.length))
  expect(response.headers.get('etag')).toBe(etag)
  expect(await response.text()).toBe('')
})

const last = bytes.length - 1
test('a file given as bytes is served like one on disk, whole and in part', async () => {
  await using app = await start()
  const whole = await fetch(`${app.url}/files/small.png`)
  expect(whole.headers.get('content-length')).toBe('100')
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes.subarray(0, 100))
  const part = await fetch(`${app.url}/files/small.png`, { headers: { range: 'bytes=10-19' } })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/100'])
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20))
  const head = await fetch(`${app.url}/files/small.png`, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '100'])
})

test.each([
  ['bytes=0-0', 0, 0],
  ['bytes=10-19', 10, 19],
  ['bytes=19999999-', last, last],
  ['bytes=0-', 0, last],
  ['bytes=5-999999999', 5, last],
  ['bytes=-5', last - 4, last],
  ['bytes=-999999999', 0, last],
  ['Bytes=1-2', 1, 2],
])('range %s is bytes %i to %i', async (range, first, end) => {
  await using app = await start()
  const response = await fetch(`${app.url}/files/picture.png`, { headers: { range } })
  expect(response.status).toBe(206)
  expect(response.headers.get('content-range')).toBe(`bytes ${first}-${end}/${bytes.length}`)
  expect(response.headers.get('content-length')).toBe(String(end - first + 1))
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(first, end + 1))).toBe(true)
})

test.each(['bytes=20000000-', 'bytes=20000000-20000001', 'bytes=-0'])(
  'range %s is 416 with the true size',
  async (range) => {
    await using app = await start()
    const response = await fetch(`${app.url}/files/picture.png`, { headers: { range } })
    expect(response.status).toBe(416)
    expect(response.headers.get('content-range')).toBe('bytes */20000000')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toMatchObject({ status: 416, code: 'range_not_satisfiable' })
  },
)

test.each(['bytes=2-1', 'bytes=0-1,5-6', 'bytes=-', 'bytes=a-b', 'lines=0-1', 'bytes', 'bytes=0x1-2'])(
  'range %s is ignored',
  async (range) => {
    await using app = await start()
    const response = await fetch(`${app.url}/files/picture.png`, { headers: { range } })
    expect(response.status).toBe(200)
    expect((await response.arrayBuffer()).byteLength).toBe(bytes.length)
  },
)

test('a range under If-Range is a part only of the same bytes', async () => {
  await using app = await start()
  const statusFor = async (ifRange: string) => {
    const headers = { range: 'bytes=0-9', 'if-range': ifRange }
    const response = await fetch(`${app.url}/files/picture.png`, { headers })
    await response.arrayBuffer()
    return response.status
  }
  expect(await statusFor(etag)).toBe(206)
  for (const other of ['"other"', `W/${etag}`, 'Wed, 21 Oct 2026 07:28:00 GMT'])
    expect(await statusFor(other)).toBe(200)
})

test('what the client has already is 304 without a body', async () => {
  await using app = await start()
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const response = await fetch(`${app.url}/files/picture.png`, { headers: { 'if-none-match': tag } })
    expect(response.status).toBe(304)
    expect(response.headers.get('etag')).toBe(etag)
    expect(response.headers.get('cache-control')).toBe('private, max-age=90')
    expect(await response.text()).toBe('')
  }
  const changed = await fetch(`${app.url}/files/picture.png`, { headers: { 'if-none-match': '"other"' } })
  expect((await changed.arrayBuffer()).byteLength).toBe(bytes.length)
})

test('what is no picture, sound or film is put into a sandbox, vector pictures too', async () => {
  await using app = await start()
  for (const name of ['lyrics.txt', 'vector.svg']) {
    const response = await fetch(`${app.url}/files/${name}`, { method: 'HEAD' })
    expect(response.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
  }
})

test('a file name cannot break out of its header', async () => {
  await using app = await start()
  const response = await fetch(`${app.url}/files/lyrics.txt`, { method: 'HEAD' })
  expect(response.headers.get('content-disposition')).toBe(
    `inline; filename="Gr__e _1______.txt"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%221%22%0D%0A%2F%E6%97%A5%E6%9C%AC.txt`,
  )
})

test('an empty file is empty', async () => {
  await using app = await start()
  const response = await fetch(`${app.url}/files/empty.png`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-length')).toBe('0')
  expect((await fetch(`${app.url}/files/empty.png`, { headers: { range: 'bytes=0-' } })).status).toBe(416)
})

test.each(['unknown.png', 'lapsed.png', 'picture', 'picture.', '..%2fpicture.png', 'picture.png%00', '.png', ''])(
  '/files/%s is 404',
  async (name) => {
    await using app = await start()
    const response = await fetch(`${app.url}/files/${name}`)
    expect(response.status).toBe(404)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toMatchObject({ status: 404, code: 'not_found' })
  },
)

test.each(['gone.png', 'cut.png'])('a file that is not on disk as it was kept is our error: %s', async (name) => {
  await using app = await start()
  const response = await fetch(`${app.url}/files/${name}`)
  expect(response.status).toBe(500)
  expect(Object.fromEntries(response.headers)).toMatchObject({ 'cache-control': 'no-store' })
  expect(response.headers.get('etag')).toBeNull()
  expect(await response.text()).not.toContain(folder)
  expect(app.lines.some((line) => line.includes('request failed'))).toBe(true)
})

/** The files of this test that the process has open. */
async function openFiles(): Promise<number> {
  const handles = await readdir('/proc/self/fd')
  const targets = await Promise.all(handles.map((handle) => readlink(`/proc/self/fd/${handle}`).catch(() => '')))
  return targets.filter((target) => target.startsWith(folder)).length
}

test.runIf(process.platform === 'linux')('a client that leaves in the middle leaves no file open', async () => {
  await using app = await start()
  const socket = connect(app.port, '127.0.0.1', () => {
    socket.write('GET /files/picture.png HTTP/1.1\r\nHost: x\r\n\r\n')
  })
  await once(socket, 'data')
  expect(await openFiles()).toBe(1)
  socket.resetAndDestroy()
  while (!app.lines.some((line) => line.includes('"status":499'))) await turn()
  while ((await openFiles()) > 0) await turn()
  expect((await fetch(`${app.url}/files/picture.png`, { method: 'HEAD' })).status).toBe(200)
})
