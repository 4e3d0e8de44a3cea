import type { Colour } from '../image/colour.ts'
import { hueDistance, toLch } from '../image/colour.ts'
import type { Lab } from '../image/pixels/oklab.ts'
import { readLab, writeLab } from '../image/pixels/oklab.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow } from '../image/pixels/pixels.ts'
import type { Plane } from '../image/pixels/plane.ts'

/** Changes every pixel's colour in place. */
export async function eachColour(
  pixels: Pixels,
  signal: AbortSignal,
  change: (lab: Lab, x: number, y: number) => void,
): Promise<void> {
  const lab: Lab = { l: 0, a: 0, b: 0 }
  await eachRow(pixels, signal, (y) => {
    for (let x = 0; x < pixels.width; x++) {
      const offset = (y * pixels.width + x) * 4
      readLab(pixels.data, offset, lab)
      change(lab, x, y)
      writeLab(pixels.data, offset, lab)
    }
  })
}

/** "In shades of blue": one hue for everything, light stays light. */
export async function washAll(pixels: Pixels, colour: Colour, signal: AbortSignal): Promise<void> {
  const { chroma, hue } = toLch(colour)
  const angle = (hue * Math.PI) / 180
  const [a, b] = [Math.cos(angle) * chroma, Math.sin(angle) * chroma]
  await eachColour(pixels, signal, (lab) => {
    // No colour in the deepest dark or the brightest light, as paint has none there.
    const share = Math.max(0, 1 - Math.abs(lab.l - 0.55) / 0.55)
    lab.a = lab.a * 0.25 + a * share * 0.85
    lab.b = lab.b * 0.25 + b * share * 0.85
  })
}

const HUES = 36
/** Degrees to each side of the main hue that belong to the same thing. */
const SPAN = 34
const GREY = 0.04

interface Repaint {
  to: Colour
  /** Of the thing, as the prompt has it: "the red car"; null = the strongest colour about the middle. */
  from: Colour | null
  /** The thing lies where this marks; null = anywhere. */
  mask: Plane | null
  signal: AbortSignal
}

/**
 * "Make the car blue": the thing's colour becomes the one asked for, wherever it is. There is nothing here that knows cars.
 * Gives the share of the pixels that changed.
 */
export async function recolourThing(pixels: Pixels, { to, from, mask, signal }: Repaint): Promise<number> {
  const target = toLch(to)
  const angle = (target.hue * Math.PI) / 180
  // Of a colour that was named only its near kin: red is no orange.
  const span = from === null ? SPAN : SPAN * 0.6
  const main = await mainHue(pixels, { mask, only: from === null ? null : toLch(from).hue, signal })
  // What is white, grey or black has no hue to be told by: of a mask, all of it is meant.
  if (main === null && mask === null) return 0
  let changed = 0
  await eachColour(pixels, signal, (lab) => {
    const chroma = Math.hypot(lab.a, lab.b)
    const far = main === null ? 0 : hueDistance((Math.atan2(lab.b, lab.a) * 180) / Math.PI + 360, main.hue)
    const share =
      main === null ? 1 : Math.max(0, Math.min(1, (span - far) / 10)) * Math.max(0, Math.min(1, (chroma - GREY) / GREY))
    if (share === 0) return
    changed += 1
    const strong = target.chroma < GREY ? target.chroma : Math.max(target.chroma * 0.6, chroma)
    lab.l += (target.lightness - (main?.light ?? 0.6)) * 0.7 * share
    lab.a += (Math.cos(angle) * strong - lab.a) * share
    lab.b += (Math.sin(angle) * strong - lab.b) * share
  })
  return changed / (pixels.width * pixels.height)
}

interface Looking {
  mask: Plane | null
  /** Degrees: of other hues nothing counts. */
  only: number | null
  signal: AbortSignal
}

