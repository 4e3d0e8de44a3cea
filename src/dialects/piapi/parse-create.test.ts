import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { GatewayError } from '../../domain/errors.ts'
import { resultIdOf } from '../../domain/result-id.ts'
import { TEST_FILES } from '../../domain/test-media.ts'
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { BODIES } from './bodies.ts'
import { renderError } from './errors.ts'
import { parseCreate } from './parse-create.ts'
import { parseContext } from './test-tasks.ts'

const parse = (body: JsonValue) => parseCreate(body, parseContext)
const echoOf = (body: JsonValue): JsonValue => JSON.parse(parse(body).input)

/** What a client reads of a refusal; null = accepted. */
function refusalOf(body: JsonValue): { status: number; body: JsonValue } | null {
  try {
    parse(body)
    return null
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    const { status, body: wire } = renderError(error)
    return { status, body: wire }
  }
}

const flux = (input: JsonObject, model = 'Qubico/flux1-schnell'): JsonObject => ({
  model,
  task_type: 'txt2img',
  input: { prompt: 'a harbour', ...input },
})
const udio = (input: JsonObject): JsonObject => ({ model: 'music-u', task_type: 'generate_music', input })
const suno = (input: JsonObject): JsonObject => ({ model: 'music-s', task_type: 'generate_music', input })
const custom = (input: JsonObject): JsonObject => ({ model: 'music-s', task_type: 'generate_music_custom', input })
const rhythm = (input: JsonObject): JsonObject => ({ model: 'Qubico/diffrhythm', task_type: 'txt2audio-base', input })
const film = 'https://cdn.example.net/film.mp4'
const mmaudio = (input: JsonObject): JsonObject => ({ model: 'Qubico/mmaudio', task_type: 'video2audio', input })
const voice = 'https://cdn.example.net/voice.mp3'
const picture = 'https://cdn.example.net/harbour.png'
const speech = (input: JsonObject): JsonObject => ({ model: 'Qubico/tts', task_type: 'zero-shot', input })
const model3d = (task_type: string, input: JsonObject): JsonObject => ({ model: 'Qubico/trellis', task_type, input })
const video = (model: string, input: JsonObject, task_type = 'video_generation'): JsonObject => ({
  model,
  task_type,
  input,
})
const sim = (input: JsonObject): JsonObject => ({ model: 'sim/music', task_type: 'generate_music', input })
const withConfig = (config: JsonValue): JsonObject => ({ ...flux({}), config })

