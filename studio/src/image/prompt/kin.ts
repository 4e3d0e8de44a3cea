import { isAnimal, isBeing } from './can-hold.ts'
import type { NamedSubject } from './hold-subjects.ts'
import { makeSubject } from './hold-subjects.ts'
import { matchAt } from './match-phrase.ts'
import { isAfterPossessive } from './own-parts.ts'
import { singularForms } from './singular.ts'
import type { Walk } from './walk.ts'
import { combine, noModifiers } from './walk.ts'

const parents = /^(?:mother|father|mom|mum|mama|mommy|mummy|dad|daddy|papa|parents?)$/
const young = /^(?:baby|babies|young|offspring|newborn|kids)$/
/** Words for the young of a drawing that also is the parents'. */
const youngOfKind = /^(?:cub|calf|kitten|kitty|puppy|lamb|foal|piglet)$/

/** Beside a grown one of its drawing. */
export const YOUNG_SCALE = 0.55
const PARENT_SCALE = 1.3

/** "Their mother" of ducklings is a duck. Says whether the word was taken. */
export function takeKin(walk: Walk, index: number): boolean {
  const { mentions, modifiers, reading } = walk
  const word = reading.words[index]?.text ?? ''
  const isParent = parents.test(word)
  // "Her cub" is of her kind, whatever is drawn for a cub.
  const isCub =
    singularForms(word)
      .concat(word)
      .some((form) => youngOfKind.test(form)) && isAfterPossessive(walk, index)
  if (modifiers.negated || (!isParent && !young.test(word) && !isCub)) return false
  const next = matchAt(reading, index + 1)?.drawing ?? null
  // "A mother bear": a bear.
  if (next !== null) return isParent && isAnimal(next)
  const kin = mentions.subjects.findLast(({ drawing }) => isBeing(drawing))
  if (kin === undefined || !isAnimal(kin.drawing) || !isAfterPossessive(walk, index)) return false
  const { count } = combine(
    { ...modifiers, count: modifiers.count ?? (word === 'parents' ? 2 : null) },
    word === 'babies' || (isCub && !youngOfKind.test(word)),
  )
  const drawing = isParent ? parentOf(kin) : youngOf(kin)
  // A chick is drawn as small as it is.
  const youngScale = isChick(drawing) ? 1 : YOUNG_SCALE
  mentions.subjects.push({
    ...makeSubject(word, drawing),
    count,
    tints: modifiers.tints.length > 0 || isChick(kin.drawing) ? modifiers.tints : kin.tints,
    scale: isParent ? Math.max(1, kin.scale) * PARENT_SCALE : kin.scale * youngScale,
    where: kin.where,
  })
  walk.modifiers = noModifiers()
  walk.bond = null
  walk.last = 'subject'
  return true
}

/** "A bear and her cub" are two, though both have one drawing. */
export function isYoungBeside(phrase: string, grown: NamedSubject): boolean {
  return youngOfKind.test(phrase) && !youngOfKind.test(grown.word)
}

function isChick(drawing: string): boolean {
  return drawing.endsWith('chick')
}

function parentOf({ word, drawing }: NamedSubject): string {
  if (!isChick(drawing)) return drawing
  return word === 'chick' ? 'rooster' : 'duck'
}

function youngOf({ drawing }: NamedSubject): string {
  return /^(?:duck|rooster|swan|goose)$/.test(drawing) ? 'front-facing-baby-chick' : drawing
}
