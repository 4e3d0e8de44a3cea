import type { Canvas } from '@napi-rs/canvas'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { Refusal } from '../refusal.ts'
import { readPictureHeader } from './read-picture-header.ts'

const MEGAPIXELS_MAX = 24
const SIDE_MAX = 16_384

/**
 * A picture from outside, upright, of an animation its first frame. `name` is what the refusal calls it. Its size is checked
 * before a pixel is decoded, so that no file can ask for more memory than 24 megapixels take.
 */
export async function decodePicture(bytes: Uint8Array, name: string): Promise<Canvas> {
  if (bytes.length === 0) throw new Refusal(`The ${name} is empty: send a PNG, JPEG, WebP, GIF or AVIF`)
  const header = readPictureHeader(bytes)
  if (header === null) throw new Refusal(`The ${name} is no PNG, JPEG, WebP, GIF or AVIF that can be read`)
  const { width, height, isCutOff } = header
  if (width === 0 || height === 0) throw new Refusal(`The ${name} has no pixels`)
  if (width > SIDE_MAX || height > SIDE_MAX || width * height > MEGAPIXELS_MAX * 1_000_000)
    throw new Refusal(
      `The ${name} is ${width} x ${height} pixels; at most ${MEGAPIXELS_MAX} megapixels and ${SIDE_MAX} a side are taken`,
    )
  if (isCutOff) throw new Refusal(`The ${name} is cut off: its file ends too early`)
  try {
    const image = await loadImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    // Decoding is put off to the first drawing, and the decoder turns a JPEG upright as its EXIF says.
    const canvas = createCanvas(image.width, image.height)
    canvas.getContext('2d').drawImage(image, 0, 0)
    return canvas
  } catch {
    throw new Refusal(`The ${name} begins like a ${header.format.toUpperCase()} but cannot be decoded`)
  }
}
