import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { GatewayError } from '../../domain/errors.ts'
import type { JsonValue } from '../../lib/json.ts'
import { omnapi } from './dialect.ts'
import { COMPOSE, IMAGE, LYRICS, TASKS, inputOf, issuesOf, parse, paths } from './test-parse.ts'
import { ARTIFACT_TEXT, catalogue } from './test-tasks.ts'

describe('a bad body names its field', () => {
  const id = `lyr_${ARTIFACT_TEXT}`
  const config = (value: JsonValue) => ({ prompt: 'x', config: value })
  test.each<[string, JsonValue, string]>([
    [IMAGE, null, ''],
    [IMAGE, [], ''],
    [IMAGE, 'text', ''],
    [IMAGE, {}, 'prompt'],
    [IMAGE, { prompt: '' }, 'prompt'],
    [IMAGE, { prompt: ' \n\t\u3000' }, 'prompt'],
    [IMAGE, { prompt: null }, 'prompt'],
    [IMAGE, { prompt: 4 }, 'prompt'],
    [IMAGE, { prompt: 'x'.repeat(2001) }, 'prompt'],
    [LYRICS, { prompt: 'x'.repeat(3001) }, 'prompt'],
    [LYRICS, { prompt: 'x', seed: -1 }, 'seed'],
    [LYRICS, { prompt: 'x', seed: 1.5 }, 'seed'],
    [LYRICS, { prompt: 'x', seed: '4' }, 'seed'],
    [LYRICS, { prompt: 'x', seed: 2 ** 53 }, 'seed'],
    [IMAGE, config(null), 'config'],
    [IMAGE, config([]), 'config'],
    [IMAGE, config({ priority: 0 }), 'config.priority'],
    [IMAGE, config({ priority: 11 }), 'config.priority'],
    [IMAGE, config({ priority: '4' }), 'config.priority'],
    [IMAGE, config({ tags: 'a' }), 'config.tags'],
    [IMAGE, config({ tags: Array.from({ length: 21 }, () => 'a') }), 'config.tags'],
    [IMAGE, config({ tags: ['a', 'b'.repeat(65)] }), 'config.tags.1'],
    [IMAGE, config({ metadata: [] }), 'config.metadata'],
    [IMAGE, config({ metadata: { text: 'é'.repeat(8192) } }), 'config.metadata'],
    [IMAGE, config({ webhookUrl: 'ftp://example.net' }), 'config.webhookUrl'],
    [IMAGE, config({ webhookUrl: 5 }), 'config.webhookUrl'],
    [COMPOSE, {}, ''],
    [COMPOSE, { soundPrompt: ' ', lyrics: '' }, ''],
    [COMPOSE, { soundPrompt: 'x'.repeat(3001) }, 'soundPrompt'],
    [COMPOSE, { lyrics: 'x'.repeat(5001) }, 'lyrics'],
    [COMPOSE, { soundPrompt: 'x', instrumental: 'true' }, 'instrumental'],
    [COMPOSE, { soundPrompt: 'x', bpm: 29 }, 'bpm'],
    [COMPOSE, { soundPrompt: 'x', bpm: 301 }, 'bpm'],
    [COMPOSE, { soundPrompt: 'x', length: 0.5 }, 'length'],
    [COMPOSE, { soundPrompt: 'x', length: 601 }, 'length'],
    [COMPOSE, { soundPrompt: 'x', title: 'x'.repeat(201) }, 'title'],
    [COMPOSE, { soundPrompt: 'x', imagePrompt: 'x'.repeat(2001) }, 'imagePrompt'],
    [COMPOSE, { soundPrompt: 'x', imageId: 'img_77c2' }, 'imageId'],
    [COMPOSE, { soundPrompt: 'x', currentSongId: `nope_${ARTIFACT_TEXT}` }, 'currentSongId'],
    [COMPOSE, { soundPrompt: 'x', model: 'nope' }, 'model'],
    [COMPOSE, { lyricsId: '' }, 'lyricsId'],
    [COMPOSE, { lyricsId: id, advancedMode: 1 }, 'advancedMode'],
    [TASKS, { provider: 'producer', feature: 'generate-image' }, 'inputParameters'],
    [TASKS, { provider: 1, feature: 'generate-image', inputParameters: {} }, 'provider'],
    [TASKS, { provider: 'producer', feature: 'generate-image', inputParameters: [] }, 'inputParameters'],
    [TASKS, { provider: 'producer', feature: 'generate-image', inputParameters: {} }, 'inputParameters.prompt'],
    [
      TASKS,
      { provider: 'producer', feature: 'generate-image', inputParameters: { prompt: ' ' } },
      'inputParameters.prompt',
    ],
    [TASKS, { provider: 'producer', feature: 'music-compose', inputParameters: {} }, 'inputParameters'],
    [
      TASKS,
      { provider: 'producer', feature: 'music-compose', inputParameters: { lyricsId: 'x' } },
      'inputParameters.lyricsId',
    ],
    [
      TASKS,
      { model: 'sim/image', feature: 'generate-image', inputParameters: { script: { delayMs: -1 } } },
      'inputParameters.script.delayMs',
    ],
    [
      TASKS,
      { model: 'sim/image', feature: 'generate-image', inputParameters: { script: { oops: 1 } } },
      'inputParameters.script.oops',
    ],
  ])('%s %j: %s', (path, body, field) => {
    expect(paths(issuesOf(path, body))).toEqual([field])
  })

  test('all faults are named at once', () => {
    const issues = issuesOf(COMPOSE, { bpm: 1, length: 'x', config: { priority: 99 } })
    expect(paths(issues).toSorted()).toEqual(['bpm', 'config.priority', 'length'])
    const later = issuesOf(COMPOSE, { lyricsId: 'x', imageId: 'y', config: { webhookUrl: 'z' } })
    expect(paths(later).toSorted()).toEqual(['config.webhookUrl', 'imageId', 'lyricsId'])
  })

  test('unknown keys are dropped, even those that hold a wrong kind of what another body knows', () => {
    const body = { prompt: 'x', bpm: 'fast', model: 5, inputParameters: null }
    expect(inputOf(parse(IMAGE, body))).toEqual({ prompt: 'x' })
    expect(inputOf(parse(COMPOSE, { soundPrompt: 'x', prompt: 5 }))).not.toHaveProperty('prompt')
  })
})

