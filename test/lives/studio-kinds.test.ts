import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { isJsonObject } from '../../src/lib/json.ts'
import { VOICES } from '../../studio/src/speech/voices.ts'
import { at, startMedley, type TestMedley } from '../helpers/start-medley.ts'
import { create, download, end, pngSize, succeed, untilEnded, type File } from '../helpers/studio-tasks.ts'
import { FILM_SECONDS, uploadFilm } from '../helpers/upload-film.ts'

// Speech, films, 3D models and what comes along with any result, through the APIs, with the studio's real results.
let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley()
})
afterAll(() => medley.stop())

/** The task as the API at `path` shows it when it has succeeded. */
async function run(path: string, body: JsonObject): Promise<JsonObject> {
  const done = await succeed(medley, path, body)
  if (path.startsWith('/v1/')) return done
  const read = path === '/api/v1/task' ? path : '/api/v1/tasks'
  return (await medley.send('GET', `${read}/${String(done['task_id'])}`)).body
}

const listOf = (value: JsonValue | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : [])

async function expectThumbnail(url: unknown): Promise<void> {
  const { type, bytes } = await download(url)
  expect([type, bytes.toString('latin1', 8, 12)]).toEqual(['image/webp', 'WEBP'])
}

/** Seconds, by the movie header. */
function mp4Seconds({ type, bytes }: File): number {
  expect([type, bytes.toString('latin1', 4, 8)]).toEqual(['video/mp4', 'ftyp'])
  const header = bytes.indexOf('mvhd', 0, 'latin1')
  const isLong = bytes[header + 4] === 1
  const scale = bytes.readUInt32BE(header + (isLong ? 24 : 16))
  return (isLong ? Number(bytes.readBigUInt64BE(header + 28)) : bytes.readUInt32BE(header + 20)) / scale
}

describe('speech', () => {
  test('by beatra: the words that were said, when each was, and a picture of it', async () => {
    const input = 'Paper lanterns drift over the river'
    const task = await run('/v1/audio/speech', { input, voice: 'voice_oak', speed: 1.5 })
    const { output } = task
    expect((await download(at(output, 'audio_url'))).type).toBe('audio/mpeg')
    const timings = await download(at(output, 'timings_url'))
    expect([timings.type, String(at(output, 'timings_url')).endsWith('.json')]).toEqual(['application/json', true])
    const words = listOf(at(JSON.parse(timings.bytes.toString()), 'words'))
    expect(words.map((word) => word['text']).join(' ')).toBe(input)
    const times = words.flatMap((word) => [Number(word['start']), Number(word['end'])])
    expect(times).toEqual(times.toSorted((first, second) => first - second))
    expect(times.at(-1)).toBeLessThanOrEqual(Number(at(output, 'duration_seconds')))
    await expectThumbnail(at(output, 'thumbnail_url'))
    expect(task).toMatchObject({
      capability: 'text_to_speech',
      resolved_model: 'studio-speech-1',
      usage: { characters: input.length, credits: '0.8750' },
    })
  })

  test("by PiAPI: a voice of the studio's own, which the task's warnings say", async () => {
    // A file of our own, which here lies at a private address, may be named as any other.
    const input = { gen_text: 'The tide is out.', ref_audio: `${medley.url}/files/some-voice.mp3` }
    const task = await run('/api/v1/task', { model: 'Qubico/tts', task_type: 'zero-shot', input })
    expect((await download(at(task, 'data', 'output', 'audio_url'))).type).toBe('audio/mpeg')
    const { body } = await medley.send('GET', `/v1/tasks/${String(at(task, 'data', 'task_id'))}`)
    expect(listOf(body['warnings']).map(({ field }) => field)).toEqual(['model', 'ref_audio'])
  })

  test('in a script that nobody here speaks fails as the caller’s, says what would work, and costs nothing', async () => {
    const done = await end(medley, '/v1/audio/speech', { input: 'Привет, как дела сегодня?' })
    expect(done).toMatchObject({
      status: 'failed',
      error: { code: 'invalid_input', retryable: false, message: expect.stringContaining('English') },
      billing: { refunded_credits: at(done, 'billing', 'charged_credits') },
    })
  })
})

describe('films', () => {
  test('by beatra: as long and wide as asked, with its first and last picture', async () => {
    const task = await run('/v1/videos', { prompt: 'a lighthouse in the rain at dusk', duration_seconds: 1 })
    const film = at(task, 'output', 'videos', 0)
    expect(Math.abs(mp4Seconds(await download(at(film, 'video_url'))) - 1)).toBeLessThan(0.1)
    expect(pngSize(await download(at(film, 'poster_url')))).toEqual([848, 480])
    expect(pngSize(await download(at(film, 'last_frame_url')))).toEqual([848, 480])
    await expectThumbnail(at(film, 'thumbnail_url'))
    expect(film).toMatchObject({ width: 848, height: 480, mime_type: 'video/mp4', blur_hash: expect.any(String) })
    expect(task).toMatchObject({ usage: { credits: '20.0000' } })
  })

  test('of a picture: in its shape', async () => {
    const picture = await run('/v1/images/generations', { prompt: 'a tall tree', aspect_ratio: '3:4' })
    const image = { type: 'artifact', artifact_id: at(picture, 'output', 'images', 0, 'artifact_id') ?? '' }
    const task = await run('/v1/videos', { prompt: 'zoom in', image, duration_seconds: 1 })
    const { width, height } = Object(at(task, 'output', 'videos', 0))
    expect(Math.abs(width / height - 3 / 4)).toBeLessThan(0.03)
  })

  test('of another API are read by PiAPI as its own', async () => {
    const body = { provider: 'studio', feature: 'generate-video', inputParameters: { prompt: 'snow', length: 1 } }
    const id = await create(medley, '/api/v1/tasks', body)
    await untilEnded(medley, id)
    const { body: read } = await medley.send('GET', `/api/v1/task/${id}`)
    expect(mp4Seconds(await download(at(read, 'data', 'output', 'video_url')))).toBeLessThan(1.2)
  })

  test('of a picture at an address that nobody may ask is refused at its field', async () => {
    const image = { type: 'url', url: 'http://127.0.0.1:9/none.png' }
    const { status, body } = await medley.send('POST', '/v1/videos', { prompt: 'x', image })
    expect([status, at(body, 'error', 'param')]).toEqual([422, '/image/url'])
  })
})

