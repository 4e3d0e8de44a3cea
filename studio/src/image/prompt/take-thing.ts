import { emojiSet } from '../subjects/emoji.ts'
import type { Colour } from '../colour.ts'
import { findPart } from '../subjects/parts-of-drawings.ts'
import type { PartTint } from '../subjects/tint-drawing.ts'
import { attributeTints, WOOD } from './attributes.ts'
import { canContain, isFood, isServed } from './can-hold.ts'
import type { Bond, NamedSubject } from './hold-subjects.ts'
import { holdSubjects, makeSubject } from './hold-subjects.ts'
import { isYoungBeside, YOUNG_SCALE } from './kin.ts'
import type { PhraseMatch } from './match-phrase.ts'
import { standWith } from './stand-near.ts'
import type { Walk } from './walk.ts'
import { combine, forbid, noModifiers, SUBJECTS_MAX } from './walk.ts'
import { whereOf } from './where-of.ts'
import { wordList } from './word-list.ts'

export function takeThing(walk: Walk, match: PhraseMatch, named: string, index: number): void {
  const { mentions, modifiers, reading } = walk
  // "Two glasses" are to drink from.
  const drawing = named === 'glasses' && (modifiers.count ?? 1) > 1 ? 'wine-glass' : named
  if (modifiers.negated) {
    forbid(mentions, match)
    return
  }
  // "A mug of hot chocolate" is drawn as a mug, "a glass of red wine" as its own glass.
  const [vessel] = walk.bond?.before ?? []
  if (walk.bond?.relation === 'of' && vessel !== undefined && isFood(drawing) && isServed(vessel.drawing)) {
    if (isServed(drawing)) vessel.drawing = drawing
    walk.modifiers = noModifiers()
    walk.last = 'other'
    walk.bond = null
    return
  }
  const before = reading.words[index - 1]
  for (const meaning of match.meanings)
    if (meaning.kind === 'place') mentions.meanings.push({ ...meaning, isAttribute: true })
  if (walk.last === 'subject' && before?.kind === 'word' && before.text !== 'and') absorbAttribute(walk, drawing)
  if (isInside(walk, drawing)) {
    mentions.meanings.push({ kind: 'place', name: 'room' })
    if (/^(?:bakery|pizzeria)$/.test(match.phrase)) mentions.meanings.push({ kind: 'interior', name: 'kitchen' })
    walk.modifiers = noModifiers()
    walk.last = 'other'
    walk.bond = null
    return
  }
  if (isServed(drawing)) absorbDish(walk)
  const subject = addSubject(walk, match, drawing)
  // "A vase of roses and a candle" are two things.
  const isNextOf = walk.bond?.relation === 'of' && before?.text !== 'of' && walk.modifiers.count !== null
  if (isNextOf && mentions.subjects.some(({ held }) => held?.by === walk.bond?.before[0])) walk.bond = null
  walk.lastBond = walk.bond
  if (subject === null) mentions.unpainted.push(match.phrase)
  else if (walk.bond !== null) {
    const isTied = holdSubjects(walk.bond, subject)
    const [first] = walk.bond.before
    if (isTied && first !== undefined) for (const each of walk.company) standWith(each, first)
    const goesOn = ownings.has(walk.bond.relation)
    if (!goesOn || !isTied) walk.bond = null
  }
  if (subject !== null && walk.modifiers.steams && (isFood(drawing) || isServed(drawing))) {
    const steam = {
      ...makeSubject('steam', 'steam'),
      count: subject.count,
      held: { by: subject, how: 'upon' as const },
    }
    mentions.subjects.push(steam)
  }
  walk.modifiers = noModifiers()
  walk.isOrphaned = false
  walk.isOfPlace = false
  walk.company = []
  walk.last = 'subject'
}

/** After these "and" goes on: "with a hat and a scarf", "between a tree and a house". */
const ownings: ReadonlySet<Bond['relation']> = new Set(['with', 'wearing', 'holding', 'of', 'between'])

/** "Chocolate cake", "dragon boat": the first of two names only says what kind the second is. */
function absorbAttribute(walk: Walk, head: string): void {
  const { mentions } = walk
  const attribute = mentions.subjects.at(-1)
  const isPlural = attribute !== undefined && attribute.count > 1 && !attribute.hasNumber
  if (attribute === undefined || isPlural || emojiSet().byCharacter.has(attribute.word)) return
  mentions.subjects.pop()
  // "Roses in a glass vase": they are in the vase.
  for (const subject of mentions.subjects) if (subject.held?.by === attribute) subject.held = null
  walk.bond = walk.lastBond
  const tint = attribute.drawing === head ? undefined : attributeTints[attribute.word]
  const isYoung = attribute.drawing === 'baby'
  const isKind = isYoung || attribute.drawing === head || attribute.word === 'glass'
  if (!isKind && tint === undefined && attribute.tints.length === 0) mentions.unpainted.push(attribute.word)
  walk.modifiers = {
    ...walk.modifiers,
    count: attribute.hasNumber ? attribute.count : walk.modifiers.count,
    tints: attribute.tints.length > 0 ? attribute.tints : tint === undefined ? [] : [tint],
    scale: attribute.scale * (isYoung ? 0.8 : 1),
    where: attribute.where,
  }
}

