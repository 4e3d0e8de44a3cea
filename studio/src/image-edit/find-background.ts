import type { Lab } from '../image/pixels/oklab.ts'
import { readLab } from '../image/pixels/oklab.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow } from '../image/pixels/pixels.ts'

/** A colour that changes evenly over the picture: what a plain wall under one lamp looks like. */
export interface Background {
  /** The colour expected at a pixel, written into `lab`. */
  colourAt(x: number, y: number, lab: Lab): void
  /** Share of the border that has it, 0 to 1. */
  plainness: number
  /** Half the border's pixels are nearer than this to it. */
  spread: number
}

/** Distances in OKLab: this far apart two colours are clearly two. */
export const TOLERANCE = 0.075
const SAMPLES_PER_SIDE = 160
const ROUNDS = 6

/** Fits an even change of colour to the border; pixels that do not fit are left out in the next round. */
export function fitBackground(pixels: Pixels): Background {
  const samples = sampleBorder(pixels)
  const start = medianOf(samples)
  let planes: Planes = { l: [start.l, 0, 0], a: [start.a, 0, 0], b: [start.b, 0, 0] }
  for (let round = 0; round < ROUNDS; round++) {
    // Wide at first, so that a gradient's far end is not thrown away with the things that stand at the border.
    const reach = TOLERANCE * (round === 0 ? 3 : round === 1 ? 2 : 1)
    const fitting = samples.filter((sample) => distanceTo(planes, sample) < reach)
    if (fitting.length < 12) break
    planes = { l: fitPlane(fitting, 'l'), a: fitPlane(fitting, 'a'), b: fitPlane(fitting, 'b') }
  }
  const distances = samples.map((sample) => distanceTo(planes, sample)).toSorted((one, other) => one - other)
  return {
    colourAt: (x, y, lab) => {
      const [u, v] = [x / pixels.width, y / pixels.height]
      lab.l = valueAt(planes.l, u, v)
      lab.a = valueAt(planes.a, u, v)
      lab.b = valueAt(planes.b, u, v)
    },
    plainness: distances.filter((distance) => distance < TOLERANCE).length / distances.length,
    spread: distances[Math.floor(distances.length / 2)] ?? 0,
  }
}

type Flat = readonly [base: number, perX: number, perY: number]
interface Planes {
  l: Flat
  a: Flat
  b: Flat
}
/** `u` and `v` go from 0 to 1 over the picture. */
interface Sample extends Lab {
  u: number
  v: number
}

function sampleBorder({ data, width, height }: Pixels): Sample[] {
  const samples: Sample[] = []
  const inset = Math.min(2, Math.floor(Math.min(width, height) / 8))
  const take = (x: number, y: number): void => {
    const lab: Lab = { l: 0, a: 0, b: 0 }
    readLab(data, (y * width + x) * 4, lab)
    samples.push({ ...lab, u: x / width, v: y / height })
  }
  for (let index = 0; index < SAMPLES_PER_SIDE; index++) {
    const share = index / (SAMPLES_PER_SIDE - 1)
    const [x, y] = [Math.round(share * (width - 1)), Math.round(share * (height - 1))]
    take(x, inset)
    take(x, height - 1 - inset)
    take(inset, y)
    take(width - 1 - inset, y)
  }
  return samples
}

function medianOf(samples: readonly Sample[]): Lab {
  const middle = (key: keyof Lab): number =>
    samples.map((sample) => sample[key]).toSorted((one, other) => one - other)[samples.length >> 1] ?? 0
  return { l: middle('l'), a: middle('a'), b: middle('b') }
}

function valueAt([base, perX, perY]: Flat, u: number, v: number): number {
  return base + perX * u + perY * v
}

function distanceTo(planes: Planes, { l, a, b, u, v }: Sample): number {
  return Math.hypot(l - valueAt(planes.l, u, v), a - valueAt(planes.a, u, v), b - valueAt(planes.b, u, v))
}

/** Least squares of a plane, about the samples' centre. */
function fitPlane(samples: readonly Sample[], key: keyof Lab): Flat {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [u, v, value] = [mean((s) => s.u), mean((s) => s.v), mean((s) => s[key])]
  const uu = mean((s) => (s.u - u) ** 2)
  const vv = mean((s) => (s.v - v) ** 2)
  const uv = mean((s) => (s.u - u) * (s.v - v))
  const uz = mean((s) => (s.u - u) * (s[key] - value))
  const vz = mean((s) => (s.v - v) * (s[key] - value))
  const determinant = uu * vv - uv * uv
  // All on one line: nothing is known of the change across it.
  if (determinant < 1e-6) return [value, 0, 0]
  const perX = (uz * vv - vz * uv) / determinant
  const perY = (vz * uu - uz * uv) / determinant
  return [value - perX * u - perY * v, perX, perY]
}

/** 1 for each pixel that has the background's colour and is joined to the border by such pixels. */
export async function floodBackground(
  pixels: Pixels,
  background: Background,
  { tolerance, signal }: { tolerance: number; signal: AbortSignal },
): Promise<Uint8Array> {
  const { data, width, height } = pixels
  const isAlike = new Uint8Array(width * height)
  const [expected, seen]: [Lab, Lab] = [
    { l: 0, a: 0, b: 0 },
    { l: 0, a: 0, b: 0 },
  ]
  await eachRow(pixels, signal, (y) => {
    for (let x = 0; x < width; x++) {
      const index = y * width + x
      background.colourAt(x, y, expected)
      readLab(data, index * 4, seen)
      const isClear = (data[index * 4 + 3] ?? 0) < 8
      const distance = Math.hypot(seen.l - expected.l, seen.a - expected.a, seen.b - expected.b)
      isAlike[index] = isClear || distance < tolerance ? 1 : 0
    }
  })
  return floodFromBorder(isAlike, width, height)
}

const MARKED = 1
const REACHED = 2

/** What the border reaches becomes 1, other marked pixels 0. In place. */
function floodFromBorder(marked: Uint8Array, width: number, height: number): Uint8Array {
  const waiting: number[] = []
  const visitRun = (row: number, from: number, to: number): void => {
    for (let x = from; x <= to; x++)
      if (marked[row + x] === MARKED && (x === from || marked[row + x - 1] !== MARKED)) waiting.push(row + x)
  }
  visitRun(0, 0, width - 1)
  visitRun((height - 1) * width, 0, width - 1)
  for (let y = 0; y < height; y++) {
    visitRun(y * width, 0, 0)
    visitRun(y * width, width - 1, width - 1)
  }
  // Runs of a row, not pixels, wait: a whole border of single ones would take as much memory as the picture.
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (marked[index] !== MARKED) continue
    const row = index - (index % width)
    let [from, to] = [index % width, index % width]
    while (from > 0 && marked[row + from - 1] === MARKED) from -= 1
    while (to < width - 1 && marked[row + to + 1] === MARKED) to += 1
    marked.fill(REACHED, row + from, row + to + 1)
    if (row > 0) visitRun(row - width, from, to)
    if (row < width * (height - 1)) visitRun(row + width, from, to)
  }
  for (let index = 0; index < marked.length; index++) marked[index] = marked[index] === REACHED ? 1 : 0
  return marked
}