describe('3D models', () => {
  const GLB = 'model/gltf-binary'

  test('by OmnAPI: the model, a picture and a film of it, and what it was cut out of', async () => {
    const task = await run('/api/v1/tasks', {
      provider: 'studio',
      feature: 'generate-model3d',
      inputParameters: { prompt: 'a blue vase', seed: 5 },
    })
    const resources = listOf(task['resources'])
    expect(resources.map(({ type, role }) => [type, role])).toEqual([
      ['model', 'main'],
      ['image', 'preview'],
      ['video', 'turntable'],
      ['image', 'cut_out'],
    ])
    const model = await download(resources[0]?.['url'])
    expect([model.type, model.bytes.toString('latin1', 0, 4)]).toEqual([GLB, 'glTF'])
    expect(model.bytes.readUInt32LE(8)).toBe(model.bytes.length)
    await expectThumbnail(resources[0]?.['thumbnailUrl'])
    expect(resources[0]?.['blurHash']).toEqual(expect.any(String))
  })

  test('by PiAPI: the three files that clients read', async () => {
    const body = { model: 'Qubico/trellis', task_type: 'text-to-3d', input: { prompt: 'a mushroom' } }
    const task = await run('/api/v1/task', body)
    const { model_file: model, combined_video: film, no_background_image: cutOut } = Object(at(task, 'data', 'output'))
    expect((await download(model)).type).toBe(GLB)
    expect(mp4Seconds(await download(film))).toBeGreaterThan(1)
    pngSize(await download(cutOut))
    expect(at(task, 'data', 'meta', 'usage')).toEqual({ type: 'llm', frozen: 0, consume: 400_000 })
  })
})

describe('songs', () => {
  test('bring their word timings, and their stems when asked for them; their score is ours', async () => {
    const task = await run('/v1/music/text-to-music', {
      prompt: 'slow folk ballad',
      lyrics: '[Verse]\nLanterns on the water\nDrifting out to sea',
      model_options: { studio: { duration_seconds: 20, stems: true, seed: 3 } },
    })
    const clip = at(task, 'output', 'clips', 0)
    const { type, bytes } = await download(at(clip, 'timings_url'))
    expect([type, String(at(clip, 'timings_url')).endsWith('.lrc')]).toEqual(['text/plain; charset=utf-8', true])
    expect(bytes.toString()).toMatch(/^\[ti:.*\n\[length:.*\n\[\d\d:\d\d\.\d\d\] <\d\d:\d\d\.\d\d> Lanterns/)
    const stems = listOf(at(clip, 'stems'))
    expect(stems.map((stem) => stem['name'])).toContain('vocals')
    for (const stem of stems) expect((await download(stem['audio_url'])).type).toBe('audio/mpeg')
    await expectThumbnail(at(clip, 'thumbnail_url'))
    const { body } = await medley.send('GET', `/api/v1/tasks/${String(task['task_id'])}`)
    const roles = new Set(listOf(body['resources']).map(({ role }) => role))
    expect([roles.has('timings'), roles.has('score')]).toEqual([true, false])
  })
})

describe('soundtracks', () => {
  test('are as long as their film, and paid by its begun seconds', async () => {
    const film = await download(await uploadFilm(medley))
    const input = { prompt: 'waves and gulls', video: film.bytes.toString('base64') }
    const body = { model: 'Qubico/mmaudio', task_type: 'video2audio', input }
    const { body: created } = await medley.send('POST', '/api/v1/task', body)
    expect(at(created, 'data', 'meta', 'usage')).toEqual({ type: 'llm', frozen: 0, consume: 150_000 })
    const id = String(at(created, 'data', 'task_id'))
    await untilEnded(medley, id)
    const { body: read } = await medley.send('GET', `/api/v1/task/${id}`)
    const duration = Number(at(read, 'data', 'works', 0, 'resource', 'duration'))
    expect(Math.abs(duration - FILM_SECONDS * 1000)).toBeLessThan(100)
    expect(at(read, 'data', 'meta', 'usage')).toEqual({ type: 'llm', frozen: 0, consume: FILM_SECONDS * 5000 })
    expect(await medley.verify()).toEqual([])
  })
})

test('the voices that are listed are those of the studio', async () => {
  const { body } = await medley.send('GET', '/v1/voices')
  const listed = listOf(body['data']).map(({ id, description }) => ({ id, description }))
  expect(listed).toEqual(VOICES.map(({ name, description }) => ({ id: `voice_${name}`, description })))
})

test('a picture without pixels is refused by that, and its film costs nothing', async () => {
  const bytes = Buffer.concat([Buffer.from('RIFF\xff\0\0\0WEBPVP8 ', 'latin1'), Buffer.alloc(100)])
  const image = { type: 'data_uri', data: `data:image/webp;base64,${bytes.toString('base64')}` }
  const done = await end(medley, '/v1/videos', { prompt: 'waves', duration_seconds: 1, image })
  expect(at(done, 'error', 'message')).toBe('The picture has no pixels')
  expect(at(done, 'billing', 'refunded_credits')).toBe(at(done, 'billing', 'charged_credits'))
})
