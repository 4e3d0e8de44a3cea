import { afterAll, beforeAll, expect, test } from 'vitest'

import { resultIdOf } from '../../src/domain/result-id.ts'
import { parseTaskId, toCrockford } from '../../src/lib/ids.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { makeOrganisation } from '../conformance/make-organisation.ts'
import { fileAnswer, HEADS, startFileServer, type FileServer } from '../helpers/start-file-server.ts'
import { at, startMedley, TEST_KEY, until, type TestMedley } from '../helpers/start-medley.ts'

// Files that a task's request brings or points at, from the create to the end, by the simulator's models.
let medley: TestMedley
let files: FileServer
beforeAll(async () => {
  files = await startFileServer({
    '/cat.png': fileAnswer(HEADS.png, 'image/png'),
    '/page': fileAnswer(Buffer.from('<html>'), 'text/html'),
    '/never.png': (response) => response.writeHead(200, { 'content-type': 'image/png' }).write(HEADS.png),
  })
  medley = await startMedley({ env: { MEDLEY_ALLOW_PRIVATE: '127.0.0.1' } })
})
afterAll(async () => {
  await files.stop()
  await medley.stop()
})

const PATHS = { omnapi: '/api/v1/tasks', beatra: '/v1/images/image-to-image', piapi: '/api/v1/task' }
const pngUri = `data:image/png;base64,${HEADS.png.toString('base64')}`

const beatraEdit = (image: JsonObject): JsonObject => ({ model: 'sim/image-edit', prompt: 'warmer', image })
const omnapiEdit = (image: string): JsonObject => ({
  model: 'sim/image-edit',
  feature: 'edit-image',
  inputParameters: { prompt: 'warmer', image },
})
const piapiEdit = (image: string): JsonObject => ({
  model: 'sim/image-edit',
  task_type: 'img2img',
  input: { prompt: 'warmer', image },
})

const idOf = (body: JsonObject) => String(body['taskId'] ?? body['task_id'] ?? at(body, 'data', 'task_id'))

async function run(path: string, body: JsonObject): Promise<JsonObject> {
  const created = await medley.send('POST', path, body)
  expect([200, 202]).toContain(created.status)
  return await medley.untilDone(idOf(created.body))
}

async function uploaded(bytes: Buffer): Promise<{ id: string; url: string }> {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)]), 'x')
  const headers = { 'x-api-key': TEST_KEY }
  const response = await fetch(`${medley.url}/v1/uploads`, { method: 'POST', headers, body: form })
  const body: JsonObject = JSON.parse(await response.text())
  return { id: String(body['artifact_id']), url: String(body['url']) }
}

const artifacts = async () => {
  const text = 'select count(*)::int as count from artifacts where task is null'
  return (await medley.testDatabase.database.query<{ count: number }>('count-inputs', text, []))[0]?.count ?? 0
}

test('every way to name a picture works in every API: an upload, its URL, a foreign URL, bytes', async () => {
  const { id, url } = await uploaded(HEADS.png)
  const foreign = `${files.url}/cat.png`
  const bodies: [string, JsonObject][] = [
    [PATHS.beatra, beatraEdit({ type: 'artifact', artifact_id: id })],
    [PATHS.beatra, beatraEdit({ type: 'url', url })],
    [PATHS.beatra, beatraEdit({ type: 'url', url: foreign })],
    [PATHS.beatra, beatraEdit({ type: 'data_uri', data: pngUri })],
    ...[id, url, foreign, pngUri].flatMap((image): [string, JsonObject][] => [
      [PATHS.omnapi, omnapiEdit(image)],
      [PATHS.piapi, piapiEdit(image)],
    ]),
    [PATHS.piapi, piapiEdit(HEADS.png.toString('base64'))],
  ]
  const ends = await Promise.all(bodies.map(([path, body]) => run(path, body)))
  expect(ends.map((task) => [task['status'], task['error']])).toEqual(ends.map(() => ['succeeded', null]))
  expect(await medley.verify()).toEqual([])
})

