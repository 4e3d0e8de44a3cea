import type { Colour } from '../colour.ts'
import { canFly } from '../subjects/seats.ts'
import { traitsOf } from '../subjects/traits.ts'
import { findFeature } from './attributes.ts'
import { isCrossed, isPerson } from './can-hold.ts'
import type { NamedSubject } from './hold-subjects.ts'
import { makeSubject } from './hold-subjects.ts'
import { putUpon } from './attach-parts.ts'
import type { Meaning } from './vocabulary.ts'
import type { Modifiers, Surroundings, Walk } from './walk.ts'
import { combine, noModifiers, SUBJECTS_MAX } from './walk.ts'
import { whereOf } from './where-of.ts'

export function takeMeaning(walk: Walk, meaning: Meaning, around: Surroundings): void {
  const { mentions, modifiers } = walk
  const last = walk.isOrphaned || walk.isOfPlace ? undefined : mentions.subjects.at(-1)
  switch (meaning.kind) {
    case 'number':
      walk.modifiers = takeNumber(modifiers, meaning.count, around)
      return
    case 'colour':
      takeColour(walk, meaning.colour, around)
      return
    case 'many colours':
      takeManyColours(walk, meaning.colours)
      return
    case 'size':
      walk.modifiers = { ...modifiers, scale: meaning.scale }
      return
    case 'where':
      takeWhere(walk, meaning, around)
      return
    case 'side':
      if (last !== undefined) ownerOf(last).where = meaning.where
      walk.modifiers = { ...modifiers, where: meaning.where === 'left' ? 'right' : 'left' }
      walk.bond = null
      return
    case 'relation': {
      const isAbove = meaning.name === 'over' && walk.last === 'subject' && last?.where === null
      if (isAbove && canFly(last.drawing) && !isCrossed(last.drawing) && !isGrounded(last.drawing)) last.where = 'air'
      walk.bond = { relation: meaning.name, before: subjectsBefore(walk) }
      return
    }
    case 'feature': {
      const owner = findFeature(mentions.subjects, meaning.name)
      if (owner === null) mentions.unpainted.push('hair')
      return
    }
    case 'tones':
    case 'light':
    case 'sky':
    case 'backdrop':
    case 'sun':
      takeSurroundings(walk, meaning)
      return
    case 'moon':
      if (isCounted(modifiers)) addToSky(walk, 'moon', 'full-moon')
      else takeSurroundings(walk, meaning)
      return
    case 'stars':
      mentions.meanings.push(meaning)
      if (isCounted(modifiers)) addToSky(walk, 'star', 'star')
      return
    case 'nothing':
      return
    case 'on body':
      putUpon(mentions.subjects, meaning.part)
      return
    case 'steaming':
      walk.modifiers = { ...modifiers, steams: true }
      return
    case 'hill':
      return takeHill(walk, meaning, last)
    case 'material':
      if (modifiers.tints.length === 0) walk.modifiers = { ...modifiers, tints: [meaning.colour] }
      return
    default:
      mentions.meanings.push(meaning)
      // "a snowy village", "two stormy islands": numbers and colours do not reach past a place.
      if (meaning.kind !== 'place' || meaning.isAttribute === true) return
      walk.bond = null
      walk.modifiers = noModifiers()
  }
}

/** Who was named before it stands on it. */
function takeHill(walk: Walk, meaning: Meaning, last: NamedSubject | undefined): void {
  if (last !== undefined) walk.mentions.onHill = ownerOf(last)
  walk.mentions.meanings.push(meaning)
  walk.bond = null
}

/** "Two moons", "six stars": that many of them are to be seen, so they are things like any other. */
function isCounted({ count }: Modifiers): boolean {
  return count !== null && count > 1
}

/** Beside what else stands there they are small. */
const SKY_SCALE = 0.55

function addToSky(walk: Walk, word: string, drawing: string): void {
  const { count, tints } = combine(walk.modifiers, true)
  const scale = walk.modifiers.scale * SKY_SCALE
  const isNew = walk.mentions.subjects.length < SUBJECTS_MAX
  if (isNew)
    walk.mentions.subjects.push({ ...makeSubject(word, drawing), count, tints, scale, where: 'air', hasNumber: true })
  walk.modifiers = noModifiers()
  walk.bond = null
}

