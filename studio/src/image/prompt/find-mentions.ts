import { attachParts } from './attach-parts.ts'
import { addBrought, takeActivity } from './activities.ts'
import { takeGroup } from './groups.ts'
import { takeKin } from './kin.ts'
import type { PhraseMatch } from './match-phrase.ts'
import { isColour, matchAt } from './match-phrase.ts'
import { takeOwnPart } from './own-parts.ts'
import { colourWords, negations } from './plain-words.ts'
import { drawDoings, takePose } from './poses.ts'
import { quietWords } from './quiet-words.ts'
import type { Reading, Word } from './read-words.ts'
import { readWords } from './read-words.ts'
import { takeField } from './take-field.ts'
import { takeMeaning } from './take-meaning.ts'
import { takeThing } from './take-thing.ts'
import { undrawnWords } from './undrawn-words.ts'
import type { Meaning } from './vocabulary.ts'
import type { Mentions, Walk } from './walk.ts'
import { combine, forbid, forgetNumbers, noModifiers, repeatTints, SUBJECTS_MAX } from './walk.ts'

export function findMentions(prompt: string): Mentions {
  const reading = readWords(prompt)
  const walk: Walk = {
    reading,
    mentions: {
      meanings: [],
      subjects: [],
      brought: [],
      crop: null,
      onHill: null,
      skyTint: null,
      bodyTint: null,
      wash: null,
      looseTint: null,
      without: new Set(),
      unpainted: [],
    },
    modifiers: noModifiers(),
    bond: null,
    clauseStart: 0,
    partStart: 0,
    isOrphaned: false,
    isOfPlace: false,
    company: [],
    lastBond: null,
    last: 'other',
  }
  let index = 0
  while (index < reading.words.length) index += takeWord(walk, index)
  colourEach(walk)
  addBrought(walk.mentions)
  limitSubjects(walk.mentions)
  attachParts(walk.mentions)
  drawDoings(walk.mentions)
  walk.mentions.looseTint ??= walk.modifiers.tints[0] ?? null
  return walk.mentions
}

/** Families and what activities bring count as well. */
function limitSubjects({ subjects, unpainted }: Mentions): void {
  const kept = new Set(subjects.slice(0, SUBJECTS_MAX))
  for (const subject of subjects) if (subject.held !== null && !kept.has(subject.held.by)) subject.held = null
  unpainted.push(...subjects.splice(SUBJECTS_MAX).map(({ word }) => word))
}

/** Says how many words it took. */
function takeWord(walk: Walk, index: number): number {
  const { reading, mentions } = walk
  const word = reading.words[index]
  if (word === undefined) return 1
  const match = matchAt(reading, index)
  const taken = takeByOthers(walk, index, match)
  if (taken > 0) return taken
  if (word.kind === 'stop') takeStop(walk, index)
  else if (negations.has(word.text)) walk.modifiers = { ...noModifiers(), negated: true }
  else if (isRepeat(walk, index)) repeatSubject(walk)
  else if (match !== null && !isTransitive(match, reading, index) && !isPattern(match, reading, index)) {
    if (match.drawing !== null) takeThing(walk, match, match.drawing, index)
    else takeMeanings(walk, match, index)
    // "the style of Van Gogh": the name is no delivery van.
    const isCredit = match.meanings.some(({ kind }) => kind === 'credit')
    const names = isCredit && matchAt(reading, index + match.length)?.meanings[0]?.kind !== 'style' ? 2 : 0
    return match.length + names
  } else if (match !== null && isPattern(match, reading, index)) takePattern(walk, index + match.length)
  else if (word.text === 'and') takeAnd(walk, index)
  else if (word.text === 'but') walk.modifiers = noModifiers()
  else takeUnknown(walk, word.text, mentions)
  return match?.length ?? 1
}

/** Words whose sense comes from what is around them. Says how many it took, 0 = none. */
function takeByOthers(walk: Walk, index: number, match: PhraseMatch | null): number {
  const field = takeField(walk, index)
  if (field > 0) return field
  // A longer phrase ("fishing boat", "watering can") is known by its name.
  if (match !== null && match.length > 1) return 0
  takeCooking(walk, index)
  if (takeOwnPart(walk, index) || takeKin(walk, index) || takePose(walk, index)) return 1
  const group = takeGroup(walk, index)
  if (group > 0) return group
  if (!takeActivity(walk, index)) return 0
  if (match !== null && match.drawing === null && match.meanings.every(({ kind }) => kind !== 'relation'))
    takeMeanings(walk, match, index)
  return 1
}

