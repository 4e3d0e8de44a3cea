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
    if (!bending.has(word)) clashes += clashesOf(stresses, syllables)
    syllables += stresses.length
  }
  return { syllables, clashes }
}

function clashesOf(stresses: number[], start: number): number {
  if (stresses.length < 2) return 0
  return stresses.filter((stress, index) => stress === 1 && (start + index) % 2 === 0 && start + index > 0).length
}
