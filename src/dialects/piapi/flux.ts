import { Type } from 'typebox'

import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import { invalidField } from '../../domain/errors.ts'
import type { StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { Asked, Order } from './order.ts'
import { makeInputParser, readSeed, requiredText, SeedWire, text } from './wire.ts'

const PIXELS_MAX = 1_048_576
/** The contract bounds the area alone; a side outside of these cannot be painted by anybody here. */
const Side = Type.Optional(Type.Integer({ minimum: 64, maximum: 4096 }))
const SIDE_DEFAULT = 1024

export const Steps = Type.Optional(Type.Integer({ minimum: 0, maximum: 100 }))
/** 0 is what the echo shows when none was given, so that an echo can be sent again. */
export const Guidance = Type.Optional(
  Type.Refine(
    Type.Number(),
    (value: unknown) => value === 0 || (typeof value === 'number' && value >= 1.5 && value <= 5),
    () => 'must be from 1.5 to 5',
  ),
)

export const parse = makeInputParser({
  prompt: requiredText(),
  negative_prompt: text(),
  width: Side,
  height: Side,
  steps: Steps,
  guidance_scale: Guidance,
  batch_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })),
  seed: SeedWire,
})

/** `txt2img` (contract section 16, echo per RULINGS 62). Priced by the picture. */
export function parseFlux(body: JsonObject, { model }: Asked): Order {
  const input = parse(body)
  const { prompt, negative_prompt: negativePrompt = '', width = SIDE_DEFAULT, height = SIDE_DEFAULT } = input
  if (width * height > PIXELS_MAX) {
    throw invalidField(['input', 'width'], `times input.height must not be above ${PIXELS_MAX}`, 'range')
  }
  const count = input.batch_size ?? 1
  // "schnell only" (contract section 16): refused, since a batch is charged by the picture.
  if (count > 1 && model !== 'Qubico/flux1-schnell') {
    throw invalidField(['input', 'batch_size'], `must be 1 for ${model}`, 'range')
  }
  const { seed, seedEcho } = readSeed(input.seed)
  return {
    work: {
      capability: 'image.generate',
      prompt,
      negativePrompt,
      width,
      height,
      format: 'png',
      seed,
      count,
      script: null,
    },
    echo: {
      prompt,
      negative_prompt: negativePrompt,
      width,
      height,
      steps: input.steps ?? 0,
      guidance_scale: input.guidance_scale ?? 0,
      batch_size: count,
      seed: seedEcho,
    },
  }
}

/** `image_urls` lists every picture, `image_url` is the first, seeds alike (RULINGS 22); nothing is given as base64. */
export function renderPictures(items: readonly StoredItem[], context: RenderContext): JsonObject {
  const urls = items.map((item) => fileUrl(item, context))
  const seeds = items.map((item) => item.seed)
  return { image_url: urls[0] ?? '', image_urls: urls, image_base64: '', seed: seeds[0] ?? null, seeds }
}