describe('a bad body is refused with 400, naming its field', () => {
  test.each<[string, JsonValue]>([
    ['the body must be an object', []],
    ['the body must be an object', 'text'],
    ['model is required', { task_type: 'txt2img', input: {} }],
    ['model must be string', { model: 4, task_type: 'txt2img', input: {} }],
    ['task_type is required', { model: 'music-u', input: {} }],
    ['input is required', { model: 'music-u', task_type: 'generate_music' }],
    ['input must be object', { model: 'music-u', task_type: 'generate_music', input: [] }],
    ['input must be object', { model: 'music-u', task_type: 'generate_music', input: null }],
    ['config must be object', withConfig('public')],
    ['config.service_mode must be one of "", "public", "private"', withConfig({ service_mode: 'hya' })],
    ['config.webhook_config must be object', withConfig({ webhook_config: film })],
    ['config.webhook_config.endpoint must be string', withConfig({ webhook_config: { endpoint: 7 } })],
    [
      'config.webhook_config.endpoint must be an http or https URL',
      withConfig({ webhook_config: { endpoint: 'ftp://hooks.example.net' } }),
    ],
    ['config.webhook_config.secret must be string', withConfig({ webhook_config: { secret: 7 } })],
    ['config.webhook_config.secret must be visible ASCII', withConfig({ webhook_config: { secret: 'a\nb: c' } })],

    ['input.prompt is required', { ...flux({}), input: {} }],
    ['input.prompt must be string', flux({ prompt: null })],
    ['input.prompt must hold a character that is not a space', flux({ prompt: ' \n\u00a0' })],
    ['input.prompt must not have more than 10000 characters', flux({ prompt: 'x'.repeat(10_001) })],
    ['input.negative_prompt must be string', flux({ negative_prompt: 1 })],
    ['input.width must be integer', flux({ width: '512' })],
    ['input.width must be integer', flux({ width: 512.5 })],
    ['input.width must be >= 64', flux({ width: 63 })],
    ['input.height must be <= 4096', flux({ height: 4097, width: 64 })],
    ['input.width times input.height must not be above 1048576', flux({ width: 1025 })],
    ['input.steps must be integer', flux({ steps: '4' })],
    ['input.guidance_scale must be from 1.5 to 5', flux({ guidance_scale: 1.49 })],
    ['input.guidance_scale must be from 1.5 to 5', flux({ guidance_scale: 5.1 })],
    ['input.guidance_scale must be number', flux({ guidance_scale: '2' })],
    ['input.batch_size must be >= 1', flux({ batch_size: 0 })],
    ['input.batch_size must be <= 4', flux({ batch_size: 5 })],
    ['input.batch_size must be 1 for Qubico/flux1-dev', flux({ batch_size: 2 }, 'Qubico/flux1-dev')],
    ['input.seed must be >= -1', flux({ seed: -2 })],
    ['input.seed must be <= 9007199254740991', flux({ seed: 2 ** 53 })],
    ['input.seed must be integer', flux({ seed: '5' })],

    ['input.lyrics_type is required', udio({ gpt_description_prompt: 'jazz' })],
    ['input.lyrics_type must be one of "generate", "user", "instrumental"', udio({ lyrics_type: 'auto' })],
    ['input.gpt_description_prompt is required', udio({ lyrics_type: 'generate' })],
    ['input.gpt_description_prompt is required', udio({ lyrics_type: 'instrumental', gpt_description_prompt: ' ' })],
    ['input.lyrics is required', udio({ lyrics_type: 'user', gpt_description_prompt: 'jazz' })],
    ['input.title must not have more than 200', udio({ lyrics_type: 'user', lyrics: 'la', title: 'x'.repeat(201) })],
    [
      'input.continue_song_id must be the id of a file of yours',
      udio({ lyrics_type: 'generate', gpt_description_prompt: 'jazz', continue_song_id: 'abc' }),
    ],
    ['input.prompt is required', { model: 'music-s', task_type: 'generate_lyrics', input: { title: 'x' } }],
    ['input.image is required', { model: 'Qubico/flux1-dev', task_type: 'img2img', input: { prompt: 'x' } }],
    ['input.prompt is required', { model: 'Qubico/flux1-dev', task_type: 'img2img', input: { image: picture } }],
    [
      'input.image must be a URL',
      { model: 'Qubico/flux1-dev', task_type: 'img2img', input: { prompt: 'x', image: 'cat' } },
    ],
    [
      'input.denoise must be',
      { model: 'Qubico/flux1-dev', task_type: 'img2img', input: { prompt: 'x', image: picture, denoise: 0 } },
    ],
    [
      'input.batch_size must be 1',
      { model: 'Qubico/flux1-dev', task_type: 'img2img', input: { prompt: 'x', image: picture, batch_size: 2 } },
    ],
    [
      'input.custom_settings must say',
      { model: 'Qubico/flux1-dev-advanced', task_type: 'fill-outpaint', input: { image: picture } },
    ],
    [
      'input.image must be a picture',
      { model: 'Qubico/image-toolkit', task_type: 'upscale', input: { image: TEST_FILES.audio } },
    ],
    [
      'input.scale must be',
      { model: 'Qubico/image-toolkit', task_type: 'upscale', input: { image: picture, scale: 1 } },
    ],

    ['input.gpt_description_prompt is required', suno({ make_instrumental: true })],
    ['input.make_instrumental must be boolean', suno({ prompt: 'jazz', make_instrumental: 'true' })],
    ['input.prompt is required', custom({ tags: 'jazz' })],
    ['input.tags is required', custom({ make_instrumental: true })],
    ['input.prompt must not have more than 3000', custom({ prompt: 'x'.repeat(3001) })],
    ['input.title must not have more than 80', custom({ prompt: 'la', title: 'x'.repeat(81) })],
    ['input.tags must not have more than 200', custom({ prompt: 'la', tags: 'x'.repeat(201) })],
    ['input.negative_tags must not have more than 200', custom({ prompt: 'la', negative_tags: 'x'.repeat(201) })],

    ['input must hold at least one of lyrics, style_prompt, style_audio', rhythm({})],
    ['input.style_audio must be an http or https URL', rhythm({ style_audio: 'file:///etc/passwd' })],

    ['input.prompt is required', mmaudio({ video: film })],
    ['input.video is required', mmaudio({ prompt: '' })],
    ['input.video must be a URL, a data URI or base64', mmaudio({ prompt: '', video: '' })],
    ['input.video must be a URL, a data URI or base64', mmaudio({ prompt: '', video: 'nonsense' })],
    ['input.video must be a URL, a data URI or base64', mmaudio({ prompt: '', video: 'data:video/mp4;base64,%%%' })],
    ['input.steps must be >= 20', mmaudio({ prompt: '', video: film, steps: 19 })],
    ['input.steps must be <= 50', mmaudio({ prompt: '', video: film, steps: 51 })],

    ['input.gen_text is required', speech({ ref_audio: voice })],
    ['input.gen_text must not have more than 10000', speech({ ref_audio: voice, gen_text: 'x'.repeat(10_001) })],
    ['input.ref_audio is required', speech({ gen_text: 'x' })],
    ['input.ref_audio must be a URL, a data URI or base64', speech({ gen_text: 'x', ref_audio: 'a voice' })],

    ['input.prompt is required', model3d('text-to-3d', { image: picture })],
    ['input.image is required', model3d('image-to-3d', { prompt: 'x' })],
    ['input.ss_sampling_steps must be >= 10', model3d('text-to-3d', { prompt: 'x', ss_sampling_steps: 9 })],
    ['input.image must be a picture', model3d('image-to-3d', { image: 'AAAAIGZ0eXBpc29t' })],

    ['input.image is required', video('Qubico/wanx', { prompt: 'x' }, 'img2video-14b')],
    ['input.prompt must not have more than 1000', video('Qubico/hunyuan', { prompt: 'x'.repeat(1001) }, 'txt2video')],
    ['input.aspect_ratio must be one of', video('Qubico/wanx', { prompt: 'x', aspect_ratio: '2:1' }, 'txt2video-14b')],
    ['input.duration must be one of 5, 10', video('kling', { prompt: 'x', duration: 7 })],
    ['input.prompt is required', video('kling', {})],
    ['input.model must be one of', video('hailuo', { model: 's2v-01', prompt: 'x', image_url: picture })],
    ['input.image_url is required', video('hailuo', { model: 'i2v-01', prompt: 'x' })],
    ['input.image_url must not be sent to t2v-01', video('hailuo', { prompt: 'x', image_url: picture })],
    [
      'input.key_frames.frame0.type must be image',
      video('luma', { prompt: 'x', key_frames: { frame0: { type: 'video', url: film } } }),
    ],
    [
      'input.key_frames.frame0.url is required',
      video('luma', { prompt: 'x', key_frames: { frame0: { type: 'image' } } }),
    ],

    ['input.prompt is required', sim({ script: {} })],
    ['input.prompt must hold a character that is not a space', sim({ prompt: ' ' })],
    ['input.script.delayMs must be integer', sim({ prompt: 'x', script: { delayMs: '5' } })],
    ['input.script.unknown is not a known field', sim({ prompt: 'x', script: { unknown: 1 } })],
    ['input.script must be object', sim({ prompt: 'x', script: 'fail' })],
  ])('%s', (message, body) => {
    const refusal = refusalOf(body)
    expect(refusal).toMatchObject({ status: 400, body: { code: 400, data: null } })
    expect(refusal?.body).toHaveProperty('message', expect.stringContaining(`invalid request: ${message}`))
  })

  test('every fault of an input is told at once', () => {
    expect(refusalOf(flux({ prompt: 1, width: 'x' }))?.body).toHaveProperty(
      'message',
      'invalid request: input.prompt must be string; input.width must be integer',
    )
  })

  test.each<[string, JsonObject]>([
    ['invalid model', { model: 'Qubico/nothing', task_type: 5, input: 'x' }],
    ['invalid model', { model: 'toString' }],
    ['invalid task_type', { model: 'Qubico/flux1-schnell', task_type: 'fill-inpaint', input: 'x' }],
    ['invalid task_type', { model: 'Qubico/image-toolkit', task_type: 'segment', input: 'x' }],
    ['invalid task_type', { model: 'music-u', task_type: 'generate_music_custom' }],
  ])('%s is told before anything below it is looked at', (message, body) => {
    expect(refusalOf(body)).toEqual({ status: 400, body: { code: 400, data: null, message } })
  })
})

