/** The phones of single words, asked of flite itself, many at a time. */
import { runFlite } from './run-flite.ts'
import type { Phone } from './run-flite.ts'

/** About 30 ms of work. */
const BATCH = 16
const SILENCE = 'pau'

export interface Pronouncer {
  /** The phones of each word as it is said alone. */
  pronounce(spelled: string[]): string[][]
}

/** Remembers what it was asked: one for each text, so that it ends with it. */
export function makePronouncer(): Pronouncer {
  const known = new Map<string, string[]>()
  return {
    pronounce(spelled) {
      const bare = spelled.map((word) =>
        word
          .replaceAll(/[,;:!?]+/g, ' ')
          .trim()
          .replace(/\.$/, ''),
      )
      const unknown = [...new Set(bare)].filter((word) => !known.has(word))
      for (let start = 0; start < unknown.length; start += BATCH) {
        const batch = unknown.slice(start, start + BATCH)
        for (const [index, phones] of askFor(batch).entries()) known.set(batch[index] ?? '', phones)
      }
      return bare.map((word) => known.get(word) ?? [])
    },
  }
}

/** Between commas flite pauses, which parts the words; one that has a pause inside makes the parts too many. */
function askFor(words: string[]): string[][] {
  const parts = partAtSilence(phonesOf(words.join(', ')))
  if (parts.length === words.length) return parts
  return words.map((word) => partAtSilence(phonesOf(word)).flat())
}

function phonesOf(text: string): Phone[] {
  // The fastest voice; all five have the same dictionary.
  return runFlite({ voice: 'kal', text, stretch: 1, f0Mean: null, f0Stddev: null }).phones
}

function partAtSilence(phones: Phone[]): string[][] {
  const parts: string[][] = []
  let isNew = true
  for (const { phone } of phones) {
    if (phone === SILENCE) isNew = true
    else if (isNew) {
      parts.push([phone])
      isNew = false
    } else parts.at(-1)?.push(phone)
  }
  return parts
}
