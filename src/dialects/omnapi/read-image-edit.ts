import {
  holdsText,
  isSimulated,
  noNeeds,
  readMedia,
  readScript,
  scriptEcho,
  type Draft,
  type Reading,
} from './reading.ts'
import type { ImageEditInput } from './wire.ts'

const STRENGTH_DEFAULT = 0.7
const SCALE_DEFAULT = 2

/** Changes of a picture, by the generic create only: OmnAPI has no endpoint of its own for them, so the keys are ours. */
export function readImageEdit(input: ImageEditInput, reading: Reading): Draft {
  const { entry, issues, place } = reading
  const needs = noNeeds()
  const edit = input.edit ?? 'restyle'
  const image = readMedia(input.image, { key: 'image', kind: 'image' }, needs, reading)
  const mask = readMedia(input.mask, { key: 'mask', kind: 'image' }, needs, reading)
  if (input.image === undefined) issues.push({ path: [...place, 'image'], message: 'is required', type: 'missing' })
  const isByWords = edit === 'restyle' || edit === 'inpaint'
  if (isByWords && !holdsText(input.prompt) && !isSimulated(entry)) {
    issues.push({ path: [...place, 'prompt'], message: `is required to ${edit}`, type: 'missing' })
  }
  const { left = 0, right = 0, top = 0, bottom = 0 } = input.margins ?? {}
  return {
    work: {
      capability: 'image.edit',
      edit,
      image: image?.input ?? { kind: 'url', url: '' },
      mask: mask?.input ?? null,
      prompt: input.prompt ?? '',
      negativePrompt: input.negativePrompt ?? '',
      strength: input.strength ?? STRENGTH_DEFAULT,
      width: input.width ?? null,
      height: input.height ?? null,
      margins: { left, right, top, bottom },
      scale: input.scale ?? SCALE_DEFAULT,
      format: input.format ?? 'png',
      seed: input.seed ?? null,
      count: entry.outputs,
      script: readScript(input.script, reading),
    },
    echo: {
      image: image?.echo,
      edit,
      prompt: input.prompt,
      negativePrompt: input.negativePrompt,
      mask: mask?.echo,
      strength: input.strength,
      width: input.width,
      height: input.height,
      margins: input.margins === undefined ? undefined : { left, right, top, bottom },
      scale: input.scale,
      format: input.format,
      seed: input.seed,
      script: scriptEcho(input.script, reading),
    },
    needs,
    wire: {},
  }
}