/** "A bowl of ramen": one thing. */
function absorbDish(walk: Walk): void {
  const dish = walk.mentions.subjects.at(-1)
  if (walk.bond?.relation !== 'of' || dish === undefined || dish !== walk.bond.before[0] || !canContain(dish.drawing))
    return
  walk.mentions.subjects.pop()
  walk.modifiers = {
    ...walk.modifiers,
    count: dish.hasNumber ? dish.count : null,
    tints: dish.tints,
    scale: dish.scale,
    where: dish.where,
  }
  walk.bond = null
}

/** "A barista in a coffee shop": the picture is of its inside. */
function isInside({ bond, modifiers }: Walk, drawing: string): boolean {
  return bond?.relation === 'in' && bond.before.length > 0 && modifiers.count === 1 && interiors.has(drawing)
}

const interiors: ReadonlySet<string> = new Set(['shop', 'school', 'hospital', 'bank', 'hotel', 'department-store'])

/** Of one thing in two colours the stripes have the second, "a red and white lighthouse"; of a wooden ship the hull is. */
function partTints(drawing: string, count: number, tints: readonly Colour[]): PartTint[] {
  const [first, second] = tints
  const hull = findPart(drawing, 'hull')
  if (first === WOOD && hull !== null) return [{ part: hull, colour: WOOD }]
  const stripe = findPart(drawing, 'stripe')
  return count === 1 && second !== undefined && stripe !== null ? [{ part: stripe, colour: second }] : []
}

function ownTints(drawing: string, count: number, tints: readonly Colour[]): readonly Colour[] {
  const isWood = tints[0] === WOOD && (ofWood.has(drawing) || findPart(drawing, 'hull') !== null)
  return isWood || (count === 1 && tints.length > 2) ? [] : tints
}

/** They are drawn of wood as they come. */
const ofWood: ReadonlySet<string> = new Set(
  wordList(`table, chair, bench, fence, cabin, log, shelf, bookshelf, box, treasure-chest, rowing-boat, pirate-ship, piano, door,
  ladder, well, wood, hut, guitar, violin, branch, picnic basket, basket, oil-drum, treehouse`),
)

const COUNT_MAX = 24
const alwaysMany = new Set(['people', 'sheep', 'fish'])
/** Words for some of a kind, as the phrase stands in the prompt. */
const companies: Readonly<Record<string, number>> = { couple: 2, family: 4, crowd: 8 }
/** The drawing is of a heap: "a stack of three pancakes" is one of it. */
const heaps = new Set(['pancakes', 'books', 'french-fries', 'grapes', 'blueberries', 'peanuts', 'beans'])

/** The subject itself or, where it was named before, that one; null = there are too many. */
function addSubject(walk: Walk, { phrase, plural }: PhraseMatch, drawing: string): NamedSubject | null {
  const { subjects } = walk.mentions
  const { scale, where, doing, count: said } = walk.modifiers
  const isMany = plural || (alwaysMany.has(phrase) && said !== 1)
  const { count, tints: asked } = combine(walk.modifiers, isMany)
  const tints = ownTints(drawing, count, asked)
  const same = subjects.find(
    (subject) => subject.drawing === drawing && (tints.length === 0 || String(subject.tints) === String(tints)),
  )
  const isYoung = same !== undefined && isYoungBeside(phrase, same)
  const isOther = isYoung || (same !== undefined && walk.bond !== null && said !== null && same.held !== null)
  if (same !== undefined && !isOther) return same
  const plain = subjects.find(
    (subject) => subject.drawing === drawing && !subject.hasNumber && subject.tints.length === 0,
  )
  if (plain !== undefined && count === 1 && !isYoung) return Object.assign(plain, { tints, scale, doing })
  if (subjects.length >= SUBJECTS_MAX) return null
  const subject: NamedSubject = {
    ...makeSubject(phrase, drawing),
    parts: partTints(drawing, count, asked),
    count: heaps.has(drawing) ? 1 : Math.min(COUNT_MAX, count * (companies[phrase] ?? 1)),
    tints,
    scale: isYoung ? scale * YOUNG_SCALE : scale,
    where: whereOf(drawing, where),
    doing,
    hasNumber: said !== null && !(said === 1 && plural),
  }
  subjects.push(subject)
  return subject
}
