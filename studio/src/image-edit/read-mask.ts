import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow, resize, takePixels } from '../image/pixels/pixels.ts'
import type { Plane } from '../image/pixels/plane.ts'
import { makePlane } from '../image/pixels/plane.ts'
import { Refusal } from '../refusal.ts'
import { decodePicture } from './decode-picture.ts'

/** As many as a picture that is painted anew has. */
const MEGAPIXELS_KEPT = 8

/** What is marked to be painted anew, 0 to 1 for each pixel: white there, or opaque where the mask is partly clear. */
export async function readMask(
  bytes: Uint8Array,
  { width, height }: { width: number; height: number },
  signal: AbortSignal,
): Promise<Plane> {
  const { canvas } = await decodePicture(bytes, 'mask', { megapixelsKept: MEGAPIXELS_KEPT })
  const mask = takePixels(canvas.width === width && canvas.height === height ? canvas : resize(canvas, width, height))
  const isByAlpha = await hasClearPixels(mask, signal)
  const plane = makePlane(width, height)
  let marked = 0
  await eachRow(mask, signal, (y) => {
    for (let index = y * width; index < (y + 1) * width; index++) {
      const offset = index * 4
      const light =
        (mask.data[offset] ?? 0) * 0.3 + (mask.data[offset + 1] ?? 0) * 0.59 + (mask.data[offset + 2] ?? 0) * 0.11
      const value = (isByAlpha ? (mask.data[offset + 3] ?? 0) : light) / 255
      // Compressed masks are never quite black.
      plane.values[index] = value < 0.06 ? 0 : value
      if (value >= 0.5) marked += 1
    }
  })
  if (marked === 0)
    throw new Refusal(
      'The mask marks nothing: make it white (or opaque, on a clear ground) where the picture shall change',
    )
  return plane
}

async function hasClearPixels({ data, width, height }: Pixels, signal: AbortSignal): Promise<boolean> {
  let clear = 0
  await eachRow({ width, height }, signal, (y) => {
    for (let index = y * width; index < (y + 1) * width; index++) if ((data[index * 4 + 3] ?? 0) < 128) clear += 1
  })
  return clear > 0
}
