import { createNoise2D } from 'simplex-noise'
import { wordList } from '../prompt/word-list.ts'
import type { Pixels } from '../pixels/pixels.ts'
import { eachRow, inStrips, makePixels, resample } from '../pixels/pixels.ts'
import type { Plane } from '../pixels/plane.ts'
import { blurPlane, channelOf } from '../pixels/plane.ts'
import { smoothStrokes } from './smooth-strokes.ts'
import type { Style, StyleTools } from './style.ts'

/** The short side of the picture that the washes are found in. */
const SHORT_SIDE = 640
const paper = [252, 248, 238] as const

export const watercolour: Style = {
  words: wordList('watercolour, watercolor, water colour, water color, aquarelle, watercolours, watercolors'),
  change: 'watercolour on paper',
  async apply(pixels, tools) {
    const scale = Math.min(1, SHORT_SIDE / Math.min(pixels.width, pixels.height))
    const small = resample(pixels, Math.ceil(pixels.width * scale), Math.ceil(pixels.height * scale))
    const washes = resample(await smoothStrokes(small, 3, tools.signal), pixels.width, pixels.height)
    const paint = makePaint(washes, tools)
    return inStrips(washes, Math.ceil(MARGIN * paint.unit), (strip, top) => paintWashes(strip, top, paint))
  },
}

/** In thousandths of the short side: the blur that edges are found in, and how far from a pixel its colour may come from. */
const EDGE = 2.2
const MARGIN = 16

interface Paint {
  whole: { width: number; height: number }
  unit: number
  noise(x: number, y: number): number
  signal: AbortSignal
}

function makePaint({ width, height }: Pixels, { signal, random }: StyleTools): Paint {
  return { whole: { width, height }, unit: Math.min(width, height) / 1000, noise: createNoise2D(random.next), signal }
}

/** Paint gathers at the edges of a wash, thins out within it, settles in the paper's hollows, and ends before its border. */
async function paintWashes(strip: Pixels, top: number, { whole, unit, noise, signal }: Paint): Promise<Pixels> {
  const { width, height } = strip
  const edges = await blurPlane(channelOf(strip, 1), EDGE * unit, signal)
  const painted = makePixels(width, height)
  await eachRow(strip, signal, (y) => {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / unit, (y + top) / unit]
      const fromX = clamp(Math.round(x + (noise(u / 26, v / 26) * 3.4 + noise(u / 8, v / 8) * 1.2) * unit), width)
      const fromY = clamp(
        Math.round(y + (noise(u / 26 + 90, v / 26) * 3.4 + noise(u / 8 + 90, v / 8) * 1.2) * unit),
        height,
      )
      const pooled = Math.min(0.34, steepness(edges, fromX, fromY, 2 * unit) * 0.011)
      const flow = noise(u / 150, v / 190) * 0.5 + noise(u / 46, v / 52) * 0.3
      const grain = noise(u / 2.6, v / 2.6) * 0.5 + noise(u / 6, v / 6) * 0.5
      const cover = coverAt({ u, v, right: whole.width / unit - u, bottom: whole.height / unit - v }, noise)
      const strength = cover * clampShare(0.86 + pooled + flow * 0.14 + grain * 0.055)
      const from = (fromY * width + fromX) * 4
      const target = (y * width + x) * 4
      for (let channel = 0; channel < 3; channel++) {
        const white = paper[channel] ?? 255
        const value = lift(strip.data[from + channel] ?? 0) * (1 - pooled * 0.75)
        painted.data[target + channel] = white + (value - white) * strength + grain * 2.2
      }
      painted.data[target + 3] = strip.data[target + 3] ?? 0
    }
  })
  return painted
}

/** Transparent paint on white is never black. */
function lift(value: number): number {
  return 34 + value * 0.87
}

function steepness({ values, width, height }: Plane, x: number, y: number, reach: number): number {
  const step = Math.max(1, Math.round(reach))
  const at = (atX: number, atY: number): number => values[clamp(atY, height) * width + clamp(atX, width)] ?? 0
  return Math.hypot(at(x + step, y) - at(x - step, y), at(x, y + step) - at(x, y - step))
}

/** 1 where there is paint, 0 on the bare paper around it, with a torn edge. */
function coverAt(
  { u, v, right, bottom }: { u: number; v: number; right: number; bottom: number },
  noise: (x: number, y: number) => number,
): number {
  const inside = Math.min(u, v, right, bottom)
  if (inside > 80) return 1
  const edge = 24 + noise(u / 70, v / 70) * 15 + noise(u / 14, v / 14) * 5
  return clampShare((inside - edge) / 5)
}

function clamp(value: number, size: number): number {
  return value < 0 ? 0 : value >= size ? size - 1 : value
}

function clampShare(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value
}
