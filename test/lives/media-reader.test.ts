import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

import { createTask, type Caller } from '../../src/core/create-task.ts'
import { finishTask } from '../../src/core/finish-task.ts'
import { makeMediaReader, MediaUnavailable } from '../../src/core/make-media-reader.ts'
import { resultIdOf } from '../../src/domain/result-id.ts'
import { MediaRefused } from '../../src/domain/provider.ts'
import { NO_FACTS, type MediaInput, type MusicEditWork, type ProducedItem } from '../../src/domain/work.ts'
import { parseAddressList } from '../../src/lib/address-guard.ts'
import { makeGuardedFetch } from '../../src/outgoing/make-guarded-fetch.ts'
import { OutgoingError } from '../../src/outgoing/outgoing-error.ts'
import type { ResolveHost } from '../../src/outgoing/resolve-host.ts'
import { fileAnswer, HEADS, startFileServer, type FileServer } from '../helpers/start-file-server.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { imageTask } from '../faults/new-task.ts'

// What a provider gets of the files that a task names.
let core: Core
let caller: Caller
let files: FileServer
let hold: AbortController
beforeAll(async () => {
  core = await makeCore()
  caller = await core.makeOrganisation(10)
  files = await startFileServer({
    '/song.mp3': fileAnswer(HEADS.mp3, 'audio/mpeg'),
    '/untold': fileAnswer(HEADS.mp3, 'application/octet-stream'),
    '/page': fileAnswer(Buffer.from('<html>'), 'text/html'),
    '/lie.mp3': fileAnswer(Buffer.from('<html>and so on and on</html>'), 'audio/mpeg'),
    '/picture': fileAnswer(HEADS.png, 'application/octet-stream'),
    '/huge': (response) =>
      response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': 200_000_000 }).flushHeaders(),
    '/busy': (response) => response.writeHead(503).end(),
    '/moved': (response) => response.writeHead(302, { location: '/song.mp3' }).end(),
    '/inside': (response) => response.writeHead(302, { location: 'http://10.0.0.1/song.mp3' }).end(),
    '/round': (response) => response.writeHead(302, { location: '/round' }).end(),
    '/never': (response) => response.writeHead(200, { 'content-type': 'audio/mpeg' }).write(HEADS.mp3),
  })
})
afterAll(async () => {
  await files.stop()
  await core.stop()
})
afterEach(() => hold?.abort())

const AUDIO = { capability: 'music.modify' } as MusicEditWork

function reader(organisation = caller.organisation.number) {
  hold = new AbortController()
  return makeMediaReader(core.context, { work: AUDIO, organisation, signal: hold.signal })
}

const url = (path: string): MediaInput => ({ kind: 'url', url: `${files.url}${path}` })
const artifact = (id: string): MediaInput => ({ kind: 'artifact', artifact: id })

/** How it was refused: whether that may pass, and the sentence. */
async function refusalOf(reading: Promise<unknown>): Promise<[boolean, string]> {
  const error = await reading.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(MediaRefused)
  return error instanceof MediaRefused ? [error.mayPass, error.message] : [false, '']
}

test('a URL is fetched, whatever type its server says when it says none, and through redirects', async () => {
  for (const path of ['/song.mp3', '/untold', '/moved']) {
    expect(Buffer.from((await reader()(url(path))).bytes)).toEqual(HEADS.mp3)
  }
})

test('a file is fetched once for a start, however often it is asked for, and anew for the next', async () => {
  const before = files.asked.length
  const read = reader()
  await Promise.all([read(url('/song.mp3')), read(url('/song.mp3'))])
  await read(url('/song.mp3'))
  expect(files.asked.length).toBe(before + 1)
  await reader()(url('/song.mp3'))
  expect(files.asked.length).toBe(before + 2)
})

test.each([
  ['/nothing', false, /its server answers 404/],
  ['/busy', true, /its server answers 503/],
  ['/page', false, /media type/],
  ['/lie.mp3', false, /must be audio/],
  ['/picture', false, /must be audio/],
  ['/huge', false, /too large/],
  ['/inside', false, /may not be reached/],
  ['/round', false, /redirects too often/],
])('%s is refused; that it may pass is %s', async (path, mayPass, sentence) => {
  expect(await refusalOf(reader()(url(path)))).toEqual([mayPass, expect.stringMatching(sentence)])
})

test('a server that is not there may be there later', async () => {
  const gone = await startFileServer({})
  await gone.stop()
  expect((await refusalOf(reader()({ kind: 'url', url: `${gone.url}/a` })))[0]).toBe(true)
})

