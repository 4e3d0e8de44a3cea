import type { Colour } from '../colour.ts'
import { emojiSet } from '../subjects/emoji.ts'
import type { MatchStrength } from '../subjects/find-drawing.ts'
import { findDrawing } from '../subjects/find-drawing.ts'
import { negations } from './plain-words.ts'
import { quietWords } from './quiet-words.ts'
import type { Reading, Word } from './read-words.ts'
import { readWords } from './read-words.ts'
import type { SceneSubject } from './scene.ts'
import { singularForms } from './singular.ts'
import { canFly, isLongSeat, seatOf } from '../subjects/seats.ts'
import type { Meaning } from './vocabulary.ts'
import { meaningsOf } from './vocabulary.ts'

/** Everything a prompt names, in order, before anything is decided. */
interface Mentions {
  meanings: Meaning[]
  subjects: SceneSubject[]
  skyTint: Colour | null
  bodyTint: Colour | null
  wash: Colour | null
  /** A colour that belongs to no noun: "make it blue". */
  looseTint: Colour | null
  /** Words after "no", "without" and the like. */
  without: Set<string>
}

interface Modifiers {
  count: number | null
  tint: Colour | null
  scale: number
  where: SceneSubject['where']
  negated: boolean
  /** "On" was said: the next thing may bear those before it. */
  bears: boolean
  /** "Shades of" was said: the next colour is everything's. */
  washes: boolean
}

/** What stands around a word. */
interface Surroundings {
  /** Nothing but a stop or "and" is before it. */
  isClauseStart: boolean
  /** A thing's name is just before it. */
  isAfterSubject: boolean
  next: Word | undefined
}

const PHRASE_MAX = 5
/** More different things than this make a heap, not a picture. */
const SUBJECTS_MAX = 8
const joiners = new Set([
  'and',
  'in',
  'on',
  'at',
  'with',
  'by',
  'under',
  'near',
  'beside',
  'over',
  'of',
  'is',
  'are',
  'or',
])

export function findMentions(prompt: string): Mentions {
  const reading = readWords(prompt)
  const mentions: Mentions = {
    meanings: [],
    subjects: [],
    skyTint: null,
    bodyTint: null,
    wash: null,
    looseTint: null,
    without: new Set(),
  }
  let modifiers = noModifiers()
  let index = 0
  let isAfterSubject = false
  let clauseStart = 0
  while (index < reading.words.length) {
    const match = matchAt(reading, index)
    const word = reading.words[index]
    if (word === undefined) break
    const around = {
      isClauseStart: isClauseStart(reading.words[index - 1]),
      isAfterSubject,
      next: reading.words[index + (match?.length ?? 1)],
    }
    isAfterSubject = false
    if (word.kind === 'stop') {
      mentions.looseTint ??= modifiers.tint
      modifiers = noModifiers()
      clauseStart = mentions.subjects.length
    } else if (negations.has(word.text)) modifiers = { ...noModifiers(), negated: true }
    else if (match !== null && !isTransitive(match, around.next) && !isPattern(match, reading, index)) {
      if (modifiers.bears && match.drawing !== null) seatSubjects(mentions, match.drawing, clauseStart)
      modifiers = takeMatch(mentions, match, modifiers, around)
      isAfterSubject = match.drawing !== null
    } else if (word.text === 'but') modifiers = noModifiers()
    // "the style of Van Gogh": the name is no delivery van.
    const isCredit = match?.meanings.some((meaning) => meaning.kind === 'credit') === true
    index += match?.length ?? 1
    if (isCredit && matchAt(reading, index)?.meanings[0]?.kind !== 'style') index += 2
  }
  mentions.looseTint ??= modifiers.tint
  return mentions
}

function isClauseStart(before: Word | undefined): boolean {
  return before === undefined || before.kind === 'stop' || before.text === 'and' || before.text === 'with'
}

/** What was named since the last stop goes onto this, if it can bear it; a chair takes one, a table all. */
function seatSubjects({ subjects }: Mentions, seat: string, clauseStart: number): void {
  if (seatOf(seat) === null) return
  const riders = subjects
    .slice(clauseStart)
    .filter(({ where, on, drawing }) => where === null && on === null && drawing !== seat)
  for (const rider of isLongSeat(seat) ? riders : riders.slice(-1)) rider.on = seat
}

/** "flying a kite" says nothing of where the kites' owners are. */
function isTransitive({ meanings }: PhraseMatch, next: Word | undefined): boolean {
  const isMotion = meanings.some((meaning) => meaning.kind === 'where' && meaning.of === 'either')
  return isMotion && next !== undefined && /^(?:a|an|the|his|her|their|its)$/.test(next.text)
}

/** "A black and white cow" is one in its own colours; "a black and white photo of a cow" is another matter. */
function isPattern({ phrase, length }: PhraseMatch, reading: Reading, index: number): boolean {
  return phrase === 'black and white' && (matchAt(reading, index + length)?.drawing ?? null) !== null
}

interface PhraseMatch {
  length: number
  phrase: string
  plural: boolean
  meanings: readonly Meaning[]
  drawing: string | null
}

function matchAt(reading: Reading, index: number): PhraseMatch | null {
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
  if (last === 'and') return meaningsOf(before).some(({ kind }) => kind === 'colour')
  return last === 'in'
}

function matchPhrase(words: readonly string[], reading: Reading, beside: Beside): PhraseMatch | null {
  const last = words.at(-1) ?? ''
  const forms = [...new Set([last, ...singularForms(last)])]
  // "birds" as a loose keyword of some other emoji must lose to "bird" itself.
  const reached = forms.map((form) => matchForm([...words.slice(0, -1), form].join(' '), words, reading, beside))
  const [best] = reached.filter((one) => one !== null).toSorted((one, other) => one.doubt - other.doubt)
  return best?.match ?? null
}

