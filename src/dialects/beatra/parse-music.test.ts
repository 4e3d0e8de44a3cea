import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import catalogueFile from '../../../catalogue/models.json' with { type: 'json' }
import { parseCatalogue } from '../../domain/catalogue.ts'
import type { JsonObject } from '../../lib/json.ts'
import { parseMusic } from './parse-music.ts'
import { parseContext } from './sample-tasks.ts'
import { expectParsesOrRefuses, refusalOf } from './test-refusals.ts'

const body = { prompt: 'slow bossa nova' }

function parse(more: JsonObject = {}) {
  return parseMusic({ ...body, ...more }, parseContext)
}

test('a bare prompt is one song of the first model', () => {
  expect(parse()).toEqual({
    dialect: 'beatra',
    askedModel: 'auto',
    modelKey: 'studio-music-1',
    work: {
      capability: 'music.compose',
      prompt: 'slow bossa nova',
      lyrics: null,
      lyricsArtifact: null,
      instrumental: false,
      withStems: false,
      title: null,
      bpm: null,
      durationSeconds: 120,
      format: 'mp3',
      coverPrompt: null,
      coverArtifact: null,
      seed: null,
      count: 1,
      script: null,
    },
    priceVariant: null,
    input: '{"prompt":"slow bossa nova","instrumental":false}',
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

test('suno-5.5 makes two clips, and says that the studio stands in and has none of its options', () => {
  const task = parse({
    model: 'suno-5.5',
    lyrics: '[Verse]\nPaper lanterns',
    title: 'Lantern Walk',
    metadata: {},
    model_options: {
      suno: { custom_mode: true, style_weight: 0.35 },
      studio: { seed: 7, bpm: 96, duration_seconds: 45.5, format: 'flac' },
    },
  })
  expect(task).toMatchObject({
    modelKey: 'suno-5.5',
    work: {
      lyrics: '[Verse]\nPaper lanterns',
      title: 'Lantern Walk',
      seed: 7,
      bpm: 96,
      durationSeconds: 45.5,
      format: 'flac',
      count: 2,
    },
    metadata: {},
  })
  expect(task.warnings.map(({ code, field }) => [code, field])).toEqual([
    ['stand_in_model', 'model'],
    ['option_ignored', 'model_options.suno'],
  ])
})

test('minimax-music-2.6 takes options of its own family, whose keys nobody documents', () => {
  const task = parse({ model: 'minimax-music-2.6', model_options: { minimax: { audio_setting: { bitrate: 256000 } } } })
  expect(task).toMatchObject({ modelKey: 'minimax-music-2.6', work: { count: 1 } })
  expect(JSON.parse(task.input)).toMatchObject({ model_options: { minimax: { audio_setting: { bitrate: 256000 } } } })
})

test('an instrumental drops the lyrics, and says so', () => {
  const task = parse({ instrumental: true, lyrics: 'la la' })
  expect(task.work).toMatchObject({ instrumental: true, lyrics: null })
  expect(task.warnings).toMatchObject([{ code: 'option_ignored', field: 'lyrics' }])
})

test('optional texts of spaces say nothing', () => {
  expect(parse({ lyrics: ' \n', title: '' }).work).toMatchObject({ lyrics: null, title: null })
})

test('a model with a real provider is no stand-in: no warning, and no studio options', () => {
  const models = catalogueFile.models.map((model) =>
    model.key === 'suno-5.5' ? { ...model, routes: [{ provider: 'suno', model: 'V5' }, ...model.routes] } : model,
  )
  const catalogue = parseCatalogue({ ...catalogueFile, models }, new Set(['studio', 'suno']))
  const context = { ...parseContext, catalogue }
  const taken = parseMusic({ ...body, model: 'suno-5.5', model_options: { suno: { style_weight: 1 } } }, context)
  expect(taken.warnings).toEqual([])
  const withStudio = { ...body, model: 'suno-5.5', model_options: { studio: { seed: 1 } } }
  expect(refusalOf(() => parseMusic(withStudio, context))).toMatchObject({ code: 'unsupported_option' })
})

describe('a bad body is refused and its field named', () => {
  test.each<[string, JsonObject, string]>([
    ['a prompt too long', { prompt: 'x'.repeat(5001) }, '/prompt'],
    ['a prompt of spaces', { prompt: '\u3000' }, '/prompt'],
    ['lyrics too long', { lyrics: 'x'.repeat(5001) }, '/lyrics'],
    ['lyrics that are no text', { lyrics: ['la'] }, '/lyrics'],
    ['a title too long', { title: 'x'.repeat(201) }, '/title'],
    ['instrumental as text', { instrumental: 'true' }, '/instrumental'],
    ['an unknown key', { duration: 30 }, '/duration'],
    ['a tempo too slow', { model_options: { studio: { bpm: 29 } } }, '/model_options/studio/bpm'],
    ['a tempo too fast', { model_options: { studio: { bpm: 301 } } }, '/model_options/studio/bpm'],
    [
      'a song too long',
      { model_options: { studio: { duration_seconds: 601 } } },
      '/model_options/studio/duration_seconds',
    ],
    ['a picture format', { model_options: { studio: { format: 'png' } } }, '/model_options/studio/format'],
    ['studio options that are no object', { model_options: { studio: 5 } }, '/model_options/studio'],
    [
      'a style weight above one',
      { model: 'suno-5.5', model_options: { suno: { style_weight: 1.1 } } },
      '/model_options/suno/style_weight',
    ],
    ['an unknown option', { model: 'suno-5.5', model_options: { suno: { voice: 'x' } } }, '/model_options/suno/voice'],
    [
      'open options without end',
      { model: 'minimax-music-2.6', model_options: { minimax: { a: 'x'.repeat(16_384) } } },
      '/model_options/minimax',
    ],
  ])('%s', (_name, more, param) => {
    expect(refusalOf(() => parse(more))).toMatchObject({ status: 422, code: 'invalid_request', param })
  })
})

test.each<[string, string, string]>([
  ['suno-5.5', 'minimax', 'model_options.minimax'],
  ['minimax-music-2.6', 'suno', 'model_options.suno'],
  ['auto', 'suno', 'model_options.suno'],
  ['sim/music', 'studio', 'model_options.studio'],
  ['studio-music-1', 'simulator', 'model_options.simulator'],
])('%s does not take options of the family %s', (model, family, field) => {
  const refusal = refusalOf(() => parse({ model, model_options: { [family]: { anything: 1 } } }))
  expect(refusal).toMatchObject({ status: 422, code: 'unsupported_option', unsupportedFields: [field] })
})

test.each(['gpt-image-2', 'udio', 'suno', 'sim/image'])('%s is not offered for music', (model) => {
  expect(refusalOf(() => parse({ model }))).toMatchObject({ status: 400, code: 'unsupported_model' })
})

const nearBody = fc.record(
  {
    model: fc.constantFrom('auto', 'suno-5.5', 'minimax-music-2.6', 'sim/music', 'gpt-image-2', null),
    prompt: fc.oneof(fc.string(), fc.jsonValue()),
    lyrics: fc.oneof(fc.string(), fc.jsonValue()),
    title: fc.string(),
    instrumental: fc.oneof(fc.boolean(), fc.jsonValue()),
    metadata: fc.jsonValue(),
    model_options: fc.dictionary(fc.constantFrom('suno', 'minimax', 'studio', 'simulator'), fc.jsonValue()),
  },
  { requiredKeys: [] },
)

test('any JSON is either taken or refused with its fields named, nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(nearBody, fc.jsonValue()), (value) => {
      expectParsesOrRefuses(() => parseMusic(JSON.parse(JSON.stringify(value)), parseContext))
    }),
    { numRuns: 500 },
  )
})
