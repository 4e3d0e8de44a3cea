import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError, invalidField } from '../../domain/errors.ts'
import type { CreateTask, Warning } from '../../domain/task.ts'
import type { MusicEditWork } from '../../domain/work.ts'
import { AUTO, chooseModel, standInWarnings } from './choose-model.ts'
import { readModelOptions, unsupportedFamilies } from './model-options.ts'
import { textOf } from './parse-music.ts'
import { readMediaReference } from './read-media-reference.ts'
import { readTaskFields, readWish } from './read-task-fields.ts'
import { parseMusicEditBody, parseStudioMusicEditOptions, type StudioMusicEditWire } from './wire.ts'

/** Without words they would change nothing. */
const NEED_WORDS: ReadonlySet<MusicEditWork['transform']> = new Set(['cover', 'swap_sound'])

/** POST /v1/music/reference-audio-to-music (beatra.md 5.2): the same song in the style of the prompt, unless the options say more. */
export function parseMusicEdit(value: unknown, context: ParseContext): CreateTask {
  const body = parseMusicEditBody(value)
  const { prompt: words, ...fields } = body
  const shared = readTaskFields(fields, context)
  const askedModel = body.model ?? AUTO
  const entry = chooseModel(context.catalogue, askedModel, 'music.modify')
  const modelOptions = body.model_options ?? {}
  const unsupported = unsupportedFamilies(modelOptions, entry)
  if (unsupported.length > 0) throw new GatewayError('unsupported_option', { fields: unsupported })
  const { studio, script, warnings } = readModelOptions(modelOptions, entry, parseStudioMusicEditOptions)
  const transform = readTransform(studio ?? {})
  const prompt = readWish(words, NEED_WORDS.has(transform.transform) ? transform.transform : null)
  const audio = readMediaReference(body.reference_audio, { path: ['reference_audio'], kind: 'audio' }, shared, context)
  return {
    ...shared,
    askedModel,
    modelKey: entry.key,
    work: {
      capability: 'music.modify',
      audio: audio.input,
      prompt,
      title: textOf(body.title),
      lyrics: textOf(body.lyrics),
      lyricsArtifact: null,
      ...transform,
      withStems: studio?.stems ?? false,
      format: studio?.format ?? 'mp3',
      seed: studio?.seed ?? null,
      count: entry.outputs,
      script,
    },
    priceVariant: null,
    input: JSON.stringify({ ...echoed(body), reference_audio: audio.echo }),
    warnings: [...standInWarnings(entry), ...warnings, ...vocalsWarnings(body.instrumental)],
  }
}

function readTransform(options: StudioMusicEditWire) {
  const { transform = 'cover', crop_end_at: cropEndAt, replace_start_at: start, replace_end_at: end } = options
  const path = (key: string) => ['model_options', 'studio', key]
  if (transform !== 'inpaint') {
    const isExtend = transform === 'extend'
    return { transform, cropEndAt: isExtend ? (cropEndAt ?? null) : null, replaceStartAt: null, replaceEndAt: null }
  }
  if (start === undefined) throw invalidField(path('replace_start_at'), 'is required to inpaint', 'missing')
  if (end === undefined) throw invalidField(path('replace_end_at'), 'is required to inpaint', 'missing')
  if (end <= start) throw invalidField(path('replace_end_at'), 'must be above replace_start_at', 'range')
  return { transform, cropEndAt: null, replaceStartAt: start, replaceEndAt: end }
}

/** What stands in the envelope itself is left out. */
function echoed(body: ReturnType<typeof parseMusicEditBody>) {
  const { prompt, lyrics, instrumental, title, model_options: options } = body
  return { prompt, lyrics, instrumental, title, model_options: options }
}

function vocalsWarnings(instrumental: boolean | undefined): Warning[] {
  if (instrumental !== true) return []
  const message = 'A song that is changed keeps the vocals that it has.'
  return [{ code: 'option_ignored', message, field: 'instrumental' }]
}
