import { findDrawing } from '../subjects/find-drawing.ts'
import { isBeing, isPerson } from './can-hold.ts'
import type { NamedSubject } from './hold-subjects.ts'
import { makeSubject } from './hold-subjects.ts'
import { matchAt } from './match-phrase.ts'
import type { Mentions, Walk } from './walk.ts'

interface Activity {
  word: RegExp
  /** Each of those who do it holds one; without anybody nothing is to be seen of it. */
  held?: string
  /** What else it brings: each stands on the one before. */
  sets?: readonly string[]
  /** "Watering the plants", not "fishing boat": what is named next is no part of its name. */
  hasObject?: boolean
}

/** What is to be seen of what somebody does. To add one: an entry here. */
const activities: readonly Activity[] = [
  { word: /^fishing$/, held: 'fishing rod' },
  { word: /^watering$/, held: 'watering can', hasObject: true },
  { word: /^(?:reading|studying)$/, held: 'book' },
  { word: /^(?:picnic|picnics|picnicking)$/, sets: ['picnic blanket', 'picnic basket'] },
  { word: /^(?:breakfast|lunch|dinner|supper)$/, sets: ['table', 'fork and knife with plate'] },
  { word: /^(?:candlelight|candlelit)$/, sets: ['table', 'candle'], hasObject: true },
]

/** Adds what an activity brings to the subjects. Says whether the word was one. */
export function takeActivity(walk: Walk, index: number): boolean {
  const { mentions, modifiers, reading } = walk
  const word = reading.words[index]?.text ?? ''
  const activity = activities.find((each) => each.word.test(word))
  if (activity === undefined || modifiers.negated) return false
  const { held, sets = [], hasObject = false } = activity
  if (!hasObject && !isAlone(walk, index)) return false
  if (held === undefined) {
    let bearer: NamedSubject | null = null
    for (const thing of sets) bearer = bring(mentions, thing, bearer === null ? null : { by: bearer, how: 'upon' })
    endPhrase(walk)
    return true
  }
  const free = mentions.subjects.filter(({ held: hold }) => hold?.how !== 'held')
  // "A man and his dog fishing".
  const doer = free.findLast(({ drawing }) => isPerson(drawing)) ?? free.findLast(({ drawing }) => isBeing(drawing))
  if (doer === undefined) return false
  for (const by of walk.company.length > 0 ? walk.company : [doer]) bring(mentions, held, { by, how: 'held' })
  endPhrase(walk)
  return true
}

/** What comes next belongs to nobody named before. */
function endPhrase(walk: Walk): void {
  walk.last = 'other'
  walk.bond = null
}

function bring({ brought, unpainted }: Mentions, phrase: string, held: NamedSubject['held']): NamedSubject | null {
  const found = findDrawing(phrase)
  if (found === null) {
    unpainted.push(phrase)
    return null
  }
  const subject = { ...makeSubject(phrase, found.drawing), count: held?.how === 'held' ? held.by.count : 1, held }
  brought.push(subject)
  return subject
}

/** What was brought and not named as well ("fishing with a long fishing rod") joins the subjects. */
export function addBrought({ subjects, brought }: Mentions): void {
  const named = [...subjects]
  for (const thing of brought) {
    // Each angler has a rod, but all have one table.
    const known = thing.held?.how === 'held' ? named : subjects
    const bearer = subjects.find(({ drawing }) => drawing === thing.held?.by.drawing)
    if (known.some(({ drawing }) => drawing === thing.drawing)) continue
    if (thing.held?.how === 'upon' && bearer !== undefined) thing.held.by = bearer
    subjects.push(thing)
  }
}

/** "Reading a book", "a fishing boat", "a picnic table" are another matter. */
function isAlone({ reading }: Walk, index: number): boolean {
  const next = reading.words[index + 1]
  if (next === undefined || next.kind !== 'word') return true
  if (/^(?:a|an|the|his|her|their|its|some|two|three|old|rod|pole|net|line)$/.test(next.text)) return false
  return (matchAt(reading, index + 1)?.drawing ?? null) === null
}
