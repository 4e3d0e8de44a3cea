import type { Pixels } from '../image/pixels/pixels.ts'
import { resample } from '../image/pixels/pixels.ts'
import type { Plane } from '../image/pixels/plane.ts'
import { makePlane } from '../image/pixels/plane.ts'
import type { Where } from '../image/prompt/scene.ts'
import { TOLERANCE, fitBackground, floodBackground } from './find-background.ts'
import { findSky } from './find-sky.ts'
import { findThings } from './find-things.ts'

/** A box of the picture, in its pixels. */
export interface Stand {
  left: number
  top: number
  width: number
  height: number
}

export interface Need {
  habitat: 'ground' | 'air' | 'water'
  where: Where | null
  /** As large as it would like to be, in pixels. */
  width: number
  height: number
}

/** How full a picture is, in small, for looking for room in it. */
export interface Room {
  /** 1 = something is there that must not be hidden, of each pixel of the small picture. */
  things: Plane
  /** 0 = even, 1 = full of edges. */
  unrest: Plane
  /** Share that is blue: water, where it is below the sky. */
  blue: Plane
  /** Small pixels to a pixel of the picture. */
  scale: number
  /** Row under which there is no sky, in small pixels; null = none was found. */
  horizon: number | null
}

/** Steps between neighbours in OKLab: this and more is an edge. */
const EDGE = 0.1

export async function findRoom(pixels: Pixels, signal: AbortSignal): Promise<Room> {
  const { labs, share: things } = await findThings(pixels, signal)
  const sky = await findSky(pixels, signal)
  const { width, height } = things
  const isFrame = await findFrame(resample(pixels, width, height), signal)
  const [unrest, blue] = [makePlane(width, height), makePlane(width, height)]
  labs.forEach((here, index) => {
    const beside = index % width < width - 1 ? labs[index + 1] : here
    const steps = [beside, labs[index + width]].map((near) =>
      near === undefined ? 0 : Math.hypot(here.l - near.l, here.a - near.a, here.b - near.b),
    )
    const step = Math.max(...steps) / EDGE
    if (isFrame[index] === 1 || step > 2) things.values[index] = 1
    unrest.values[index] = Math.min(1, step)
    blue.values[index] = here.b < -0.02 && here.b < here.a ? 1 : 0
  })
  const scale = width / pixels.width
  return { things, unrest, blue, scale, horizon: sky === null ? null : sky.bottom * scale }
}

/** More of the picture than this in one even colour from the border on is a backdrop, with all the room there is. */
const FRAME_MAX = 0.4

/** A mat around the picture, as posters have one: 1 where it is. */
async function findFrame(small: Pixels, signal: AbortSignal): Promise<Uint8Array> {
  const none = new Uint8Array(small.width * small.height)
  const background = fitBackground(small)
  if (background.plainness < 0.9) return none
  const frame = await floodBackground(small, background, { tolerance: TOLERANCE, signal })
  return frame.reduce((sum, value) => sum + value, 0) > FRAME_MAX * frame.length ? none : frame
}

/** As large as it likes first; what is small is worse, but better than what hides something. */
const sizes = [1, 0.85, 0.7, 0.55, 0.42, 0.3]

/** The calmest box where such a thing may be: in the sky, or standing on what is below it. Full from now on. */
export function findStand(room: Room, need: Need): Stand {
  const { width, height } = room.things
  const [most, wide, tall] = [
    Math.min((width * 0.9) / (need.width * room.scale), (height * 0.9) / (need.height * room.scale), 1),
    need.width * room.scale,
    need.height * room.scale,
  ]
  let best = { left: 0, top: 0, width: wide * most, height: tall * most }
  let least = Infinity
  for (const size of sizes) {
    for (const box of boxesOf(room, need, { width: wide * most * size, height: tall * most * size })) {
      const cost = costOf(room, need, box) + (1 - size) * 0.3
      if (cost >= least) continue
      least = cost
      best = box
    }
  }
  fill(room.things, best)
  const { scale } = room
  return { left: best.left / scale, top: best.top / scale, width: best.width / scale, height: best.height / scale }
}

const GRID = 20

/** Boxes of this size all over where such a thing may be. */
function boxesOf(room: Room, need: Need, { width, height }: Pick<Stand, 'width' | 'height'>): Stand[] {
  const [from, to] = rowsOf(room, need, height)
  const [first, last] = [room.things.width * 0.03, room.things.width * 0.97 - width]
  const shares = Array.from({ length: GRID + 1 }, (_, index) => index / GRID)
  return shares.flatMap((down) =>
    shares.map((along) => ({ left: first + (last - first) * along, top: from + (to - from) * down, width, height })),
  )
}

/** Where the box's upper edge may be. */
function rowsOf(
  { things, horizon }: Room,
  { habitat, where }: Need,
  tall: number,
): readonly [from: number, to: number] {
  const { height } = things
  const upper = height * 0.03
  const lower = Math.max(upper, height * 0.96 - tall)
  if (habitat === 'air' || where === 'air' || where === 'top left' || where === 'top right')
    return [upper, Math.max(upper, Math.min(lower, (horizon ?? height * 0.5) - tall))]
  // It stands a little below the horizon, or at least in the lower half.
  const ground = horizon === null || horizon > height * 0.85 ? height * 0.62 : horizon + height * 0.06
  return [Math.min(lower, Math.max(upper, ground - tall)), lower]
}

function costOf({ things, unrest, blue }: Room, { habitat, where }: Need, box: Stand): number {
  const { width, height } = things
  const [x, bottom] = [(box.left + box.width / 2) / width, (box.top + box.height) / height]
  const foot = { ...box, top: box.top + box.height * 0.7, height: box.height * 0.3 }
  const dry = habitat === 'water' ? 1 - meanIn(blue, foot) : habitat === 'ground' ? meanIn(blue, foot) * 0.6 : 0
  // Near the middle of the picture is seen first.
  const aside = Math.abs(x - 0.5) * 0.12
  return (
    meanIn(things, box) * 3 +
    meanIn(things, foot) * 2 +
    meanIn(unrest, box) * 0.4 +
    dry * 0.3 +
    aside +
    misplaced(where, x, bottom)
  )
}

/** How far it is from where it was asked to be. */
function misplaced(where: Where | null, x: number, bottom: number): number {
  switch (where) {
    case 'left':
    case 'top left':
    case 'bottom left':
      return Math.max(0, x - 0.35) * 6
    case 'right':
    case 'top right':
    case 'bottom right':
      return Math.max(0, 0.65 - x) * 6
    case 'middle':
      return Math.max(0, Math.abs(x - 0.5) - 0.06) * 6
    case 'front':
      return Math.max(0, 0.88 - bottom) * 3
    case 'air':
    case 'water':
    case 'back':
    case null:
      return 0
    default:
      throw new Error(`No place "${String(where satisfies never)}"`)
  }
}

function meanIn({ values, width, height }: Plane, box: Stand): number {
  let [sum, count] = [0, 0]
  for (let y = Math.max(0, Math.floor(box.top)); y < Math.min(height, box.top + box.height); y++)
    for (let x = Math.max(0, Math.floor(box.left)); x < Math.min(width, box.left + box.width); x++) {
      sum += values[y * width + x] ?? 0
      count += 1
    }
  return count === 0 ? 1 : sum / count
}

function fill({ values, width, height }: Plane, box: Stand): void {
  for (let y = Math.max(0, Math.floor(box.top)); y < Math.min(height, box.top + box.height); y++)
    for (let x = Math.max(0, Math.floor(box.left)); x < Math.min(width, box.left + box.width); x++)
      values[y * width + x] = 1
}
