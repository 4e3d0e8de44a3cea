import { dictionary } from 'cmu-pronouncing-dictionary'

import { wordsOf } from '../lyrics/pronounce.ts'
import { runFlite } from '../speech/run-flite.ts'
import { isVowel } from '../speech/phones.ts'

/** What is sung for a word that nobody can read. */
const UNREADABLE = ['l', 'aa']
const CACHE_MAX = 5000
/** Garbage in one word must not become a recital. */
const PHONES_MAX = 40

const cache = new Map<string, string[]>()

/** A word as flite's phones: by the dictionary, and by flite's own rules of spelling for what it does not know. */
export function phonesOf(word: string): string[] {
  const plain = word.normalize('NFKD').replace(/\p{M}/gu, '')
  const phones = wordsOf(plain).flatMap((part) => {
    const known = cache.get(part) ?? lookUp(part) ?? spell(part)
    if (cache.size > CACHE_MAX) cache.clear()
    cache.set(part, known)
    return known
  })
  return phones.length === 0 ? UNREADABLE : phones.slice(0, PHONES_MAX)
}

/** The entry with the fewest beats, as the melody was counted: "every" has two. */
function lookUp(word: string): string[] | null {
  const entries = [word, `${word}(2)`, `${word}(3)`].flatMap((key) => {
    const entry = Object.hasOwn(dictionary, key) ? dictionary[key] : undefined
    return entry === undefined ? [] : [entry.split(' ').map(toFlitePhone)]
  })
  return entries.toSorted((a, b) => a.filter(isVowel).length - b.filter(isVowel).length)[0] ?? null
}

function toFlitePhone(phone: string): string {
  return phone === 'AH0' ? 'ax' : phone.replace(/\d$/, '').toLowerCase()
}

function spell(word: string): string[] {
  // The smallest of the voices: only its reading is wanted.
  const { phones } = runFlite({ voice: 'kal', text: word, stretch: 1, f0Mean: null, f0Stddev: null })
  const spoken = phones.map(({ phone }) => phone).filter((phone) => phone !== 'pau')
  return spoken.length === 0 ? UNREADABLE : spoken
}
