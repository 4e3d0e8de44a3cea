import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { Lab } from '../image/pixels/oklab.ts'
import { readLab } from '../image/pixels/oklab.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow, resample } from '../image/pixels/pixels.ts'
import type { Plane } from '../image/pixels/plane.ts'
import { makePlane } from '../image/pixels/plane.ts'

export interface Sky {
  /** 0 to 1 for each pixel of the picture. */
  mask: Plane
  /** Row under which there is none, in pixels of the picture. */
  bottom: number
}

/** Of the small picture that the sky is looked for in. */
const SIDE = 220
/** Neighbours in the sky differ by less, in OKLab; the first that ends somewhere is taken: haze and night need the small ones. */
const steps = [0.028, 0.018, 0.011, 0.007]
const SHARE_MIN = 0.07

/** The calm region that hangs down from the upper border, with the clouds that lie in it; null when there is none. */
export async function findSky(pixels: Pixels, signal: AbortSignal): Promise<Sky | null> {
  const scale = Math.min(1, SIDE / Math.max(pixels.width, pixels.height))
  const small = resample(
    pixels,
    Math.max(1, Math.round(pixels.width * scale)),
    Math.max(1, Math.round(pixels.height * scale)),
  )
  await pauseUnlessAborted({ signal })
  const labs = Array.from({ length: small.width * small.height }, (_, index) => {
    const lab: Lab = { l: 0, a: 0, b: 0 }
    readLab(small.data, index * 4, lab)
    return lab
  })
  const region = steps
    .map((step) => growFromTop(labs, small, step))
    .find((grown) => {
      fillClouds(grown, labs, small)
      return isSky(grown, small)
    })
  if (region === undefined) return null
  return { mask: await enlarge(region, small, pixels, signal), bottom: bottomOf(region, small) / scale }
}

interface Size {
  width: number
  height: number
}

function growFromTop(labs: readonly Lab[], { width, height }: Size, step: number): Uint8Array {
  const region = new Uint8Array(width * height)
  const waiting: number[] = []
  for (let x = 0; x < width; x++) {
    region[x] = 1
    waiting.push(x)
  }
  for (let start = 0; start < waiting.length; start++) {
    const index = waiting[start] ?? 0
    const here = labs[index]
    const x = index % width
    for (const next of [x > 0 ? index - 1 : -1, x < width - 1 ? index + 1 : -1, index + width, index - width]) {
      const there = labs[next]
      if (next < 0 || here === undefined || there === undefined || region[next] === 1) continue
      if (distance(here, there) > step) continue
      region[next] = 1
      waiting.push(next)
    }
  }
  // The first row was taken on trust: a tower that stands through it is no sky.
  for (let x = 0; x < width; x++) if (region[x + width] !== 1) region[x] = 0
  return region
}

function distance(one: Lab, other: Lab): number {
  return Math.hypot(one.l - other.l, one.a - other.a, one.b - other.b)
}

/** Islands in the sky that are pale and grey are clouds, others are balloons and birds. */
function fillClouds(region: Uint8Array, labs: readonly Lab[], { width, height }: Size): void {
  const known = new Uint8Array(region)
  const sky = labs.filter((_, index) => region[index] === 1)
  const skyLight = sky.reduce((sum, { l }) => sum + l, 0) / Math.max(1, sky.length)
  for (let start = 0; start < known.length; start++) {
    if (known[start] === 1) continue
    const island = collectIsland(known, start, { width, height })
    const touchesGround = island.some((index) => index >= width * (height - 1))
    const light = island.reduce((sum, index) => sum + (labs[index]?.l ?? 0), 0) / island.length
    const chroma =
      island.reduce((sum, index) => sum + Math.hypot(labs[index]?.a ?? 0, labs[index]?.b ?? 0), 0) / island.length
    const isCloud = light > skyLight - 0.04 && chroma < 0.1
    if (!touchesGround && (island.length < 12 || isCloud)) for (const index of island) region[index] = 1
  }
}

/** The pixels joined to this one that were not known yet, which are known from now on. */
function collectIsland(known: Uint8Array, start: number, { width }: Size): number[] {
  const island = [start]
  known[start] = 1
  for (let at = 0; at < island.length; at++) {
    const index = island[at] ?? 0
    const x = index % width
    for (const next of [x > 0 ? index - 1 : -1, x < width - 1 ? index + 1 : -1, index + width, index - width]) {
      if (next < 0 || next >= known.length || known[next] === 1) continue
      known[next] = 1
      island.push(next)
    }
  }
  return island
}

/** It hangs from most of the upper border and ends above the lower one: else it is a wall, or a studio's backdrop. */
function isSky(region: Uint8Array, { width, height }: Size): boolean {
  let [top, bottom, all] = [0, 0, 0]
  for (let index = 0; index < region.length; index++) {
    if (region[index] !== 1) continue
    all += 1
    if (index < width) top += 1
    if (index >= width * (height - 1)) bottom += 1
  }
  return (
    all / region.length > SHARE_MIN &&
    top / width > 0.5 &&
    bottom === 0 &&
    bottomOf(region, { width, height }) < height * 0.8
  )
}

function bottomOf(region: Uint8Array, { width, height }: Size): number {
  for (let y = height - 1; y >= 0; y--) {
    let count = 0
    for (let x = 0; x < width; x++) count += region[y * width + x] ?? 0
    if (count / width > 0.15) return y
  }
  return 0
}

/** At the picture's size: the small mask says where sky may be, the colour of the nearby sky where exactly it ends. */
async function enlarge(region: Uint8Array, small: Pixels, pixels: Pixels, signal: AbortSignal): Promise<Plane> {
  const mask = makePlane(pixels.width, pixels.height)
  const [scaleX, scaleY] = [small.width / pixels.width, small.height / pixels.height]
  const at = (x: number, y: number): number =>
    region[Math.max(0, Math.min(small.height - 1, y)) * small.width + Math.max(0, Math.min(small.width - 1, x))] ?? 0
  const [seen, near]: [Lab, Lab] = [
    { l: 0, a: 0, b: 0 },
    { l: 0, a: 0, b: 0 },
  ]
  await eachRow(pixels, signal, (y) => {
    const fromY = (y + 0.5) * scaleY - 0.5
    const top = Math.floor(fromY)
    for (let x = 0; x < pixels.width; x++) {
      const fromX = (x + 0.5) * scaleX - 0.5
      const left = Math.floor(fromX)
      const [shareX, shareY] = [fromX - left, fromY - top]
      const upper = at(left, top) * (1 - shareX) + at(left + 1, top) * shareX
      const lower = at(left, top + 1) * (1 - shareX) + at(left + 1, top + 1) * shareX
      const index = y * pixels.width + x
      let value = upper * (1 - shareY) + lower * shareY
      if (value > 0.02 && value < 0.98) {
        // At the border: the nearest row above that is surely sky has the colour to compare with.
        let skyY = top
        while (skyY > 0 && (at(left, skyY) !== 1 || at(left, skyY - 1) !== 1)) skyY -= 1
        readLab(pixels.data, index * 4, seen)
        readLab(small.data, (skyY * small.width + Math.max(0, Math.min(small.width - 1, left))) * 4, near)
        value = Math.max(0, Math.min(1, 1.6 - distance(seen, near) / 0.06))
      }
      mask.values[index] = value
    }
  })
  return mask
}
