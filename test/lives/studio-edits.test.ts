import { afterAll, beforeAll, expect, test } from 'vitest'

import type { JsonObject } from '../../src/lib/json.ts'
import { at, startMedley, TEST_KEY, type TestMedley } from '../helpers/start-medley.ts'
import { download, end, pngSize, succeed, type File } from '../helpers/studio-tasks.ts'

// Changes of pictures and songs through every API that has them, with the studio's real results.
let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley()
})
afterAll(() => medley.stop())

const run = (path: string, body: JsonObject) => succeed(medley, path, body)

async function upload(bytes: Buffer): Promise<{ id: string; url: string }> {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)]), 'x')
  const headers = { 'x-api-key': TEST_KEY }
  const response = await fetch(`${medley.url}/v1/uploads`, { method: 'POST', headers, body: form })
  const body: JsonObject = JSON.parse(await response.text())
  expect(response.status, JSON.stringify(body)).toBe(200)
  return { id: String(body['artifact_id']), url: String(body['url']) }
}

const picture = (task: JsonObject, index = 0) => download(at(task, 'output', 'images', index, 'image_url'))
const clip = (task: JsonObject, index = 0) => download(at(task, 'output', 'clips', index, 'audio_url'))

async function paint(width = 256): Promise<{ id: string; url: string; file: File }> {
  const input = { prompt: 'a red boat on a lake at noon', width, height: 192, seed: 5 }
  const task = await run('/api/v1/task', { model: 'Qubico/flux1-schnell', task_type: 'txt2img', input })
  const [id, url] = [at(task, 'output', 'images', 0, 'artifact_id'), at(task, 'output', 'images', 0, 'image_url')]
  return { id: String(id), url: String(url), file: await download(url) }
}

test('beatra: a picture of ours is restyled, n times in different ways, each the same for the same seed', async () => {
  const { id, file } = await paint()
  const body = {
    prompt: 'the same at night, as a watercolour',
    image: { type: 'artifact', artifact_id: id },
    n: 2,
    model_options: { studio: { seed: 11 } },
  }
  const [first, again] = [await run('/v1/images/image-to-image', body), await run('/v1/images/image-to-image', body)]
  expect(at(first, 'billing', 'charged_credits')).toBe('100.0000')
  const [one, two, same] = [await picture(first), await picture(first, 1), await picture(again)]
  expect([pngSize(one), pngSize(two)]).toEqual([
    [256, 192],
    [256, 192],
  ])
  expect(one.bytes.equals(file.bytes)).toBe(false)
  expect(one.bytes.equals(two.bytes)).toBe(false)
  expect(one.bytes.equals(same.bytes)).toBe(true)
})

test('what was done to a picture, and what was not quite as asked, is told wherever there is room for it', async () => {
  const { id } = await paint()
  const studio = { edit: 'upscale', scale: 1 }
  const image = { type: 'artifact', artifact_id: id }
  const task = await run('/v1/images/image-to-image', { image, model_options: { studio } })
  const changes = ['size kept']
  expect(at(task, 'output', 'images', 0, 'changes')).toEqual(changes)
  const seen = await medley.send('GET', `/api/v1/tasks/${String(task['task_id'])}`)
  expect(at(seen.body, 'outputResults', 'changes')).toEqual(changes)
  const { body } = await medley.send('GET', `/v1/tasks/${String(task['task_id'])}/timeline`)
  const entries = Array.isArray(body['data']) ? body['data'] : []
  expect(entries.filter((entry) => at(entry, 'kind') === 'result')).toEqual([
    { kind: 'result', at: expect.any(String), number: 1, changes },
  ])
})

test('PiAPI: a picture is made wider, larger and from bytes, and has its plain background taken away', async () => {
  const { url, file } = await paint()
  const edit = (model: string, taskType: string, input: JsonObject) =>
    run('/api/v1/task', { model, task_type: taskType, input })
  const settings = [{ setting_type: 'outpaint', outpaint_left: 64, outpaint_right: 32 }]
  const wider = await edit('Qubico/flux1-dev-advanced', 'fill-outpaint', { image: url, custom_settings: settings })
  expect(pngSize(await picture(wider))).toEqual([352, 192])
  const larger = await edit('Qubico/image-toolkit', 'upscale', { image: url, scale: 2 })
  expect(pngSize(await picture(larger))).toEqual([512, 384])
  const bytes = file.bytes.toString('base64')
  const changed = await edit('Qubico/flux1-dev', 'img2img', { prompt: 'at sunset', image: bytes, denoise: 0.5 })
  expect(pngSize(await picture(changed))).toEqual([256, 192])
})

async function compose(more: JsonObject = {}): Promise<JsonObject> {
  return await run('/v1/music/text-to-music', {
    prompt: 'calm folk song in D major',
    instrumental: true,
    model_options: { studio: { duration_seconds: 8, bpm: 100, seed: 3, ...more } },
  })
}

const secondsOf = (task: JsonObject) => Number(at(task, 'output', 'clips', 0, 'duration_seconds'))

