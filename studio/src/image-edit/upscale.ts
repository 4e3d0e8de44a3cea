import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow, makePixels } from '../image/pixels/pixels.ts'
import { Refusal } from '../refusal.ts'

const SIDE_MAX = 8192
/** What is made takes twenty times its megapixels in megabytes. */
export const UPSCALED_MEGAPIXELS_MAX = 20

/** Refuses what would become too large; both sides count alike, so that a picture on its side does as well. */
export function assertUpscalable(picture: { width: number; height: number }, scale: number): void {
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)]
  if (width <= SIDE_MAX && height <= SIDE_MAX && width * height <= UPSCALED_MEGAPIXELS_MAX * 1_000_000) return
  const most = Math.min(
    SIDE_MAX / picture.width,
    SIDE_MAX / picture.height,
    Math.sqrt((UPSCALED_MEGAPIXELS_MAX * 1_000_000) / (picture.width * picture.height)),
  )
  throw new Refusal(
    `Scaled by ${scale} the picture would be ${width} x ${height} pixels; at most ${SIDE_MAX} a side and ${UPSCALED_MEGAPIXELS_MAX} megapixels ` +
      `are made, for this picture ${Math.floor(Math.max(1, most) * 100) / 100} times its size`,
  )
}

/**
 * Enlarges with a Lanczos filter and then steepens edges without letting them overshoot. No neural model: nothing is made up
 * that is not in the picture.
 */
export async function upscale(
  pixels: Pixels,
  scale: number,
  signal: AbortSignal,
): Promise<{ pixels: Pixels; changes: string[] }> {
  if (scale === 1) return { pixels, changes: ['size kept'] }
  const [width, height] = [Math.round(pixels.width * scale), Math.round(pixels.height * scale)]
  const large = await enlarge(pixels, { width, height, signal })
  await sharpen(large, Math.min(0.9, 0.35 + scale * 0.1), signal)
  return { pixels: large, changes: [`enlarged ${scale} times by a Lanczos filter, edges sharpened (no neural model)`] }
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
  const spare: Float32Array[] = []
  const rowOf = (y: number): Float32Array => {
    const row = Math.max(0, Math.min(pixels.height - 1, y))
    const known = widened.get(row)
    if (known !== undefined) return known
    const made = spare.pop() ?? new Float32Array(width * 4)
    widenRow(pixels, row, columns, made)
    widened.set(row, made)
    return made
  }
  const sums = new Float32Array(width * 4)
  await eachRow(large, signal, (y) => {
    const line = lines[y]
    if (line === undefined) return
    const rows = Array.from(line.weights, (_, tap) => rowOf(line.first + tap))
    for (const [known, row] of widened) {
      if (known >= Math.max(0, line.first)) continue
      widened.delete(known)
      if (!rows.includes(row)) spare.push(row)
    }
    joinRows(rows, line.weights, sums)
    writeRow(sums, large.data.subarray(y * width * 4, (y + 1) * width * 4))
  })
  return large
}

/** One row at its new width, colours premultiplied so that clear pixels lend none of theirs. */
function widenRow({ data, width }: Pixels, y: number, columns: readonly Taps[], row: Float32Array): void {
  const source = new Float32Array(width * 4)
  for (let offset = 0; offset < source.length; offset += 4) {
    const from = y * width * 4 + offset
    const alpha = (data[from + 3] ?? 0) / 255
    source[offset] = (data[from] ?? 0) * alpha
    source[offset + 1] = (data[from + 1] ?? 0) * alpha
    source[offset + 2] = (data[from + 2] ?? 0) * alpha
    source[offset + 3] = alpha
  }
  row.fill(0)
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
}

function joinRows(rows: readonly Float32Array[], weights: Float32Array, sums: Float32Array): void {
  sums.fill(0)
  rows.forEach((row, tap) => {
    const weight = weights[tap] ?? 0
    for (let offset = 0; offset < sums.length; offset++)
      sums[offset] = (sums[offset] ?? 0) + (row[offset] ?? 0) * weight
  })
}

function writeRow(sums: Float32Array, target: Uint8ClampedArray): void {
  for (let offset = 0; offset < target.length; offset += 4) {
    const alpha = sums[offset + 3] ?? 0
    if (alpha <= 0) continue
    target[offset] = (sums[offset] ?? 0) / alpha
    target[offset + 1] = (sums[offset + 1] ?? 0) / alpha
    target[offset + 2] = (sums[offset + 2] ?? 0) / alpha
    target[offset + 3] = alpha * 255
  }
}

/** Unsharp masking that stays between the darkest and the brightest neighbour: steeper edges, no halos. In place. */
async function sharpen(pixels: Pixels, amount: number, signal: AbortSignal): Promise<void> {
  const { data, width, height } = pixels
  const rowAt = (y: number): Uint8ClampedArray => data.subarray(y * width * 4, (y + 1) * width * 4)
  // As they were before they were sharpened.
  let above = rowAt(0).slice()
  let here = rowAt(0).slice()
  await eachRow(pixels, signal, (y) => {
    ;[above, here] = [here, above]
    here.set(rowAt(y))
    if (y === 0 || y === height - 1) return
    const [target, below] = [rowAt(y), rowAt(y + 1)]
    for (let channel = 4; channel < (width - 1) * 4; channel++) {
      if (channel % 4 === 3) continue
      const [up, down] = [above[channel] ?? 0, below[channel] ?? 0]
      const [left, right] = [here[channel - 4] ?? 0, here[channel + 4] ?? 0]
      const value = here[channel] ?? 0
      const steeper = value + (value * 4 - up - down - left - right) * amount
      const low = Math.min(up, down, left, right, value)
      const high = Math.max(up, down, left, right, value)
      target[channel] = steeper < low ? low : steeper > high ? high : steeper
    }
  })
}
