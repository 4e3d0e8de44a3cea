import { Type } from 'typebox'

import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import { invalidField } from '../../domain/errors.ts'
import { companionOf, type ItemRole, type StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import { readMedia } from './media.ts'
import type { Asked, FamilyContext, Order } from './order.ts'
import { isBlank, makeInputParser, SeedWire, text } from './wire.ts'

const Steps = Type.Optional(Type.Integer({ minimum: 10, maximum: 50 }))
const Strength = Type.Optional(Type.Number({ minimum: 0, maximum: 10 }))

export const parse = makeInputParser({
  prompt: text(),
  image: Type.Optional(Type.String()),
  images: Type.Optional(Type.Null()),
  seed: SeedWire,
  ss_sampling_steps: Steps,
  slat_sampling_steps: Steps,
  ss_guidance_strength: Strength,
  slat_guidance_strength: Strength,
})

/** `Qubico/trellis`: of a text or of a picture, by its task type (contract section 16). */
export function parseTrellis(body: JsonObject, { entry, taskType }: Asked, context: FamilyContext): Order {
  const input = parse(body)
  const isOfPicture = taskType === 'image-to-3d'
  const { prompt = '', image = '' } = input
  if (isOfPicture && image === '') throw invalidField(['input', 'image'], 'is required', 'missing')
  if (!isOfPicture && isBlank(prompt)) throw invalidField(['input', 'prompt'], 'is required', 'missing')
  const picture = isOfPicture ? readMedia(image, { path: ['input', 'image'], kind: 'image' }, context) : null
  // Here, and only here, the contract's default is a seed of its own.
  const seed = input.seed ?? 0
  return {
    work: {
      capability: 'model3d.generate',
      prompt,
      image: picture?.input ?? null,
      seed: seed === -1 ? null : seed,
      count: entry.outputs,
      script: null,
    },
    echo: {
      prompt,
      image: picture?.echo ?? '',
      images: null,
      seed,
      ss_sampling_steps: input.ss_sampling_steps ?? 50,
      slat_sampling_steps: input.slat_sampling_steps ?? 50,
      ss_guidance_strength: input.ss_guidance_strength ?? 7.5,
      slat_guidance_strength: input.slat_guidance_strength ?? 3,
    },
  }
}

/** All three are read by clients. */
export function renderModel(items: readonly StoredItem[], context: RenderContext): JsonObject {
  const model = items.find((item) => item.role === 'main')
  const urlOf = (role: ItemRole): string => {
    const companion = model === undefined ? null : companionOf(items, model, role)
    return companion === null ? '' : fileUrl(companion, context)
  }
  return {
    model_file: model === undefined ? '' : fileUrl(model, context),
    combined_video: urlOf('turntable'),
    no_background_image: urlOf('cut_out'),
    seed: model?.seed ?? null,
  }
}