function matchForm(
  phrase: string,
  words: readonly string[],
  reading: Reading,
  { next, isColourList }: Beside,
): Reached | null {
  const last = words.at(-1) ?? ''
  const base = { length: words.length, phrase, plural: phrase !== words.join(' ') }
  const meanings = meaningsOf(phrase)
  const found = drawingOf(phrase, last, words.length, reading)
  const isColour = meanings.some(({ kind }) => kind === 'colour')
  const isLastWord = next === undefined || next.kind === 'stop' || joiners.has(next.text)
  // "an orange cat" is a colour, "an orange and a cup" a fruit.
  if (meanings.length > 0 && !(isColour && found !== null && isLastWord && !isColourList)) {
    return { match: { ...base, meanings, drawing: null }, doubt: 0 }
  }
  if (found === null) return null
  return { match: { ...base, meanings: [], drawing: found.drawing }, doubt: 1 + strengths.indexOf(found.strength) }
}

const strengths: readonly MatchStrength[] = ['known', 'name', 'head', 'keyword']

function drawingOf(
  phrase: string,
  lastWord: string,
  length: number,
  { nouns, verbs }: Reading,
): ReturnType<typeof findDrawing> {
  if (length === 1 && (phrase.length < 2 || quietWords.has(phrase) || quietWords.has(lastWord))) return null
  const found = findDrawing(phrase)
  if (found === null) return null
  const isSure = found.strength === 'known' || found.strength === 'name'
  if (length > 1) return isSure ? found : null
  // "a fishing boat": what ends in -ing only says what the next thing does.
  if (!isSure) return nouns.has(lastWord) && !lastWord.endsWith('ing') ? found : null
  return nouns.has(lastWord) || !verbs.has(lastWord) ? found : null
}

function takeMatch(mentions: Mentions, match: PhraseMatch, modifiers: Modifiers, around: Surroundings): Modifiers {
  if (modifiers.negated) {
    mentions.without.add(match.phrase)
    for (const meaning of match.meanings)
      if ('name' in meaning && meaning.name !== null) mentions.without.add(meaning.name)
    // "no rain or snow": the negation goes on.
    return modifiers
  }
  if (match.drawing !== null) {
    addSubject(mentions, match, match.drawing, modifiers)
    return noModifiers()
  }
  let next = modifiers
  for (const meaning of match.meanings) next = takeMeaning(mentions, meaning, next, around)
  return next
}

function takeMeaning(mentions: Mentions, meaning: Meaning, modifiers: Modifiers, around: Surroundings): Modifiers {
  const last = mentions.subjects.at(-1)
  switch (meaning.kind) {
    case 'number':
      // "a dozen", "a pair": the article never undoes a number, a number undoes the article.
      return { ...modifiers, count: meaning.count === 1 && modifiers.count !== null ? modifiers.count : meaning.count }
    case 'colour':
      if (!modifiers.washes) return { ...modifiers, tint: meaning.colour }
      mentions.wash ??= meaning.colour
      return noModifiers()
    case 'size':
      return { ...modifiers, scale: meaning.scale }
    case 'where': {
      const goesOn = around.next !== undefined && around.next.kind !== 'stop' && around.next.text !== 'and'
      const isNext =
        last === undefined || (meaning.of === 'either' ? modifiers.count !== null : around.isClauseStart && goesOn)
      if (isNext) return { ...modifiers, where: meaning.where }
      last.where = meaning.where
      return modifiers
    }
    case 'above':
      if (last !== undefined && around.isAfterSubject && last.where === null && canFly(last.drawing)) last.where = 'air'
      return modifiers
    case 'on':
      return { ...modifiers, bears: true }
    case 'tones':
      mentions.wash ??= modifiers.tint
      return { ...noModifiers(), washes: modifiers.tint === null }
    case 'sky':
      mentions.skyTint ??= modifiers.tint
      return noModifiers()
    // "A shoe on a grey background" has nothing else behind it.
    case 'backdrop':
      if (modifiers.tint === null) return modifiers
      mentions.meanings.push({ kind: 'place', name: 'plain background' })
      mentions.skyTint ??= modifiers.tint
      return noModifiers()
    case 'moon':
    case 'sun':
      mentions.meanings.push(meaning)
      mentions.bodyTint ??= modifiers.tint
      return noModifiers()
    default:
      mentions.meanings.push(meaning)
      // "a snowy village", "two stormy islands": numbers and colours do not reach past a place.
      return meaning.kind === 'place' ? noModifiers() : modifiers
  }
}

/** A plural without a number draws three. */
const PLURAL_COUNT = 3
const COUNT_MAX = 24

function addSubject(
  { subjects }: Mentions,
  { phrase, plural }: PhraseMatch,
  drawing: string,
  modifiers: Modifiers,
): void {
  const { count, tint, scale, where } = modifiers
  const same = subjects.find((subject) => subject.drawing === drawing && (tint === null || subject.tint === tint))
  if (same !== undefined) return
  if (subjects.length >= SUBJECTS_MAX) return
  const many = plural || phrase === 'people' || phrase === 'sheep' || phrase === 'fish'
  const number = count === null || (count === 1 && plural) ? (many ? PLURAL_COUNT : 1) : count
  subjects.push({ word: phrase, drawing, count: Math.min(COUNT_MAX, number), tint, scale, where, on: null })
}

function noModifiers(): Modifiers {
  return { count: null, tint: null, scale: 1, where: null, negated: false, bears: false, washes: false }
}
