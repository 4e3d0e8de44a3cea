import type { ImageEditRequest } from '../contract.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow, makePixels, resample } from '../image/pixels/pixels.ts'
import type { Random } from '../image/random.ts'
import { Refusal } from '../refusal.ts'
import type { CopyRules } from './copy-patches.ts'
import { copyPatches } from './copy-patches.ts'
import { fillHole } from './fill-hole.ts'
import type { Once } from './find-once.ts'
import { findOnce } from './find-once.ts'
import { flattenEdges } from './flatten-edges.ts'
import { matchSeam } from './match-seam.ts'

type Margins = ImageEditRequest['margins']

/**
 * Goes on with the picture beyond its edges with pieces of itself: beside it those of the same height, above and below it
 * those of its edge, and none of what it shows only once. The old pixels stay to the bit.
 */
export async function outpaint(
  pixels: Pixels,
  margins: Margins,
  { random, signal }: { random: Random; signal: AbortSignal },
): Promise<{ pixels: Pixels; changes: string[] }> {
  const { left, right, top, bottom } = margins
  if ([left, right, top, bottom].some((margin) => margin < 0 || !Number.isInteger(margin)))
    throw new Refusal('The margins are whole numbers of pixels, none below 0')
  if (left + right + top + bottom === 0)
    throw new Refusal('No margin is given: say how many pixels to add at which side')
  const [width, height] = [pixels.width + left + right, pixels.height + top + bottom]
  const inner = { left, top, width: pixels.width, height: pixels.height }
  const once = await findOnce(pixels, signal)
  const flat = await flattenEdges(pixels, signal)
  const whole = await guess(flat, margins, { once, random, signal })
  await putInner(whole, flat, margins, signal)
  const isNew = new Uint8Array(width * height).fill(1)
  for (let y = top; y < top + pixels.height; y++) isNew.fill(0, y * width + left, y * width + left + pixels.width)
  await copyPatches(whole, isNew, { random, signal, rules: makeRules(inner, { width, height }, once) })
  await putInner(whole, pixels, margins, signal)
  await matchSeam(whole, inner, signal)
  const sides = Object.entries(margins).filter(([, margin]) => margin > 0)
  return { pixels: whole, changes: sides.map(([side, margin]) => `${margin} pixels at the ${side}`) }
}

/** Longest side of the picture that is guessed: pieces of the old one in its full size take its place. */
const GUESS = 176

/** The old picture without what it shows once, extended to all sides, at the full size. */
async function guess(
  pixels: Pixels,
  margins: Margins,
  { once, random, signal }: { once: Once; random: Random; signal: AbortSignal },
): Promise<Pixels> {
  const { left, right, top, bottom } = margins
  const [width, height] = [pixels.width + left + right, pixels.height + top + bottom]
  const scale = Math.min(1, GUESS / Math.max(width, height))
  const side = (length: number): number => (length === 0 ? 0 : Math.max(1, Math.round(length * scale)))
  const small = resample(pixels, side(pixels.width), side(pixels.height))
  const calm = await takeOut(small, once, { random, signal })
  const wide = await extendSides(calm, { before: side(left), after: side(right) }, signal)
  const tall = await extendSides(turn(wide), { before: side(top), after: side(bottom) }, signal)
  return resample(turn(tall), width, height)
}

async function takeOut(
  small: Pixels,
  once: Once,
  { random, signal }: { random: Random; signal: AbortSignal },
): Promise<Pixels> {
  const { width, height } = small
  const isHole = Uint8Array.from({ length: width * height }, (_, index) =>
    once.has(((index % width) + 0.5) / width, (Math.floor(index / width) + 0.5) / height) ? 1 : 0,
  )
  if (!isHole.includes(1) || !isHole.includes(0)) return small
  const calm = await fillHole(small, isHole, { random, signal })
  const rules: CopyRules = { isOnce: () => false, rowsFor: (y) => [y - NEAR, y + NEAR] }
  await copyPatches(calm, isHole, { random, signal, rules })
  return calm
}

/** In shares of the old picture's height: sky stays above, ground below. */
const NEAR = 0.06
const BAND = 0.1

