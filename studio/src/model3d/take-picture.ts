import type { Canvas } from '@napi-rs/canvas'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import type { Model3dRequest, StudioContext } from '../contract.ts'
import { decodePicture } from '../image-edit/decode-picture.ts'
import { removeBackground } from '../image-edit/remove-background.ts'
import { paintImage } from '../image/paint-image.ts'
import { findBox } from '../image/pixels/find-box.ts'
import { copyPixels, putOnWhite, resize, takePixels, toCanvas } from '../image/pixels/pixels.ts'
import { makeBuilder } from '../image/subjects/build-figures.ts'
import { rasterise } from '../image/subjects/make-sprite.ts'
import { resolveDrawing } from '../image/subjects/resolve-drawing.ts'
import { Refusal } from '../refusal.ts'
import type { ModelWords } from './read-model-words.ts'

/** Pixels of the longer side: of the texture, and of what is looked at for a background. */
const SIDE = 640
/** Of a given picture, before it is made that small. */
const MEGAPIXELS_KEPT = 4
/** Empty pixels around what is cut out. */
const MARGIN = 8
/** A picture of less is no subject but a speck. */
const SUBJECT_MIN = 0.004

/** What a relief is made of: a cut-out without its surroundings, or a whole picture where nothing can be cut out. */
interface Taken {
  picture: Canvas
  isCutOut: boolean
}

/** The given picture; else the first thing that the prompt names, as the painter draws it; else the painted scene. */
export async function takePicture(request: Model3dRequest, words: ModelWords, context: StudioContext): Promise<Taken> {
  if (request.image !== null) {
    const { canvas } = await decodePicture(request.image, 'picture', { megapixelsKept: MEGAPIXELS_KEPT })
    return cutOut(canvas, context.signal)
  }
  const subject = words.scene.subjects.find(({ held }) => held === null)
  const builder = makeBuilder(words.scene.subjects, resolveDrawing)
  const [built] = subject === undefined ? [] : await builder.build(subject)
  if (built !== undefined) {
    const { figure } = built
    const scale = (SIDE - MARGIN * 2) / Math.max(figure.view.width, figure.view.height)
    const sprite = await rasterise(figure, figure.view.width * scale, figure.view.height * scale)
    return { picture: withMargin(sprite), isCutOut: true }
  }
  const { bytes } = await paintImage(
    {
      kind: 'image',
      prompt: request.prompt,
      negativePrompt: '',
      width: SIDE,
      height: SIDE,
      seed: request.seed,
      format: 'png',
    },
    { signal: context.signal, onProgress: () => {} },
  )
  const canvas = createCanvas(SIDE, SIDE)
  canvas.getContext('2d').drawImage(await loadImage(bytes), 0, 0)
  return { picture: canvas, isCutOut: false }
}

async function cutOut(original: Canvas, signal: AbortSignal): Promise<Taken> {
  const scale = Math.min(1, SIDE / Math.max(original.width, original.height))
  const size = (length: number): number => Math.max(1, Math.round(length * scale))
  const pixels = takePixels(resize(original, size(original.width), size(original.height)))
  try {
    const { pixels: cut } = await removeBackground(copyPixels(pixels), signal)
    const box = findBox(cut, 128)
    if (box.filled < cut.width * cut.height * SUBJECT_MIN)
      return { picture: putOnWhite(toCanvas(pixels)), isCutOut: false }
    const trimmed = createCanvas(box.width, box.height)
    trimmed.getContext('2d').drawImage(toCanvas(cut), -box.x, -box.y)
    return { picture: withMargin(trimmed), isCutOut: true }
  } catch (error) {
    // Before a lively background the whole picture becomes a tablet; on white, for a model has no holes.
    if (error instanceof Refusal) return { picture: putOnWhite(toCanvas(pixels)), isCutOut: false }
    throw error
  }
}

function withMargin(sprite: Canvas): Canvas {
  const canvas = createCanvas(sprite.width + MARGIN * 2, sprite.height + MARGIN * 2)
  canvas.getContext('2d').drawImage(sprite, MARGIN, MARGIN)
  return canvas
}
