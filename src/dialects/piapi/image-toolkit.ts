import { Type } from 'typebox'

import type { ImageEditWork } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import { readMedia } from './media.ts'
import type { Asked, FamilyContext, Order } from './order.ts'
import { makeInputParser, text } from './wire.ts'

const SCALE_DEFAULT = 2

export const parseCutOut = makeInputParser({ image: Type.String(), rmbg_model: text(100) })
export const parseUpscale = makeInputParser({
  image: Type.String(),
  scale: Type.Optional(Type.Number({ minimum: 2, maximum: 10 })),
  face_enhance: Type.Optional(Type.Boolean()),
})

/** `Qubico/image-toolkit` / `background-remove` and `upscale` (contract section 16). */
export function parseImageToolkit(body: JsonObject, { taskType }: Asked, context: FamilyContext): Order {
  if (taskType === 'upscale') {
    const { image, scale = SCALE_DEFAULT, face_enhance: faceEnhance = false } = parseUpscale(body)
    const { input, echo } = readPicture(image, context)
    return { work: editWork('upscale', input, scale), echo: { image: echo, scale, face_enhance: faceEnhance } }
  }
  const { image, rmbg_model: model = '' } = parseCutOut(body)
  const { input, echo } = readPicture(image, context)
  return { work: editWork('remove-background', input, 1), echo: { image: echo, rmbg_model: model } }
}

function readPicture(text: string, context: FamilyContext) {
  return readMedia(text, { path: ['input', 'image'], kind: 'image' }, context)
}

function editWork(edit: ImageEditWork['edit'], image: ImageEditWork['image'], scale: number): ImageEditWork {
  return {
    capability: 'image.edit',
    edit,
    image,
    mask: null,
    prompt: '',
    negativePrompt: '',
    strength: 1,
    width: null,
    height: null,
    margins: { left: 0, right: 0, top: 0, bottom: 0 },
    scale,
    format: 'png',
    seed: null,
    count: 1,
    script: null,
  }
}
