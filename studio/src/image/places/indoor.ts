import type { Colour } from '../colour.ts'
import { mix, multiply } from '../colour.ts'
import type { Painting } from '../painting.ts'

/** Indoors a lamp burns when it is dark outside: the room never takes the full night. */
export function indoor(painting: Painting, colour: Colour): Colour {
  const light = painting.light.lampsLit
    ? mix('#ffdfb0', painting.light.ambient, 0.35)
    : mix('#fff7ea', painting.light.ambient, 0.3)
  return multiply(colour, light)
}
