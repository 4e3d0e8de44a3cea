import type { Light, Painting } from '../painting.ts'

/** To add a weather: a file with one of these, and its line in weathers.ts. */
export interface Weather {
  words: readonly string[]
  /** 0 to 1: how much of the sky is cloud. */
  clouds: number
  /** Sun and moon are not to be seen. */
  hidesBody?: boolean
  /** Wet ground mirrors. */
  wet?: boolean
  adjustLight?(light: Light): Light
  /** Behind the clouds. */
  paintSky?(painting: Painting): void
  /** Between the place and its subjects. */
  paintBehind?(painting: Painting): void
  /** In front of everything. */
  paintOver?(painting: Painting): void
}
