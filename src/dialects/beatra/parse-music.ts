import type { CatalogueModel } from '../../domain/catalogue.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError } from '../../domain/errors.ts'
import type { CreateTask, Warning } from '../../domain/task.ts'
import { AUTO, chooseModel, standInWarnings } from './choose-model.ts'
import { readModelOptions, unsupportedFamilies } from './model-options.ts'
import { promptDuration } from './prompt-duration.ts'
import { readTaskFields } from './read-task-fields.ts'
import { parseMusicBody, parseStudioMusicOptions, type MusicBodyWire } from './wire.ts'

/** For an entry that names no length of its own. */
const DURATION_SECONDS = 120

/** POST /v1/music/text-to-music (beatra.md 5.1; RULINGS 26, 50). */
export function parseMusic(value: unknown, context: ParseContext): CreateTask {
  const body = parseMusicBody(value)
  const shared = readTaskFields(body, context)
  const askedModel = body.model ?? AUTO
  const entry = chooseModel(context.catalogue, askedModel, 'music.compose')
  const modelOptions = body.model_options ?? {}
  const unsupported = unsupportedFamilies(modelOptions, entry)
  if (unsupported.length > 0) throw new GatewayError('unsupported_option', { fields: unsupported })
  const { studio, script, warnings } = readModelOptions(modelOptions, entry, parseStudioMusicOptions)
  const durationSeconds =
    studio?.duration_seconds ?? askedLength(entry, body.prompt) ?? entry.durationSeconds ?? DURATION_SECONDS
  const instrumental = body.instrumental ?? false
  const lyrics = textOf(body.lyrics)
  return {
    ...shared,
    askedModel,
    modelKey: entry.key,
    work: {
      capability: 'music.compose',
      prompt: body.prompt,
      lyrics: instrumental ? null : lyrics,
      lyricsArtifact: null,
      instrumental,
      withStems: studio?.stems ?? false,
      title: textOf(body.title),
      bpm: studio?.bpm ?? null,
      durationSeconds,
      format: studio?.format ?? 'mp3',
      coverPrompt: null,
      coverArtifact: null,
      seed: studio?.seed ?? null,
      count: entry.outputs,
      script,
    },
    priceVariant: null,
    input: echo(body, instrumental),
    warnings: [...standInWarnings(entry), ...warnings, ...lyricsWarnings(instrumental, lyrics)],
  }
}

/** Not for the simulator, which plays its script whatever the words say. */
function askedLength(entry: CatalogueModel, prompt: string): number | null {
  return entry.vendor.code === 'simulator' ? null : promptDuration(prompt)
}

/** An optional text of nothing but spaces says nothing. */
export function textOf(text: string | undefined): string | null {
  return text !== undefined && /\S/.test(text) ? text : null
}

function lyricsWarnings(instrumental: boolean, lyrics: string | null): Warning[] {
  if (!instrumental || lyrics === null) return []
  return [{ code: 'option_ignored', message: 'An instrumental has no lyrics.', field: 'lyrics' }]
}

/** The task's `input`: the body with its defaults, without what stands in the envelope itself (model, metadata, callback). */
function echo(body: MusicBodyWire, instrumental: boolean): string {
  const { prompt, lyrics, title, model_options: options } = body
  return JSON.stringify({
    prompt,
    ...(lyrics === undefined ? {} : { lyrics }),
    instrumental,
    ...(title === undefined ? {} : { title }),
    ...(options === undefined ? {} : { model_options: options }),
  })
}