const FIELDS = [
  ['prompt', 'seed', 'config', 'provider', 'model', 'feature', 'inputParameters', 'script', 'negativePrompt'],
  ['soundPrompt', 'lyrics', 'instrumental', 'bpm', 'length', 'title', 'imageId', 'imagePrompt', 'lyricsId'],
  ['currentSongId', 'advancedMode', 'conversationId', 'priority', 'webhookUrl', 'tags', 'metadata', '__proto__'],
].flat()
const KNOWN = [
  'producer',
  'sim/music',
  'suno-5.5',
  'music-compose',
  'generate-image',
  'http://a.example',
  `img_${ARTIFACT_TEXT}`,
]
const value = fc.oneof(
  fc.constantFrom(...KNOWN),
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.jsonValue({ maxDepth: 2 }),
)
const likely = fc.dictionary(
  fc.constantFrom(...FIELDS),
  fc.oneof(value, fc.dictionary(fc.constantFrom(...FIELDS), value)),
)
const anyBody = fc.oneof(fc.jsonValue(), likely).map((body): JsonValue => JSON.parse(JSON.stringify(body)))

test.each([IMAGE, LYRICS, COMPOSE, TASKS])('%s takes any JSON or refuses it with GatewayError', (path) => {
  fc.assert(
    fc.property(anyBody, (body) => {
      try {
        const create = parse(path, body)
        expect(catalogue.byKey(create.modelKey).capability).toBe(create.work.capability)
        expect(create.priority).toBeGreaterThanOrEqual(1)
        expect(inputOf(create)).toBeTypeOf('object')
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error
        expect(omnapi.renderError(error, 'req_1')).toMatchObject({ status: 400, body: { success: false } })
      }
    }),
    { numRuns: 500 },
  )
})
