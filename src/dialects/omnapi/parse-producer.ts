import type { CatalogueModel } from '../../domain/catalogue.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import type { CreateTask } from '../../domain/task.ts'
import type { JsonValue } from '../../lib/json.ts'
import { readModify } from './read-modify.ts'
import { readMusic } from './read-music.ts'
import { readPrompted } from './read-prompted.ts'
import type { Reading } from './reading.ts'
import { selectModel } from './select-model.ts'
import { toCreateTask } from './to-create-task.ts'
import { parseComposeBody, parseImageBody, parseLyricsBody, parseModifyBody } from './wire.ts'

/** `POST /api/v1/producer/generate/image` (omnapi.md 7.1). */
export function parseGenerateImage(body: JsonValue, context: ParseContext): CreateTask {
  const input = parseImageBody(body)
  const reading = startReading(producerModel('image.generate', null, context), context)
  const draft = readPrompted('image.generate', input, reading)
  return toCreateTask({ ...reading, asked: null, config: input.config, draft }, context)
}

/** `POST /api/v1/producer/generate/lyrics` (omnapi.md 7.2). */
export function parseGenerateLyrics(body: JsonValue, context: ParseContext): CreateTask {
  const input = parseLyricsBody(body)
  const reading = startReading(producerModel('lyrics.generate', null, context), context)
  const draft = readPrompted('lyrics.generate', input, reading)
  return toCreateTask({ ...reading, asked: null, config: input.config, draft }, context)
}

/** `POST /api/v1/producer/generate/music/compose` (omnapi.md 7.3). */
export function parseComposeMusic(body: JsonValue, context: ParseContext): CreateTask {
  const input = parseComposeBody(body)
  const asked = input.model ?? null
  const reading = startReading(producerModel('music.compose', asked, context), context)
  const draft = readMusic(input, reading)
  return toCreateTask({ ...reading, asked, config: input.config, draft }, context)
}

/** `POST /api/v1/producer/generate/music/modify` (omnapi.md 7.4). */
export function parseModifyMusic(body: JsonValue, context: ParseContext): CreateTask {
  const input = parseModifyBody(body)
  const reading = startReading(producerModel('music.modify', null, context), context)
  const draft = readModify(input, reading)
  return toCreateTask({ ...reading, asked: null, config: input.config, draft }, context)
}

/** These paths name their provider, so only its own models answer here; the generic create serves all others. */
function producerModel(
  capability: 'image.generate' | 'lyrics.generate' | 'music.compose' | 'music.modify',
  model: string | null,
  { catalogue }: ParseContext,
): CatalogueModel {
  const feature = catalogue.featureOf(capability).code
  return selectModel(catalogue, { provider: 'producer', model, feature, modelPath: ['model'] })
}

function startReading(entry: CatalogueModel, context: ParseContext): Reading {
  return { entry, place: [], issues: [], context }
}
