import type { Layout, Painting } from '../painting.ts'

/** To add a place: a file with one of these, and its line in places.ts. */
export interface Place {
  words: readonly string[]
  /** When two places are named, a 'back' lends what stands on the horizon and a 'ground' what lies before it. */
  role: 'back' | 'ground' | 'whole'
  /** What grows by itself here and need not be drawn again as a subject. */
  layout(units: { width: number; height: number }): Layout
  paintBack(painting: Painting): void
  paintGround(painting: Painting): void
  /** In front of the subjects: low, at the bottom edge, so that it frames and never hides. */
  paintFront(painting: Painting): void
}

type Units = { width: number; height: number }

export function landLayout({ height }: Units): Layout {
  return {
    horizon: height * 0.6,
    standFar: height * 0.73,
    standNear: height * 0.885,
    water: null,
    weightless: false,
    submerged: false,
    window: null,
  }
}

/** Water from the horizon, a strip of shore in front. */
export function shoreLayout(units: Units): Layout {
  const { height } = units
  return {
    ...landLayout(units),
    horizon: height * 0.56,
    standFar: height * 0.855,
    standNear: height * 0.925,
    water: { far: height * 0.645, near: height * 0.76, end: height * 0.82 },
  }
}
