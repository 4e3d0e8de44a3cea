import type { Catalogue, CatalogueModel } from '../../domain/catalogue.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError, invalidField } from '../../domain/errors.ts'
import type { CreateTask } from '../../domain/task.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/json.ts'
import { readFilm } from './read-film.ts'
import { readImageEdit } from './read-image-edit.ts'
import { readModel3d } from './read-model3d.ts'
import { readModify } from './read-modify.ts'
import { readMusic } from './read-music.ts'
import { readPrompted } from './read-prompted.ts'
import { readSound } from './read-sound.ts'
import { readSpeech } from './read-speech.ts'
import { isSimulated, type Draft, type Reading } from './reading.ts'
import { capabilityOf, selectModel } from './select-model.ts'
import { toCreateTask } from './to-create-task.ts'
import * as wire from './wire.ts'

const PLACE = ['inputParameters'] as const

const PROMPTED_PARSERS = {
  'image.generate': wire.parseImageInput,
  'lyrics.generate': wire.parseLyricsInput,
  'chat.complete': wire.parsePlainInput,
}

/**
 * `POST /api/v1/tasks` (omnapi.md 6.4, RULINGS 42): the servable entries of producer, simulator and studio. `inputParameters` is held to the
 * rules of the purpose-made endpoint of that work.
 */
export function parseCreateTask(body: JsonValue, context: ParseContext): CreateTask {
  const { provider = null, model, feature = null, inputParameters, config } = wire.parseTaskBody(body)
  const inputs = isJsonObject(inputParameters) ? inputParameters : {}
  const inside = model === undefined ? modelInside(inputs, feature, context.catalogue) : null
  const modelPath = inside === null ? ['model'] : [...PLACE, 'model']
  const asked = model ?? inside
  const entry = selectModel(context.catalogue, { provider, model: asked, feature, modelPath })
  const reading: Reading = { entry, place: PLACE, issues: [], context }
  const draft = readInputs(inputs, reading)
  return toCreateTask({ ...reading, asked, config, draft }, context)
}

/** Compose takes its model among its inputs too; it counts when the task names none. */
function modelInside(inputs: JsonObject, feature: string | null, catalogue: Catalogue): string | null {
  if (typeof inputs['model'] !== 'string' || feature === null) return null
  return capabilityOf(catalogue, feature) === 'music.compose' ? inputs['model'] : null
}

function readInputs(inputs: JsonObject, reading: Reading): Draft {
  const { capability } = reading.entry
  const simulated = isSimulated(reading.entry)
  switch (capability) {
    case 'image.generate':
    case 'lyrics.generate':
    case 'chat.complete': {
      const parse = simulated ? wire.parsePlayedInput : PROMPTED_PARSERS[capability]
      return readPrompted(capability, parseInputs<wire.PromptedInput>(parse, inputs), reading)
    }
    case 'sound.generate': {
      const parse = simulated ? wire.parsePlayedSoundInput : wire.parseSoundInput
      return readSound(parseInputs<wire.SoundInput>(parse, inputs), reading)
    }
    case 'music.compose': {
      const input = parseInputs<wire.MusicInput>(simulated ? wire.parsePlayedMusicInput : wire.parseMusicInput, inputs)
      if (input.model !== undefined) assertSameModel(input.model, reading.entry)
      return readMusic(input, reading)
    }
    case 'image.edit': {
      const parse = simulated ? wire.parsePlayedImageEditInput : wire.parseImageEditInput
      return readImageEdit(parseInputs<wire.ImageEditInput>(parse, inputs), reading)
    }
    case 'music.modify': {
      const parse = simulated ? wire.parsePlayedModifyInput : wire.parseModifyInput
      return readModify(parseInputs<wire.ModifyInput>(parse, inputs), reading)
    }
    case 'speech.synthesize': {
      const parse = simulated ? wire.parsePlayedSpeechInput : wire.parseSpeechInput
      return readSpeech(parseInputs<wire.SpeechInput>(parse, inputs), reading)
    }
    case 'video.generate': {
      const parse = simulated ? wire.parsePlayedFilmInput : wire.parseFilmInput
      return readFilm(parseInputs<wire.FilmInput>(parse, inputs), reading)
    }
    case 'model3d.generate': {
      const parse = simulated ? wire.parsePlayedModel3dInput : wire.parseModel3dInput
      return readModel3d(parseInputs<wire.Model3dInput>(parse, inputs), reading)
    }
    case 'audio.transcribe':
      throw invalidField(['feature'], 'is unknown or not offered here', 'enum')
  }
}

function assertSameModel(model: string, entry: CatalogueModel): void {
  const path = `${entry.vendor.code}/${entry.code}/${entry.feature.code}`
  if ([entry.code, entry.name, path, 'auto'].includes(model)) return
  throw invalidField([...PLACE, 'model'], 'is not the model of this task', 'enum')
}

/** A parser speaks of the inputs alone; the client sees where they stand. */
function parseInputs<Input>(parse: (value: unknown) => Input, inputs: JsonObject): Input {
  try {
    return parse(inputs)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    const issues = (error.details.issues ?? []).map((issue) => ({ ...issue, path: [...PLACE, ...issue.path] }))
    throw new GatewayError('invalid_request', { issues }, { cause: error })
  }
}