describe('an accepted body', () => {
  test.each(Object.entries(BODIES))('echoes what can be sent again for the same work: %s', (_, body) => {
    const first = parse(body)
    const again = parse({ ...body, input: echoOf(body) })
    expect(again).toEqual(first)
  })

  test('has its unknown keys dropped, and none of them echoed', () => {
    const body = { ...flux({ lora_settings: [{ lora_type: 'anime' }], script: 'none of flux' }), extra: true }
    expect(echoOf(body)).toEqual({
      prompt: 'a harbour',
      negative_prompt: '',
      width: 1024,
      height: 1024,
      steps: 0,
      guidance_scale: 0,
      batch_size: 1,
      seed: -1,
    })
    expect(parse(body).work.script).toBeNull()
  })

  test('is priced by its pictures, its seconds, or as one task', () => {
    expect(parse(flux({ batch_size: 4 }))).toMatchObject({ modelKey: 'flux1-schnell', work: { count: 4 } })
    expect(parse(mmaudio({ prompt: '', video: film }))).toMatchObject({
      modelKey: 'mmaudio',
      work: { durationSeconds: null, video: { kind: 'url', url: film } },
    })
    expect(parse(suno({ prompt: 'jazz' }))).toMatchObject({ modelKey: 'suno', work: { count: 2 } })
  })

  test.each<[string, JsonObject, { durationSeconds: number; count: number }]>([
    ['Udio', udio({ lyrics_type: 'instrumental', gpt_description_prompt: 'x' }), { durationSeconds: 32, count: 2 }],
    ['Suno', suno({ gpt_description_prompt: 'x' }), { durationSeconds: 120, count: 2 }],
    ['Suno custom', custom({ prompt: 'la la' }), { durationSeconds: 120, count: 2 }],
    ['DiffRhythm base', rhythm({ lyrics: 'la' }), { durationSeconds: 95, count: 1 }],
    ['DiffRhythm full', BODIES['diffrhythm'] ?? {}, { durationSeconds: 285, count: 1 }],
  ])('is as long as its catalogue entry says: %s', (_, body, work) => {
    expect(parse(body).work).toMatchObject(work)
  })

  test('sings the words that Udio was given for type user only', () => {
    const input = { gpt_description_prompt: 'jazz', lyrics: 'la la', title: 'Song' }
    expect(parse(udio({ ...input, lyrics_type: 'user' })).work).toMatchObject({ lyrics: 'la la', instrumental: false })
    expect(parse(udio({ ...input, lyrics_type: 'generate' })).work).toMatchObject({ lyrics: null, instrumental: false })
    const instrumental = parse(udio({ ...input, lyrics_type: 'instrumental' })).work
    expect(instrumental).toMatchObject({ lyrics: null, instrumental: true, title: 'Song', prompt: 'jazz' })
  })

  test('goes on from a song, or from the first of a task, as two extensions at the price of two songs', () => {
    const song = '019a5d2e-7c00-8000-8000-000000000001'
    const task = '019a5d2e-7c00-7abc-8def-0123456789ab'
    const input = { lyrics_type: 'instrumental', continue_song_id: song, continue_at: 12.5 }
    const create = parse(udio(input))
    expect(create).toMatchObject({
      modelKey: 'udio/extend',
      work: { capability: 'music.modify', transform: 'extend', audio: { artifact: song }, cropEndAt: 12.5, count: 2 },
      uses: [{ path: ['input', 'continue_song_id'], artifactId: song, kind: 'audio' }],
    })
    expect(parse(udio({ ...input, continue_song_id: task })).uses[0]?.artifactId).toBe(resultIdOf(task, 0))
    expect(parse(udio({ ...input, continue_at: 0 })).work).toMatchObject({ cropEndAt: null })
    const words = { lyrics_type: 'user', lyrics: 'la la', gpt_description_prompt: 'brighter', title: 'On' }
    expect(parse(udio({ ...input, ...words })).work).toMatchObject({ lyrics: 'la la', prompt: 'brighter', title: 'On' })
  })

  test.each<[string, string, JsonObject, JsonObject]>([
    ['img2img', 'Qubico/flux1-dev', {}, { edit: 'restyle', strength: 0.7, prompt: 'warmer' }],
    ['img2img', 'Qubico/flux1-schnell', { batch_size: 3, denoise: 0.2 }, { strength: 0.2, count: 3 }],
    [
      'img2img-lora',
      'Qubico/flux1-dev-advanced',
      { lora_settings: [{ lora_type: 'anime', lora_strength: 1 }] },
      { edit: 'restyle', prompt: 'warmer, anime' },
    ],
    ['redux-variation', 'Qubico/flux1-dev-advanced', { prompt: '' }, { edit: 'restyle', prompt: '' }],
    ['fill-inpaint', 'Qubico/flux1-dev-advanced', {}, { edit: 'inpaint', mask: null }],
    [
      'fill-inpaint',
      'Qubico/flux1-dev-advanced',
      { mask: 'https://cdn.example.net/mask.png' },
      { mask: { kind: 'url', url: 'https://cdn.example.net/mask.png' } },
    ],
    [
      'fill-outpaint',
      'Qubico/flux1-dev-advanced',
      { custom_settings: [{ setting_type: 'outpaint', outpaint_left: 64 }] },
      { edit: 'outpaint', margins: { left: 64, right: 0, top: 0, bottom: 0 } },
    ],
    ['background-remove', 'Qubico/image-toolkit', {}, { edit: 'remove-background', count: 1 }],
    ['upscale', 'Qubico/image-toolkit', {}, { edit: 'upscale', scale: 2 }],
  ])('changes a picture by %s of %s', (taskType, model, input, work) => {
    const image = 'https://cdn.example.net/harbour.png'
    const create = parse({ model, task_type: taskType, input: { prompt: 'warmer', image, ...input } })
    expect(create.work).toMatchObject({ capability: 'image.edit', image: { kind: 'url', url: image }, ...work })
  })

  test("takes Suno's description under either name, and a custom prompt as the words", () => {
    expect(parse(suno({ gpt_description_prompt: 'a', prompt: 'b' })).work).toMatchObject({ prompt: 'a', lyrics: null })
    expect(parse(suno({ prompt: 'b' })).work).toMatchObject({ prompt: 'b', lyrics: null })
    expect(parse(custom({ prompt: 'la la', tags: 'jazz', title: 'T' })).work).toMatchObject({
      prompt: 'jazz',
      lyrics: 'la la',
      title: 'T',
    })
  })

  test('has DiffRhythm sing the lines at their times', () => {
    const body = rhythm({ lyrics: '[00:04.34]First [x]\n[00:08.10] [00:20.00]Second\n[Chorus]' })
    expect(parse(body).work).toMatchObject({
      lyrics: '[00:04.34]First [x]\n[00:08.10] [00:20.00]Second\n[Chorus]',
      prompt: 'pop',
      instrumental: false,
    })
    expect(echoOf(body)).toMatchObject({ lyrics: '[00:04.34]First [x]\n[00:08.10] [00:20.00]Second\n[Chorus]' })
    expect(parse(rhythm({ style_prompt: 'folk' })).work).toMatchObject({ lyrics: null, instrumental: true })
  })

  test.each<[JsonObject, number | null]>([
    [{}, null],
    [{ seed: -1 }, null],
    [{ seed: 0 }, 0],
    [{ seed: 2 ** 53 - 1 }, 2 ** 53 - 1],
  ])('has the seed of %j as %s', (input, seed) => {
    expect(parse(flux(input)).work.seed).toBe(seed)
  })

  test('of mmaudio takes `seeds` as well as `seed`, which wins, and an empty prompt', () => {
    expect(parse(mmaudio({ prompt: '', video: film, seeds: 3 })).work).toMatchObject({ seed: 3, prompt: '' })
    expect(parse(mmaudio({ prompt: '', video: film, seeds: 3, seed: 4 })).work.seed).toBe(4)
  })

  test.each(['data:video/mp4;base64,AAAAIGZ0eXBpc29t', 'AAAAIGZ0eXBpc29t'])(
    'brings a film as a data URI or base64, which is kept and shown by its id: %s',
    (video) => {
      const body = mmaudio({ prompt: '', video })
      const { work, files } = parse(body)
      expect(files).toMatchObject([{ kind: 'video', mediaType: 'video/mp4' }])
      expect(work).toMatchObject({ video: { kind: 'artifact', artifact: files[0]?.id } })
      expect(echoOf(body)).toMatchObject({ video: expect.stringMatching(/^art_/) })
    },
  )

  test.each<[JsonValue, JsonValue]>([
    [null, null],
    [{}, null],
    [{ service_mode: null, webhook_config: null }, null],
    [{ webhook_config: { endpoint: null, secret: 'idle' } }, null],
    [{ webhook_config: { endpoint: film } }, { url: film, secret: null }],
    [
      { service_mode: 'private', webhook_config: { endpoint: film, secret: 's' } },
      { url: film, secret: 's' },
    ],
  ])('may have the config %j', (config, callback) => {
    expect(parse(withConfig(config)).callback).toEqual(callback)
  })

  test('of speech says that no voice is copied', () => {
    const { work, warnings } = parse(speech({ gen_text: 'The tide is out.', ref_audio: voice }))
    expect(work).toMatchObject({ capability: 'speech.synthesize', prompt: 'The tide is out.', voice: null })
    expect(warnings.map(({ code, field }) => [code, field])).toEqual([
      ['stand_in_model', 'model'],
      ['option_ignored', 'ref_audio'],
    ])
  })

  test.each<[string, JsonObject, JsonObject]>([
    ['wanx', video('Qubico/wanx', { prompt: 'x' }, 'txt2video-14b'), { width: 848, height: 480, image: null }],
    [
      'skyreels',
      video('Qubico/skyreels', { prompt: 'x', image: picture, aspect_ratio: '9:16' }, 'img2video'),
      { width: 480, height: 848, image: { kind: 'url', url: picture } },
    ],
    ['luma of no first frame', video('luma', { prompt: 'x', key_frames: { frame0: { type: '' } } }), { image: null }],
    ['luma as it was', video('luma', { prompt: 'x', image_url: picture }), { width: null, image: { kind: 'url' } }],
    ['kling of a picture alone', video('kling', { image_url: picture, duration: 10 }), { width: null, prompt: '' }],
    [
      'hailuo',
      video('hailuo', { model: 'i2v-01', image_url: picture }),
      { width: null, durationSeconds: 6, image: { kind: 'url' } },
    ],
  ])('is a film in the shape that was asked for, or in that of its picture: %s', (_, body, work) => {
    expect(parse(body).work).toMatchObject({ capability: 'video.generate', ...work })
  })

  test('of kling in professional mode has the price of that', () => {
    expect(parse(video('kling', { prompt: 'x', mode: 'pro' })).priceVariant).toBe('pro')
    expect(parse(video('kling', { prompt: 'x' })).priceVariant).toBeNull()
  })

  test('of a 3D model has the seed 0 when it names none', () => {
    expect(parse(model3d('text-to-3d', { prompt: 'a vase' })).work.seed).toBe(0)
    expect(parse(model3d('text-to-3d', { prompt: 'a vase', seed: -1 })).work.seed).toBeNull()
  })

  test('of the simulator carries its script and what it may deliver', () => {
    const created = parse(BODIES['simulator'] ?? {})
    expect(created).toMatchObject({ modelKey: 'sim/image', work: { count: 3, script: { deliver: 2 } } })
    expect(parse(sim({ gpt_description_prompt: 'x' })).work).toMatchObject({ prompt: 'x', script: { delayMs: 0 } })
  })

  test.each([
    ['sim/lyrics', 'generate_lyrics'],
    ['sim/sound', 'video2audio'],
    ['sim/speech', 'zero-shot'],
    ['sim/video', 'txt2video-1.3b'],
    ['sim/model3d', 'text-to-3d'],
    ['sim/chat', 'chat'],
  ])('may name %s by %s', (model, taskType) => {
    const created = parse({ model, task_type: taskType, input: { prompt: 'x' } })
    expect(created).toMatchObject({ modelKey: model, wire: { taskType }, work: { prompt: 'x' } })
  })
})

