import type { Colour } from '../colour.ts'
import type { PlaceName } from '../places/places.ts'
import { places } from '../places/places.ts'
import type { TimeName } from '../sky/times.ts'
import { times } from '../sky/times.ts'
import type { WeatherName } from '../weathers/weathers.ts'
import { weathers } from '../weathers/weathers.ts'
import type { StyleName } from '../styles/styles.ts'
import { styles } from '../styles/styles.ts'
import type { MoodName } from './moods.ts'
import { moods } from './moods.ts'
import { wordList } from './word-list.ts'
import { colourWords, numberWords, seasons, sizeWords } from './plain-words.ts'
import type { Scene, Where } from './scene.ts'

export type Meaning =
  | { kind: 'place'; name: PlaceName | 'abstract' }
  | { kind: 'time'; name: TimeName }
  | { kind: 'weather'; name: WeatherName }
  | { kind: 'mood'; name: MoodName }
  | { kind: 'style'; name: StyleName }
  | { kind: 'season'; name: Scene['season'] }
  | { kind: 'colour'; colour: Colour }
  | { kind: 'number'; count: number }
  | { kind: 'size'; scale: number }
  /** Of the thing before it; before an article ("on the left a cat") of the next; 'either' is a verb ("flying"). */
  | { kind: 'where'; where: Where; of: 'last' | 'either' }
  /** "Above the city": of the thing before it, if it is not too heavy to fly. */
  | { kind: 'above' | 'on' }
  /** After a colour: "blue tones". */
  | { kind: 'tones' }
  | { kind: 'backdrop' | 'sky' | 'sun' | 'moon' | 'stars' | 'credit' }

/** Phrases after a noun that say where it is. */
const positions: Readonly<Record<Where, readonly string[]>> = {
  left: wordList(`on the left, to the left, at the left, in the left, on the left side, on the left hand side, at left, far left,
    on the far left, left`),
  right:
    wordList(`on the right, to the right, at the right, in the right, on the right side, on the right hand side, at right,
    far right, on the far right, right`),
  middle: wordList('in the middle, in the center, in the centre, at the center, at the centre, centered, centred'),
  air: wordList('in the sky, in the air, overhead, up high, high above, at the top'),
  water: wordList('in the water, on the water'),
  front: wordList('in the foreground, in front, up close, foreground, close up, closeup, at the bottom, at the front'),
  back: wordList('in the background, in the distance, far away, on the horizon, in the back, far off'),
  'top left': wordList(
    'in the top left corner, in the upper left corner, top left corner, upper left corner, top left, upper left',
  ),
  'top right':
    wordList(`in the top right corner, in the upper right corner, top right corner, upper right corner, top right,
    upper right, in the corner`),
  'bottom left': wordList('bottom left corner, lower left corner, bottom left, lower left'),
  'bottom right': wordList('bottom right corner, lower right corner, bottom right, lower right'),
}

/** What a thing does, before or after its name. */
const motions: Readonly<Record<string, Where>> = {
  flying: 'air',
  soaring: 'air',
  hovering: 'air',
  swimming: 'water',
  floating: 'water',
}

const relations: Readonly<Record<string, Meaning>> = {
  above: { kind: 'above' },
  over: { kind: 'above' },
  on: { kind: 'on' },
  'on top of': { kind: 'on' },
  atop: { kind: 'on' },
  riding: { kind: 'on' },
  'sitting on': { kind: 'on' },
  tones: { kind: 'tones' },
  tone: { kind: 'tones' },
  shades: { kind: 'tones' },
  hues: { kind: 'tones' },
  palette: { kind: 'tones' },
  tint: { kind: 'tones' },
  tinted: { kind: 'tones' },
  'color scheme': { kind: 'tones' },
  'colour scheme': { kind: 'tones' },
  'shades of': { kind: 'tones' },
  'tones of': { kind: 'tones' },
  'hues of': { kind: 'tones' },
}

const bodies: Readonly<Record<string, Meaning>> = {
  sky: { kind: 'sky' },
  background: { kind: 'backdrop' },
  backdrop: { kind: 'backdrop' },
  sun: { kind: 'sun' },
  'sun ray': { kind: 'sun' },
  sunlight: { kind: 'sun' },
  moon: { kind: 'moon' },
  'crescent moon': { kind: 'moon' },
  moonlight: { kind: 'moon' },
  'full moon': { kind: 'moon' },
  stars: { kind: 'stars' },
  starry: { kind: 'stars' },
  'milky way': { kind: 'stars' },
  'style of': { kind: 'credit' },
  'inspired by': { kind: 'credit' },
}

const abstractWords = [
  'abstract',
  'geometric',
  'mandala',
  'fractal',
  'psychedelic',
  'flow field',
  'generative',
  'kaleidoscope',
  'bauhaus',
  'abstraction',
]

let vocabulary: ReadonlyMap<string, readonly Meaning[]> | null = null

/** What a phrase of one to four words means for the scene; a phrase may mean two things ("sunny": day and clear). */
export function meaningsOf(phrase: string): readonly Meaning[] {
  vocabulary ??= makeVocabulary()
  return vocabulary.get(phrase) ?? []
}

function makeVocabulary(): Map<string, readonly Meaning[]> {
  const all = new Map<string, readonly Meaning[]>()
  const add = (word: string, meaning: Meaning): void => {
    all.set(word, [...(all.get(word) ?? []), meaning])
  }
  for (const name of keysOf(places)) for (const word of places[name].words) add(word, { kind: 'place', name })
  for (const name of keysOf(times)) for (const word of times[name].words) add(word, { kind: 'time', name })
  for (const name of keysOf(weathers)) for (const word of weathers[name].words) add(word, { kind: 'weather', name })
  for (const name of keysOf(moods)) for (const word of moods[name].words) add(word, { kind: 'mood', name })
  for (const name of keysOf(styles)) for (const word of styles[name].words) add(word, { kind: 'style', name })
  for (const word of abstractWords) add(word, { kind: 'place', name: 'abstract' })
  for (const word of keysOf(seasons)) add(word, { kind: 'season', name: seasons[word] })
  for (const [word, colour] of Object.entries(colourWords)) add(word, { kind: 'colour', colour })
  for (const [word, count] of Object.entries(numberWords)) add(word, { kind: 'number', count })
  for (const [word, scale] of Object.entries(sizeWords)) add(word, { kind: 'size', scale })
  for (const where of keysOf(positions))
    for (const word of positions[where]) add(word, { kind: 'where', where, of: 'last' })
  for (const [word, where] of Object.entries(motions)) add(word, { kind: 'where', where, of: 'either' })
  for (const [word, meaning] of Object.entries({ ...relations, ...bodies })) add(word, meaning)
  return all
}

function keysOf<T extends object>(table: T): Extract<keyof T, string>[] {
  const isKey = (key: string): key is Extract<keyof T, string> => Object.hasOwn(table, key)
  return Object.keys(table).filter(isKey)
}
