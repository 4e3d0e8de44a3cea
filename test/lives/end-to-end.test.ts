import { createHash } from 'node:crypto'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { measureSeconds } from '../../studio/src/audio/testing/measure-seconds.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { at, startMedley, type TestMedley } from '../helpers/start-medley.ts'
import { uploadFilm } from '../helpers/upload-film.ts'

// The whole way of each kind of task through each dialect that has it, with the studio's real results.
let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley()
})
afterAll(() => medley.stop())

interface File {
  type: string
  bytes: Buffer
}

async function download(url: unknown): Promise<File> {
  const response = await fetch(String(url))
  expect(response.status).toBe(200)
  return { type: response.headers.get('content-type') ?? '', bytes: Buffer.from(await response.arrayBuffer()) }
}

async function run(path: string, body: JsonObject, read: (id: string) => string): Promise<JsonObject> {
  const created = await medley.send('POST', path, body)
  expect([200, 202]).toContain(created.status)
  const id = created.body['taskId'] ?? created.body['task_id'] ?? at(created.body, 'data', 'task_id')
  const done = await medley.untilDone(String(id))
  expect(done['status']).toBe('succeeded')
  return (await medley.send('GET', read(String(id)))).body
}
const omnapi = (path: string, body: JsonObject) => run(path, body, (id) => `/api/v1/tasks/${id}`)
const beatra = (path: string, body: JsonObject) => run(path, body, (id) => `/v1/tasks/${id}`)
const piapi = (body: JsonObject) => run('/api/v1/task', body, (id) => `/api/v1/task/${id}`)

function pngSize({ type, bytes }: File): [number, number] {
  expect(type).toBe('image/png')
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

test('OmnAPI: an image', async () => {
  const task = await omnapi('/api/v1/producer/generate/image', { prompt: 'a red boat on a lake at dawn' })
  expect(task).toMatchObject({ status: 'COMPLETED', progress: 100, creditsRequired: 50, creditsCharged: 50 })
  expect(pngSize(await download(at(task, 'resources', 0, 'url')))).toEqual([1024, 1024])
})

test('OmnAPI: lyrics, which a song can then be made of by their id', async () => {
  const lyrics = await omnapi('/api/v1/producer/generate/lyrics', {
    prompt: 'a folk song about two brothers and a boat',
  })
  const file = await download(at(lyrics, 'resources', 0, 'url'))
  expect(file.type).toBe('text/plain; charset=utf-8')
  expect(file.bytes.toString()).toBe(at(lyrics, 'outputResults', 'lyrics'))
  expect(file.bytes.toString()).toContain('[Chorus]')
  const lyricsId = String(at(lyrics, 'outputResults', 'lyricsId'))
  const song = await omnapi('/api/v1/producer/generate/music/compose', {
    soundPrompt: 'slow folk, 90 bpm',
    lyricsId,
    length: 20,
    imagePrompt: 'a boat',
  })
  expect(at(song, 'outputResults', 'bpm')).toBe(90)
  expect(Number(at(song, 'outputResults', 'durationSeconds'))).toBeCloseTo(20, 0)
  const mp3 = await download(at(song, 'resources', 0, 'url'))
  expect(mp3.type).toBe('audio/mpeg')
  expect(Math.abs(measureSeconds(mp3.bytes, 'mp3') - 20)).toBeLessThan(20 * 0.05)
  expect(pngSize(await download(at(song, 'resources', 1, 'url')))).toEqual([1024, 1024])
  const unknown = { soundPrompt: 'folk', lyricsId: 'lyr_00000000000000000000000000' }
  const refused = await medley.send('POST', '/api/v1/producer/generate/music/compose', unknown)
  expect([refused.status, at(refused.body, 'error', 'details', 'errors', 0, 'path')]).toEqual([400, 'lyricsId'])
})

test('beatra: two wide images, and a song as WAV of the asked length', async () => {
  const images = await beatra('/v1/images/generations', { prompt: 'a castle in snow', n: 2, aspect_ratio: '16:9' })
  expect(at(images, 'billing', 'charged_credits')).toBe('100.0000')
  const urls = [at(images, 'output', 'images', 0, 'image_url'), at(images, 'output', 'images', 1, 'image_url')]
  const files = await Promise.all(urls.map(download))
  expect(files.map(pngSize)).toEqual([
    [1280, 720],
    [1280, 720],
  ])
  expect(files[0]?.bytes.equals(files[1]?.bytes ?? Buffer.alloc(0))).toBe(false)
  const song = await beatra('/v1/music/text-to-music', {
    prompt: 'happy pop in D major',
    instrumental: true,
    model_options: { studio: { duration_seconds: 12, bpm: 100, format: 'wav' } },
  })
  const wav = await download(at(song, 'output', 'clips', 0, 'audio_url'))
  expect(wav.type).toBe('audio/wav')
  const seconds = measureSeconds(wav.bytes, 'wav')
  expect(Math.abs(seconds - 12)).toBeLessThan(12 * 0.05)
})

test('PiAPI: an image, a lyrics pair and a soundtrack', async () => {
  const image = await piapi({
    model: 'Qubico/flux1-schnell',
    task_type: 'txt2img',
    input: { prompt: 'a fox', width: 512, height: 256 },
  })
  expect(pngSize(await download(at(image, 'data', 'output', 'image_url')))).toEqual([512, 256])
  const lyrics = await piapi({ model: 'music-u', task_type: 'generate_lyrics', input: { prompt: 'summer rain' } })
  expect(at(lyrics, 'data', 'output', 'lyrics_pairs', 1, 'text')).toContain('[Chorus]')
  const sound = await piapi({
    model: 'Qubico/mmaudio',
    task_type: 'video2audio',
    input: { prompt: 'rain and thunder', video: await uploadFilm(medley) },
  })
  expect((await download(at(sound, 'data', 'output', 'audio_url'))).type).toBe('audio/mpeg')
})

test('the same seed twice gives the same bytes, another seed others', async () => {
  const hashOf = async (seed: number) => {
    const task = await omnapi('/api/v1/producer/generate/image', { prompt: 'two cats at sunset', seed })
    const { bytes } = await download(at(task, 'resources', 0, 'url'))
    return createHash('sha256').update(bytes).digest('hex')
  }
  const [first, again, other] = [await hashOf(7), await hashOf(7), await hashOf(8)]
  expect(first).toBe(again)
  expect(first).not.toBe(other)
})

test('requests are answered while a render runs: the event loop stays free', async () => {
  const created = await medley.send('POST', '/v1/music/text-to-music', {
    prompt: 'a rock song',
    model_options: { studio: { duration_seconds: 20 } },
  })
  let answered = 0
  const done = medley.untilDone(String(created.body['task_id']))
  let isOver = false
  void done.then(() => (isOver = true))
  while (!isOver && answered < 30) {
    expect((await medley.send('GET', '/livez', undefined, { key: null })).status).toBe(200)
    answered += 1
  }
  // A blocked loop would answer nothing until the render is over, and then stop this loop.
  expect(answered).toBe(30)
  await done
})

test('the books are right after all of it', async () => {
  expect(await medley.verify()).toEqual([])
})
