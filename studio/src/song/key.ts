export type Mode = 'major' | 'minor'

export interface Key {
  /** 0 = C up to 11 = B. */
  tonic: number
  mode: Mode
  /** "F# minor", spelled as it was asked for. */
  name: string
}

/** Usual spellings: flats or sharps by which signature is shorter. */
const MAJOR_NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B']
const MINOR_NAMES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B']
const LETTER_PITCHES: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }
const SCALES: Record<Mode, readonly number[]> = { major: [0, 2, 4, 5, 7, 9, 11], minor: [0, 2, 3, 5, 7, 8, 10] }

export function makeKey(tonic: number, mode: Mode): Key {
  return { tonic, mode, name: `${(mode === 'major' ? MAJOR_NAMES : MINOR_NAMES)[tonic] ?? 'C'} ${mode}` }
}

/** Semitones above the tonic of the seven degrees. */
export function scaleOf(mode: Mode): readonly number[] {
  return SCALES[mode]
}

const NAMED_KEY = /\b([A-Ga-g])[\s-]?(#|♯|b|♭|sharp|flat)?[\s-]*(major|minor|maj|min)\b/gu
/** "in Am", "key: F#m", "key of Bb": short forms count only after such a word, for "I Am" is no key. */
const SHORT_KEY = /\b(?:in|key(?: of)?:?)\s+([A-G])(#|♯|b|♭)?(m)?(?![\p{L}'’#♯♭-])/u

/** The key named in a text, or null. */
export function findKey(text: string): Key | null {
  for (const match of text.matchAll(NAMED_KEY)) {
    const [whole, letter = '', sign = '', mode = ''] = match
    // "a minor setback", "a major hit": without "in" before it a small "a" is the article.
    if (letter === 'a' && sign === '' && !/\b(?:in|of|key:?)\s+$/i.test(text.slice(0, match.index))) continue
    if (letter === 'a' && /^\s+(?:key|scale|mode)\b/i.test(text.slice(match.index + whole.length))) continue
    return spellKey(letter, sign, mode.startsWith('maj') ? 'major' : 'minor')
  }
  const short = SHORT_KEY.exec(text)
  if (short === null) return null
  const [, letter = '', sign = '', minor] = short
  // "in A ..." is far more often an article than a key.
  if (letter === 'A' && sign === '' && minor === undefined) return null
  return spellKey(letter, sign, minor === undefined ? 'major' : 'minor')
}

function spellKey(letter: string, sign: string, mode: Mode): Key {
  const step = ['#', '♯', 'sharp'].includes(sign) ? 1 : sign === '' ? 0 : -1
  const tonic = ((LETTER_PITCHES[letter.toUpperCase()] ?? 0) + step + 12) % 12
  return { tonic, mode, name: `${letter.toUpperCase()}${step === 1 ? '#' : step === -1 ? 'b' : ''} ${mode}` }
}