const FIELDS = (
  'prompt video lyrics lyrics_type gpt_description_prompt seed script width steps batch_size title tags ' +
  'style_audio __proto__'
).split(' ')

/** Each body of the list, and each with one or two of its input's fields left out or emptied. */
function variantsOf(body: JsonObject): JsonObject[] {
  const input = body['input']
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return [body]
  const changes = Object.keys(input).flatMap((name) => [
    (of: JsonObject) => Object.fromEntries(Object.entries(of).filter(([key]) => key !== name)),
    (of: JsonObject) => ({ ...of, [name]: '' }),
  ])
  const inputs = [input, ...changes.flatMap((one) => [one(input), ...changes.map((other) => other(one(input)))])]
  return inputs.map((changed) => ({ ...body, input: changed }))
}

test.each(Object.keys(BODIES))('the echoed input of a create, sent again, is the same create: %s', (name) => {
  const accepted = variantsOf(BODIES[name] ?? {}).filter((body) => refusalOf(body) === null)
  expect(accepted.length).toBeGreaterThan(0)
  for (const body of accepted) expect(parse({ ...body, input: echoOf(body) })).toEqual(parse(body))
})

test('whatever JSON comes is parsed or refused, never anything else', () => {
  const member = fc.oneof(fc.jsonValue(), fc.constantFrom<JsonValue>('generate', 'user', film, -1, 0, 1, 'a', {}, []))
  const input = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(...FIELDS)), member)
  const directed = fc
    .record({
      base: fc.constantFrom(...Object.values(BODIES)),
      input,
      keep: fc.boolean(),
      config: fc.oneof(member, fc.record({ service_mode: member, webhook_config: fc.oneof(member, input) })),
    })
    .map(({ base, input: drawn, keep, config }) => {
      const known = typeof base['input'] === 'object' ? base['input'] : {}
      return { ...base, input: keep ? { ...known, ...drawn } : drawn, config }
    })
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), directed), (drawn) => {
      const body: JsonValue = JSON.parse(JSON.stringify(drawn))
      const refusal = refusalOf(body)
      if (refusal === null) expect(parse({ ...Object(body), input: echoOf(body) })).toEqual(parse(body))
      else expect(refusal).toMatchObject({ status: 400, body: { code: 400, data: null } })
    }),
    { numRuns: 500 },
  )
})