test('a result can be named by any id that an API shows it or its task by', async () => {
  const first = await run(PATHS.piapi, piapiEdit(pngUri))
  const task = parseTaskId(idOf(first))
  const result = resultIdOf(task ?? '', 0)
  const ids = [task ?? '', `task_${toCrockford(task ?? '')}`, result, `img_${toCrockford(result)}`]
  const bodies = ids.flatMap((id): [string, JsonObject][] => [
    [PATHS.beatra, beatraEdit({ type: 'artifact', artifact_id: id })],
    [PATHS.omnapi, omnapiEdit(id)],
    [PATHS.piapi, piapiEdit(id)],
  ])
  const ends = await Promise.all(bodies.map(([path, body]) => run(path, body)))
  expect(ends.map((end) => end['status'])).toEqual(ends.map(() => 'succeeded'))
})

test('bytes in a request show as the artifact that they were kept as, which can be named again', async () => {
  const task = await run(PATHS.beatra, beatraEdit({ type: 'data_uri', data: pngUri }))
  const shown = at(task, 'input', 'image')
  expect(shown).toEqual({ type: 'artifact', artifact_id: expect.stringMatching(/^art_/) })
  const again = await run(PATHS.beatra, beatraEdit(shown as JsonObject))
  expect(again['status']).toBe('succeeded')
})

test('the same bytes sent again and again are kept once', async () => {
  const data = `data:image/png;base64,${Buffer.concat([HEADS.png, Buffer.alloc(20_000, 1)]).toString('base64')}`
  const before = await artifacts()
  const headers = { 'idempotency-key': 'same-picture' }
  const body = beatraEdit({ type: 'data_uri', data })
  const keyed = await Promise.all(Array.from({ length: 4 }, () => medley.send('POST', PATHS.beatra, body, { headers })))
  expect(new Set(keyed.map((answer) => idOf(answer.body))).size).toBe(1)
  await run(PATHS.piapi, piapiEdit(data))
  expect(await artifacts()).toBe(before + 1)
})

test('bytes of a task that nobody could pay lapse within a day, those of a task outlast its wait', async () => {
  const poor = await makeOrganisation(medley.database, { slug: 'poor', credits: 0 })
  const data = `data:image/png;base64,${Buffer.concat([HEADS.png, Buffer.alloc(100, 2)]).toString('base64')}`
  const send = (key: string) => medley.send('POST', PATHS.beatra, beatraEdit({ type: 'data_uri', data }), { key })
  expect((await send(poor.key)).status).toBe(402)
  expect((await send(TEST_KEY)).status).toBe(202)
  const days = async (where: string) => {
    const text = `select extract(epoch from max(expires_at) - now()) / 86400 as days from artifacts where task is null and purpose is null and organisation ${where}`
    const rows = await medley.testDatabase.database.query<{ days: string }>(`days ${where}`, text, [])
    return Math.round(Number(rows[0]?.days))
  }
  expect(await days(`= ${poor.number}`)).toBe(1)
  expect(await days(`<> ${poor.number}`)).toBe(30)
})

test.each([
  ['a picture that is somebody else’s', { type: 'artifact', artifact_id: 'THEIRS' }, '/image/artifact_id'],
  ['one that there is not', { type: 'artifact', artifact_id: 'art_00000000000000000000000000' }, '/image/artifact_id'],
  ['what is no id', { type: 'artifact', artifact_id: 'cat.png' }, '/image/artifact_id'],
  ['a song', { type: 'artifact', artifact_id: 'SONG' }, '/image/artifact_id'],
  ['a private address', { type: 'url', url: 'http://10.0.0.1/cat.png' }, '/image/url'],
  ['a file of the server', { type: 'url', url: 'file:///etc/passwd' }, '/image/url'],
  ['credentials', { type: 'url', url: 'http://user:password@example.com/cat.png' }, '/image/url'],
  ['bytes of a song', { type: 'data_uri', data: HEADS.mp3.toString('base64') }, '/image/data'],
  ['bytes of nothing', { type: 'data_uri', data: 'data:image/png;base64,AAAAAAAAAAAAAAAAAAAA' }, '/image/data'],
  ['no base64', { type: 'data_uri', data: 'data:image/png;base64,!!!' }, '/image/data'],
  ['two of them', { type: 'url', url: 'https://example.com/a.png', artifact_id: 'x' }, '/image'],
  ['another kind of reference', { type: 'file', path: '/etc/passwd' }, '/image'],
])('%s is refused at create by its name', async (_name, image, param) => {
  const named = structuredClone(image) as JsonObject
  if (named['artifact_id'] === 'SONG') named['artifact_id'] = (await uploaded(HEADS.mp3)).id
  let key = TEST_KEY
  if (named['artifact_id'] === 'THEIRS') {
    named['artifact_id'] = (await uploaded(HEADS.png)).id
    key = (await makeOrganisation(medley.database, { slug: 'others', credits: 100 })).key
  }
  const { status, body } = await medley.send('POST', PATHS.beatra, beatraEdit(named), { key })
  expect(status).toBe(422)
  expect(String(at(body, 'error', 'param'))).toMatch(new RegExp(`^${param}`))
})

