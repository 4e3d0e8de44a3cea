import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import type { Texture } from './write-glb.ts'

const QUALITY = 90

/** JPEG, as there is nothing clear in it. Sides are powers of two, which older graphics cards ask for. */
export async function encodeTexture(canvas: Canvas): Promise<Texture> {
  const side = (length: number): number => 2 ** Math.round(Math.log2(length * 0.9))
  const square = createCanvas(side(canvas.width), side(canvas.height))
  const pen = square.getContext('2d')
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(canvas, 0, 0, square.width, square.height)
  return { bytes: new Uint8Array(await square.encode('jpeg', QUALITY)), mediaType: 'image/jpeg' }
}

/**
 * An opaque copy: the colours of the edge go on outwards, so that nothing of the background shows on the rim of the model.
 */
export function bleed(cut: Canvas): Canvas {
  const { width, height } = cut
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  // From far to near, each ring of copies covers less: the nearest colour wins.
  for (let reach = 24; reach >= 1; reach = reach > 6 ? reach - 3 : reach - 1)
    for (let turn = 0; turn < 12; turn++) {
      const angle = (turn / 12) * Math.PI * 2
      pen.drawImage(cut, Math.cos(angle) * reach, Math.sin(angle) * reach)
    }
  for (let layer = 0; layer < 3; layer++) pen.drawImage(cut, 0, 0)
  const { data } = pen.getImageData(0, 0, width, height)
  const image = pen.createImageData(width, height)
  image.data.set(data)
  for (let at = 0; at < image.data.length; at += 4) {
    // What is still clear is never seen; half clear would be darkened by the encoder.
    if ((image.data[at + 3] ?? 0) === 0) image.data.fill(128, at, at + 3)
    image.data[at + 3] = 255
  }
  pen.putImageData(image, 0, 0)
  return canvas
}
