import type { Pixels } from '../image/pixels/pixels.ts'
import { copyPixels, eachRow, resample } from '../image/pixels/pixels.ts'

/** Longest side of the picture that the light is measured in. */
const SIDE = 48
/** Of the side across: how far the light of an edge reaches in, and along the edge, how far it is alike. */
const DEPTH = 0.16
const ALONG = 0.2
/** A larger difference is no light but a thing. */
const STEP_MAX = 30

/**
 * The picture as if its edges had the light of what lies behind them: without the dark corners of a lens, and without the last
 * of a sky's gradient. Pieces of it can be copied to anywhere.
 */
export async function flattenEdges(pixels: Pixels, signal: AbortSignal): Promise<Pixels> {
  const scale = Math.min(1, SIDE / Math.max(pixels.width, pixels.height))
  const side = (length: number): number => Math.max(2, Math.round(length * scale))
  const small = resample(pixels, side(pixels.width), side(pixels.height))
  const light = measureLight(small)
  const flat = copyPixels(pixels)
  await eachRow(pixels, signal, (y) => {
    const atY = Math.max(0, Math.min(small.height - 1, ((y + 0.5) * small.height) / pixels.height - 0.5))
    for (let x = 0; x < pixels.width; x++) {
      const atX = Math.max(0, Math.min(small.width - 1, ((x + 0.5) * small.width) / pixels.width - 0.5))
      const offset = (y * pixels.width + x) * 4
      for (let channel = 0; channel < 3; channel++)
        flat.data[offset + channel] = (pixels.data[offset + channel] ?? 0) - mixAt(light, small, { atX, atY, channel })
    }
  })
  return flat
}

/** How much brighter each pixel is for being near an edge, three channels to a pixel. */
function measureLight(small: Pixels): Float32Array {
  const { width, height } = small
  const light = new Float32Array(width * height * 3)
  const across = Math.max(1, Math.round(width * DEPTH))
  const down = Math.max(1, Math.round(height * DEPTH))
  for (let depth = 0; depth < across; depth++)
    for (let y = 0; y < height; y++) {
      addStep(light, small, { at: [depth, y], from: [across, y], along: [0, 1] })
      addStep(light, small, { at: [width - 1 - depth, y], from: [width - 1 - across, y], along: [0, 1] })
    }
  for (let depth = 0; depth < down; depth++)
    for (let x = 0; x < width; x++) {
      addStep(light, small, { at: [x, depth], from: [x, down], along: [1, 0] })
      addStep(light, small, { at: [x, height - 1 - depth], from: [x, height - 1 - down], along: [1, 0] })
    }
  return light
}

interface Step {
  at: readonly [x: number, y: number]
  from: readonly [x: number, y: number]
  along: readonly [x: number, y: number]
}

/** The median, along the edge, of the differences between here and further in: what stands there does not count. */
function addStep(light: Float32Array, { data, width, height }: Pixels, { at, from, along }: Step): void {
  const reach = Math.max(1, Math.round((along[0] === 1 ? width : height) * ALONG))
  for (let channel = 0; channel < 3; channel++) {
    const steps: number[] = []
    for (let near = -reach; near <= reach; near++) {
      const [dx, dy] = [along[0] * near, along[1] * near]
      if (at[0] + dx < 0 || at[1] + dy < 0 || at[0] + dx >= width || at[1] + dy >= height) continue
      const offsetOf = ([x, y]: readonly [number, number]): number => ((y + dy) * width + x + dx) * 4 + channel
      steps.push((data[offsetOf(at)] ?? 0) - (data[offsetOf(from)] ?? 0))
    }
    const step = steps.toSorted((one, other) => one - other)[steps.length >> 1] ?? 0
    const index = (at[1] * width + at[0]) * 3 + channel
    if (Math.abs(step) <= STEP_MAX) light[index] = (light[index] ?? 0) + step
  }
}

function mixAt(
  light: Float32Array,
  { width, height }: { width: number; height: number },
  { atX, atY, channel }: { atX: number; atY: number; channel: number },
): number {
  const [left, top] = [Math.floor(atX), Math.floor(atY)]
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)]
  const at = (x: number, y: number): number => light[(y * width + x) * 3 + channel] ?? 0
  const upper = at(left, top) + (at(right, top) - at(left, top)) * (atX - left)
  const lower = at(left, bottom) + (at(right, bottom) - at(left, bottom)) * (atX - left)
  return upper + (lower - upper) * (atY - top)
}
