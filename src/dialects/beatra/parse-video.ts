import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError } from '../../domain/errors.ts'
import { FILM_SHAPE, FILM_SIZES, type FilmShape } from '../../domain/film-size.ts'
import type { CreateTask } from '../../domain/task.ts'
import type { JsonObject } from '../../lib/json.ts'
import { AUTO, chooseModel, standInWarnings } from './choose-model.ts'
import { readModelOptions, unsupportedFamilies } from './model-options.ts'
import { readMediaReference } from './read-media-reference.ts'
import { readTaskFields } from './read-task-fields.ts'
import { parseStudioVideoOptions, parseVideoBody, type VideoBodyWire } from './wire.ts'

/** For an entry that names no length of its own. */
const DURATION_SECONDS = 6

/** POST /v1/videos (beatra.md 7; RULINGS 77). With an `image` and no aspect ratio, the film has the picture's shape. */
export function parseVideo(value: unknown, context: ParseContext): CreateTask {
  const body = parseVideoBody(value)
  const shared = readTaskFields(body, context)
  const askedModel = body.model ?? AUTO
  const entry = chooseModel(context.catalogue, askedModel, 'video.generate')
  const modelOptions = body.model_options ?? {}
  const unsupported = unsupportedFamilies(modelOptions, entry)
  if (unsupported.length > 0) throw new GatewayError('unsupported_option', { fields: unsupported })
  const { studio, script, warnings } = readModelOptions(modelOptions, entry, parseStudioVideoOptions)
  const image =
    body.image === undefined
      ? null
      : readMediaReference(body.image, { path: ['image'], kind: 'image' }, shared, context)
  const shape = body.aspect_ratio ?? (image === null ? FILM_SHAPE : null)
  const { width, height } = shape === null ? { width: null, height: null } : FILM_SIZES[shape]
  const durationSeconds = body.duration_seconds ?? entry.durationSeconds ?? DURATION_SECONDS
  return {
    ...shared,
    askedModel,
    modelKey: entry.key,
    work: {
      capability: 'video.generate',
      prompt: body.prompt,
      negativePrompt: studio?.negative_prompt ?? '',
      image: image?.input ?? null,
      width,
      height,
      durationSeconds,
      format: studio?.format ?? 'mp4',
      seed: studio?.seed ?? null,
      count: entry.outputs,
      script,
    },
    priceVariant: null,
    input: echo(body, { durationSeconds, shape, image: image?.echo ?? null }),
    warnings: [...standInWarnings(entry), ...warnings],
  }
}

/** The task's `input`: the body with its defaults, without what stands in the envelope itself (model, metadata, callback). */
function echo(
  { prompt, model_options: options }: VideoBodyWire,
  { durationSeconds, shape, image }: { durationSeconds: number; shape: FilmShape | null; image: JsonObject | null },
): string {
  return JSON.stringify({
    prompt,
    duration_seconds: durationSeconds,
    ...(shape === null ? {} : { aspect_ratio: shape }),
    ...(image === null ? {} : { image }),
    ...(options === undefined ? {} : { model_options: options }),
  })
}
