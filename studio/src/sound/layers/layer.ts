import type { Stage } from '../stage.ts'

export interface Layer {
  name: string
  /**
   * Base forms of the words that call for it. "door-slam" stands for two words that follow each other, small words between
   * them aside, and "door/gate-slam" for two such pairs; a pair outdoes its single words.
   */
  words: string
  /** Loudness in the mix where it sounds, as RMS: beds lie low, events stand out. */
  level: number
  /** How much room one hears, 0 to 1. */
  room: number
  play(stage: Stage): void
}
