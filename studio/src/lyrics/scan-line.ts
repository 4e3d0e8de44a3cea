/** How well a line walks in iambs (da-DUM da-DUM): the metre of every line the lyricist writes. */
import { pronounce, wordsOf } from './pronounce.ts'

export interface Scan {
  syllables: number
  /** Word stresses that fall on an unstressed beat: 0 reads smoothly. */
  clashes: number
}

/** One-syllable words bend to the beat; only the main stress of longer words can clash. */
export function scanLine(line: string): Scan {
  let syllables = 0
  let clashes = 0
  for (const word of wordsOf(line)) {
    const { stresses } = pronounce(word)
    if (stresses.length > 1) {
      for (const [index, stress] of stresses.entries()) {
        if (stress === 1 && (syllables + index) % 2 === 0) clashes += 1
      }
    }
    syllables += stresses.length
  }
  return { syllables, clashes }
}
