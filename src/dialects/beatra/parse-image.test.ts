import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { CAPABILITIES } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import { parseImage } from './parse-image.ts'
import { parseContext } from './sample-tasks.ts'
import { expectParsesOrRefuses, refusalOf } from './test-refusals.ts'

const body = { prompt: 'a heron at dawn' }

function parse(more: JsonObject = {}) {
  return parseImage({ ...body, ...more }, parseContext)
}

test('a bare prompt is one square standard picture of the first model', () => {
  expect(parse()).toEqual({
    dialect: 'beatra',
    askedModel: 'auto',
    modelKey: 'studio-image-1',
    work: {
      capability: 'image.generate',
      prompt: 'a heron at dawn',
      negativePrompt: '',
      width: 1024,
      height: 1024,
      format: 'png',
      seed: null,
      count: 1,
      script: null,
    },
    priceVariant: null,
    input: '{"prompt":"a heron at dawn","quality":"standard","aspect_ratio":"1:1","n":1}',
    wire: {},
    priority: 5,
    tags: null,
    metadata: null,
    callback: null,
    warnings: [],
    uses: [],
    files: [],
  })
})

test('every field is taken over; the echo leaves out what the envelope shows itself', () => {
  const task = parse({
    model: 'gpt-image-2',
    quality: 'hd',
    aspect_ratio: '16:9',
    n: 4,
    metadata: { job: '4411' },
    callback_url: 'https://hooks.example.org/b',
    model_options: { studio: { seed: Number.MAX_SAFE_INTEGER, format: 'webp' } },
  })
  expect(task).toMatchObject({
    askedModel: 'gpt-image-2',
    modelKey: 'gpt-image-2',
    work: { width: 2560, height: 1440, count: 4, seed: Number.MAX_SAFE_INTEGER, format: 'webp' },
    priceVariant: 'hd',
    metadata: { job: '4411' },
    callback: { url: 'https://hooks.example.org/b', secret: null },
    warnings: [{ code: 'stand_in_model', field: 'model' }],
  })
  expect(JSON.parse(task.input)).toEqual({
    prompt: 'a heron at dawn',
    quality: 'hd',
    aspect_ratio: '16:9',
    n: 4,
    model_options: { studio: { seed: Number.MAX_SAFE_INTEGER, format: 'webp' } },
  })
})

test('the simulator plays the script of its options', () => {
  const task = parse({ model: 'sim/image', n: 3, model_options: { simulator: { delayMs: 5, deliver: 2 } } })
  expect(task).toMatchObject({
    modelKey: 'sim/image',
    work: { script: { delayMs: 5, deliver: 2 } },
    warnings: [],
  })
  expect(parse({ model: 'sim/image' }).work.script).toMatchObject({ delayMs: 0, failAt: null })
})

test.each([
  ['1:1', 'standard', 1024, 1024],
  ['16:9', 'standard', 1280, 720],
  ['9:16', 'standard', 720, 1280],
  ['4:3', 'standard', 1152, 864],
  ['3:4', 'standard', 864, 1152],
  ['2:1', 'standard', 1408, 704],
  ['1:1', 'hd', 2048, 2048],
  ['2:1', 'hd', 2816, 1408],
])('%s at %s is %i by %i pixels', (aspect_ratio, quality, width, height) => {
  expect(parse({ aspect_ratio, quality }).work).toMatchObject({ width, height })
})

test.each([
  ['a heron', 1024, 1024],
  ['Portrait of a heron', 864, 1152],
  ['a travel poster', 864, 1152],
  ['a wide marsh', 1280, 720],
  ['a landscape', 1280, 720],
  ['a wide panorama of a bay', 1408, 704],
  ['website banner', 1408, 704],
  ['a tall tower', 720, 1280],
  ['a heron, 4:3', 1152, 864],
  ['a worldwide scapegoat at 4:30', 1024, 1024],
])('aspect auto reads "%s" as %i by %i', (prompt, width, height) => {
  const task = parse({ prompt, aspect_ratio: 'auto' })
  expect(task.work).toMatchObject({ width, height })
  expect(JSON.parse(task.input)).toMatchObject({ aspect_ratio: 'auto' })
})

