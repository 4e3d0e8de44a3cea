import type { Canvas } from '@napi-rs/canvas'
import type { ImageFormat } from '../contract.ts'

/** 90: no visible loss in flat colours, a third of the size of 100. */
const QUALITY = 90

export async function encodePicture(canvas: Canvas, format: ImageFormat): Promise<Uint8Array> {
  const buffer = format === 'png' ? await canvas.encode('png') : await canvas.encode(format, QUALITY)
  return new Uint8Array(buffer)
}
