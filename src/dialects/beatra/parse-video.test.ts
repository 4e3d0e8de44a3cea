import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { JsonObject } from '../../lib/json.ts'
import { parseVideo } from './parse-video.ts'
import { parseContext } from './sample-tasks.ts'
import { expectParsesOrRefuses, refusalOf } from './test-refusals.ts'

const parse = (more: JsonObject = {}) => parseVideo({ prompt: 'a harbour', ...more }, parseContext)
const image = { type: 'url', url: 'https://cdn.example.org/harbour.png' }

test('a bare prompt is a wide film of six seconds, by the first model', () => {
  expect(parse()).toMatchObject({
    askedModel: 'auto',
    modelKey: 'studio-video-1',
    work: {
      capability: 'video.generate',
      prompt: 'a harbour',
      negativePrompt: '',
      image: null,
      width: 848,
      height: 480,
      durationSeconds: 6,
      format: 'mp4',
    },
    input: '{"prompt":"a harbour","duration_seconds":6,"aspect_ratio":"16:9"}',
    warnings: [],
  })
})

test('a film of a picture has its shape, unless another one was asked for', () => {
  const ofPicture = parse({ image })
  expect(ofPicture.work).toMatchObject({ image: { kind: 'url', url: image.url }, width: null, height: null })
  expect(JSON.parse(ofPicture.input)).toEqual({ prompt: 'a harbour', duration_seconds: 6, image })
  expect(parse({ image, aspect_ratio: '9:16' }).work).toMatchObject({ width: 480, height: 848 })
})

test('a picture in the body is kept, and shown by its id', () => {
  const { work, files, input } = parse({
    image: {
      type: 'data_uri',
      data: `data:image/png;base64,${Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').toString('base64')}`,
    },
  })
  expect(files).toMatchObject([{ kind: 'image' }])
  expect(work).toMatchObject({ image: { kind: 'artifact', artifact: files[0]?.id } })
  expect(JSON.parse(input)).toMatchObject({ image: { type: 'artifact', artifact_id: expect.stringMatching(/^art_/) } })
})

test('every shape can be had in blocks that video encoders take', () => {
  for (const ratio of ['16:9', '9:16', '1:1', '4:3', '3:4', '21:9']) {
    const { width, height } = Object(parse({ aspect_ratio: ratio }).work)
    const [wide = 0, high = 1] = ratio.split(':').map(Number)
    expect([width % 16, height % 16]).toEqual([0, 0])
    expect(Math.abs(width / height / (wide / high) - 1)).toBeLessThan(0.02)
  }
})

test.each<[JsonObject, string]>([
  [{ prompt: ' ' }, '/prompt'],
  [{ duration_seconds: 0.5 }, '/duration_seconds'],
  [{ duration_seconds: 11 }, '/duration_seconds'],
  [{ aspect_ratio: '2:1' }, '/aspect_ratio'],
  [{ image: { type: 'url', url: 'file:///etc/passwd' } }, '/image/url'],
  [{ resolution: '4k' }, '/resolution'],
  [{ model_options: { studio: { format: 'webm' } } }, '/model_options/studio/format'],
])('%j is refused at its field', (more, path) => {
  const { status, errors } = refusalOf(() => parse(more))
  expect([status, errors.map((error) => error.path)]).toEqual([422, [path]])
})

test('whatever comes is parsed or refused', () => {
  const body = fc.record(
    { prompt: fc.jsonValue(), image: fc.jsonValue(), duration_seconds: fc.jsonValue(), aspect_ratio: fc.jsonValue() },
    { requiredKeys: [] },
  )
  fc.assert(fc.property(body, (value) => expectParsesOrRefuses(() => parseVideo(value, parseContext))))
})
