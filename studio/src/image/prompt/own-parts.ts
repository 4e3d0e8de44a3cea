import type { PartName } from '../subjects/parts-of-drawings.ts'
import { findPart } from '../subjects/parts-of-drawings.ts'
import { isAnimal, isBeing, isVehicle } from './can-hold.ts'
import type { NamedSubject } from './hold-subjects.ts'
import { singularForms } from './singular.ts'
import type { Walk } from './walk.ts'
import { noModifiers } from './walk.ts'
import { wordList } from './word-list.ts'

interface Part {
  words: readonly string[]
  belongsTo: (drawing: string) => boolean
  /** So much of its owner that its colour may stand for the owner's. */
  isLarge: boolean
}

const isBuilding = (drawing: string): boolean =>
  /house|cabin|hut|barn|castle|church|mill|tower|shrine|shop/.test(drawing)
const isFlower = (drawing: string): boolean => /flower|rose|tulip|blossom|hibiscus|lotus|hyacinth/.test(drawing)
const isWinged = (drawing: string): boolean => isBeing(drawing) || /airplane/.test(drawing)

/** What a drawing has by itself, beside what can be coloured apart. To add one: its word here. */
const parts: readonly Part[] = [
  { words: wordList('fur, feather, scale, mane, plumage'), belongsTo: isAnimal, isLarge: true },
  { words: ['skin', 'body'], belongsTo: isBeing, isLarge: true },
  { words: ['shell'], belongsTo: (drawing) => /turtle|snail|crab/.test(drawing), isLarge: true },
  { words: ['wing'], belongsTo: isWinged, isLarge: true },
  { words: ['sail', 'hull'], belongsTo: isVehicle, isLarge: true },
  { words: ['roof', 'wall'], belongsTo: isBuilding, isLarge: true },
  { words: ['petal'], belongsTo: isFlower, isLarge: true },
  {
    words: wordList('trunk, snout, beak, paw, claw, hoof, tusk, horn, antler, whisker, tentacle, fin'),
    belongsTo: isAnimal,
    isLarge: false,
  },
  {
    words: wordList('tail, head, back, nose, mouth, ear, eye, leg, foot, tooth, belly, tongue, neck, face, arm, hand'),
    belongsTo: isBeing,
    isLarge: false,
  },
  { words: wordList('wheel, mast, window, door'), belongsTo: isVehicle, isLarge: false },
  { words: ['window', 'door'], belongsTo: isBuilding, isLarge: false },
]

/**
 * "An elephant with its trunk", "a boat with orange sails": no thing beside its owner but a part of it. What cannot be
 * coloured by itself gives its colour to the owner, if that has none. Says whether the word was such a part.
 */
export function takeOwnPart(walk: Walk, index: number): boolean {
  const { mentions, modifiers, reading } = walk
  const word = reading.words[index]?.text ?? ''
  const isOwned = isAfterPossessive(walk, index)
  const isWith = walk.bond?.relation === 'with'
  if ((!isOwned && !isWith) || modifiers.negated) return false
  const candidates = isWith ? (walk.bond?.before ?? []) : mentions.subjects.toReversed()
  const forms = [word, ...singularForms(word)]
  const found = findOwner(candidates, forms)
  if (found === null) return false
  const { owner, part, isLarge } = found
  const { tints } = modifiers
  const [tint] = tints
  if (tint !== undefined && part !== null) owner.parts = [...owner.parts, { part, colour: tint }]
  else if (tints.length > 0 && isLarge && owner.tints.length === 0) owner.tints = tints
  else if (tints.length > 0) mentions.unpainted.push(`${reading.words[index - 1]?.text ?? ''} ${word}`)
  walk.modifiers = noModifiers()
  // "With purple wings and a hat" goes on; "with its trunk" says nothing of the next.
  if (isOwned) walk.bond = null
  walk.last = 'other'
  return true
}

interface OwnPart {
  owner: NamedSubject
  /** Null = it cannot be coloured by itself. */
  part: PartName | null
  isLarge: boolean
}

function findOwner(candidates: readonly NamedSubject[], forms: readonly string[]): OwnPart | null {
  for (const owner of candidates) {
    const part = forms.map((form) => findPart(owner.drawing, form)).find((found) => found !== null) ?? null
    if (part !== null) return { owner, part, isLarge: false }
  }
  for (const { words, belongsTo, isLarge } of parts) {
    const owner = candidates.find(({ drawing }) => belongsTo(drawing))
    if (owner !== undefined && forms.some((form) => words.includes(form))) return { owner, part: null, isLarge }
  }
  return null
}

/** "Its long grey trunk". */
export function isAfterPossessive({ reading: { words } }: Walk, index: number): boolean {
  for (let before = index - 1; before >= Math.max(0, index - 3); before--) {
    const word = words[before]
    if (word === undefined || word.kind === 'stop' || word.text === 'and') return false
    if (/^(?:its|his|her|their)$/.test(word.text)) return true
  }
  return false
}
