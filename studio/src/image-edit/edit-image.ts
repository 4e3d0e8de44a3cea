import { createCanvas } from '@napi-rs/canvas'
import type { Canvas } from '@napi-rs/canvas'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { ImageEdit, ImageEditRequest, ImageEditResult, ImageFormat, StudioContext } from '../contract.ts'
import { encodePicture } from '../image/encode-picture.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { flush, freeCanvas, putOnWhite, resize, takePixels, toCanvas } from '../image/pixels/pixels.ts'
import { makeRandom } from '../image/random.ts'
import { collectGarbage } from '../collect-garbage.ts'
import { Refusal } from '../refusal.ts'
import { assertPicture, decodePicture } from './decode-picture.ts'
import { inpaint } from './inpaint.ts'
import { outpaint } from './outpaint.ts'
import { planEdits } from './plan-edits.ts'
import { readMask } from './read-mask.ts'
import { readWishes } from './read-wishes.ts'
import { removeBackground } from './remove-background.ts'
import { restyle } from './restyle.ts'
import { UPSCALED_MEGAPIXELS_MAX, assertUpscalable, upscale } from './upscale.ts'

/** A picture in, the picture changed out. All of it is plain image processing: no neural model sees the picture. */
export async function editImage(request: ImageEditRequest, context: StudioContext): Promise<ImageEditResult> {
  const { format } = request
  const step = async (percent: number): Promise<void> => {
    await pauseUnlessAborted(context)
    context.onProgress(percent)
  }
  await step(1)
  const decoded = await decode(request)
  collectGarbage()
  await step(15)
  const { canvas, changes } = await draw(request, decoded.canvas, context.signal)
  collectGarbage()
  await step(80)
  const { width, height } = canvas
  const bytes = await encodePicture(canvas, format)
  freeCanvas(canvas)
  await step(100)
  return {
    kind: 'image-edit',
    bytes,
    mediaType: `image/${format}`,
    width,
    height,
    facts: { changes: [...decoded.changes, ...changes] },
  }
}

/** Takes the decoded canvas. The pixels end here: what is encoded is held only once. */
async function draw(
  request: ImageEditRequest,
  decoded: Canvas,
  signal: AbortSignal,
): Promise<{ canvas: Canvas; changes: string[] }> {
  const changes: string[] = []
  let pixels = takePixels(decoded)
  await pauseUnlessAborted({ signal })
  for (const { settle } of planEdits(request)) {
    const edited = await edit(settle(pixels), pixels, signal)
    pixels = edited.pixels
    changes.push(...edited.changes)
    collectGarbage()
    await pauseUnlessAborted({ signal })
  }
  const canvas = toCanvas(pixels)
  await pauseUnlessAborted({ signal })
  return { canvas: request.format === 'jpeg' ? putOnWhite(canvas) : canvas, changes }
}

/** As large as the edits work on it; refused by its header where the result would be too large. */
async function decode(request: ImageEditRequest): Promise<{ canvas: Canvas; changes: string[] }> {
  const header = assertPicture(request.image, 'image')
  const edits = planEdits(request)
  for (const { edit: name, settle } of edits) assertDoable(settle(header), name, header)
  const megapixelsKept = Math.min(...edits.map(({ edit: name }) => kept[name]))
  const { canvas, ...original } = await decodePicture(request.image, 'image', { megapixelsKept })
  const isScaled = canvas.width < original.width
  return { canvas, changes: isScaled ? [`scaled down to ${canvas.width} x ${canvas.height} pixels`] : [] }
}

function assertDoable(request: ImageEditRequest, name: ImageEdit, { width, height }: Size): void {
  switch (name) {
    case 'upscale':
      assertUpscalable({ width, height }, request.scale)
      break
    case 'outpaint':
      assertWorkable(width, height)
      break
    case 'inpaint':
      if (request.width === null && request.height === null) assertWorkable(width, height)
      break
    case 'remove-background':
      assertHoldsAlpha(request.format)
      break
    case 'restyle':
      break
    default:
      throw new Error(`No edit "${String(name satisfies never)}"`)
  }
}

