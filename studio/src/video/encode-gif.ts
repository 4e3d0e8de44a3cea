import { createRequire } from 'node:module'

type Palette = number[][]

/** The part of `gifenc`, which has no types of its own, that is used here. */
interface Gifenc {
  GIFEncoder(): {
    /** `delay` in milliseconds, kept in hundredths of a second. */
    writeFrame(
      indexes: Uint8Array,
      width: number,
      height: number,
      options: { palette?: Palette; delay: number; repeat?: number },
    ): void
    finish(): void
    bytes(): Uint8Array
  }
  quantize(rgba: Uint8ClampedArray, colours: number): Palette
  applyPalette(rgba: Uint8ClampedArray, palette: Palette): Uint8Array
}

// Its CommonJS and its ES module differ in their default export, and which of them an import gets depends on who loads it.
const gifenc: Gifenc = createRequire(import.meta.url)('gifenc')

/** Called before every frame with its number; it may wait, and throw to stop the encoder. */
export type FrameStep = (frame: number) => Promise<void>

/** Rows of one palette for the whole film: one for each frame would flicker. */
const SAMPLES = 6
const COLOURS = 255

interface GifPlan {
  width: number
  height: number
  /** When each frame begins, in seconds, and the end of the last. */
  times: readonly number[]
  /** RGBA of a moment. */
  paint(seconds: number): Uint8ClampedArray
}

/** An endless GIF. */
export async function encodeGif({ width, height, times, paint }: GifPlan, step: FrameStep): Promise<Uint8Array> {
  const starts = times.slice(0, -1)
  const palette = gifenc.quantize(await samplePixels(starts, paint, step), COLOURS)
  const encoder = gifenc.GIFEncoder()
  for (const [index, seconds] of starts.entries()) {
    await step(index)
    const indexes = gifenc.applyPalette(paint(seconds), palette)
    const delay = Math.round(((times[index + 1] ?? seconds) - seconds) * 1000)
    encoder.writeFrame(indexes, width, height, index === 0 ? { palette, delay, repeat: 0 } : { delay })
  }
  encoder.finish()
  return encoder.bytes().slice()
}

/** Every third pixel of some frames. */
async function samplePixels(
  starts: readonly number[],
  paint: (seconds: number) => Uint8ClampedArray,
  step: FrameStep,
): Promise<Uint8ClampedArray> {
  const parts: Uint8ClampedArray[] = []
  for (let sample = 0; sample < SAMPLES; sample++) {
    await step(0)
    const pixels = paint(starts[Math.floor(((sample + 0.5) / SAMPLES) * starts.length)] ?? 0)
    const part = new Uint8ClampedArray(Math.ceil(pixels.length / 12) * 4)
    for (let from = 0, to = 0; from < pixels.length; from += 12, to += 4) part.set(pixels.subarray(from, from + 4), to)
    parts.push(part)
  }
  const all = new Uint8ClampedArray(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
