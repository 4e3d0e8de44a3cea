/** How well a line walks in iambs (da-DUM da-DUM): the metre of every line the lyricist writes. */
import { pronounce, wordsOf } from './pronounce.ts'

export interface Scan {
  syllables: number
  /** Word stresses that fall on an unstressed beat: 0 reads smoothly. */
  clashes: number
}

/** Speech leans these either way ("into the night", "gone into"). */
const bending = new Set(['into', 'without', 'upon', 'inside', 'outside', 'upside', 'maybe', 'nobody', 'somewhere'])

/**
 * One-syllable words bend to the beat; only the main stress of longer words can clash. A line may open with a turned
 * foot ("Maybe the end"), as English verse always has.
 */
export function scanLine(line: string): Scan {
  let syllables = 0
  let clashes = 0
  for (const word of wordsOf(line)) {
    const { stresses } = pronounce(word)
    if (stresses.length > 1 && !bending.has(word)) {
      for (const [index, stress] of stresses.entries()) {
        const beat = syllables + index
        if (stress === 1 && beat % 2 === 0 && beat > 0) clashes += 1
      }
    }
    syllables += stresses.length
  }
  return { syllables, clashes }
}