/** It is done in a kitchen, where no other place is named. */
function takeCooking({ reading, modifiers, mentions }: Walk, index: number): void {
  const isCooking = /^(?:cooking|baking)$/.test(reading.words[index]?.text ?? '')
  if (isCooking && !modifiers.negated) mentions.meanings.push({ kind: 'interior', name: 'kitchen' })
}

function takeStop(walk: Walk, index: number): void {
  const { mentions, modifiers } = walk
  if (walk.last === 'unknown noun') forgetNumbers(walk)
  walk.last = 'other'
  walk.isOrphaned = false
  walk.isOfPlace = false
  walk.partStart = mentions.subjects.length
  if (goesOnWithColours(walk, index)) return
  colourEach(walk)
  mentions.looseTint ??= modifiers.tints[0] ?? null
  walk.modifiers = noModifiers()
  walk.clauseStart = mentions.subjects.length
  // "Wearing a hat, a scarf and gloves" goes on.
  if (walk.bond?.relation !== 'wearing') walk.bond = null
}

/** "Two cows, one brown and one black." */
function colourEach({ mentions, modifiers }: Walk): void {
  const last = mentions.subjects.at(-1)
  const { count, tints, others } = modifiers
  if (last === undefined || last.count < 2 || count === null || tints.length === 0) return
  const each = [...last.tints, ...repeatTints([...others, { count, tints }])]
  if (!last.hasNumber && others.length > 0) last.count = each.length
  last.tints = each.slice(0, last.count)
}

function takeAnd(walk: Walk, index: number): void {
  if (walk.last === 'unknown noun') forgetNumbers(walk)
  const next = walk.reading.words[index + 1]
  const isOtherThing = next !== undefined && matchAt(walk.reading, index + 1)?.meanings[0]?.kind === 'number'
  if (isOtherThing && !goesOnWithColours(walk, index)) forgetNumbers(walk)
  walk.last = 'other'
  walk.isOrphaned = false
  walk.isOfPlace = false
  walk.partStart = walk.mentions.subjects.length
}

/** "Red, blue and yellow balloons", "a red, a blue and a yellow one": after this comma another colour comes for the same noun. */
function goesOnWithColours({ reading, modifiers }: Walk, index: number): boolean {
  if (modifiers.tints.length === 0 || modifiers.washes) return false
  let next = index + 1
  if (reading.words[next]?.text === 'and') next += 1
  const number = matchAt(reading, next)
  if (number?.meanings[0]?.kind === 'number') next += number.length
  return isColour(reading.words[next]?.text ?? '')
}

/** "A black cat and a white one." */
function isRepeat({ reading, modifiers, mentions }: Walk, index: number): boolean {
  const text = reading.words[index]?.text
  const isNamed = isColour(reading.words[index - 1]?.text ?? '')
  return (text === 'one' || text === 'ones') && isNamed && modifiers.tints.length > 0 && mentions.subjects.length > 0
}

function repeatSubject(walk: Walk): void {
  const last = walk.mentions.subjects.at(-1)
  if (last === undefined) return
  const { count, tints } = combine(walk.modifiers, last.count > 1)
  // The black cat has a drawing of its own, which is no white one's.
  const kind = last.drawing === 'black-cat' ? { word: 'cat', drawing: 'cat' } : {}
  walk.mentions.subjects.push({
    ...last,
    ...kind,
    count,
    tints,
    scale: walk.modifiers.scale,
    where: null,
    held: null,
    near: null,
    doing: null,
  })
  walk.modifiers = noModifiers()
  walk.last = 'subject'
}

