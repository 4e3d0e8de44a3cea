import { isStandIn } from '../../domain/catalogue.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError, invalidField } from '../../domain/errors.ts'
import type { MediaNeeds } from '../../domain/read-media-input.ts'
import type { CreateTask, Warning } from '../../domain/task.ts'
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { parseDiffrhythm } from './diffrhythm.ts'
import { parseFluxEdit } from './flux-edit.ts'
import { parseFlux } from './flux.ts'
import { parseHailuo } from './hailuo.ts'
import { parseImageToolkit } from './image-toolkit.ts'
import { parseKling } from './kling.ts'
import { parseLuma } from './luma.ts'
import { parseLyrics } from './lyrics.ts'
import { parseMmaudio } from './mmaudio.ts'
import type { Asked, ParseFamily } from './order.ts'
import { parseQubicoFilm } from './qubico-film.ts'
import { parseSimulator } from './simulator.ts'
import { parseSuno, parseSunoCustom } from './suno.ts'
import { parseTrellis } from './trellis.ts'
import { parseTts } from './tts.ts'
import { parseUdio } from './udio.ts'
import { readConfig, readModel, readObject, readTaskType } from './wire.ts'

/** PiAPI has no word for priority: the middle of 1 to 10. */
const PRIORITY = 5

/** `POST /api/v1/task` for every family. Checks the model, then the task type, then the rest (RULINGS 27). */
export function parseCreate(value: JsonValue, context: ParseContext): CreateTask {
  const body = readObject(value)
  const asked = readNames(body, context)
  const needs: MediaNeeds = { uses: [], files: [] }
  const order = familyOf(asked)(body, asked, { ...context, needs })
  const { callback, idleSecret } = readCallback(body, context)
  return {
    dialect: 'piapi',
    askedModel: asked.model,
    modelKey: order.modelKey ?? asked.entry.key,
    work: order.work,
    priceVariant: order.priceVariant ?? null,
    input: JSON.stringify(order.echo),
    // A secret without an endpoint has no other place, and is echoed as sent all the same (RULINGS 61).
    wire: idleSecret === '' ? { taskType: asked.taskType } : { taskType: asked.taskType, idleSecret },
    priority: PRIORITY,
    tags: null,
    metadata: null,
    callback,
    // PiAPI has no place for it; whoever reads the task through the others sees it (RULINGS 25).
    warnings: [...standInWarnings(asked), ...(order.warnings ?? [])],
    ...needs,
  }
}

function standInWarnings({ entry, model }: Asked): Warning[] {
  if (!isStandIn(entry)) return []
  return [{ code: 'stand_in_model', message: `The studio stands in for ${model}.`, field: 'model' }]
}

function readNames(body: JsonObject, { catalogue }: ParseContext): Asked {
  const model = readModel(body)
  if (!catalogue.isPiapiModel(model)) throw new GatewayError('unsupported_model')
  const taskType = readTaskType(body)
  const entry = catalogue.piapi(model, taskType)
  if (entry === null) throw new GatewayError('unsupported_capability')
  return { model, taskType, entry }
}

function familyOf({ entry, model, taskType }: Asked): ParseFamily {
  if (entry.vendor.code === 'simulator') return parseSimulator
  switch (entry.capability) {
    case 'image.generate':
      return parseFlux
    case 'lyrics.generate':
      return parseLyrics
    case 'sound.generate':
      return parseMmaudio
    case 'music.compose':
      if (model === 'Qubico/diffrhythm') return parseDiffrhythm
      if (model === 'music-s') return taskType === 'generate_music_custom' ? parseSunoCustom : parseSuno
      return parseUdio
    case 'speech.synthesize':
      return parseTts
    case 'video.generate':
      if (model === 'luma') return parseLuma
      if (model === 'kling') return parseKling
      return model === 'hailuo' ? parseHailuo : parseQubicoFilm
    case 'model3d.generate':
      return parseTrellis
    case 'image.edit':
      return model === 'Qubico/image-toolkit' ? parseImageToolkit : parseFluxEdit
    case 'music.modify':
    case 'audio.transcribe':
    case 'chat.complete':
      // The catalogue names a pair whose fields nobody here can read yet.
      throw new GatewayError('unsupported_capability')
  }
}

function readCallback(body: JsonObject, context: ParseContext): Pick<CreateTask, 'callback'> & { idleSecret: string } {
  const { endpoint, secret } = readConfig(body)
  if (endpoint === '') return { callback: null, idleSecret: secret }
  const fault = context.checkUrl(endpoint)
  if (fault !== null) throw invalidField(['config', 'webhook_config', 'endpoint'], fault, 'format')
  return { callback: { url: endpoint, secret: secret === '' ? null : secret }, idleSecret: '' }
}