test('a host that has no address is final, and one that no name server speaks of may be there later', async () => {
  const allowPrivate = parseAddressList('')
  const refusalWith = async (resolve: ResolveHost): Promise<[boolean, string]> => {
    const outgoing = makeGuardedFetch({ allowPrivate, resolve })
    const context = { ...core.context, outgoing }
    const { signal } = new AbortController()
    const read = makeMediaReader(context, { work: AUDIO, organisation: 1, signal })
    try {
      return await refusalOf(read({ kind: 'url', url: 'http://somebody.example/song.mp3' }))
    } finally {
      await outgoing.close()
    }
  }
  expect(await refusalWith(async () => [])).toEqual([false, expect.stringContaining('The host has no address.')])
  const silent = async () => Promise.reject(new OutgoingError('no_name_server', 'No name server answers.'))
  expect(await refusalWith(silent)).toEqual([true, expect.stringContaining('No name server answers.')])
})

test('an abort ends the fetch at once, and is no refusal', async () => {
  const reading = reader()(url('/never'))
  while (!files.asked.includes('/never')) await new Promise((resolve) => setImmediate(resolve))
  const reason = new Error('canceled')
  hold.abort(reason)
  await expect(reading).rejects.toBe(reason)
  while (!files.left.includes('/never')) await new Promise((resolve) => setImmediate(resolve))
})

/** A task with two songs, each with what belongs to it. */
async function finishedSongs(): Promise<string> {
  const { task } = await createTask(core.context, caller, imageTask({}, 2), null)
  const item = (role: ProducedItem['role'], of: number | null, bytes: string): ProducedItem => ({
    ...NO_FACTS,
    kind: role === 'score' ? 'text' : 'audio',
    role,
    of,
    mediaType: role === 'score' ? 'application/json' : 'audio/mpeg',
    bytes: Buffer.from(bytes),
  })
  await finishTask(core.context, only(await core.claimReady(await core.makeWorker())), [
    item('main', null, 'ID3 the first song of two'),
    item('score', 0, '{"score":1}'),
    item('main', null, 'ID3 the second song of two'),
    item('score', 2, '{"score":2}'),
  ])
  return task.id
}

test('a result is read from where it lies, with what came along with it and not with its neighbour', async () => {
  const task = await finishedSongs()
  for (const [place, score] of [
    [0, '{"score":1}'],
    [2, '{"score":2}'],
  ] as const) {
    const media = await reader()(artifact(resultIdOf(task, place)))
    expect(Buffer.from(media.bytes).toString()).toContain(place === 0 ? 'first' : 'second')
    expect(Buffer.from((await media.companion('score')) ?? '').toString()).toBe(score)
    expect(await media.companion('stem')).toBeNull()
  }
})

test('the URL of a result of ours is read without a request, by whoever has it', async () => {
  const task = await finishedSongs()
  const [row] = await core.sql<{ token: string }>('select token from artifacts where id = $1', [resultIdOf(task, 0)])
  const other = await core.makeOrganisation(1)
  const own = { kind: 'url', url: `http://medley.test/files/${row?.token}.mp3` } as const
  const media = await reader(other.organisation.number)(own)
  expect(Buffer.from(media.bytes).toString()).toContain('first')
  expect(Buffer.from((await media.companion('score')) ?? '').toString()).toBe('{"score":1}')
  const unknown = { kind: 'url', url: 'http://medley.test/files/nothing.mp3' } as const
  expect((await refusalOf(reader()(unknown)))[1]).toContain('not kept any more')
})

test('what is not kept any more, of another organisation or of another kind is refused for good', async () => {
  const task = await finishedSongs()
  const other = await core.makeOrganisation(1)
  const id = resultIdOf(task, 0)
  expect(await refusalOf(reader(other.organisation.number)(artifact(id)))).toEqual([
    false,
    expect.stringContaining('not kept'),
  ])
  expect((await refusalOf(reader()(artifact(resultIdOf(task, 1)))))[1]).toContain('must be audio')
  await core.sql(`update artifacts set expires_at = now() - interval '1 s' where id = $1`, [id])
  expect((await refusalOf(reader()(artifact(id))))[1]).toContain('not kept any more')
})

test('a file of ours that cannot be read is our fault, not the caller’s', async () => {
  const task = await finishedSongs()
  const id = resultIdOf(task, 0)
  await core.sql('update artifacts set content = null where id = $1', [id])
  await expect(reader()(artifact(id))).rejects.toBeInstanceOf(MediaUnavailable)
})
