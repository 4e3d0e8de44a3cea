import type { Random } from './random.ts'

/** Scale degrees (0 = tonic, 7 = the octave) the melody is at on each beat of a cell. */
export type Contour = number[]

/** Steps in degrees: mostly to the neighbour, seldom a leap. */
const STEPS = [-3, -2, -1, 0, 1, 2, 3, 4]
const WEIGHTS = [0.3, 1, 3, 1.8, 3, 1.3, 0.5, 0.25]

/** A singable line: neighbours mostly, a leap is answered the other way, and it stays within `low` to `high`. */
export function makeContour(shape: { beats: number; low: number; high: number }, random: Random): Contour {
  const { low, high } = shape
  // Lines start on a tone of the tonic chord.
  const starts = [-5, -3, 0, 2, 4, 7].filter((degree) => degree >= low && degree <= high)
  const contour = [starts.length > 0 ? random.pick(starts) : low]
  let leap = 0
  while (contour.length < Math.ceil(shape.beats)) {
    const last = contour.at(-1) ?? 0
    const weights = STEPS.map((step, index) => {
      if (last + step < low || last + step > high) return 0
      const isAnswer = leap === 0 || Math.sign(step) === -Math.sign(leap)
      return isAnswer ? (WEIGHTS[index] ?? 0) : 0.05
    })
    const step = STEPS[random.pickIndex(weights)] ?? 0
    leap = Math.abs(step) >= 2 ? step : 0
    contour.push(last + step)
  }
  return contour
}

/** The degree at any point of the cell: straight lines between the beats. */
export function degreeAt(contour: Contour, beat: number): number {
  const index = Math.min(contour.length - 1, Math.floor(beat))
  const from = contour[index] ?? 0
  const to = contour[index + 1] ?? from
  return Math.round(from + (to - from) * (beat - index))
}
