import type { SungLine, SungNote } from '../song/score.ts'
import { isVoiced, isVowel } from '../speech/phones.ts'
import { phonesOf } from './word-phones.ts'

/** A stretch of a word with one vowel, and the notes that the vowel is sung on: one, or more if the word has too few vowels. */
export interface Syllable {
  /** Index of its word in the line. */
  word: number
  onset: string[]
  vowel: string
  coda: string[]
  notes: [SungNote, ...SungNote[]]
}

export function splitSyllables({ words }: SungLine): Syllable[] {
  return words.flatMap(({ text, notes }, word) => {
    const parts = splitPhones(phonesOf(text))
    const groups = shareNotes(notes, parts.length)
    return parts.flatMap((part, index): Syllable[] => {
      const [first, ...others] = groups[index] ?? []
      return first === undefined ? [] : [{ word, ...part, notes: [first, ...others] }]
    })
  })
}

function splitPhones(phones: string[]): Pick<Syllable, 'onset' | 'vowel' | 'coda'>[] {
  const vowels = phones.flatMap((phone, index) => (isVowel(phone) ? [index] : []))
  // "Mm", "shh": what is held then is a consonant.
  if (vowels.length === 0) vowels.push(Math.max(0, phones.findIndex(isVoiced)))
  return vowels.map((at, index) => {
    const isLast = index === vowels.length - 1
    const from = index === 0 ? 0 : startOfOnset(vowels[index - 1] ?? 0, at)
    const to = isLast ? phones.length : startOfOnset(at, vowels[index + 1] ?? phones.length)
    return { onset: phones.slice(from, at), vowel: phones[at] ?? 'aa', coda: phones.slice(at + 1, to) }
  })
}

/** Of several consonants between two vowels the first closes the syllable before. */
function startOfOnset(vowel: number, next: number): number {
  return next - vowel > 2 ? vowel + 2 : vowel + 1
}

/** Each of `count` syllables its notes: the longest is halved where there are too few, the last gets what is left. */
function shareNotes(notes: SungNote[], count: number): SungNote[][] {
  const shared = [...notes]
  while (shared.length < count) {
    const longest = shared.reduce((best, note, index) => (note.beats > (shared[best]?.beats ?? 0) ? index : best), 0)
    const note = shared[longest]
    if (note === undefined) return []
    const beats = note.beats / 2
    shared.splice(longest, 1, { ...note, beats }, { ...note, beat: note.beat + beats, beats })
  }
  return Array.from({ length: count }, (_, index) =>
    index === count - 1 ? shared.slice(index) : shared.slice(index, index + 1),
  )
}
