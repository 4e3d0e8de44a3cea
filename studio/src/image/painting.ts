import type { Canvas, SKRSContext2D } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import { createNoise2D } from 'simplex-noise'
import type { Colour } from './colour.ts'
import { mix, multiply } from './colour.ts'
import type { Mound } from './places/mound.ts'
import type { Scene } from './prompt/scene.ts'
import type { Random } from './random.ts'
import { makeRandom } from './random.ts'
import type { TimeOfDay } from './sky/times.ts'

export type Pen = SKRSContext2D

/** The light of one picture: the time of day as the weather lets it through. */
export interface Light extends Omit<TimeOfDay, 'words' | 'sky'> {
  sky: readonly [top: Colour, middle: Colour, low: Colour]
  /** 0 to 1: how strongly distance fades things. */
  hazeStrength: number
}

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Heights are in units from the top. Subjects stand between far (large ones) and near (small ones). */
export interface Layout {
  horizon: number
  standFar: number
  standNear: number
  /** Where things float, and where the water meets the shore; null without water. */
  water: { far: number; near: number; end: number } | null
  /** Nothing stands: abstract pictures. */
  weightless: boolean
  /** Under water: what swims has the whole height, without a waterline. */
  submerged: boolean
  /** Sky and weather are only seen through here; null = everywhere. */
  window: Box | null
}

/** Everything a layer needs. The short side is 1,000 units whatever the pixels; only `finish` and sprites know pixels. */
export interface Painting {
  canvas: Canvas
  pen: Pen
  width: number
  height: number
  pixelsPerUnitX: number
  pixelsPerUnitY: number
  scene: Scene
  light: Light
  layout: Layout
  /** Painted with the ground; null = it is as level as ever. */
  mound: Mound | null
  /** Where the sun or moon stands. */
  body: { x: number; y: number }
  random(label: string): Random
  noise(x: number, y: number): number
}

/** Beyond three to one the picture is stretched, else a 4096x64 strip would need sixty scenes side by side. */
const ASPECT_MAX = 3

export function makeCanvas(
  width: number,
  height: number,
): { canvas: Canvas; units: { width: number; height: number } } {
  const aspect = Math.max(1 / ASPECT_MAX, Math.min(ASPECT_MAX, width / height))
  const units = aspect >= 1 ? { width: 1000 * aspect, height: 1000 } : { width: 1000, height: 1000 / aspect }
  const canvas = createCanvas(width, height)
  canvas.getContext('2d').scale(width / units.width, height / units.height)
  return { canvas, units }
}

export function makeNoise(seed: string): (x: number, y: number) => number {
  return createNoise2D(makeRandom(seed, 'noise').next)
}

/** A surface under the picture's light; depth 0 is in front, 1 on the horizon. */
export function lit(painting: Painting, colour: Colour, depth = 0): Colour {
  const { ambient, haze, hazeStrength } = painting.light
  return mix(multiply(colour, ambient), haze, depth * hazeStrength)
}

export function isSnowy(painting: Painting): boolean {
  return painting.scene.weather.includes('snow') || painting.scene.place === 'snow'
}

/** Grass by season; calmer than leaves, for it covers half the picture. */
export function grass(painting: Painting, green: Colour): Colour {
  if (painting.scene.season === 'autumn') return mix(green, '#cf9b45', 0.72)
  return painting.scene.season === 'spring' ? mix(green, '#b7dd6a', 0.35) : green
}

/** Leaves by season: the same green would make every autumn a summer. */
export function foliage(painting: Painting, green: Colour, random: Random): Colour {
  if (isSnowy(painting)) return mix(green, '#e8f1f8', 0.55)
  if (painting.scene.season === 'autumn') return random.pick(['#d9772b', '#c8502c', '#e0a536', '#b5642f'])
  if (painting.scene.season === 'spring') return mix(green, '#b7dd6a', 0.3)
  return green
}
