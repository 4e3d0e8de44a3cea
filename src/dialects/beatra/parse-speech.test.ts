import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { JsonObject } from '../../lib/json.ts'
import { parseSpeech } from './parse-speech.ts'
import { renderVoices } from './render-voices.ts'
import { parseContext, renderContext } from './sample-tasks.ts'
import { expectParsesOrRefuses, refusalOf } from './test-refusals.ts'

const parse = (more: JsonObject = {}) => parseSpeech({ input: 'The tide is out.', ...more }, parseContext)

test('a bare input is said by the usual voice of the first model, at its usual speed', () => {
  expect(parse()).toMatchObject({
    askedModel: 'auto',
    modelKey: 'studio-speech-1',
    work: {
      capability: 'speech.synthesize',
      prompt: 'The tide is out.',
      voice: null,
      speed: 1,
      language: null,
      format: 'mp3',
    },
    input: '{"input":"The tide is out.","speed":1}',
    warnings: [],
  })
})

test('a voice goes by its id, as the list shows it, and by its name', () => {
  const { body } = renderVoices(renderContext)
  const listed: { id: string; name: string; model: string }[] = Object(body).data
  expect(listed.length).toBeGreaterThanOrEqual(5)
  for (const { id, name, model } of listed) {
    for (const voice of [id, name]) expect(parse({ voice, model }).work).toMatchObject({ voice: name })
  }
})

test('speed, language and the options of the studio are taken', () => {
  const more = { speed: 0.5, language: 'en-GB', model_options: { studio: { seed: 3, format: 'flac' } } }
  expect(parse(more)).toMatchObject({ work: { speed: 0.5, language: 'en-GB', seed: 3, format: 'flac' } })
  expect(JSON.parse(parse(more).input)).toEqual({ input: 'The tide is out.', ...more })
})

test.each<[JsonObject, string]>([
  [{ input: ' \n' }, '/input'],
  [{ input: 'x'.repeat(10_001) }, '/input'],
  [{ voice: 'voice_nobody' }, '/voice'],
  [{ voice: 'constructor' }, '/voice'],
  [{ speed: 2.1 }, '/speed'],
  [{ speed: '1' }, '/speed'],
  [{ language: 'de' }, '/language'],
  [{ prompt: 'x' }, '/prompt'],
  [{ model_options: { studio: { format: 'gif' } } }, '/model_options/studio/format'],
])('%j is refused at its field', (more, path) => {
  const { status, errors } = refusalOf(() => parse(more))
  expect([status, errors.map((error) => error.path)]).toEqual([422, [path]])
})

test('who names a voice or a language that the model has not is told where, or what, there is', () => {
  const { errors } = refusalOf(() => parse({ voice: 'nobody', language: 'de-AT' }))
  expect(errors.map((error) => error.message)).toEqual([
    'is no voice of this model: GET /v1/voices lists them',
    'is not spoken by this model: it speaks en',
  ])
})

test('whatever comes is parsed or refused', () => {
  const body = fc.record(
    { input: fc.jsonValue(), voice: fc.jsonValue(), speed: fc.jsonValue(), language: fc.jsonValue() },
    { requiredKeys: [] },
  )
  fc.assert(fc.property(body, (value) => expectParsesOrRefuses(() => parseSpeech(value, parseContext))))
})
