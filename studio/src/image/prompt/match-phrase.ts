import { emojiSet } from '../subjects/emoji.ts'
import { findThing } from './find-thing.ts'
import type { Reading, Word } from './read-words.ts'
import { singularForms } from './singular.ts'
import type { Meaning } from './vocabulary.ts'
import { meaningsOf } from './vocabulary.ts'

export interface PhraseMatch {
  /** Words of the prompt. */
  length: number
  phrase: string
  plural: boolean
  /** Of a thing to draw, the place it brings along. */
  meanings: readonly Meaning[]
  drawing: string | null
}

const PHRASE_MAX = 6
const joiners = new Set(
  'and in on at with by under near beside over of is are or from inside behind wearing holding'.split(' '),
)

/** The longest phrase that begins at a word and means something; null = the word says nothing. */
export function matchAt(reading: Reading, index: number): PhraseMatch | null {
  for (let length = Math.min(PHRASE_MAX, reading.words.length - index); length >= 1; length--) {
    const words = reading.words.slice(index, index + length)
    const [first] = words
    if (first === undefined) return null
    if (first.kind === 'emoji') return matchEmoji(first)
    if (first.kind === 'number') return matchNumber(first)
    if (words.some(({ kind }) => kind !== 'word')) continue
    const match = matchPhrase(
      words.map(({ text }) => text),
      reading,
      { next: reading.words[index + length], isColourList: isColourList(reading, index) },
    )
    if (match !== null) return match
  }
  return null
}

function matchEmoji({ text }: Word): PhraseMatch | null {
  const drawing = emojiSet().byCharacter.get(text)
  return drawing === undefined ? null : { length: 1, phrase: text, plural: false, meanings: [], drawing }
}

function matchNumber({ text }: Word): PhraseMatch | null {
  const count = Number(text)
  if (count < 1 || count > 99) return null
  return { length: 1, phrase: text, plural: false, meanings: [{ kind: 'number', count }], drawing: null }
}

interface Reached {
  match: PhraseMatch
  /** Smaller is surer. */
  doubt: number
}

interface Beside {
  next: Word | undefined
  /** A colour is to be expected: "in orange", "in blue and orange". */
  isColourList: boolean
}

function isColourList({ words }: Reading, index: number): boolean {
  const [before, last] = [words[index - 2]?.text ?? '', words[index - 1]?.text]
  if (last === 'and' || last === ',') return isColour(before)
  return last === 'in'
}

export function isColour(phrase: string): boolean {
  return meaningsOf(phrase).some(({ kind }) => kind === 'colour')
}

function matchPhrase(words: readonly string[], reading: Reading, beside: Beside): PhraseMatch | null {
  const last = words.at(-1) ?? ''
  const forms = [...new Set([last, ...singularForms(last)])]
  // "birds" as a loose keyword of some other emoji must lose to "bird" itself.
  const reached = forms.map((form) => matchForm([...words.slice(0, -1), form].join(' '), words, reading, beside))
  const [best] = reached.filter((one) => one !== null).toSorted((one, other) => one.doubt - other.doubt)
  return best?.match ?? null
}

/** How many only before "of". */
const groupWords = new Set([
  'school',
  'pack',
  'fleet',
  'bunch',
  'family',
  'group',
  'couple',
  'crowd',
  'swarm',
  'herd',
  'flock',
  'pair',
])

/** They name the place they are in as well. */
const thingsOfPlaces = new Set(['fireplace', 'windowsill', 'window sill'])

function matchForm(
  phrase: string,
  words: readonly string[],
  reading: Reading,
  { next, isColourList: isListed }: Beside,
): Reached | null {
  const last = words.at(-1) ?? ''
  const base = { length: words.length, phrase, plural: phrase !== words.join(' ') }
  // "A school bus" is no shoal.
  const isKind = groupWords.has(phrase) && next?.text !== 'of'
  const meanings = isKind ? [] : meaningsOf(phrase)
  // "Building a snowman" is what somebody does.
  const isDoing = last.endsWith('ing') && next !== undefined && /^(?:a|an|the|his|her|their)$/.test(next.text)
  const found = isDoing ? null : findThing(phrase, last, words.length, reading)
  const isLastWord = next === undefined || next.kind === 'stop' || joiners.has(next.text)
  // "an orange cat" is a colour, "an orange and a cup" a fruit.
  if (found !== null && thingsOfPlaces.has(phrase))
    return { match: { ...base, meanings, drawing: found.drawing }, doubt: 0 }
  if (meanings.length > 0 && !(isColour(phrase) && found !== null && isLastWord && !isListed)) {
    return { match: { ...base, meanings, drawing: null }, doubt: 0 }
  }
  return found === null ? null : { match: { ...base, meanings: [], drawing: found.drawing }, doubt: 1 + found.doubt }
}
