import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow } from '../image/pixels/pixels.ts'
import type { Plane } from '../image/pixels/plane.ts'
import type { Random } from '../image/random.ts'
import { Refusal } from '../refusal.ts'
import type { CopyRules } from './copy-patches.ts'
import { copyPatches } from './copy-patches.ts'
import { fillHole } from './fill-hole.ts'
import { findThings } from './find-things.ts'
import type { Layer } from './flow-in.ts'
import { addToHalf, divideByWeight, flowIn, lendAt, makeHalf } from './flow-in.ts'

interface Tools {
  random: Random
  signal: AbortSignal
}

/**
 * The picture with what the mask marks made up from pieces of the rest of about the same height, as if nothing had stood
 * there: nothing of the old content is left, nothing is shown a second time that the picture shows once, and no step in light
 * is left at the edge. The rest stays to the bit.
 */
export async function fillMask(pixels: Pixels, mask: Plane, tools: Tools): Promise<Pixels> {
  const { signal } = tools
  const isHole = new Uint8Array(mask.values.length)
  for (let index = 0; index < isHole.length; index++) isHole[index] = (mask.values[index] ?? 0) > 0 ? 1 : 0
  if (!isHole.includes(0))
    throw new Refusal('The mask marks the whole picture, so that nothing is left to fill it from: name what to paint')
  const filled = await fillHole(pixels, isHole, tools)
  await pauseUnlessAborted({ signal })
  await copyPatches(filled, isHole, { ...tools, rules: await makeRules(filled, isHole, signal) })
  await matchEdge(filled, isHole, signal)
  return filled
}

/** In shares of the height, up and down from a row: sky stays above, ground below. */
const NEAR = 0.04
/** Of a picture's pixels, so many are enough to choose from. */
const ENOUGH = 0.05

async function makeRules(filled: Pixels, isHole: Uint8Array, signal: AbortSignal): Promise<CopyRules> {
  const { share: things } = await findThings(filled, signal)
  const isThing = (x: number, y: number): boolean =>
    (things.values[Math.floor(y * things.height) * things.width + Math.floor(x * things.width)] ?? 0) > 0.5
  const known = countKnown(filled, isHole)
  const enough = ENOUGH * filled.width * filled.height
  return {
    isOnce: isThing,
    keepsLevel: true,
    rowsFor: (y) => {
      let reach = NEAR
      while (reach < 1 && known(y - reach, y + reach) < enough) reach *= 1.4
      return [y - reach, y + reach]
    },
  }
}

/** How many pixels outside the hole the rows between two heights have. */
function countKnown({ width, height }: Pixels, isHole: Uint8Array): (from: number, to: number) => number {
  const sums = new Float64Array(height + 1)
  for (let y = 0; y < height; y++) {
    let known = width
    for (let x = 0; x < width; x++) known -= isHole[y * width + x] ?? 0
    sums[y + 1] = (sums[y] ?? 0) + known
  }
  const at = (share: number): number => sums[Math.max(0, Math.min(height, Math.round(share * height)))] ?? 0
  return (from, to) => at(to) - at(from)
}

/** A larger step is an edge of a thing that ends there, no difference of light. */
const STEP_MAX = 40

/** Takes the step in light and colour at the edge of what was filled out of it: whole at the edge, less further in. In place. */
async function matchEdge(filled: Pixels, isHole: Uint8Array, signal: AbortSignal): Promise<void> {
  const steps = makeHalf(filled)
  await addSteps(steps, filled, isHole, signal)
  divideByWeight(steps)
  await flowIn(steps, signal)
  const step = new Float32Array(3)
  const { data, width } = filled
  await eachRow(filled, signal, (y) => {
    for (let x = 0; x < width; x++) {
      const index = y * width + x
      if (isHole[index] !== 1) continue
      lendAt(steps, x, y, step)
      for (let channel = 0; channel < 3; channel++)
        data[index * 4 + channel] = (data[index * 4 + channel] ?? 0) + (step[channel] ?? 0)
    }
  })
}

async function addSteps(
  steps: Layer,
  { data, width, height }: Pixels,
  isHole: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const values = new Float32Array(4)
  await eachRow({ width, height }, signal, (y) => {
    for (let x = 0; x < width; x++) {
      const index = y * width + x
      if (isHole[index] !== 1) continue
      for (const [dx, dy] of around) {
        const [nearX, nearY] = [x + dx, y + dy]
        if (nearX < 0 || nearY < 0 || nearX >= width || nearY >= height) continue
        const near = nearY * width + nearX
        if (isHole[near] === 1 || (data[near * 4 + 3] ?? 0) < 255 || (data[index * 4 + 3] ?? 0) < 255) continue
        let largest = 0
        for (let channel = 0; channel < 3; channel++) {
          values[channel] = (data[near * 4 + channel] ?? 0) - (data[index * 4 + channel] ?? 0)
          largest = Math.max(largest, Math.abs(values[channel] ?? 0))
        }
        values[3] = 1
        if (largest <= STEP_MAX) addToHalf(steps, { x, y }, values, 0)
      }
    }
  })
}

const around: readonly (readonly [dx: number, dy: number])[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
]