/** Beside the old picture comes what it has at that height; above and below it what it has at its upper and lower edge. */
function makeRules(
  inner: { left: number; top: number; width: number; height: number },
  whole: { width: number; height: number },
  once: Once,
): CopyRules {
  const [top, bottom] = [inner.top / whole.height, (inner.top + inner.height) / whole.height]
  const share = inner.height / whole.height
  return {
    isOnce: (x, y) =>
      once.has((x * whole.width - inner.left) / inner.width, (y * whole.height - inner.top) / inner.height),
    rowsFor: (y) => {
      if (y < top) return [top, top + BAND * share]
      if (y > bottom) return [bottom - BAND * share, bottom]
      return [y - NEAR * share, y + NEAR * share]
    },
  }
}

/** Levels of blur; each is half as fine as the one before. */
const LEVELS = 6

/** Adds columns at both sides. */
async function extendSides(
  pixels: Pixels,
  { before, after }: { before: number; after: number },
  signal: AbortSignal,
): Promise<Pixels> {
  if (before + after === 0) return pixels
  const { width, height } = pixels
  const large = makePixels(width + before + after, height)
  const levels = makeLevels(pixels)
  const calm = { before: calmness(pixels, 0), after: calmness(pixels, width - 1) }
  const band = { before: bandAt(pixels, 0), after: bandAt(pixels, width - 1) }
  const reach = Math.max(24, Math.max(before, after))
  const mirrored = new Float32Array(4)
  const smeared = new Float32Array(4)
  await eachRow(large, signal, (y) => {
    for (let x = 0; x < large.width; x++) {
      const target = (y * large.width + x) * 4
      const old = x - before
      if (old >= 0 && old < width) {
        const from = (y * width + old) * 4
        large.data.set(pixels.data.subarray(from, from + 4), target)
        continue
      }
      const isBefore = old < 0
      const far = isBefore ? -old : old - width + 1
      const edge = isBefore ? 0 : width - 1
      // Sharp at the seam; at the far end a fortieth of the picture is one patch.
      // What was mirrored once already melts away: else it would show as a pattern.
      const columns = isBefore ? band.before : band.after
      const again = Math.max(0, Math.min(1, far / columns - 0.7))
      const level = Math.min(LEVELS - 1, (far / reach) * 1.8 + again * 4)
      const near = reflect(far - 1, columns)
      sampleAt(levels, level, isBefore ? near : width - 1 - near, y, mirrored)
      sampleAt(levels, Math.min(LEVELS - 1, 1 + Math.log2(1 + far / 12)), edge, y, smeared)
      const share = (isBefore ? calm.before[y] : calm.after[y]) ?? 0
      const smear = share * Math.min(1, far / 16)
      for (let channel = 0; channel < 4; channel++) {
        const value = mirrored[channel] ?? 0
        large.data[target + channel] = value + ((smeared[channel] ?? 0) - value) * smear
      }
    }
  })
  return large
}

/** How many columns from this edge on look like the edge: what stands behind them must not be mirrored. */
function bandAt({ data, width, height }: Pixels, column: number): number {
  const step = column === 0 ? 1 : -1
  const most = Math.floor(width * 0.9)
  const least = Math.max(8, Math.round(width * 0.06))
  for (let index = least; index < most; index += 2) {
    let [differing, count] = [0, 0]
    for (let y = 0; y < height; y += 2) {
      const [here, edge] = [(y * width + column + index * step) * 4, (y * width + column) * 4]
      const difference = [0, 1, 2].reduce(
        (sum, channel) => sum + Math.abs((data[here + channel] ?? 0) - (data[edge + channel] ?? 0)),
        0,
      )
      if (difference > 110) differing += 1
      count += 1
    }
    if (differing / count > 0.14) return Math.max(least, index - Math.round(width * 0.02))
  }
  return most
}

/** 0, 1, ... width-1, width-1, ... 1, 0, 0, 1 ... in both directions. */
function reflect(x: number, width: number): number {
  const period = width * 2
  const at = ((x % period) + period) % period
  return at < width ? at : period - 1 - at
}