interface Size {
  width: number
  height: number
}

async function edit(
  request: ImageEditRequest,
  pixels: Pixels,
  signal: AbortSignal,
): Promise<{ pixels: Pixels; changes: string[] }> {
  const { prompt, negativePrompt, strength } = request
  const seed = `${request.seed}|${prompt}`
  switch (request.edit) {
    case 'restyle': {
      const wishes = readWishes(prompt, negativePrompt, seed)
      return restyle(toSize(pixels, request), { mask: null, wishes, prompt, strength, seed, signal })
    }
    case 'inpaint': {
      const sized = toSize(pixels, request)
      const mask = request.mask === null ? null : await readMask(request.mask, sized, signal)
      return inpaint(sized, { mask, wishes: readWishes(prompt, negativePrompt, seed), prompt, strength, seed, signal })
    }
    case 'outpaint': {
      const { left, right, top, bottom } = request.margins
      assertWorkable(pixels.width + left + right, pixels.height + top + bottom)
      return outpaint(pixels, request.margins, { random: makeRandom(seed, 'outpaint'), signal })
    }
    case 'upscale':
      assertUpscalable(pixels, request.scale)
      return upscale(pixels, request.scale, signal)
    case 'remove-background':
      return removeBackground(pixels, signal)
    default:
      throw new Error(`No edit "${String(request.edit satisfies never)}"`)
  }
}

/** What is worked through in floating point takes ten times a picture's bytes. */
const WORK_MEGAPIXELS_MAX = 8
const WORK_SIDE_MAX = 16_384
/** A larger picture is scaled down before anything else. */
const kept: Readonly<Record<ImageEdit, number>> = {
  restyle: WORK_MEGAPIXELS_MAX,
  inpaint: WORK_MEGAPIXELS_MAX,
  outpaint: WORK_MEGAPIXELS_MAX,
  upscale: UPSCALED_MEGAPIXELS_MAX,
  'remove-background': 16,
}

function assertWorkable(width: number, height: number): void {
  if (width > WORK_SIDE_MAX || height > WORK_SIDE_MAX || width * height > WORK_MEGAPIXELS_MAX * 1_000_000)
    throw new Refusal(
      `The result would be ${width} x ${height} pixels; this edit makes at most ${WORK_MEGAPIXELS_MAX} megapixels and ${WORK_SIDE_MAX} a side: send a smaller picture, or ask for a smaller one`,
    )
}

function assertHoldsAlpha(format: ImageFormat): void {
  if (format === 'jpeg') throw new Refusal('A JPEG cannot be clear anywhere: ask for png or webp')
}

/**
 * Of the size asked for, by scaling and, where the proportions differ, by cutting off what is over at both sides. Refuses
 * sizes that cannot be worked on.
 */
function toSize(pixels: Pixels, { width, height }: Pick<ImageEditRequest, 'width' | 'height'>): Pixels {
  const wanted = {
    width: width ?? (height === null ? pixels.width : Math.max(1, Math.round((pixels.width * height) / pixels.height))),
    height:
      height ?? (width === null ? pixels.height : Math.max(1, Math.round((pixels.height * width) / pixels.width))),
  }
  assertWorkable(wanted.width, wanted.height)
  if (wanted.width === pixels.width && wanted.height === pixels.height) return pixels
  // Cut first: a strip of one pixel's height, scaled first, would take gigabytes.
  const scale = Math.max(wanted.width / pixels.width, wanted.height / pixels.height)
  const kept = {
    width: Math.max(1, Math.min(pixels.width, Math.round(wanted.width / scale))),
    height: Math.max(1, Math.min(pixels.height, Math.round(wanted.height / scale))),
  }
  const canvas = createCanvas(kept.width, kept.height)
  const [left, top] = [Math.floor((pixels.width - kept.width) / 2), Math.floor((pixels.height - kept.height) / 2)]
  const whole = toCanvas(pixels)
  canvas.getContext('2d').drawImage(whole, -left, -top)
  flush(canvas)
  freeCanvas(whole)
  return takePixels(resize(canvas, wanted.width, wanted.height))
}