test('OmnAPI and PiAPI name the field in their own words', async () => {
  const omnapi = await medley.send('POST', PATHS.omnapi, omnapiEdit('http://10.0.0.1/cat.png'))
  expect([omnapi.status, at(omnapi.body, 'error', 'details', 'errors', 0, 'path')]).toEqual([
    400,
    'inputParameters.image',
  ])
  const piapi = await medley.send('POST', PATHS.piapi, piapiEdit(HEADS.mp4.toString('base64')))
  expect([piapi.status, piapi.body['message']]).toEqual([400, expect.stringContaining('input.image must be a picture')])
})

test('a URL with nothing to be had fails the task with a clear word, and its hold comes back', async () => {
  for (const [path, sentence] of [
    ['/gone.png', 'its server answers 404'],
    ['/page', 'media type'],
  ] as const) {
    const task = await run(PATHS.beatra, beatraEdit({ type: 'url', url: `${files.url}${path}` }))
    expect(task).toMatchObject({ status: 'failed', error: { code: 'invalid_input', retryable: false } })
    expect(at(task, 'error', 'message')).toContain(sentence)
    expect(at(task, 'billing', 'refunded_credits')).toBe(at(task, 'billing', 'charged_credits'))
  }
  expect(await medley.verify()).toEqual([])
})

test('a cancel while a file is being fetched ends the fetch and the task', async () => {
  const created = await medley.send('POST', PATHS.beatra, beatraEdit({ type: 'url', url: `${files.url}/never.png` }))
  await until(async () => (files.asked.includes('/never.png') ? true : null))
  await medley.send('POST', `/v1/tasks/${idOf(created.body)}/cancel`)
  await until(async () => (files.left.includes('/never.png') ? true : null))
  expect((await medley.untilDone(idOf(created.body)))['status']).toBe('canceled')
})

test('a clip is named by its own id or its task’s, in every API’s form', async () => {
  const song = await run('/v1/music/text-to-music', { model: 'sim/music', prompt: 'x' })
  const clip = String(at(song, 'output', 'clips', 0, 'artifact_id'))
  const seen = await medley.send('GET', `/api/v1/tasks/${String(song['task_id'])}`)
  const bare = await medley.send('GET', `/api/v1/task/${String(song['task_id'])}`)
  const names = [
    clip,
    String(song['task_id']),
    String(seen.body['id']),
    String(at(seen.body, 'outputResults', 'clipId')),
    String(at(bare.body, 'data', 'task_id')),
    String(at(bare.body, 'data', 'output', 'songs', 0, 'id')),
  ]
  const modify = (clipId: string) => ({
    model: 'sim/music-edit',
    feature: 'music-modify',
    inputParameters: { clipId, transform: 'extend' },
  })
  for (const name of names)
    expect([name, (await run(PATHS.omnapi, modify(name)))['status']]).toEqual([name, 'succeeded'])
  const picture = (await uploaded(HEADS.png)).id
  const refused = await medley.send('POST', PATHS.omnapi, modify(picture))
  expect([refused.status, at(refused.body, 'error', 'details', 'errors', 0, 'path')]).toEqual([
    400,
    'inputParameters.clipId',
  ])
})

test('a quote for a body with bytes keeps none of them', async () => {
  const before = await artifacts()
  const data = `data:image/png;base64,${Buffer.concat([HEADS.png, Buffer.alloc(50, 3)]).toString('base64')}`
  const body = { dialect: 'beatra', path: PATHS.beatra, body: beatraEdit({ type: 'data_uri', data }) }
  expect((await medley.send('POST', '/v1/quotes', body)).body).toMatchObject({ credits: '1.0000' })
  expect(await artifacts()).toBe(before)
})