function makeLevels(pixels: Pixels): Pixels[] {
  const levels = [pixels]
  for (let level = 1; level < LEVELS; level++) {
    const last = levels.at(-1) ?? pixels
    levels.push(resample(last, Math.max(1, last.width >> 1), Math.max(1, last.height >> 1)))
  }
  return levels
}

/** The colour at a pixel of the finest level, blurred by a level that may lie between two. */
function sampleAt(levels: readonly Pixels[], level: number, x: number, y: number, into: Float32Array): void {
  const low = Math.floor(level)
  const share = level - low
  into.fill(0)
  addSample(levels, low, { x, y, weight: 1 - share }, into)
  if (share > 0) addSample(levels, low + 1, { x, y, weight: share }, into)
}

function addSample(
  levels: readonly Pixels[],
  level: number,
  { x, y, weight }: { x: number; y: number; weight: number },
  into: Float32Array,
): void {
  const [finest, chosen] = [levels[0], levels[Math.min(level, levels.length - 1)]]
  if (finest === undefined || chosen === undefined) return
  const fromX = ((x + 0.5) * chosen.width) / finest.width - 0.5
  const fromY = ((y + 0.5) * chosen.height) / finest.height - 0.5
  const [left, top] = [Math.floor(fromX), Math.floor(fromY)]
  const [shareX, shareY] = [fromX - left, fromY - top]
  for (const [atX, atY, part] of [
    [left, top, (1 - shareX) * (1 - shareY)],
    [left + 1, top, shareX * (1 - shareY)],
    [left, top + 1, (1 - shareX) * shareY],
    [left + 1, top + 1, shareX * shareY],
  ] as const) {
    const column = Math.max(0, Math.min(chosen.width - 1, atX))
    const row = Math.max(0, Math.min(chosen.height - 1, atY))
    const offset = (row * chosen.width + column) * 4
    for (let channel = 0; channel < 4; channel++)
      into[channel] = (into[channel] ?? 0) + (chosen.data[offset + channel] ?? 0) * part * weight
  }
}

/** For each row, 1 where the picture near this column hardly changes across it: there its colour can simply go on. */
function calmness({ data, width, height }: Pixels, column: number): Float32Array {
  const depth = Math.max(2, Math.round(width * 0.12))
  const step = column === 0 ? 1 : -1
  const raw = Float32Array.from({ length: height }, (_, y) => {
    let unrest = 0
    const at = (x: number, channel: number): number => data[(y * width + x) * 4 + channel] ?? 0
    // Over four pixels: a gradient is calm however far it goes, and grain is no edge.
    for (
      let index = 0;
      index < depth && column + (index + 4) * step >= 0 && column + (index + 4) * step < width;
      index++
    )
      for (let channel = 0; channel < 3; channel++)
        unrest = Math.max(
          unrest,
          Math.abs(at(column + (index + 4) * step, channel) - at(column + index * step, channel)),
        )
    return Math.max(0, Math.min(1, (40 - unrest) / 20))
  })
  // Rows share what is found around them, else single lines would streak.
  const reach = Math.max(1, Math.round(height * 0.03))
  return raw.map((_, y) => {
    let [sum, count] = [0, 0]
    for (let near = Math.max(0, y - reach); near <= Math.min(height - 1, y + reach); near++) {
      sum += raw[near] ?? 0
      count += 1
    }
    return sum / count
  })
}

/** Rows become columns. */
function turn({ data, width, height }: Pixels): Pixels {
  const turned = makePixels(height, width)
  const [from, into] = [
    new Uint32Array(data.buffer, data.byteOffset, width * height),
    new Uint32Array(turned.data.buffer),
  ]
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) into[x * height + y] = from[y * width + x] ?? 0
  return turned
}

async function putInner(whole: Pixels, pixels: Pixels, { left, top }: Margins, signal: AbortSignal): Promise<void> {
  await eachRow(pixels, signal, (y) => {
    const row = pixels.data.subarray(y * pixels.width * 4, (y + 1) * pixels.width * 4)
    whole.data.set(row, ((y + top) * whole.width + left) * 4)
  })
}
