import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow, resample } from '../image/pixels/pixels.ts'
import type { Random } from '../image/random.ts'

/** Half a patch less its middle, in pixels of the small picture: patches are seven wide. */
const REACH = 3
const PATCH = (REACH * 2 + 1) ** 2
/** Longest sides of the pictures that are worked through, coarse to fine. */
const sides = [44, 88, 176, 300]
const ROUNDS = 5
const ROUNDS_FINEST = 3

interface Level {
  picture: Pixels
  isHole: Uint8Array
  /** Middles of patches that hold no part of the hole. */
  sources: Int32Array
  isSource: Uint8Array
  /** For each row, those that its sources may lie in. */
  rows: (readonly [from: number, to: number])[]
  /** Middles of patches that hold a part of the hole, in reading order. */
  targets: Int32Array
  /** For each target's middle the most similar source's, and how far apart the two patches are. */
  match: Int32Array
  cost: Float32Array
  /** What a step up or down adds to how far apart two patches are, by its square in shares of the height. */
  rise: number
}

/** A twentieth of the height counts as much as a clearly different colour. */
const RISE = 300_000

interface Tools {
  random: Random
  signal: AbortSignal
  /** What may be copied where; all of the rest anywhere, when left out. */
  rules?: CopyRules
}

export interface CopyRules {
  /** At a place of the picture, in shares of its size: a piece of something that must not appear twice. */
  isOnce(x: number, y: number): boolean
  /** The rows, in shares of the height, from which what is seen in this row may come. */
  rowsFor(y: number): readonly [from: number, to: number]
  /** Pieces of the same height are to be preferred: light and distance go by it. */
  keepsLevel?: boolean
}

/**
 * Fills the hole with pieces of the rest (PatchMatch, Barnes et al. 2009): each patch over the hole looks for its like outside,
 * neighbours and chance propose where, and the hole takes what the found patches agree on, first small, then finer. `filled` is
 * a first guess, which stays where too little is left to copy from. In place.
 */
export async function copyPatches(filled: Pixels, isHole: Uint8Array, tools: Tools): Promise<void> {
  const { random, signal } = tools
  const longest = Math.max(filled.width, filled.height)
  const finest = shrinkTo(filled, filled, Math.min(1, Math.max(...sides) / longest))
  let last: Level | null = null
  for (const side of sides) {
    const scale = Math.min(1, side / longest)
    const level = makeLevel({ picture: shrinkTo(finest, filled, scale), isHole, of: filled }, tools.rules)
    if (level.sources.length < PATCH) break
    await pauseUnlessAborted({ signal })
    guessMatches(level, last, random)
    for (let round = 0; round < (side > 200 ? ROUNDS_FINEST : ROUNDS); round++) {
      if (last !== null || round > 0) vote(level)
      await pauseUnlessAborted({ signal })
      await search(level, tools, round % 2 === 0)
    }
    last = level
    if (scale === 1) break
  }
  if (last !== null) await paintLarge(filled, isHole, last, signal)
}

/** `from`, a smaller copy of `whole`, at this share of the size of `whole`. */
function shrinkTo(from: Pixels, whole: Size, scale: number): Pixels {
  return resample(from, Math.max(1, Math.round(whole.width * scale)), Math.max(1, Math.round(whole.height * scale)))
}

function makeLevel(
  { picture, isHole, of }: { picture: Pixels; isHole: Uint8Array; of: Size },
  rules: CopyRules | undefined,
): Level {
  const { width, height } = picture
  const small = shrinkHole(isHole, of, { width, height })
  const [sources, targets]: [number[], number[]] = [[], []]
  const isSource = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [holes, inside] = [0, 0]
      eachInPatch({ width, height }, x, y, (step) => {
        inside += 1
        holes += small[y * width + x + step] ?? 0
      })
      if (holes > 0) targets.push(y * width + x)
      else if (inside === PATCH && rules?.isOnce((x + 0.5) / width, (y + 0.5) / height) !== true) {
        sources.push(y * width + x)
        isSource[y * width + x] = 1
      }
    }
  }
  return {
    picture,
    isHole: small,
    sources: Int32Array.from(sources),
    isSource,
    rows: Array.from({ length: height }, (_, y) => findRows(y, height, rules)),
    targets: Int32Array.from(targets),
    match: new Int32Array(width * height).fill(-1),
    cost: new Float32Array(width * height).fill(Infinity),
    rise: rules?.keepsLevel === true ? RISE : 0,
  }
}

/** A few more than the rules say: no middle of a patch lies at the very edge. */
function findRows(y: number, height: number, rules: CopyRules | undefined): readonly [from: number, to: number] {
  if (rules === undefined) return [0, height - 1]
  const [from, to] = rules.rowsFor((y + 0.5) / height)
  return [Math.floor(from * height) - REACH - 1, Math.ceil(to * height) + REACH + 1]
}