test('OmnAPI: a song of ours is changed in each of the five ways, from its score', async () => {
  const song = await compose()
  const clipId = String(at(song, 'output', 'clips', 0, 'artifact_id'))
  const original = await clip(song)
  const modify = (body: JsonObject) => run('/api/v1/producer/generate/music/modify', { clipId, seed: 2, ...body })
  const longer = await modify({ transform: 'extend', cropEndAt: 6 })
  expect(secondsOf(longer)).toBeGreaterThan(secondsOf(song))
  expect(at(longer, 'billing', 'charged_credits')).toBe('80.0000')
  const others = [
    await modify({ transform: 'cover', soundPrompt: 'fast electronic dance' }),
    await modify({ transform: 'inpaint', replaceStartAt: 2, replaceEndAt: 6 }),
    await modify({ transform: 'swap_sound', soundPrompt: 'piano' }),
    await modify({ transform: 'swap_vocals', lyrics: '[Verse]\nThe river runs to the sea' }),
  ]
  for (const task of others) {
    const file = await clip(task)
    expect(file.type).toBe('audio/mpeg')
    expect(file.bytes.equals(original.bytes)).toBe(false)
    expect(secondsOf(task)).toBeGreaterThan(4)
  }
})

test('a changed song of ours says what is sung in it and when, whether the words are old or new', async () => {
  const lyrics = '[Verse]\nLanterns on the water\nDrifting out to sea'
  const song = await run('/v1/music/text-to-music', {
    prompt: 'slow folk ballad',
    lyrics,
    model_options: { studio: { duration_seconds: 12, seed: 3 } },
  })
  const clipId = String(at(song, 'output', 'clips', 0, 'artifact_id'))
  const modify = (body: JsonObject) => run('/api/v1/producer/generate/music/modify', { clipId, seed: 2, ...body })
  const told = async (task: JsonObject) => {
    const timings = await download(at(task, 'output', 'clips', 0, 'timings_url'))
    return [String(at(task, 'output', 'clips', 0, 'lyrics')), timings.bytes.toString()]
  }
  const [old, oldTimings] = await told(await modify({ transform: 'swap_sound', soundPrompt: 'piano' }))
  expect(old).toContain('Lanterns on the water')
  expect(oldTimings).toContain('> Lanterns ')
  const [given, givenTimings] = await told(await modify({ transform: 'swap_vocals', lyrics: '[Verse]\nRivers run' }))
  expect(given).toContain('Rivers run')
  expect(givenTimings).toContain('> Rivers ')
})

test('beatra: a song that somebody brings is made longer and covered', async () => {
  const brought = await upload((await clip(await compose({ format: 'wav' }))).bytes)
  const change = (studio: JsonObject) =>
    run('/v1/music/reference-audio-to-music', {
      prompt: 'bright acoustic folk',
      reference_audio: { type: 'artifact', artifact_id: brought.id },
      model_options: { studio },
    })
  expect(secondsOf(await change({ transform: 'extend' }))).toBeGreaterThan(8)
  expect(secondsOf(await change({}))).toBeGreaterThan(4)
})

test('PiAPI: a song goes on in two ways', async () => {
  const song = await compose()
  const input = {
    lyrics_type: 'instrumental',
    gpt_description_prompt: 'folk',
    continue_song_id: String(song['task_id']),
  }
  const task = await run('/api/v1/task', { model: 'music-u', task_type: 'generate_music', input })
  expect([(await clip(task)).type, (await clip(task, 1)).type]).toEqual(['audio/mpeg', 'audio/mpeg'])
  const seen = await medley.send('GET', `/api/v1/task/${String(task['task_id'])}`)
  expect(at(seen.body, 'data', 'output', 'songs')).toHaveLength(2)
})

test('stems come along with a song that asks for them', async () => {
  const song = await compose({ stems: true })
  const stems = at(song, 'output', 'clips', 0, 'stems')
  expect(Array.isArray(stems) ? stems.length : 0).toBeGreaterThan(1)
  expect((await download(at(song, 'output', 'clips', 0, 'stems', 0, 'audio_url'))).type).toBe('audio/mpeg')
})

test('what cannot be worked on fails with a clear word, and its hold comes back', async () => {
  const head = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const broken = await upload(Buffer.concat([head, Buffer.alloc(3000, 1)]))
  const torn = await upload(Buffer.concat([Buffer.from('ID3\x04', 'latin1'), Buffer.alloc(5000, 2)]))
  const ends = [
    await end(medley, '/v1/images/image-to-image', {
      prompt: 'x',
      image: { type: 'artifact', artifact_id: broken.id },
    }),
    await end(medley, '/v1/music/reference-audio-to-music', {
      prompt: 'x',
      reference_audio: { type: 'artifact', artifact_id: torn.id },
    }),
    await end(medley, '/api/v1/producer/generate/music/modify', {
      clipId: String(at(await compose(), 'output', 'clips', 0, 'artifact_id')),
      transform: 'inpaint',
      replaceStartAt: 400,
      replaceEndAt: 500,
    }),
  ]
  for (const task of ends) {
    expect(task).toMatchObject({ status: 'failed', error: { code: 'invalid_input', retryable: false } })
    expect(String(at(task, 'error', 'message')).length).toBeGreaterThan(15)
    expect(at(task, 'billing', 'refunded_credits')).toBe(at(task, 'billing', 'charged_credits'))
  }
  expect(await medley.verify()).toEqual([])
})
