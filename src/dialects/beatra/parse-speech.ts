import type { CatalogueModel } from '../../domain/catalogue.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError, type FieldIssue } from '../../domain/errors.ts'
import type { CreateTask } from '../../domain/task.ts'
import { findVoice, notSpoken, NO_VOICE, speaks } from '../../domain/voices.ts'
import { AUTO, chooseModel, standInWarnings } from './choose-model.ts'
import { readModelOptions, unsupportedFamilies } from './model-options.ts'
import { readTaskFields } from './read-task-fields.ts'
import { parseSpeechBody, parseStudioSpeechOptions, type SpeechBodyWire } from './wire.ts'

/** POST /v1/audio/speech (beatra.md 7; RULINGS 77). */
export function parseSpeech(value: unknown, context: ParseContext): CreateTask {
  const body = parseSpeechBody(value)
  const shared = readTaskFields(body, context)
  const askedModel = body.model ?? AUTO
  const entry = chooseModel(context.catalogue, askedModel, 'speech.synthesize')
  const { input, speed = 1, language, model_options: modelOptions = {} } = body
  const unsupported = unsupportedFamilies(modelOptions, entry)
  if (unsupported.length > 0) throw new GatewayError('unsupported_option', { fields: unsupported })
  const { studio, script, warnings } = readModelOptions(modelOptions, entry, parseStudioSpeechOptions)
  const voice = readVoice(body, entry)
  return {
    ...shared,
    askedModel,
    modelKey: entry.key,
    work: {
      capability: 'speech.synthesize',
      prompt: input,
      voice,
      speed,
      language: language ?? null,
      format: studio?.format ?? 'mp3',
      seed: studio?.seed ?? null,
      count: entry.outputs,
      script,
    },
    priceVariant: null,
    input: echo(body, speed),
    warnings: [...standInWarnings(entry), ...warnings],
  }
}

/** The voice's name; null = the model's usual one. Throws for a voice or a language that the model has not. */
function readVoice({ voice, language }: SpeechBodyWire, entry: CatalogueModel): string | null {
  const issues: FieldIssue[] = []
  const name = voice === undefined ? null : findVoice(entry, voice)
  if (name === undefined) issues.push({ path: ['voice'], message: NO_VOICE, type: 'not_found' })
  if (language !== undefined && !speaks(entry, language)) {
    issues.push({ path: ['language'], message: notSpoken(entry), type: 'enum' })
  }
  if (issues.length > 0) throw new GatewayError('invalid_request', { issues })
  return name ?? null
}

/** The task's `input`: the body with its defaults, without what stands in the envelope itself (model, metadata, callback). */
function echo({ input, voice, language, model_options: options }: SpeechBodyWire, speed: number): string {
  return JSON.stringify({
    input,
    ...(voice === undefined ? {} : { voice }),
    speed,
    ...(language === undefined ? {} : { language }),
    ...(options === undefined ? {} : { model_options: options }),
  })
}
