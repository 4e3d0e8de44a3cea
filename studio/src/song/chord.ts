import { scaleOf } from './key.ts'
import type { Key } from './key.ts'

export interface Chord {
  /** As written in the progression: "bVII", "ii7". */
  symbol: string
  /** Pitch class of the root. */
  root: number
  /** Pitch classes from the root up. */
  tones: number[]
}

const NUMERALS = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII']
const SYMBOL = /^([b#]?)(III|II|IV|I|VII|VI|V|iii|ii|iv|i|vii|vi|v)(.*)$/
/** Semitones above the root; the numeral's case decides major or minor where the suffix leaves it open. */
const QUALITIES: Record<string, { major: number[]; minor: number[] }> = {
  '': { major: [0, 4, 7], minor: [0, 3, 7] },
  '7': { major: [0, 4, 7, 10], minor: [0, 3, 7, 10] },
  maj7: { major: [0, 4, 7, 11], minor: [0, 3, 7, 11] },
  '6': { major: [0, 4, 7, 9], minor: [0, 3, 7, 9] },
  '9': { major: [0, 4, 7, 10, 14], minor: [0, 3, 7, 10, 14] },
  maj9: { major: [0, 4, 7, 11, 14], minor: [0, 3, 7, 11, 14] },
  add9: { major: [0, 4, 7, 14], minor: [0, 3, 7, 14] },
  sus4: { major: [0, 5, 7], minor: [0, 5, 7] },
  sus2: { major: [0, 2, 7], minor: [0, 2, 7] },
  '7sus4': { major: [0, 5, 7, 10], minor: [0, 5, 7, 10] },
  '7b9': { major: [0, 4, 7, 10, 13], minor: [0, 3, 7, 10, 13] },
  '5': { major: [0, 7], minor: [0, 7] },
  dim: { major: [0, 3, 6], minor: [0, 3, 6] },
  dim7: { major: [0, 3, 6, 9], minor: [0, 3, 6, 9] },
  m7b5: { major: [0, 3, 6, 10], minor: [0, 3, 6, 10] },
}

/**
 * A roman numeral in a key. Degrees count in the major scale in both modes, so minor progressions say "i bVI bVII":
 * one reading, whichever of the minor scales a chord comes from.
 */
export function parseChord(symbol: string, key: Key): Chord {
  const [, sign = '', numeral = '', suffix = ''] = SYMBOL.exec(symbol) ?? []
  const degree = NUMERALS.indexOf(numeral.toUpperCase())
  const quality = QUALITIES[suffix]
  if (degree < 0 || quality === undefined) throw new Error(`"${symbol}" is not a chord the composer knows`)
  const shift = sign === 'b' ? -1 : sign === '#' ? 1 : 0
  const root = (key.tonic + (scaleOf('major')[degree] ?? 0) + shift + 12) % 12
  const intervals = numeral === numeral.toUpperCase() ? quality.major : quality.minor
  return { symbol, root, tones: intervals.map((interval) => (root + interval) % 12) }
}

/**
 * The key's seven tones as a chord bends them: over the major V of a minor key the seventh is raised. Where a chord
 * tone lies outside the scale, it takes the place of the scale tone a semitone beside it.
 */
export function scaleOverChord(key: Key, chord: Chord): number[] {
  const scale = scaleOf(key.mode).map((step) => (key.tonic + step) % 12)
  const foreign = chord.tones.filter((tone) => !scale.includes(tone))
  return scale.map((tone) => {
    if (chord.tones.includes(tone)) return tone
    return foreign.find((other) => (other - tone + 12) % 12 === 1 || (tone - other + 12) % 12 === 1) ?? tone
  })
}