function takeUnknown(walk: Walk, text: string, { unpainted }: Mentions): void {
  const { nouns, adjectives, verbs } = walk.reading
  const isNoun = nouns.has(text)
  if (quietWords.has(text) || walk.modifiers.negated || (!isNoun && !isTold(adjectives, text))) {
    if (walk.last === 'unknown noun' && (verbs.has(text) || quietWords.has(text))) forgetNumbers(walk)
    walk.last = 'other'
    return
  }
  if (!unpainted.includes(text) && (undrawnWords.has(text) || !text.endsWith('ing'))) unpainted.push(text)
  if (!isNoun) return
  // "A coffee shop": the cup stands for it, and may still be described.
  const last = walk.mentions.subjects.at(-1)
  if (walk.last === 'subject' && last !== undefined) last.hasNumber = false
  walk.last = 'unknown noun'
  if (walk.mentions.subjects.length === walk.partStart) walk.isOrphaned = true
}

/** "Leaning" is a pose, whatever the tagger says. */
function isTold(adjectives: ReadonlySet<string>, text: string): boolean {
  return adjectives.has(text) && !text.endsWith('ing')
}

/** "flying a kite" says nothing of where the kites' owners are. */
function isTransitive({ meanings, length }: PhraseMatch, reading: Reading, index: number): boolean {
  const isMotion = meanings.some((meaning) => meaning.kind === 'where' && meaning.of === 'either')
  const next = reading.words[index + length]
  return isMotion && next !== undefined && /^(?:a|an|the|his|her|their|its)$/.test(next.text)
}

/** "A black and white cow" is one in its own colours; "a black and white photo of a cow" is another matter. */
function isPattern({ phrase, length }: PhraseMatch, reading: Reading, index: number): boolean {
  return phrase === 'black and white' && (matchAt(reading, index + length)?.drawing ?? null) !== null
}

/** Of what is not black and white by nature the black can be shown. */
function takePattern(walk: Walk, index: number): void {
  const drawing = matchAt(walk.reading, index)?.drawing ?? ''
  if (!piebald.test(drawing)) walk.modifiers = { ...walk.modifiers, tints: [colourWords.black ?? '#2a2733'] }
  walk.last = 'other'
}

const piebald = /^(?:cow|panda|zebra|penguin|badger|skunk|soccer-ball|piano|goat|chess-pawn|dolphin)$/

function takeMeanings(walk: Walk, match: PhraseMatch, index: number): void {
  const { mentions, modifiers, reading } = walk
  const first = match.meanings[0]
  if (modifiers.negated && first?.kind !== 'relation') {
    forbid(mentions, match)
    // "no rain or snow": the negation goes on.
    return
  }
  if (walk.last === 'unknown noun' && first?.kind !== 'colour') forgetNumbers(walk)
  const around = {
    isClauseStart: isClauseStart(reading.words[index - 1]),
    before: reading.words[index - 1],
    next: reading.words[index + match.length],
  }
  const isAttribute = (matchAt(reading, index + match.length)?.drawing ?? null) !== null
  if (isHouseFront(walk, match)) {
    takeThing(walk, { ...match, meanings: [] }, 'shop', index)
    return
  }
  // "A vintage car": the car is, the picture is not.
  if (isAttribute && /^(?:vintage|retro|old fashioned)$/.test(match.phrase)) return
  for (const meaning of match.meanings) {
    // "A space rocket in the desert": the rocket is of space, the picture is not.
    const said = meaning.kind === 'place' && isAttribute ? { ...meaning, isAttribute: true } : meaning
    takeMeaning(walk, said, around)
  }
  const isOfPlace = match.meanings.some(({ kind }) => backgrounds.has(kind))
  if (isOfPlace && mentions.subjects.length === walk.partStart) walk.isOfPlace = true
  walk.last = 'other'
}

/** "A car in front of a diner": who is outside sees a house. */
function isHouseFront({ bond }: Walk, { phrase }: PhraseMatch): boolean {
  const isOutside = bond !== null && bond.before.length > 0 && /^(?:before|behind|beside|between)$/.test(bond.relation)
  return isOutside && /^(?:restaurant|cafe|café|diner|pub|tavern|library|museum|theater|theatre|gym)$/.test(phrase)
}

/** "A cat, stars in the background": the cat is not. */
const backgrounds: ReadonlySet<Meaning['kind']> = new Set(['place', 'sun', 'moon', 'stars', 'sky', 'weather'])

function isClauseStart(before: Word | undefined): boolean {
  return before === undefined || before.kind === 'stop' || before.text === 'and' || before.text === 'with'
}
