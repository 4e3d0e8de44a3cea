import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow, makePixels } from '../image/pixels/pixels.ts'
import { Refusal } from '../refusal.ts'

const SIDE_MAX = 8192
/** What is made takes thirty times its megapixels in megabytes. */
const MEGAPIXELS_MAX = 20

/**
 * Enlarges with a Lanczos filter and then steepens edges without letting them overshoot. No neural model: nothing is made up
 * that is not in the picture.
 */
export async function upscale(
  pixels: Pixels,
  scale: number,
  signal: AbortSignal,
): Promise<{ pixels: Pixels; changes: string[] }> {
  const [width, height] = [Math.round(pixels.width * scale), Math.round(pixels.height * scale)]
  if (width > SIDE_MAX || height > SIDE_MAX || width * height > MEGAPIXELS_MAX * 1_000_000) {
    const most = Math.min(
      SIDE_MAX / pixels.width,
      SIDE_MAX / pixels.height,
      Math.sqrt((MEGAPIXELS_MAX * 1_000_000) / (pixels.width * pixels.height)),
    )
    throw new Refusal(
      `Scaled by ${scale} the picture would be ${width} x ${height} pixels; at most ${SIDE_MAX} a side and ${MEGAPIXELS_MAX} megapixels ` +
        `are made, for this picture ${Math.floor(Math.max(1, most) * 100) / 100} times its size`,
    )
  }
  if (scale === 1) return { pixels, changes: ['size kept'] }
  const large = await enlarge(pixels, { width, height, signal })
  const sharp = await sharpen(large, Math.min(0.9, 0.35 + scale * 0.1), signal)
  return { pixels: sharp, changes: [`enlarged ${scale} times by a Lanczos filter, edges sharpened (no neural model)`] }
}

/** Neighbours to each side. */
const REACH = 3

interface Taps {
  first: number
  weights: Float32Array
}

/** For each new pixel the old ones it is made of. */
function makeTaps(from: number, to: number): Taps[] {
  return Array.from({ length: to }, (_, index) => {
    const centre = ((index + 0.5) * from) / to - 0.5
    const first = Math.floor(centre) - REACH + 1
    const weights = Float32Array.from({ length: REACH * 2 }, (__, tap) => lanczos(first + tap - centre))
    const sum = weights.reduce((total, weight) => total + weight, 0)
    return { first, weights: weights.map((weight) => weight / sum) }
  })
}

function lanczos(x: number): number {
  if (Math.abs(x) < 1e-6) return 1
  if (Math.abs(x) >= REACH) return 0
  const angle = Math.PI * x
  return (REACH * Math.sin(angle) * Math.sin(angle / REACH)) / (angle * angle)
}

async function enlarge(
  pixels: Pixels,
  { width, height, signal }: { width: number; height: number; signal: AbortSignal },
): Promise<Pixels> {
  const large = makePixels(width, height)
  const columns = makeTaps(pixels.width, width)
  const lines = makeTaps(pixels.height, height)
  // Only the rows in reach are kept: a whole picture in floats would take a gigabyte.
  const widened = new Map<number, Float32Array>()
  const rowOf = (y: number): Float32Array => {
    const row = Math.max(0, Math.min(pixels.height - 1, y))
    const known = widened.get(row)
    if (known !== undefined) return known
    const made = widenRow(pixels, row, columns)
    widened.set(row, made)
    return made
  }
  await eachRow(large, signal, (y) => {
    const line = lines[y]
    if (line === undefined) return
    const rows = Array.from(line.weights, (_, tap) => rowOf(line.first + tap))
    for (const known of widened.keys()) if (known < Math.max(0, line.first)) widened.delete(known)
    joinRows(rows, line.weights, large.data.subarray(y * width * 4, (y + 1) * width * 4))
  })
  return large
}

/** One row at its new width, colours premultiplied so that clear pixels lend none of theirs. */
function widenRow({ data, width }: Pixels, y: number, columns: readonly Taps[]): Float32Array {
  const source = new Float32Array(width * 4)
  for (let offset = 0; offset < source.length; offset += 4) {
    const from = y * width * 4 + offset
    const alpha = (data[from + 3] ?? 0) / 255
    source[offset] = (data[from] ?? 0) * alpha
    source[offset + 1] = (data[from + 1] ?? 0) * alpha
    source[offset + 2] = (data[from + 2] ?? 0) * alpha
    source[offset + 3] = alpha
  }
  const row = new Float32Array(columns.length * 4)
  for (let x = 0; x < columns.length; x++) {
    const taps = columns[x]
    if (taps === undefined) continue
    const { first, weights } = taps
    for (let tap = 0; tap < weights.length; tap++) {
      const weight = weights[tap] ?? 0
      const at = first + tap
      const from = (at < 0 ? 0 : at >= width ? width - 1 : at) * 4
      for (let channel = 0; channel < 4; channel++)
        row[x * 4 + channel] = (row[x * 4 + channel] ?? 0) + (source[from + channel] ?? 0) * weight
    }
  }
  return row
}

function joinRows(rows: readonly Float32Array[], weights: Float32Array, target: Uint8ClampedArray): void {
  const sums = new Float32Array(target.length)
  rows.forEach((row, tap) => {
    const weight = weights[tap] ?? 0
    for (let offset = 0; offset < sums.length; offset++)
      sums[offset] = (sums[offset] ?? 0) + (row[offset] ?? 0) * weight
  })
  for (let offset = 0; offset < target.length; offset += 4) {
    const alpha = sums[offset + 3] ?? 0
    if (alpha <= 0) continue
    target[offset] = (sums[offset] ?? 0) / alpha
    target[offset + 1] = (sums[offset + 1] ?? 0) / alpha
    target[offset + 2] = (sums[offset + 2] ?? 0) / alpha
    target[offset + 3] = alpha * 255
  }
}

/** Unsharp masking that stays between the darkest and the brightest neighbour: steeper edges, no halos. */
async function sharpen(pixels: Pixels, amount: number, signal: AbortSignal): Promise<Pixels> {
  const { data, width, height } = pixels
  const sharp: Pixels = { data: new Uint8ClampedArray(data), width, height }
  await eachRow(pixels, signal, (y) => {
    if (y === 0 || y === height - 1) return
    for (let x = 1; x < width - 1; x++) {
      const offset = (y * width + x) * 4
      for (let channel = offset; channel < offset + 3; channel++) {
        const [up, down] = [data[channel - width * 4] ?? 0, data[channel + width * 4] ?? 0]
        const [left, right] = [data[channel - 4] ?? 0, data[channel + 4] ?? 0]
        const value = data[channel] ?? 0
        const steeper = value + (value * 4 - up - down - left - right) * amount
        const low = Math.min(up, down, left, right, value)
        const high = Math.max(up, down, left, right, value)
        sharp.data[channel] = steeper < low ? low : steeper > high ? high : steeper
      }
    }
  })
  return sharp
}
