import { Type } from 'typebox'

import { invalidField } from '../../domain/errors.ts'
import type { ImageEditWork } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import { Guidance, Steps } from './flux.ts'
import { readMedia, readOptionalMedia } from './media.ts'
import type { Asked, FamilyContext, Order } from './order.ts'
import { isBlank, makeInputParser, readSeed, SeedWire, text } from './wire.ts'

const DENOISE_DEFAULT = 0.7
const PICTURE = 'image'
const Margin = Type.Optional(Type.Integer({ minimum: 0, maximum: 2048 }))

export const parse = makeInputParser({
  prompt: text(),
  negative_prompt: text(),
  image: Type.String(),
  mask: Type.Optional(Type.String()),
  denoise: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
  steps: Steps,
  guidance_scale: Guidance,
  batch_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })),
  lora_settings: Type.Optional(Type.Array(Type.Object({ lora_type: Type.Optional(text(100)) }), { maxItems: 10 })),
  custom_settings: Type.Optional(
    Type.Array(
      Type.Object({
        setting_type: Type.Optional(Type.String()),
        outpaint_left: Margin,
        outpaint_right: Margin,
        outpaint_top: Margin,
        outpaint_bottom: Margin,
      }),
      { maxItems: 10 },
    ),
  ),
  seed: SeedWire,
})
type Input = ReturnType<typeof parse>

/** Which change each task type is. */
const EDITS: Readonly<Record<string, ImageEditWork['edit']>> = {
  img2img: 'restyle',
  'img2img-lora': 'restyle',
  'redux-variation': 'restyle',
  'fill-inpaint': 'inpaint',
  'fill-outpaint': 'outpaint',
}

/**
 * Flux from a picture (contract section 16), priced by the picture. `mask` is ours: the contract says nowhere what is to be
 * filled in. A LoRA is a style by its name.
 */
export function parseFluxEdit(body: JsonObject, { model, taskType }: Asked, context: FamilyContext): Order {
  const input = parse(body)
  const edit = EDITS[taskType]
  if (edit === undefined) throw new Error(`the catalogue has a flux edit ${taskType}`)
  const { prompt = '', negative_prompt: negativePrompt = '', denoise = DENOISE_DEFAULT } = input
  // A variation or a wider picture goes by what is there.
  if (isBlank(prompt) && taskType !== 'redux-variation' && edit !== 'outpaint') {
    throw invalidField(['input', 'prompt'], 'is required', 'missing')
  }
  const count = input.batch_size ?? 1
  if (count > 1 && model !== 'Qubico/flux1-schnell') {
    throw invalidField(['input', 'batch_size'], `must be 1 for ${model}`, 'range')
  }
  const image = readMedia(input.image, { path: ['input', 'image'], kind: PICTURE }, context)
  const mask = readOptionalMedia(input.mask, { path: ['input', 'mask'], kind: PICTURE }, context)
  const { seed, seedEcho } = readSeed(input.seed)
  const margins = edit === 'outpaint' ? readMargins(input) : NO_MARGINS
  return {
    work: {
      capability: 'image.edit',
      edit,
      image: image.input,
      mask: mask.input,
      prompt: [prompt, ...stylesOf(input)].filter((part) => !isBlank(part)).join(', '),
      negativePrompt,
      strength: denoise,
      width: null,
      height: null,
      margins,
      scale: 1,
      format: 'png',
      seed,
      count,
      script: null,
    },
    echo: {
      prompt,
      negative_prompt: negativePrompt,
      image: image.echo,
      ...(mask.input === null ? {} : { mask: mask.echo }),
      denoise,
      width: 0,
      height: 0,
      steps: input.steps ?? 0,
      guidance_scale: input.guidance_scale ?? 0,
      batch_size: count,
      ...(input.lora_settings === undefined
        ? {}
        : { lora_settings: stylesOf(input).map((name) => ({ lora_type: name })) }),
      ...(edit === 'outpaint' ? { custom_settings: [toWire(margins)] } : {}),
      seed: seedEcho,
    },
  }
}

function stylesOf({ lora_settings: settings = [] }: Input): string[] {
  return settings.flatMap(({ lora_type: name = '' }) => (isBlank(name) ? [] : [name]))
}

const NO_MARGINS: ImageEditWork['margins'] = { left: 0, right: 0, top: 0, bottom: 0 }

function readMargins({ custom_settings: settings = [] }: Input): ImageEditWork['margins'] {
  const found = settings.find((setting) => setting.setting_type === 'outpaint')
  const {
    outpaint_left: left = 0,
    outpaint_right: right = 0,
    outpaint_top: top = 0,
    outpaint_bottom: bottom = 0,
  } = found ?? {}
  if (left + right + top + bottom > 0) return { left, right, top, bottom }
  throw invalidField(
    ['input', 'custom_settings'],
    'must say by setting_type "outpaint" how far each side goes',
    'missing',
  )
}

function toWire({ left, right, top, bottom }: ImageEditWork['margins']): JsonObject {
  return {
    setting_type: 'outpaint',
    outpaint_left: left,
    outpaint_right: right,
    outpaint_top: top,
    outpaint_bottom: bottom,
  }
}
