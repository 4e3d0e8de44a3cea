import { coatOf } from '../subjects/bodies.ts'
import { emojiSet } from '../subjects/emoji.ts'
import { isBeing } from './can-hold.ts'
import type { NamedSubject } from './hold-subjects.ts'
import { matchAt } from './match-phrase.ts'
import type { Pose } from './scene.ts'
import type { Mentions, Walk } from './walk.ts'
import { wordList } from './word-list.ts'

/** What somebody is said to do with his body. */
export interface Doing {
  /** The first is what it is called when it cannot be drawn. */
  words: readonly string[]
  /** How drawings of people doing it end: "man-running". */
  form: string | null
  /** What is done to the drawing of those who have none. */
  pose: Pose | null
  /** Drawn like that as they come. */
  isByNature: (drawing: string) => boolean
}

const nobody = (): boolean => false

/** To add one: an entry here. */
const doings: readonly Doing[] = [
  {
    words: wordList('running, runs, jogging, jogs, sprinting, galloping, gallops, racing'),
    form: 'running',
    pose: 'running',
    isByNature: nobody,
  },
  {
    words: wordList('walking, walks, strolling, hiking, wandering, marching'),
    form: 'walking',
    pose: null,
    isByNature: () => true,
  },
  { words: ['dancing', 'dances'], form: 'dancing', pose: 'dancing', isByNature: nobody },
  {
    words: wordList('sleeping, sleeps, asleep, napping, snoring, dozing, sleepy'),
    form: null,
    pose: 'asleep',
    isByNature: nobody,
  },
  {
    words: wordList('jumping, jumps, leaping, leaps, hopping, bouncing'),
    form: null,
    pose: 'jumping',
    isByNature: nobody,
  },
  {
    words: wordList('sitting, sits, seated, meditating, meditates'),
    form: 'in-lotus-position',
    pose: null,
    isByNature: (drawing) => coatOf(drawing) !== null || /^(?:owl|penguin|teddy-bear|rabbit|bird|duck)$/.test(drawing),
  },
  { words: wordList('kneeling, kneels, praying, prays'), form: 'kneeling', pose: null, isByNature: nobody },
  { words: ['cycling', 'biking'], form: 'biking', pose: null, isByNature: nobody },
  { words: ['surfing', 'surfs'], form: 'surfing', pose: null, isByNature: nobody },
  { words: ['golfing'], form: 'golfing', pose: null, isByNature: nobody },
  { words: ['cartwheeling'], form: 'cartwheeling', pose: null, isByNature: nobody },
]

/** Nothing of these is to be seen. */
const undrawnDoings =
  /^(?:feeding|cooking|fighting|chasing|hugging|kissing|laughing|crying|crawling|digging|climbing|kicking|pushing|pulling|barking|bowing|stretching|hiding|repairing|cleaning|baking|teaching|exercising)$/
/** These are things and arts as well. */
const ambiguousDoings = /^(?:painting|working|writing|building|talking|shopping|singing|falling|shaking)$/

/** Notes what is done by the next being, if one follows at once, else by the last. Says whether the word was such a doing. */
export function takePose(walk: Walk, index: number): boolean {
  const { mentions, modifiers, reading } = walk
  const word = reading.words[index]?.text ?? ''
  if (modifiers.negated) return false
  if (undrawnDoings.test(word) || (ambiguousDoings.test(word) && reading.verbs.has(word))) noteUndrawn(mentions, word)
  const doing = doings.find(({ words }) => words.includes(word))
  if (doing === undefined || (word.endsWith('s') && !reading.verbs.has(word))) return false
  if (isDoneByNext(walk, index)) {
    walk.modifiers = { ...modifiers, doing }
    return true
  }
  const doer = mentions.subjects.findLast(({ drawing }) => isBeing(drawing))
  if (doer === undefined) return false
  for (const each of walk.company.length > 0 ? walk.company : [doer]) each.doing = doing
  return true
}

function noteUndrawn({ subjects, unpainted }: Mentions, word: string): void {
  const isDone = subjects.some(({ drawing }) => isBeing(drawing))
  if (isDone && !unpainted.includes(word)) unpainted.push(word)
}

/** "A sleeping black cat", "a dancing couple". */
function isDoneByNext({ reading }: Walk, index: number): boolean {
  for (let next = index + 1; next < Math.min(index + 4, reading.words.length); next++) {
    const word = reading.words[next]
    if (word === undefined || word.kind !== 'word') return false
    if (/^(?:couple|family)$/.test(word.text)) return true
    const match = matchAt(reading, next)
    if (match?.drawing != null) return isBeing(match.drawing)
    if (match !== null && !match.meanings.every(({ kind }) => kind === 'colour' || kind === 'size')) return false
    if (match === null && !reading.adjectives.has(word.text)) return false
  }
  return false
}

const stems: Readonly<Record<string, readonly string[]>> = {
  man: ['man', 'person'],
  boy: ['man', 'person'],
  woman: ['woman', 'person'],
  girl: ['woman', 'person'],
  person: ['person', 'man'],
  child: ['person', 'man'],
}

/** At the end: by then it is known who wears what, which only fits the drawings that stand. */
export function drawDoings({ subjects, unpainted }: Mentions): void {
  for (const rider of [...subjects]) mountBicycle(subjects, rider)
  for (const subject of subjects) {
    const { doing, drawing } = subject
    if (doing === null) continue
    const isDressed = subjects.some(({ held }) => held?.by === subject && held.how !== 'inside')
    const form = isDressed ? null : formOf(drawing, doing.form)
    if (form !== null) subject.drawing = form
    else if (doing.pose !== null && !(doing.pose === 'running' && coatOf(drawing) !== null)) subject.pose = doing.pose
    else if (!doing.isByNature(drawing)) unpainted.push(...doing.words.slice(0, 1))
  }
}

/** Who rides a bicycle is drawn doing so, on one of the colour asked for. */
function mountBicycle(subjects: NamedSubject[], rider: NamedSubject): void {
  const bicycle = rider.held?.by
  const form = formOf(rider.drawing, 'biking')
  const isPlain = subjects.every(({ held }) => held?.by !== rider)
  if (bicycle?.drawing !== 'bicycle' || bicycle.held !== null || form === null || !isPlain) return
  if (subjects.some((other) => other !== rider && other.held?.by === bicycle)) return
  const [colour] = bicycle.tints
  const { where, near } = bicycle
  Object.assign(rider, { drawing: form, word: `${rider.word} on ${bicycle.word}`, held: null, doing: null })
  rider.where ??= where
  rider.near ??= near
  if (colour !== undefined) rider.parts = [{ part: 'frame', colour }]
  for (const other of subjects)
    if (other.near !== null) other.near.to = other.near.to.map((each) => (each === bicycle ? rider : each))
  subjects.splice(subjects.indexOf(bicycle), 1)
}

function formOf(drawing: string, form: string | null): string | null {
  const stem = Object.hasOwn(stems, drawing) ? stems[drawing] : undefined
  if (stem === undefined || form === null) return null
  return stem.map((each) => `${each}-${form}`).find((name) => emojiSet().bodies.has(name)) ?? null
}
