import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { TEST_FILES } from '../../domain/test-media.ts'
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { parseImageEdit } from './parse-image-edit.ts'
import { parseMusicEdit } from './parse-music-edit.ts'
import { parseContext } from './sample-tasks.ts'
import { expectParsesOrRefuses, refusalOf } from './test-refusals.ts'

const image = { type: 'url', url: 'https://cdn.example.org/cat.png' }
const song = { type: 'artifact', artifact_id: 'art_01KKDV52M5FGSST00Z99DPRZCE' }

describe('image-to-image', () => {
  const parse = (more: JsonObject = {}) => parseImageEdit({ prompt: 'warmer', image, ...more }, parseContext)

  test('changes the first picture, in its own size and shape unless another is asked for', () => {
    const { work, modelKey, input, warnings } = parse()
    expect(modelKey).toBe('studio-image-edit-1')
    expect(work).toMatchObject({ edit: 'restyle', image: { kind: 'url' }, width: null, height: null, count: 1 })
    expect(JSON.parse(input)).toEqual({ prompt: 'warmer', image, quality: 'standard', aspect_ratio: 'auto', n: 1 })
    expect(warnings).toEqual([])
    expect(parse({ aspect_ratio: '16:9', n: 4 }).work).toMatchObject({ width: 1280, height: 720, count: 4 })
    expect(parse({ aspect_ratio: '1:1', quality: 'hd' })).toMatchObject({ priceVariant: 'hd', work: { width: 2048 } })
  })

  test('takes up to 15 more pictures, and says that they are not looked at', () => {
    const extra = Array.from({ length: 15 }, () => image)
    const { warnings, input } = parse({ extra_images: extra })
    expect(warnings).toEqual([{ code: 'option_ignored', message: expect.any(String), field: 'extra_images' }])
    expect(JSON.parse(input)['extra_images']).toHaveLength(15)
    expect(refusalOf(() => parse({ extra_images: [...extra, image] })).param).toBe('/extra_images')
    const withBytes = parse({ extra_images: [{ type: 'data_uri', data: TEST_FILES.image }] })
    expect(withBytes.files).toEqual([])
  })

  test('takes the studio’s other changes by its options', () => {
    const studio = {
      edit: 'remove_background',
      mask: { type: 'data_uri', data: TEST_FILES.image },
      strength: 0.2,
      margins: { top: 10 },
      scale: 4,
      negative_prompt: 'people',
      format: 'webp',
      seed: 9,
    }
    const { work, files, input } = parse({ model_options: { studio } })
    expect(work).toMatchObject({
      edit: 'remove-background',
      mask: { kind: 'artifact', artifact: files[0]?.id },
      strength: 0.2,
      margins: { left: 0, top: 10 },
      scale: 4,
      negativePrompt: 'people',
      format: 'webp',
      seed: 9,
    })
    expect(files).toHaveLength(1)
    expect(JSON.parse(input)['model_options']['studio']['mask']).toEqual({
      type: 'artifact',
      artifact_id: expect.stringMatching(/^art_/),
    })
  })

  test.each<[string, JsonObject, string]>([
    ['no picture', { image: undefined as never }, '/image'],
    ['a picture by its bare URL', { image: 'https://cdn.example.org/cat.png' }, '/image'],
    ['an hd of unknown size', { quality: 'hd' }, '/aspect_ratio'],
    ['an unknown edit', { model_options: { studio: { edit: 'crop' } } }, '/model_options/studio/edit'],
    [
      'a mask that is a song',
      { model_options: { studio: { mask: { type: 'data_uri', data: TEST_FILES.audio } } } },
      '/model_options/studio/mask/data',
    ],
    ['a bad extra picture', { extra_images: [{ type: 'url', url: 'ftp://x/y' }] }, '/extra_images/0/url'],
  ])('is refused for %s, by name', (_name, more, param) => {
    expect(refusalOf(() => parse(more)).param).toBe(param)
  })

  test.each<[string, JsonValue, string]>([
    ['an id alone', 'art_01KKDV52M5FGSST00Z99DPRZCE', '/image'],
    ['a list', ['art_01KKDV52M5FGSST00Z99DPRZCE'], '/image'],
    ['nothing', null, '/image'],
    ['an object that says no type', { artifact_id: 'art_01KKDV52M5FGSST00Z99DPRZCE' }, '/image'],
    ['an unknown type', { type: 'file', url: 'https://cdn.example.org/cat.png' }, '/image'],
  ])('of %s in place of a reference are told the three forms that there are, and no more', (_name, given, path) => {
    const { errors } = refusalOf(() => parse({ image: given }))
    expect(errors).toEqual([{ path, message: expect.any(String), type: 'type' }])
    for (const form of ['"artifact_id": "art_…"', '"type": "url"', '"type": "data_uri"']) {
      expect(errors[0]?.message).toContain(form)
    }
  })

  test('tells a reference of a known type what is missing and what is too much', () => {
    const { errors } = refusalOf(() => parse({ image: { type: 'artifact', id: 'art_1' } }))
    expect(errors.map(({ path, message }) => [path, message])).toEqual([
      ['/image/id', 'is not a known field'],
      ['/image/artifact_id', 'is required'],
    ])
    expect(refusalOf(() => parse({ image: { type: 'url', url: 7 } })).errors).toMatchObject([{ path: '/image/url' }])
  })

  test.each(['outpaint', 'upscale', 'remove_background'])('needs no words to %s', (edit) => {
    const { work } = parseImageEdit({ image, model_options: { studio: { edit } } }, parseContext)
    expect(work).toMatchObject({ prompt: '' })
    expect(parse({ prompt: ' ', model_options: { studio: { edit } } }).work).toMatchObject({ prompt: '' })
  })

  test.each([
    [undefined, 'restyle'],
    ['', 'inpaint'],
    [' ', 'restyle'],
  ])('needs words (not %j) to %s', (prompt, edit) => {
    const body = { image, model_options: { studio: { edit } }, ...(prompt === undefined ? {} : { prompt }) }
    expect(refusalOf(() => parseImageEdit(body, parseContext))).toMatchObject({ status: 422, param: '/prompt' })
  })

  test('gives a task or a refusal for whatever is sent, and never breaks', () => {
    const reference = fc.record(
      {
        type: fc.constantFrom('url', 'artifact', 'data_uri', 'x'),
        url: fc.string(),
        data: fc.string(),
        artifact_id: fc.string(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        fc.record({ prompt: fc.string(), image: fc.oneof(reference, fc.jsonValue()), model_options: fc.jsonValue() }),
        (value) => {
          expectParsesOrRefuses(() => parseImageEdit(JSON.parse(JSON.stringify(value)), parseContext))
        },
      ),
    )
  })
})

describe('reference-audio-to-music', () => {
  const parse = (more: JsonObject = {}) =>
    parseMusicEdit({ prompt: 'a bright folk tune', reference_audio: song, ...more }, parseContext)

  test('is the same song in the style of the prompt', () => {
    const { work, uses, modelKey, input } = parse()
    expect(modelKey).toBe('studio-music-edit-1')
    expect(work).toMatchObject({
      transform: 'cover',
      prompt: 'a bright folk tune',
      lyrics: null,
      withStems: false,
      format: 'mp3',
    })
    expect(uses).toEqual([{ path: ['reference_audio', 'artifact_id'], kind: 'audio', artifactId: expect.any(String) }])
    expect(JSON.parse(input)).toEqual({ prompt: 'a bright folk tune', reference_audio: song })
  })

  test('is what the options say, and of as many clips as the model makes', () => {
    const inpaint = { transform: 'inpaint', replace_start_at: 4, replace_end_at: 8, stems: true, format: 'flac' }
    expect(parse({ model_options: { studio: inpaint } }).work).toMatchObject({
      transform: 'inpaint',
      replaceStartAt: 4,
      replaceEndAt: 8,
      cropEndAt: null,
      withStems: true,
      format: 'flac',
    })
    expect(parse({ model: 'suno-5.5' })).toMatchObject({ modelKey: 'suno-5.5/modify', work: { count: 2 } })
    expect(parse({ model: 'minimax-music-2.6' }).work.count).toBe(1)
  })

  test.each(['extend', 'inpaint', 'swap_vocals'])('needs no words to %s: the song goes on as it is', (transform) => {
    const studio = { transform, replace_start_at: 1, replace_end_at: 2 }
    const { work, input } = parseMusicEdit({ reference_audio: song, model_options: { studio } }, parseContext)
    expect(work).toMatchObject({ transform, prompt: '' })
    expect(Object.keys(JSON.parse(input))).not.toContain('prompt')
    expect(parse({ prompt: '  ', model_options: { studio } }).work).toMatchObject({ prompt: '' })
  })

  test.each([
    [undefined, 'cover'],
    ['', 'cover'],
    [' ', 'swap_sound'],
  ])('needs words (not %j) to %s', (prompt, transform) => {
    const body = { reference_audio: song, model_options: { studio: { transform } } }
    const refused = refusalOf(() => parseMusicEdit(prompt === undefined ? body : { ...body, prompt }, parseContext))
    expect(refused).toMatchObject({ status: 422, param: '/prompt' })
  })

  test('says that what it changes keeps its vocals', () => {
    expect(parse({ instrumental: true }).warnings).toMatchObject([{ field: 'instrumental' }])
    expect(parse({ instrumental: false }).warnings).toEqual([])
  })

  test.each<[string, JsonObject, string]>([
    ['no song', { reference_audio: { type: 'artifact' } }, '/reference_audio'],
    ['a picture', { reference_audio: { type: 'data_uri', data: TEST_FILES.image } }, '/reference_audio/data'],
    [
      'half a window',
      { model_options: { studio: { transform: 'inpaint', replace_start_at: 1 } } },
      '/model_options/studio/replace_end_at',
    ],
    [
      'an empty window',
      { model_options: { studio: { transform: 'inpaint', replace_start_at: 1, replace_end_at: 1 } } },
      '/model_options/studio/replace_end_at',
    ],
    ['an unknown transform', { model_options: { studio: { transform: 'remix' } } }, '/model_options/studio/transform'],
    ['a model that makes pictures', { model: 'gpt-image-2' }, '/model'],
  ])('is refused for %s, by name', (_name, more, param) => {
    expect(String(refusalOf(() => parse(more)).param)).toMatch(new RegExp(`^${param}`))
  })
})