/** What has no place of its own in the picture takes the colour before it. */
function takeSurroundings(
  walk: Walk,
  meaning: Extract<Meaning, { kind: 'tones' | 'light' | 'sky' | 'backdrop' | 'moon' | 'sun' }>,
): void {
  const { mentions } = walk
  const tint = walk.modifiers.tints[0] ?? null
  switch (meaning.kind) {
    case 'tones':
      mentions.wash ??= tint
      walk.modifiers = { ...noModifiers(), washes: tint === null }
      return
    case 'light':
      if (tint === null) return
      mentions.wash ??= tint
      break
    case 'sky':
      mentions.skyTint ??= tint
      break
    // "A shoe on a grey background" has nothing else behind it.
    case 'backdrop':
      if (tint === null) return
      mentions.meanings.push({ kind: 'place', name: 'plain background' })
      mentions.skyTint ??= tint
      break
    case 'moon':
    case 'sun':
      mentions.meanings.push(meaning)
      mentions.bodyTint ??= tint
  }
  walk.modifiers = noModifiers()
}

function takeNumber(modifiers: Modifiers, count: number, { before }: Surroundings): Modifiers {
  const isNextOfList = modifiers.tints.length > 0 && (before?.text === 'and' || before?.kind === 'stop')
  if (isNextOfList) {
    const others = [...modifiers.others, { count: modifiers.count ?? 1, tints: modifiers.tints }]
    return { ...modifiers, others, count, tints: [] }
  }
  // "a dozen", "a pair": the article never undoes a number, a number undoes the article.
  return { ...modifiers, count: count === 1 && modifiers.count !== null ? modifiers.count : count }
}

function takeColour(walk: Walk, colour: Colour, { before, next }: Surroundings): void {
  const { mentions, modifiers } = walk
  if (modifiers.washes) {
    mentions.wash ??= colour
    walk.modifiers = noModifiers()
    return
  }
  const last = mentions.subjects.at(-1)
  const isAfter = walk.bond?.relation === 'in' && walk.bond.before[0] === last && next?.kind !== 'word'
  // "A car in red", "balloons in red, blue and yellow".
  if (isAfter && last !== undefined && before?.kind === 'word') {
    last.tints = [...last.tints, colour]
    return
  }
  const isListed = before?.text === 'and' || before?.kind === 'stop'
  walk.modifiers = { ...modifiers, tints: isListed ? [...modifiers.tints, colour] : [colour] }
}

function takeManyColours(walk: Walk, colours: readonly Colour[]): void {
  const last = walk.mentions.subjects.at(-1)
  const isAfter = walk.bond !== null && walk.bond.before[0] === last
  if (!isAfter || last === undefined) walk.modifiers = { ...walk.modifiers, tints: colours }
  else last.tints = last.count > 1 ? colours : []
}

function takeWhere(
  walk: Walk,
  { where, of }: Extract<Meaning, { kind: 'where' }>,
  { isClauseStart: isStart, next }: Surroundings,
): void {
  const last = walk.mentions.subjects.at(-1)
  const goesOn = next !== undefined && next.kind !== 'stop' && next.text !== 'and'
  walk.bond = null
  const isNext = last === undefined || (of === 'either' ? walk.modifiers.count !== null : isStart && goesOn)
  if (isNext) walk.modifiers = { ...walk.modifiers, where }
  // "A girl flying kites".
  else if (where === 'air' && of === 'either' && isGrounded(last.drawing)) return
  else if (!walk.isOrphaned && !walk.isOfPlace) ownerOf(last).where = whereOf(ownerOf(last).drawing, where)
}

/** Nobody floats in the sky who cannot fly. */
function isGrounded(drawing: string): boolean {
  const isFlier =
    traitsOf(drawing).habitat === 'air' || /superhero|supervillain|mage|astronaut|genie|ghost|alien/.test(drawing)
  return isPerson(drawing) && !isFlier
}

function holdersOf({ held }: NamedSubject): NamedSubject[] {
  return held === null ? [] : [held.by, ...holdersOf(held.by)]
}

/** A hat goes where its wearer goes. */
function ownerOf(subject: NamedSubject): NamedSubject {
  return subject.held === null ? subject : ownerOf(subject.held.by)
}

/** Of this clause, the nearest first; at its start the last of the one before, and whose that is. */
function subjectsBefore({ mentions: { subjects }, clauseStart, isOrphaned }: Walk): NamedSubject[] {
  if (isOrphaned) return []
  const inClause = subjects.slice(clauseStart)
  if (inClause.length > 0) return inClause.toReversed()
  const last = subjects.at(-1)
  return last === undefined ? [] : [last, ...holdersOf(last)]
}