/** The hue that stands out, and how light it is; null where nothing has one. */
async function mainHue(
  pixels: Pixels,
  { mask, only, signal }: Looking,
): Promise<{ hue: number; light: number } | null> {
  const weights = new Float64Array(HUES)
  const lights = new Float64Array(HUES)
  const lab: Lab = { l: 0, a: 0, b: 0 }
  let seen = 0
  await eachRow(pixels, signal, (y) => {
    const fromMiddleY = (y / pixels.height - 0.55) / 0.3
    for (let x = 0; x < pixels.width; x += 2) {
      const marked = mask?.values[y * pixels.width + x] ?? 1
      if (marked < 0.5) continue
      seen += 1
      readLab(pixels.data, (y * pixels.width + x) * 4, lab)
      const chroma = Math.hypot(lab.a, lab.b)
      if (chroma < GREY * 1.5) continue
      const hue = (Math.atan2(lab.b, lab.a) * 180) / Math.PI + 360
      const kinship = only === null ? 1 : Math.max(0, 1 - hueDistance(hue, only) / SPAN)
      const fromMiddleX = (x / pixels.width - 0.5) / 0.3
      const middle = mask === null ? Math.exp(-(fromMiddleX ** 2) - fromMiddleY ** 2) : 1
      const weight = chroma ** 2 * kinship ** 2 * Math.max(only === null ? 0 : 0.05, middle)
      const bin = Math.floor(((hue % 360) / 360) * HUES) % HUES
      weights[bin] = (weights[bin] ?? 0) + weight
      lights[bin] = (lights[bin] ?? 0) + weight * lab.l
    }
  })
  let best = 0
  for (let bin = 0; bin < HUES; bin++) if ((weights[bin] ?? 0) > (weights[best] ?? 0)) best = bin
  const weight = weights[best] ?? 0
  // A few stray pixels make no thing.
  if (weight < seen * 1e-5) return null
  return { hue: ((best + 0.5) / HUES) * 360, light: (lights[best] ?? 0) / weight }
}

const seasonHues = { autumn: 62, spring: 122, summer: 138 } as const

/** Greens take the season's colour; under snow they grow pale. */
export async function recolourLeaves(
  pixels: Pixels,
  season: keyof typeof seasonHues | 'winter',
  signal: AbortSignal,
): Promise<void> {
  await eachColour(pixels, signal, (lab) => {
    const chroma = Math.hypot(lab.a, lab.b)
    const hue = ((Math.atan2(lab.b, lab.a) * 180) / Math.PI + 360) % 360
    const share =
      Math.max(0, Math.min(1, (52 - hueDistance(hue, 128)) / 16)) * Math.max(0, Math.min(1, (chroma - 0.03) / 0.03))
    if (share === 0) return
    if (season === 'winter') {
      lab.l += (0.9 - lab.l) * 0.75 * share
      lab.a += (-0.004 - lab.a) * 0.9 * share
      lab.b += (-0.014 - lab.b) * 0.9 * share
      return
    }
    // Lighter leaves turn yellow, darker ones red.
    const turned = ((seasonHues[season] + (season === 'autumn' ? (lab.l - 0.6) * 60 : 0)) * Math.PI) / 180
    const strong = chroma * 1.05
    lab.a += (Math.cos(turned) * strong - lab.a) * share
    lab.b += (Math.sin(turned) * strong - lab.b) * share
  })
}

/** Gives the picture the other's mean and spread of each of lightness, green-red and blue-yellow (Reinhard's transfer). */
export async function takeColours(pixels: Pixels, from: Pixels, signal: AbortSignal): Promise<void> {
  const [own, other] = [await statisticsOf(pixels, signal), await statisticsOf(from, signal)]
  await eachColour(pixels, signal, (lab) => {
    for (const key of ['l', 'a', 'b'] as const) {
      const gain = Math.max(0.5, Math.min(1.8, other[key].spread / Math.max(1e-3, own[key].spread)))
      lab[key] = (lab[key] - own[key].mean) * gain + other[key].mean
    }
  })
}

type Statistics = Record<keyof Lab, { mean: number; spread: number }>

async function statisticsOf(pixels: Pixels, signal: AbortSignal): Promise<Statistics> {
  const sums = { l: 0, a: 0, b: 0 }
  const squares = { l: 0, a: 0, b: 0 }
  const lab: Lab = { l: 0, a: 0, b: 0 }
  await eachRow(pixels, signal, (y) => {
    for (let x = 0; x < pixels.width; x++) {
      readLab(pixels.data, (y * pixels.width + x) * 4, lab)
      for (const key of ['l', 'a', 'b'] as const) {
        sums[key] += lab[key]
        squares[key] += lab[key] ** 2
      }
    }
  })
  const count = pixels.width * pixels.height
  const of = (key: keyof Lab): { mean: number; spread: number } => {
    const mean = sums[key] / count
    return { mean, spread: Math.sqrt(Math.max(0, squares[key] / count - mean ** 2)) }
  }
  return { l: of('l'), a: of('a'), b: of('b') }
}