/** Every pixel that the hole touches. */
function shrinkHole(isHole: Uint8Array, from: Size, { width, height }: Size): Uint8Array {
  const small = new Uint8Array(width * height)
  for (let index = 0; index < isHole.length; index++) {
    if (isHole[index] !== 1) continue
    const x = Math.floor(((index % from.width) * width) / from.width)
    const y = Math.floor((Math.floor(index / from.width) * height) / from.height)
    small[Math.min(height - 1, y) * width + Math.min(width - 1, x)] = 1
  }
  return small
}

interface Size {
  width: number
  height: number
}

/** The steps from a patch's middle to its pixels, as far as they lie in the picture. */
function eachInPatch({ width, height }: Size, x: number, y: number, visit: (step: number) => void): void {
  for (let atY = Math.max(0, y - REACH); atY <= Math.min(height - 1, y + REACH); atY++)
    for (let atX = Math.max(0, x - REACH); atX <= Math.min(width - 1, x + REACH); atX++)
      visit((atY - y) * width + atX - x)
}

/** From the coarser level where it has one, else by chance. */
function guessMatches(level: Level, last: Level | null, random: Random): void {
  const { width, height } = level.picture
  for (const target of level.targets) {
    const [x, y] = [target % width, Math.floor(target / width)]
    const [from, to] = level.rows[y] ?? [0, height]
    const [start, end] = [rankOf(level.sources, from * width), rankOf(level.sources, (to + 1) * width)]
    const choice = end > start ? start + random.next() * (end - start) : random.next() * level.sources.length
    let match = level.sources[Math.floor(choice)] ?? 0
    if (last !== null) {
      const [scaleX, scaleY] = [width / last.picture.width, height / last.picture.height]
      const [fromX, fromY] = [
        Math.min(last.picture.width - 1, Math.floor(x / scaleX)),
        Math.min(last.picture.height - 1, Math.floor(y / scaleY)),
      ]
      const found = last.match[fromY * last.picture.width + fromX] ?? -1
      const foundX = Math.round(((found % last.picture.width) - fromX) * scaleX) + x
      const foundY = Math.round((Math.floor(found / last.picture.width) - fromY) * scaleY) + y
      const isInside = foundX >= 0 && foundY >= 0 && foundX < width && foundY < height
      if (found >= 0 && isInside && level.isSource[foundY * width + foundX] === 1) match = foundY * width + foundX
    }
    level.match[target] = match
    level.cost[target] = costOf(level, target, match, Infinity)
  }
}

