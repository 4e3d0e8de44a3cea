import { setImmediate } from 'node:timers/promises'
import type { Canvas } from '@napi-rs/canvas'
import { ImageData, createCanvas } from '@napi-rs/canvas'
import { collectGarbage } from '../../collect-garbage.ts'

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

/** Reads a canvas that nobody needs any more. */
export function takePixels(canvas: Canvas): Pixels {
  const pixels = readPixels(canvas)
  freeCanvas(canvas)
  return pixels
}

/** A canvas holds four bytes for each pixel, outside of JavaScript, until it is collected: too late where pictures are large. */
export function freeCanvas(canvas: Canvas): void {
  canvas.width = 1
  canvas.height = 1
}

export function makePixels(width: number, height: number): Pixels {
  return { data: new Uint8ClampedArray(width * height * 4), width, height }
}

export function copyPixels({ data, width, height }: Pixels): Pixels {
  return { data: new Uint8ClampedArray(data), width, height }
}

export function toCanvas(pixels: Pixels): Canvas {
  const canvas = createCanvas(pixels.width, pixels.height)
  writePixels(canvas, pixels)
  return canvas
}

/** Rows that are written at once: each writing copies what it writes, for as long as its image lives. */
const ROWS = 128

/** Puts the pixels in the place of those of a canvas of the same size. */
export function writePixels(canvas: Canvas, { data, width, height }: Pixels): void {
  const pen = canvas.getContext('2d')
  const image = new ImageData(width, Math.min(ROWS, height))
  const { data: rows } = image
  for (let y = 0; y < height; y += ROWS) {
    const count = Math.min(ROWS, height - y)
    rows.set(data.subarray(y * width * 4, (y + count) * width * 4))
    pen.putImageData(image, 0, y, 0, 0, width, count)
  }
  flush(canvas)
}

/** On white, of a canvas that nobody needs any more. */
export function putOnWhite(canvas: Canvas): Canvas {
  const flat = createCanvas(canvas.width, canvas.height)
  const pen = flat.getContext('2d')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, flat.width, flat.height)
  pen.drawImage(canvas, 0, 0)
  flush(flat)
  freeCanvas(canvas)
  return flat
}

/** A canvas only records until it is read. */
export function flush(canvas: Canvas): void {
  canvas.getContext('2d').getImageData(0, 0, 1, 1)
}

/** The picture at another size: smooth, and averaged when it becomes smaller. */
export function resample(pixels: Pixels, width: number, height: number): Pixels {
  return takePixels(resize(toCanvas(pixels), width, height))
}

/** As `resample`, of a canvas that nobody needs any more. */
export function resize(canvas: Canvas, width: number, height: number): Canvas {
  if (canvas.width === width && canvas.height === height) return canvas
  let source = canvas
  // Skia's own filter looks at few neighbours: by halves, none is skipped.
  while (source.width > width * 2 || source.height > height * 2) {
    const half = { width: Math.max(width, source.width >> 1), height: Math.max(height, source.height >> 1) }
    source = moveTo(source, half.width, half.height)
  }
  return moveTo(source, width, height)
}

function moveTo(source: Canvas, width: number, height: number): Canvas {
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(source, 0, 0, width, height)
  flush(canvas)
  freeCanvas(source)
  return canvas
}

/**
 * Works through a picture in strips of rows, so that what the work needs besides the picture stays small. Each strip comes with
 * `margin` more rows to each side, as far as there are any, to look at; of what comes back, they are left out.
 */
export async function inStrips(
  { data, width, height }: Pixels,
  margin: number,
  work: (strip: Pixels, top: number) => Promise<Pixels>,
): Promise<Pixels> {
  const whole = makePixels(width, height)
  const rows = Math.max(margin * 2, Math.ceil(PIXELS_PER_STRIP / width))
  for (let y = 0; y < height; y += rows) {
    const [top, bottom] = [Math.max(0, y - margin), Math.min(height, y + rows + margin)]
    const strip = { data: data.subarray(top * width * 4, bottom * width * 4), width, height: bottom - top }
    const worked = await work(strip, top)
    const end = Math.min(height, y + rows)
    collectGarbage()
    whole.data.set(worked.data.subarray((y - top) * width * 4, (end - top) * width * 4), y * width * 4)
  }
  return whole
}

const PIXELS_PER_STRIP = 1_000_000

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
