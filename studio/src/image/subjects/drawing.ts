import type { Colour } from '../colour.ts'

/** A vector drawing in its own units: an emoji's 32x32 or a size of ours. */
export interface Drawing {
  width: number
  height: number
  /** SVG inside the <svg> element. */
  body: string
  /** Of an animal whose mane is not of its coat's colour: tinted, the mane becomes a shade of the tint. */
  mane?: Colour
  /** Lamps: where in the drawing light comes from, in its units. */
  light?: { x: number; y: number; reach: number; colour: Colour; beam?: boolean }
}