describe('a bad body is refused and its field named', () => {
  test.each<[string, JsonObject, string]>([
    ['no prompt', { prompt: null }, '/prompt'],
    ['an empty prompt', { prompt: '' }, '/prompt'],
    ['a prompt of spaces', { prompt: ' \n\t' }, '/prompt'],
    ['a prompt too long', { prompt: 'x'.repeat(4001) }, '/prompt'],
    ['a quality', { quality: 'ultra' }, '/quality'],
    ['an aspect ratio', { aspect_ratio: '5:4' }, '/aspect_ratio'],
    ['no picture', { n: 0 }, '/n'],
    ['too many pictures', { n: 5 }, '/n'],
    ['half a picture', { n: 1.5 }, '/n'],
    ['a count as text', { n: '4' }, '/n'],
    ['an empty model', { model: '' }, '/model'],
    ['an unknown key', { size: '1024x1024' }, '/size'],
    ['metadata that is a list', { metadata: [] }, '/metadata'],
    [
      'metadata with 17 keys',
      { metadata: Object.fromEntries([...'abcdefghijklmnopq'].map((k) => [k, ''])) },
      '/metadata',
    ],
    ['a metadata value that is no text', { metadata: { a: 1 } }, '/metadata/a'],
    ['a metadata key with a line break is read too', { metadata: { 'a\nb': 1 } }, '/metadata/a\nb'],
    ['a metadata value too long', { metadata: { a: 'x'.repeat(513) } }, '/metadata/a'],
    ['an empty metadata key', { metadata: { '': 'x' } }, '/metadata/'],
    ['a callback URL', { callback_url: 'ftp://example.org' }, '/callback_url'],
    ['any signing key', { callback_signing_key_id: 'key_1' }, '/callback_signing_key_id'],
    ['no signing key by null', { callback_signing_key_id: null }, '/callback_signing_key_id'],
    ['options that are no object', { model_options: [] }, '/model_options'],
    ['an unknown family', { model_options: { flux: {} } }, '/model_options/flux'],
    ['an unknown option', { model_options: { studio: { bpm: 90 } } }, '/model_options/studio/bpm'],
    ['a seed below zero', { model_options: { studio: { seed: -1 } } }, '/model_options/studio/seed'],
    ['a seed above 2^53-1', { model_options: { studio: { seed: 2 ** 53 } } }, '/model_options/studio/seed'],
    [
      'a bad script',
      { model: 'sim/image', model_options: { simulator: { failAt: 'lunch' } } },
      '/model_options/simulator/failAt',
    ],
  ])('%s', (_name, more, param) => {
    const refusal = refusalOf(() => parse(more))
    expect(refusal).toMatchObject({ status: 422, code: 'invalid_request', param })
    expect(refusal.errors).toContainEqual(expect.objectContaining({ path: param }))
  })

  test('a body that is no object', () => {
    expect(refusalOf(() => parseImage([], parseContext))).toMatchObject({ code: 'invalid_request', param: '' })
  })

  test('several faults at once are all named', () => {
    const { errors } = refusalOf(() => parse({ prompt: ' ', metadata: { a: 1, b: 2 }, callback_url: 'x' }))
    expect(errors.map((error) => error.path)).toEqual(['/prompt', '/metadata/a', '/metadata/b', '/callback_url'])
  })
})

test('a limit counts characters, not UTF-16 units', () => {
  const metadata = { ['🌊'.repeat(64)]: '🌊'.repeat(512) }
  expect(parse({ prompt: '🌊'.repeat(4000), metadata }).metadata).toEqual(metadata)
  expect(refusalOf(() => parse({ metadata: { ['🌊'.repeat(65)]: '' } })).code).toBe('invalid_request')
})

test('a metadata key that JavaScript has its own use for is kept as it is', () => {
  const metadata = JSON.parse('{"__proto__":"a","constructor":"b"}')
  expect(JSON.stringify(parse({ metadata }).metadata)).toBe('{"__proto__":"a","constructor":"b"}')
})

describe('a model', () => {
  test.each(['nothing-9', 'lyria-3-preview', 'flux1-schnell', 'suno-5.5', 'studio-music-1', 'AUTO'])(
    '%s is not offered for pictures',
    (model) => {
      const refusal = refusalOf(() => parse({ model }))
      expect(refusal).toMatchObject({ status: 400, code: 'unsupported_model', param: '/model' })
    },
  )

  test('is looked up only after the body is valid', () => {
    expect(refusalOf(() => parse({ model: 'nothing-9', n: 9 }))).toMatchObject({ param: '/n' })
  })

  test('auto with nobody to serve it is refused', () => {
    const nobody = { ...parseContext, catalogue: { ...parseContext.catalogue, auto: () => null } }
    expect(refusalOf(() => parseImage(body, nobody))).toMatchObject({ status: 400, code: 'unsupported_capability' })
  })
})

test.each<[string, JsonObject, string[]]>([
  ['aspect auto with hd', { aspect_ratio: 'auto', quality: 'hd' }, ['aspect_ratio']],
  ['hd where the model has none', { model: 'sim/image', quality: 'hd' }, ['quality']],
  [
    "another maker's options",
    { model_options: { suno: {}, minimax: {} } },
    ['model_options.suno', 'model_options.minimax'],
  ],
  ['a script to a model that is no simulator', { model_options: { simulator: {} } }, ['model_options.simulator']],
  [
    "the studio's options to the simulator",
    { model: 'sim/image', model_options: { studio: {} } },
    ['model_options.studio'],
  ],
])('%s is an unsupported option, named', (_name, more, fields) => {
  expect(refusalOf(() => parse(more))).toMatchObject({
    status: 422,
    code: 'unsupported_option',
    param: `/${fields[0]?.replaceAll('.', '/')}`,
    unsupportedFields: fields,
  })
})

const nearBody = fc.record(
  {
    model: fc.constantFrom('auto', 'gpt-image-2', 'sim/image', 'suno-5.5', 7, ...CAPABILITIES),
    prompt: fc.oneof(fc.string(), fc.jsonValue()),
    quality: fc.constantFrom('standard', 'hd', 1),
    aspect_ratio: fc.constantFrom('auto', '1:1', '2:1', null),
    n: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double()),
    metadata: fc.oneof(fc.dictionary(fc.string(), fc.string(), { maxKeys: 18 }), fc.jsonValue()),
    callback_url: fc.constantFrom('https://example.org', 'x', 4),
    model_options: fc.dictionary(fc.constantFrom('suno', 'studio', 'simulator', 'other'), fc.jsonValue()),
  },
  { requiredKeys: [] },
)

test('any JSON is either taken or refused with its fields named, nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(nearBody, fc.jsonValue()), (value) => {
      expectParsesOrRefuses(() => parseImage(JSON.parse(JSON.stringify(value)), parseContext))
    }),
    { numRuns: 500 },
  )
})
