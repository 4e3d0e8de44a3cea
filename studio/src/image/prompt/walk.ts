import type { Colour } from '../colour.ts'
import type { CropName } from '../places/crops.ts'
import type { Bond, NamedSubject } from './hold-subjects.ts'
import type { PhraseMatch } from './match-phrase.ts'
import type { Doing } from './poses.ts'
import type { Reading, Word } from './read-words.ts'
import type { Meaning } from './vocabulary.ts'

/** Everything a prompt names, in order, before anything is decided. */
export interface Mentions {
  meanings: Meaning[]
  subjects: NamedSubject[]
  /** By what somebody does, to join the subjects at the end. */
  brought: NamedSubject[]
  /** Of a field that is full of it. */
  crop: { name: CropName; word: string; tint: Colour | null } | null
  onHill: NamedSubject | null
  skyTint: Colour | null
  bodyTint: Colour | null
  wash: Colour | null
  /** A colour that belongs to no noun: "make it blue". */
  looseTint: Colour | null
  /** Words after "no", "without" and the like. */
  without: Set<string>
  /** Nouns and adjectives that mean nothing to us. */
  unpainted: string[]
}

export interface Modifiers {
  count: number | null
  tints: readonly Colour[]
  scale: number
  where: NamedSubject['where']
  negated: boolean
  /** "Steaming" was said. */
  steams: boolean
  doing: Doing | null
  /** "Shades of" was said: the next colour is everything's. */
  washes: boolean
  /** "A red, a blue and a yellow balloon": those before the last, whose noun is still to come. */
  others: readonly { count: number; tints: readonly Colour[] }[]
}

/** Where the reading stands. */
export interface Walk {
  reading: Reading
  mentions: Mentions
  modifiers: Modifiers
  bond: Bond | null
  /** Subjects named before this clause (since the last stop) and before the last "and". */
  clauseStart: number
  partStart: number
  /** The part since the last "and" or stop is about a thing that is not drawn: what is said there is not of another. */
  isOrphaned: boolean
  /** Or about the sun, the sky, the weather. */
  isOfPlace: boolean
  /** The grown members of the last family or couple: what is said of them they do together. */
  company: readonly NamedSubject[]
  /** What tied the last subject to another. */
  lastBond: Bond | null
  /** What the word before was. */
  last: 'subject' | 'unknown noun' | 'other'
}

/** What stands around a word. */
export interface Surroundings {
  /** Nothing but a stop or "and" is before it. */
  isClauseStart: boolean
  before: Word | undefined
  next: Word | undefined
}

export function noModifiers(): Modifiers {
  const unsaid = { count: null, where: null, doing: null }
  return { ...unsaid, tints: [], scale: 1, negated: false, steams: false, washes: false, others: [] }
}

/** What was counted and coloured is not drawn: "three purple zorbs and a cat" is one cat of its own colour. */
export function forgetNumbers(walk: Walk): void {
  walk.modifiers = { ...walk.modifiers, count: null, tints: [], scale: 1, others: [] }
  if (walk.last === 'unknown noun') walk.bond = null
}

export function forbid({ without }: Mentions, { phrase, meanings }: PhraseMatch): void {
  without.add(phrase)
  for (const meaning of meanings) if ('name' in meaning && meaning.name !== null) without.add(meaning.name)
}

/** More different things than this make a heap, not a picture. */
export const SUBJECTS_MAX = 10

/** A plural without a number draws three. */
const PLURAL_COUNT = 3

/** How many there are of a noun, and what colours they take in turn. */
export function combine(
  { count, tints, others }: Modifiers,
  isMany: boolean,
): { count: number; tints: readonly Colour[] } {
  if (others.length === 0) {
    const isOpen = count === null || (count === 1 && isMany)
    return { count: isOpen ? (isMany ? Math.max(PLURAL_COUNT, Math.min(5, tints.length)) : 1) : count, tints }
  }
  const parts = [...others, { count: count ?? 1, tints }]
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    tints: repeatTints(parts),
  }
}

/** One colour for each instance, in the order of the parts. */
export function repeatTints(parts: Modifiers['others']): Colour[] {
  return parts
    .flatMap(({ count, tints }) => Array.from({ length: count }, (_, each) => tints[each % tints.length]))
    .filter((tint) => tint !== undefined)
}
