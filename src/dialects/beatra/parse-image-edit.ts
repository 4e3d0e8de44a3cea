import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError } from '../../domain/errors.ts'
import type { CreateTask, Warning } from '../../domain/task.ts'
import { AUTO, chooseModel, standInWarnings } from './choose-model.ts'
import { imageSize } from './image-size.ts'
import { readModelOptions, unsupportedFamilies } from './model-options.ts'
import { unsupportedFields } from './parse-image.ts'
import { readMediaReference } from './read-media-reference.ts'
import { readTaskFields, readWish } from './read-task-fields.ts'
import { parseImageEditBody, parseStudioImageEditOptions } from './wire.ts'

const STRENGTH_DEFAULT = 0.7
const SCALE_DEFAULT = 2

/** The studio's words for what beatra's wire writes with underscores. */
const EDITS = {
  restyle: 'restyle',
  inpaint: 'inpaint',
  outpaint: 'outpaint',
  upscale: 'upscale',
  remove_background: 'remove-background',
} as const

/** POST /v1/images/image-to-image (beatra.md 6.2). Without an aspect ratio the picture keeps its own size. */
export function parseImageEdit(value: unknown, context: ParseContext): CreateTask {
  const { prompt: words, ...body } = parseImageEditBody(value)
  const shared = readTaskFields(body, context)
  const askedModel = body.model ?? AUTO
  const entry = chooseModel(context.catalogue, askedModel, 'image.edit')
  const { quality = 'standard', aspect_ratio: ratio = 'auto', n = 1, model_options: modelOptions = {} } = body
  const unsupported = [...unsupportedFields(quality, ratio, entry), ...unsupportedFamilies(modelOptions, entry)]
  if (unsupported.length > 0) throw new GatewayError('unsupported_option', { fields: unsupported })
  const { studio, script, warnings } = readModelOptions(modelOptions, entry, parseStudioImageEditOptions)
  const edit = EDITS[studio?.edit ?? 'restyle']
  const prompt = readWish(words, edit === 'restyle' || edit === 'inpaint' ? edit : null)
  const image = readMediaReference(body.image, { path: ['image'], kind: 'image' }, shared, context)
  const maskPlace = { path: ['model_options', 'studio', 'mask'], kind: 'image' } as const
  const mask = studio?.mask === undefined ? null : readMediaReference(studio.mask, maskPlace, shared, context)
  const extra = (body.extra_images ?? []).map((reference, index) =>
    // Looked at and named, but nobody here works from several pictures: their bytes are not kept.
    readMediaReference(reference, { path: ['extra_images', index], kind: 'image' }, { ...shared, files: [] }, context),
  )
  const { left = 0, right = 0, top = 0, bottom = 0 } = studio?.margins ?? {}
  return {
    ...shared,
    askedModel,
    modelKey: entry.key,
    work: {
      capability: 'image.edit',
      edit,
      image: image.input,
      mask: mask?.input ?? null,
      prompt,
      negativePrompt: studio?.negative_prompt ?? '',
      strength: studio?.strength ?? STRENGTH_DEFAULT,
      ...(ratio === 'auto' ? { width: null, height: null } : imageSize(ratio, quality, prompt)),
      margins: { left, right, top, bottom },
      scale: studio?.scale ?? SCALE_DEFAULT,
      format: studio?.format ?? 'png',
      seed: studio?.seed ?? null,
      count: n,
      script,
    },
    priceVariant: quality === 'hd' ? 'hd' : null,
    input: JSON.stringify({
      prompt: words,
      image: image.echo,
      ...(body.extra_images === undefined ? {} : { extra_images: extra.map(({ echo }) => echo) }),
      quality,
      aspect_ratio: ratio,
      n,
      ...(body.model_options === undefined ? {} : { model_options: echoOptions(modelOptions, mask?.echo) }),
    }),
    warnings: [...standInWarnings(entry), ...warnings, ...extraWarnings(extra.length)],
  }
}

function echoOptions(options: { studio?: unknown }, mask: unknown): unknown {
  return mask === undefined ? options : { ...options, studio: { ...Object(options.studio), mask } }
}

function extraWarnings(count: number): Warning[] {
  if (count === 0) return []
  return [{ code: 'option_ignored', message: 'Only the first picture is changed.', field: 'extra_images' }]
}
