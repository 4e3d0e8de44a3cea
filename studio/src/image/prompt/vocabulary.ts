import type { Colour } from '../colour.ts'
import type { PlaceName } from '../places/places.ts'
import { places } from '../places/places.ts'
import type { TimeName } from '../sky/times.ts'
import { times } from '../sky/times.ts'
import type { WeatherName } from '../weathers/weathers.ts'
import { weathers } from '../weathers/weathers.ts'
import type { MoodName } from './moods.ts'
import { moods } from './moods.ts'
import { colourWords, numberWords, seasons, sizeWords } from './plain-words.ts'
import type { Scene, SceneSubject } from './scene.ts'

export type Meaning =
  | { kind: 'place'; name: PlaceName | 'abstract' }
  | { kind: 'time'; name: TimeName }
  | { kind: 'weather'; name: WeatherName }
  | { kind: 'mood'; name: MoodName }
  | { kind: 'season'; name: Scene['season'] }
  | { kind: 'colour'; colour: Colour }
  | { kind: 'number'; count: number }
  | { kind: 'size'; scale: number }
  | { kind: 'where'; where: SceneSubject['where']; of: 'next' | 'last' | 'either' }
  | { kind: 'sky' | 'sun' | 'moon' | 'stars' | 'credit' }

const positions: Readonly<Record<string, Extract<Meaning, { kind: 'where' }>>> = {
  'on the left': { kind: 'where', where: 'left', of: 'last' },
  'to the left': { kind: 'where', where: 'left', of: 'last' },
  'on the right': { kind: 'where', where: 'right', of: 'last' },
  'to the right': { kind: 'where', where: 'right', of: 'last' },
  'in the middle': { kind: 'where', where: 'middle', of: 'last' },
  'in the center': { kind: 'where', where: 'middle', of: 'last' },
  'in the centre': { kind: 'where', where: 'middle', of: 'last' },
  'in the sky': { kind: 'where', where: 'air', of: 'last' },
  'in the air': { kind: 'where', where: 'air', of: 'last' },
  overhead: { kind: 'where', where: 'air', of: 'last' },
  flying: { kind: 'where', where: 'air', of: 'either' },
  soaring: { kind: 'where', where: 'air', of: 'either' },
  hovering: { kind: 'where', where: 'air', of: 'either' },
  swimming: { kind: 'where', where: 'water', of: 'either' },
  floating: { kind: 'where', where: 'water', of: 'either' },
}

const bodies: Readonly<Record<string, Meaning>> = {
  sky: { kind: 'sky' },
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
  for (const word of abstractWords) add(word, { kind: 'place', name: 'abstract' })
  for (const word of keysOf(seasons)) add(word, { kind: 'season', name: seasons[word] })
  for (const [word, colour] of Object.entries(colourWords)) add(word, { kind: 'colour', colour })
  for (const [word, count] of Object.entries(numberWords)) add(word, { kind: 'number', count })
  for (const [word, scale] of Object.entries(sizeWords)) add(word, { kind: 'size', scale })
  for (const [word, meaning] of Object.entries({ ...positions, ...bodies })) add(word, meaning)
  return all
}

function keysOf<T extends object>(table: T): Extract<keyof T, string>[] {
  const isKey = (key: string): key is Extract<keyof T, string> => Object.hasOwn(table, key)
  return Object.keys(table).filter(isKey)
}
