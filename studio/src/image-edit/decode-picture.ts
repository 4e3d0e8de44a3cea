import type { Canvas } from '@napi-rs/canvas'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { flush } from '../image/pixels/pixels.ts'
import { Refusal } from '../refusal.ts'
import type { PictureHeader } from './read-picture-header.ts'
import { readPictureHeader } from './read-picture-header.ts'

const MEGAPIXELS_MAX = 24
const SIDE_MAX = 16_384

interface Limits {
  /** Of the file: a larger one is refused. */
  megapixelsMax?: number
  /** Of what is handed out: a larger picture is drawn smaller. */
  megapixelsKept?: number
}

interface DecodedPicture {
  canvas: Canvas
  /** The picture's own size, upright; the canvas may be smaller. */
  width: number
  height: number
}

/**
 * A picture from outside, upright, of an animation its first frame. `name` is what the refusal calls it. Its size is checked
 * before a pixel is decoded, so that no file can ask for more memory than 24 megapixels take.
 */
export async function decodePicture(bytes: Uint8Array, name: string, limits: Limits = {}): Promise<DecodedPicture> {
  const { megapixelsMax = MEGAPIXELS_MAX, megapixelsKept = megapixelsMax } = limits
  const header = assertPicture(bytes, name)
  const { width, height } = header
  if (width > SIDE_MAX || height > SIDE_MAX || width * height > megapixelsMax * 1_000_000)
    throw new Refusal(
      `The ${name} is ${width} x ${height} pixels; at most ${megapixelsMax} megapixels and ${SIDE_MAX} a side are taken`,
    )
  if (header.isCutOff) throw new Refusal(`The ${name} is cut off: its file ends too early`)
  try {
    const image = await loadImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    // The decoder turns a JPEG upright as its EXIF says.
    const size = { width: image.width, height: image.height }
    const scale = Math.min(1, Math.sqrt((megapixelsKept * 1_000_000) / (size.width * size.height)))
    const side = (length: number): number => Math.max(1, Math.floor(length * scale))
    const canvas = createCanvas(side(size.width), side(size.height))
    const pen = canvas.getContext('2d')
    // Decoding is put off to the first drawing, and drawing to the first reading.
    if (scale === 1) pen.drawImage(image, 0, 0)
    else {
      pen.imageSmoothingQuality = 'high'
      pen.drawImage(image, 0, 0, canvas.width, canvas.height)
    }
    flush(canvas)
    // Else what was decoded is held until it is collected.
    image.src = Buffer.alloc(0)
    return { canvas, ...size }
  } catch {
    throw new Refusal(`The ${name} begins like a ${header.format.toUpperCase()} but cannot be decoded`)
  }
}

/** What the picture's file says of it, refused where it is none. */
export function assertPicture(bytes: Uint8Array, name: string): PictureHeader {
  if (bytes.length === 0) throw new Refusal(`The ${name} is empty: send a PNG, JPEG, WebP, GIF or AVIF`)
  const header = readPictureHeader(bytes)
  if (header === null) throw new Refusal(`The ${name} is no PNG, JPEG, WebP, GIF or AVIF that can be read`)
  if (header.width === 0 || header.height === 0) throw new Refusal(`The ${name} has no pixels`)
  return header
}