/** How many of these rising numbers are below the limit. */
function rankOf(sources: Int32Array, limit: number): number {
  let [low, high] = [0, sources.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sources[middle] ?? 0) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** Squared difference of two patches; given up once it is above `limit`. */
function costOf(
  { picture: { data, width, height }, rise }: Level,
  target: number,
  source: number,
  limit: number,
): number {
  const [x, y] = [target % width, Math.floor(target / width)]
  let [sum, count] = [0, 0]
  for (let dy = -REACH; dy <= REACH; dy++) {
    if (y + dy < 0 || y + dy >= height) continue
    for (let dx = -REACH; dx <= REACH; dx++) {
      if (x + dx < 0 || x + dx >= width) continue
      const [one, other] = [(target + dy * width + dx) * 4, (source + dy * width + dx) * 4]
      const red = (data[one] ?? 0) - (data[other] ?? 0)
      const green = (data[one + 1] ?? 0) - (data[other + 1] ?? 0)
      const blue = (data[one + 2] ?? 0) - (data[other + 2] ?? 0)
      const alpha = (data[one + 3] ?? 0) - (data[other + 3] ?? 0)
      sum += red * red + green * green + blue * blue + alpha * alpha
      count += 1
    }
    if (sum > limit * PATCH) return Infinity
  }
  const step = (Math.floor(source / width) - y) / height
  return sum / count + rise * step * step
}

async function search(level: Level, { random, signal }: Tools, isForward: boolean): Promise<void> {
  const { targets, match, cost, isSource } = level
  const { width, height } = level.picture
  const step = isForward ? -1 : 1
  const propose = (target: number, source: number): void => {
    if (source < 0 || source >= isSource.length || isSource[source] !== 1) return
    const [from, to] = level.rows[Math.floor(target / width)] ?? [0, height]
    if (source < from * width || source >= (to + 1) * width) return
    const found = costOf(level, target, source, cost[target] ?? Infinity)
    if (found >= (cost[target] ?? Infinity)) return
    cost[target] = found
    match[target] = source
  }
  // A row here is a handful of targets: what one costs is a few hundred times a pixel's work.
  const perRow = 24
  const rows = Math.ceil(targets.length / perRow)
  await eachRow({ width: perRow * 300, height: rows }, signal, (row) => {
    for (let index = row * perRow; index < Math.min(targets.length, (row + 1) * perRow); index++) {
      const target = targets[isForward ? index : targets.length - 1 - index] ?? 0
      cost[target] = costOf(level, target, match[target] ?? 0, Infinity)
      // What suits the neighbour suits, moved by one, likely this one as well.
      for (const near of [target + step, target + step * width]) {
        const found = match[near] ?? -1
        if (found >= 0) propose(target, found - (near - target))
      }
      const [x, y] = [(match[target] ?? 0) % width, Math.floor((match[target] ?? 0) / width)]
      for (let radius = Math.max(width, height); radius >= 1; radius /= 2) {
        const atX = Math.round(x + random.between(-radius, radius))
        const atY = Math.round(y + random.between(-radius, radius))
        if (atX >= 0 && atY >= 0 && atX < width && atY < height) propose(target, atY * width + atX)
      }
    }
  })
}

/** Each pixel of the hole becomes the mean of what the patches over it would put there, good ones first. */
function vote({ picture, isHole, targets, match, cost }: Level): void {
  const { data, width, height } = picture
  const sums = new Float32Array(width * height * 5)
  for (const target of targets) {
    const source = match[target] ?? 0
    const weight = 1 / (40 + (cost[target] ?? 0))
    eachInPatch({ width, height }, target % width, Math.floor(target / width), (step) => {
      if (isHole[target + step] !== 1) return
      const [into, from] = [(target + step) * 5, (source + step) * 4]
      for (let channel = 0; channel < 4; channel++)
        sums[into + channel] = (sums[into + channel] ?? 0) + (data[from + channel] ?? 0) * weight
      sums[into + 4] = (sums[into + 4] ?? 0) + weight
    })
  }
  for (let index = 0; index < isHole.length; index++) {
    const weight = sums[index * 5 + 4] ?? 0
    if (isHole[index] !== 1 || weight === 0) continue
    for (let channel = 0; channel < 4; channel++) data[index * 4 + channel] = (sums[index * 5 + channel] ?? 0) / weight
  }
}

/** At full size every pixel of the hole is copied from where the small picture found its like. */
async function paintLarge(filled: Pixels, isHole: Uint8Array, level: Level, signal: AbortSignal): Promise<void> {
  await eachRow({ width: filled.width * 4, height: filled.height }, signal, (y) => {
    for (let x = 0; x < filled.width; x++)
      if (isHole[y * filled.width + x] === 1) paintPixel({ filled, isHole, level, x, y })
  })
}

interface Spot {
  filled: Pixels
  isHole: Uint8Array
  level: Level
  x: number
  y: number
}

/** A patch of the small picture that has a say in a pixel, and how much. */
interface Voice {
  x: number
  y: number
  weight: number
}

/** In a hole the nearest has nearly all of the say: a mean of several pieces has neither's grain nor its edges. */
function nearestVoices(atX: number, atY: number): Voice[] {
  return [0, 1, 2, 3].map((corner) => {
    const [x, y] = [Math.floor(atX) + (corner & 1), Math.floor(atY) + (corner >> 1)]
    return { x, y, weight: ((1 - Math.abs(atX - x)) * (1 - Math.abs(atY - y))) ** 4 + 1e-9 }
  })
}

/** Beyond the picture's edge all around it have: there is no other side to fit, and a mean hides where pieces meet. */
function voicesAround(atX: number, atY: number): Voice[] {
  return around.map(({ dx, dy, weight }) => ({ x: Math.round(atX) + dx, y: Math.round(atY) + dy, weight }))
}

const around = [-2, 0, 2].flatMap((dy) => [-2, 0, 2].map((dx) => ({ dx, dy, weight: dx === 0 && dy === 0 ? 3 : 1 })))

function paintPixel({ filled, isHole, level, x, y }: Spot): void {
  const { width, height, data } = filled
  const small = level.picture
  const [scaleX, scaleY] = [width / small.width, height / small.height]
  const findVoices = level.rise > 0 ? nearestVoices : voicesAround
  let [red, green, blue, alpha, weights] = [0, 0, 0, 0, 0]
  for (const voice of findVoices((x + 0.5) / scaleX - 0.5, (y + 0.5) / scaleY - 0.5)) {
    if (voice.x < 0 || voice.y < 0 || voice.x >= small.width || voice.y >= small.height) continue
    const near = voice.y * small.width + voice.x
    const match = level.match[near] ?? -1
    if (match < 0) continue
    const fromX = Math.round(x + ((match % small.width) - voice.x) * scaleX)
    const fromY = Math.round(y + (Math.floor(match / small.width) - voice.y) * scaleY)
    const from = fromY * width + fromX
    if (fromX < 0 || fromY < 0 || fromX >= width || fromY >= height || isHole[from] === 1) continue
    const share = voice.weight / (20 + (level.cost[near] ?? 0))
    red += (data[from * 4] ?? 0) * share
    green += (data[from * 4 + 1] ?? 0) * share
    blue += (data[from * 4 + 2] ?? 0) * share
    alpha += (data[from * 4 + 3] ?? 0) * share
    weights += share
  }
  if (weights === 0) return
  const target = (y * width + x) * 4
  data[target] = red / weights
  data[target + 1] = green / weights
  data[target + 2] = blue / weights
  data[target + 3] = alpha / weights
}
