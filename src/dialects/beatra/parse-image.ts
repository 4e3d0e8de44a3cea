import type { CatalogueModel } from '../../domain/catalogue.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError } from '../../domain/errors.ts'
import type { CreateTask } from '../../domain/task.ts'
import { AUTO, chooseModel, standInWarnings } from './choose-model.ts'
import { imageSize } from './image-size.ts'
import { readModelOptions, unsupportedFamilies } from './model-options.ts'
import { readTaskFields } from './read-task-fields.ts'
import { parseImageBody, parseStudioImageOptions, type ImageBodyWire } from './wire.ts'

/** POST /v1/images/generations (beatra.md 6.1; RULINGS 50, 54). */
export function parseImage(value: unknown, context: ParseContext): CreateTask {
  const body = parseImageBody(value)
  const shared = readTaskFields(body, context)
  const askedModel = body.model ?? AUTO
  const entry = chooseModel(context.catalogue, askedModel, 'image.generate')
  const { quality = 'standard', aspect_ratio: ratio = '1:1', n = 1, model_options: modelOptions = {} } = body
  const unsupported = [...unsupportedFields(quality, ratio, entry), ...unsupportedFamilies(modelOptions, entry)]
  if (unsupported.length > 0) throw new GatewayError('unsupported_option', { fields: unsupported })
  const options = readModelOptions(modelOptions, entry, parseStudioImageOptions)
  return {
    ...shared,
    askedModel,
    modelKey: entry.key,
    work: {
      capability: 'image.generate',
      prompt: body.prompt,
      negativePrompt: '',
      ...imageSize(ratio, quality, body.prompt),
      format: options.studio?.format ?? 'png',
      seed: options.studio?.seed ?? null,
      count: n,
      script: options.script,
    },
    priceVariant: quality === 'hd' ? 'hd' : null,
    input: echo(body, quality, ratio, n),
    warnings: [...standInWarnings(entry), ...options.warnings],
  }
}

/** The fields that go neither with the model nor with each other. */
export function unsupportedFields(
  quality: 'standard' | 'hd',
  ratio: NonNullable<ImageBodyWire['aspect_ratio']>,
  entry: CatalogueModel,
): string[] {
  if (quality === 'standard') return []
  const fields = entry.price.variants['hd'] === undefined ? ['quality'] : []
  return ratio === 'auto' ? [...fields, 'aspect_ratio'] : fields
}

/** The task's `input`: the body with its defaults, without what stands in the envelope itself (model, metadata, callback). */
function echo(body: ImageBodyWire, quality: string, ratio: string, n: number): string {
  return JSON.stringify({
    prompt: body.prompt,
    quality,
    aspect_ratio: ratio,
    n,
    ...(body.model_options === undefined ? {} : { model_options: body.model_options }),
  })
}
