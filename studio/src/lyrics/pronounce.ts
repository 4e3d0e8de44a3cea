/** What the CMU dictionary knows of a word: its beats, and the part that has to sound alike in a true rhyme. */
import { dictionary } from 'cmu-pronouncing-dictionary'

export interface Pronunciation {
  /** One per syllable: 1 primary stress, 2 secondary, 0 none. */
  stresses: number[]
  /** The stressed vowel and everything after it ("AY T"); null when the word cannot close a rhyme safely. */
  rhymeKey: string | null
  /** Tells homophones ("sea", "see") from rhymes. */
  sound: string
}

const cache = new Map<string, Pronunciation>()

/** Words outside the dictionary get a syllable estimate and never a rhyme key. */
export function pronounce(word: string): Pronunciation {
  const key = word.toLowerCase().replaceAll('’', "'")
  const known = cache.get(key)
  if (known !== undefined) return known
  const made = lookUp(key) ?? ownedForm(key) ?? estimate(key)
  cache.set(key, made)
  return made
}

export function countSyllables(text: string): number {
  let count = 0
  for (const word of wordsOf(text)) count += pronounce(word).stresses.length
  return count
}

/** Lower-case words of a line, apostrophes kept, other signs dropped; hyphens part words. */
export function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{N}']+/gu) ?? []
  )
}

export function lastWordOf(line: string): string {
  return wordsOf(line).at(-1) ?? ''
}

/** Rhymes come from the first entry; beats from the shortest, as sung: "every" has two, "our" and "fire" have one. */
function lookUp(word: string): Pronunciation | null {
  const entries = [word, `${word}(2)`, `${word}(3)`].flatMap((key) => {
    const entry = Object.hasOwn(dictionary, key) ? dictionary[key] : undefined
    return entry === undefined ? [] : [entry.split(' ')]
  })
  const [first] = entries
  if (first === undefined) return null
  const stresses = entries.map(stressesOf).reduce((best, next) => (next.length < best.length ? next : best))
  return { stresses, rhymeKey: rhymeKeyOf(first), sound: first.map(withoutStress).join(' ') }
}

/** "thunder's": the word and, after a hiss, one more beat. */
function ownedForm(word: string): Pronunciation | null {
  const base = word.endsWith("'s") ? lookUp(word.slice(0, -2)) : null
  if (base === null) return null
  const extra = /(?:S|Z|SH|ZH|CH|JH)$/.test(base.sound) ? [0] : []
  return { stresses: [...base.stresses, ...extra], rhymeKey: null, sound: `${base.sound} Z` }
}

function stressesOf(phones: string[]): number[] {
  return phones.flatMap((phone) => (/\d$/.test(phone) ? [Number(phone.at(-1))] : []))
}

/**
 * From the last primary stress on. A word with a secondary stress after it ("moonlight") has none: ears and judges
 * disagree on which of its two stresses rhymes.
 */
function rhymeKeyOf(phones: string[]): string | null {
  const primary = phones.findLastIndex((phone) => phone.endsWith('1'))
  if (primary < 0) return null
  const tail = phones.slice(primary)
  if (tail.some((phone) => phone.endsWith('2'))) return null
  return tail.map(withoutStress).join(' ')
}

function withoutStress(phone: string): string {
  return phone.replace(/\d$/, '')
}

function estimate(word: string): Pronunciation {
  const stem = /[aeiouy]'s$|[^s]'s$/.test(word) ? word.slice(0, -2) : word
  const groups = stem.replace(/(?<=[aeiouy].*[^aeiouyl])e$/, '').match(/[aeiouyáéíóúäöüàèìòùâêîôû]+/g)?.length ?? 1
  const digits = word.match(/\d/g)?.length ?? 0
  const count = Math.min(12, Math.max(1, digits > 0 ? digits : groups))
  return { stresses: Array.from({ length: count }, (_, index) => (index === 0 ? 1 : 0)), rhymeKey: null, sound: word }
}
