import type { Colour } from '../colour.ts'
import type { Parts } from './parts-of-drawings.ts'

/** A vector drawing in its own units: an emoji's 32x32 or a size of ours. */
export interface Drawing {
  width: number
  height: number
  /** SVG inside the <svg> element. */
  body: string
  /** What takes a colour by itself. */
  parts?: Parts
  /** Where in the drawing light comes from, in its units. */
  lamps?: readonly Lamp[]
  /** Where it wears and holds things; without it the drawing's name and category say. */
  anatomy?: Anatomy
  /** What stands on the ground, from left to right, where that is not the whole width. */
  stand?: { from: number; to: number }
}

export interface Lamp {
  x: number
  y: number
  reach: number
  colour: Colour
  beam?: boolean
}

export interface Point {
  x: number
  y: number
}

/** In the drawing's units. */
export interface Anatomy {
  /** Where the edge of a hat comes to lie, and how wide the head is there. */
  head: Point & { width: number }
  eyes: Point
  mouth: Point
  /** The collar, and how wide the shoulders are. */
  neck: Point & { width: number }
  hands: readonly [Point, Point]
  /** Soles of shoes. */
  feet: readonly [Point, Point]
}
