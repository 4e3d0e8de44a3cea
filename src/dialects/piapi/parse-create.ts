import { isStandIn } from '../../domain/catalogue.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError, invalidField } from '../../domain/errors.ts'
import type { CreateTask } from '../../domain/task.ts'
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { parseDiffrhythm } from './diffrhythm.ts'
import { parseFlux } from './flux.ts'
import { parseLyrics } from './lyrics.ts'
import { parseMmaudio } from './mmaudio.ts'
import type { Asked, ParseFamily } from './order.ts'
import { parseSimulator } from './simulator.ts'
import { parseSuno, parseSunoCustom } from './suno.ts'
import { parseUdio } from './udio.ts'
import { readConfig, readModel, readObject, readTaskType } from './wire.ts'

/** PiAPI has no word for priority: the middle of 1 to 10. */
const PRIORITY = 5

/** `POST /api/v1/task` for every family. Checks the model, then the task type, then the rest (RULINGS 27). */
export function parseCreate(value: JsonValue, context: ParseContext): CreateTask {
  const body = readObject(value)
  const asked = readNames(body, context)
  const { work, echo } = familyOf(asked)(body, asked, context)
  const { callback, idleSecret } = readCallback(body, context)
  return {
    dialect: 'piapi',
    askedModel: asked.model,
    modelKey: asked.entry.key,
    work,
    priceVariant: null,
    input: JSON.stringify(echo),
    // A secret without an endpoint has no other place, and is echoed as sent all the same (RULINGS 61).
    wire: idleSecret === '' ? { taskType: asked.taskType } : { taskType: asked.taskType, idleSecret },
    priority: PRIORITY,
    tags: null,
    metadata: null,
    callback,
    // PiAPI has no place for it; whoever reads the task through the others sees it (RULINGS 25).
    warnings: isStandIn(asked.entry)
      ? [{ code: 'stand_in_model', message: `The studio stands in for ${asked.model}.`, field: 'model' }]
      : [],
    uses: [],
  }
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
    case 'image.edit':
    case 'music.modify':
    case 'speech.synthesize':
    case 'video.generate':
    case 'audio.transcribe':
    case 'model3d.generate':
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
