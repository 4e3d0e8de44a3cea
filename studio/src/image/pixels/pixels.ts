import { setImmediate } from 'node:timers/promises'
import type { Canvas } from '@napi-rs/canvas'
import { ImageData, createCanvas } from '@napi-rs/canvas'

/** A picture as bytes: red, green, blue, alpha, row by row, not premultiplied. */
export interface Pixels {
  data: Uint8ClampedArray
  width: number
  height: number
}

export function readPixels(canvas: Canvas): Pixels {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  return { data, width: canvas.width, height: canvas.height }
}

export function makePixels(width: number, height: number): Pixels {
  return { data: new Uint8ClampedArray(width * height * 4), width, height }
}

export function copyPixels({ data, width, height }: Pixels): Pixels {
  return { data: new Uint8ClampedArray(data), width, height }
}

export function toCanvas({ data, width, height }: Pixels): Canvas {
  const canvas = createCanvas(width, height)
  canvas.getContext('2d').putImageData(new ImageData(data, width, height), 0, 0)
  return canvas
}

/** The picture at another size: smooth, and averaged when it becomes smaller. */
export function resample(pixels: Pixels, width: number, height: number): Pixels {
  let source = toCanvas(pixels)
  // Skia's own filter looks at few neighbours: by halves, none is skipped.
  while (source.width > width * 2 || source.height > height * 2) {
    const half = { width: Math.max(width, source.width >> 1), height: Math.max(height, source.height >> 1) }
    source = drawAt(source, half.width, half.height)
  }
  return readPixels(drawAt(source, width, height))
}

function drawAt(source: Canvas, width: number, height: number): Canvas {
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(source, 0, 0, width, height)
  return canvas
}

/** About ten milliseconds of the work that is done for a pixel here. */
const PIXELS_PER_TURN = 60_000

/** Calls `work` with each row in turn and lets messages in between; throws the signal's reason once it is aborted. */
export async function eachRow(
  { width, height }: { width: number; height: number },
  signal: AbortSignal,
  work: (y: number) => void,
): Promise<void> {
  const rows = Math.max(1, Math.floor(PIXELS_PER_TURN / width))
  for (let y = 0; y < height; y++) {
    if (y % rows === 0) {
      await setImmediate()
      signal.throwIfAborted()
    }
    work(y)
  }
}
