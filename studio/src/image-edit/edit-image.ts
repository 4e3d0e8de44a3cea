import { createCanvas } from '@napi-rs/canvas'
import type { Canvas } from '@napi-rs/canvas'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { ImageEditRequest, ImageEditResult, ImageFormat, StudioContext } from '../contract.ts'
import { encodePicture } from '../image/encode-picture.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { readPixels, resample, toCanvas } from '../image/pixels/pixels.ts'
import { makeRandom } from '../image/random.ts'
import { Refusal } from '../refusal.ts'
import { decodePicture } from './decode-picture.ts'
import { inpaint } from './inpaint.ts'
import { outpaint } from './outpaint.ts'
import { readMask } from './read-mask.ts'
import { readWishes } from './read-wishes.ts'
import { removeBackground } from './remove-background.ts'
import { restyle } from './restyle.ts'
import { upscale } from './upscale.ts'

/** A picture in, the picture changed out. All of it is plain image processing: no neural model sees the picture. */
export async function editImage(request: ImageEditRequest, context: StudioContext): Promise<ImageEditResult> {
  const { format } = request
  const step = async (percent: number): Promise<void> => {
    await pauseUnlessAborted(context)
    context.onProgress(percent)
  }
  await step(1)
  const decoded = readPixels(await decodePicture(request.image, 'image'))
  await step(15)
  const { pixels, changes } = await edit(request, decoded, context.signal)
  await step(80)
  const canvas = toCanvas(pixels)
  const bytes = await encodePicture(format === 'jpeg' ? onWhite(canvas) : canvas, format)
  await step(100)
  return {
    kind: 'image-edit',
    bytes,
    mediaType: `image/${format}`,
    width: pixels.width,
    height: pixels.height,
    facts: { changes },
  }
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
      const work = shrinkToWork(pixels)
      const wishes = readWishes(prompt, negativePrompt, seed)
      const restyled = await restyle(toSize(work, request), { wishes, prompt, strength, seed, signal })
      if (work === pixels) return restyled
      return { ...restyled, changes: [`scaled down to ${work.width} x ${work.height} pixels`, ...restyled.changes] }
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
      return upscale(pixels, request.scale, signal)
    case 'remove-background':
      assertHoldsAlpha(request.format)
      return removeBackground(pixels, signal)
    default:
      throw new Error(`No edit "${String(request.edit satisfies never)}"`)
  }
}

/** What is computed in floating point takes ten times a picture's bytes: eight megapixels take half a gigabyte. */
const WORK_MEGAPIXELS_MAX = 8
const WORK_SIDE_MAX = 16_384

function assertWorkable(width: number, height: number): void {
  if (width > WORK_SIDE_MAX || height > WORK_SIDE_MAX || width * height > WORK_MEGAPIXELS_MAX * 1_000_000)
    throw new Refusal(
      `The result would be ${width} x ${height} pixels; this edit makes at most ${WORK_MEGAPIXELS_MAX} megapixels and ${WORK_SIDE_MAX} a side: send a smaller picture, or ask for a smaller one`,
    )
}

function shrinkToWork(pixels: Pixels): Pixels {
  const scale = Math.sqrt((WORK_MEGAPIXELS_MAX * 1_000_000) / (pixels.width * pixels.height))
  if (scale >= 1) return pixels
  return resample(pixels, Math.max(1, Math.floor(pixels.width * scale)), Math.max(1, Math.floor(pixels.height * scale)))
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
  canvas.getContext('2d').drawImage(toCanvas(pixels), -left, -top)
  return resample(readPixels(canvas), wanted.width, wanted.height)
}

function onWhite(canvas: Canvas): Canvas {
  const flat = createCanvas(canvas.width, canvas.height)
  const pen = flat.getContext('2d')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, flat.width, flat.height)
  pen.drawImage(canvas, 0, 0)
  return flat
}
