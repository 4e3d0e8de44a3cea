import type { PlaceName } from '../places/places.ts'
import { places } from '../places/places.ts'
import type { Random } from '../random.ts'
import type { TimeName } from '../sky/times.ts'
import { emojiSet } from '../subjects/emoji.ts'
import { homeOf, traitsOf } from '../subjects/traits.ts'
import type { WeatherName } from '../weathers/weathers.ts'

import { findMentions } from './find-mentions.ts'
import { findTitle } from './find-title.ts'
import type { MoodName } from './moods.ts'
import { readWords } from './read-words.ts'
import type { Scene, SceneSubject } from './scene.ts'
import { singularForms } from './singular.ts'
import type { Meaning } from './vocabulary.ts'
import { meaningsOf } from './vocabulary.ts'

/** From words to a scene; what the prompt leaves open, chance decides. */
export function understandPrompt(prompt: string, negativePrompt: string, random: Random): Scene {
  const { title, rest } = findTitle(prompt)
  const mentions = findMentions(rest)
  const without = new Set([...mentions.without, ...unwanted(negativePrompt)])
  const subjects = limitCounts(mentions.subjects.filter((subject) => !isUnwanted(subject, without)))
  const wanted = mentions.meanings.filter(
    (meaning) => !('name' in meaning && meaning.name !== null && without.has(meaning.name)),
  )
  const said = <K extends Meaning['kind']>(kind: K): Extract<Meaning, { kind: K }>[] =>
    wanted.filter((meaning): meaning is Extract<Meaning, { kind: K }> => meaning.kind === kind)
  const askedWeather = [...new Set(said('weather').map(({ name }) => name))].filter((name) => !without.has(name))
  const askedTime = said('time')[0]?.name ?? timeOfBodies(wanted)
  const mood = said('mood')[0]?.name ?? null
  const { place, backdrop } = choosePlace({
    asked: [...new Set(said('place').map(({ name }) => name))],
    subjects,
    isOutdoors: askedWeather.length > 0 || askedTime !== null,
    random,
  })
  if (place === 'room') layTable(subjects, without)
  return {
    place,
    backdrop,
    time: askedTime ?? chooseTime({ place, weather: askedWeather, mood, without, random }),
    weather: chooseWeather(place, askedWeather, without, random),
    season: said('season')[0]?.name ?? null,
    subjects,
    mood,
    style: said('style')[0]?.name ?? null,
    title: lettering.some((word) => without.has(word)) ? null : title,
    wash: mentions.wash,
    skyTint: mentions.skyTint,
    bodyTint: mentions.bodyTint,
    moonAsked: wanted.some(({ kind }) => kind === 'moon') && !without.has('moon'),
    without,
  }
}

/** Indoors food stands on a table, named or not, unless something else bears it. */
function layTable(subjects: SceneSubject[], without: ReadonlySet<string>): void {
  const isFood = ({ drawing }: SceneSubject): boolean => emojiSet().categories.get(drawing) === 'Food & Drink'
  const loose = subjects.filter((subject) => isFood(subject) && subject.on === null && subject.where === null)
  const isNamed = subjects.some(({ drawing }) => drawing === 'table')
  if (loose.length === 0 || loose.length < subjects.length - (isNamed ? 1 : 0) || without.has('table')) return
  for (const subject of loose) subject.on = 'table'
  if (!isNamed)
    subjects.push({ word: 'table', drawing: 'table', count: 1, tint: null, scale: 1, where: null, on: null })
}

/** A negative prompt with one of these wants no title. */
const lettering = ['text', 'title', 'letter', 'word', 'typography']

/** Every word of a negative prompt, with what it stands for. */
function unwanted(negativePrompt: string): string[] {
  return readWords(negativePrompt).words.flatMap(({ text }) => {
    const forms = [text, ...singularForms(text)]
    const names = forms
      .flatMap(meaningsOf)
      .flatMap((meaning) => ('name' in meaning && meaning.name !== null ? [meaning.name] : []))
    const character = emojiSet().byCharacter.get(text)
    return [...forms, ...names, ...(character === undefined ? [] : [character])]
  })
}

const categoryWords: Readonly<Record<string, string>> = {
  animal: 'Animals & Nature',
  person: 'People & Body',
  human: 'People & Body',
  food: 'Food & Drink',
}

function isUnwanted({ word, drawing }: SceneSubject, without: ReadonlySet<string>): boolean {
  if (without.has(word) || without.has(drawing)) return true
  if (word.split(' ').some((part) => without.has(part))) return true
  const category = emojiSet().categories.get(drawing)
  return Object.entries(categoryWords).some(([name, listed]) => listed === category && without.has(name))
}

/** Together no more than can be told apart. */
const INSTANCES_MAX = 24

function limitCounts(subjects: readonly SceneSubject[]): SceneSubject[] {
  let left = INSTANCES_MAX
  return subjects.map((subject, index) => {
    const others = subjects.length - index - 1
    const count = Math.max(1, Math.min(subject.count, left - others))
    left -= count
    return { ...subject, count }
  })
}

function timeOfBodies(meanings: readonly Meaning[]): TimeName | null {
  if (meanings.some(({ kind }) => kind === 'moon' || kind === 'stars')) return 'night'
  return meanings.some(({ kind }) => kind === 'sun') ? 'day' : null
}

interface PlaceQuestion {
  asked: readonly (PlaceName | 'abstract')[]
  subjects: readonly SceneSubject[]
  isOutdoors: boolean
  random: Random
}

function choosePlace({ asked, subjects, isOutdoors, random }: PlaceQuestion): Pick<Scene, 'place' | 'backdrop'> {
  // "Abstract waves": said first, it is what the picture is.
  if (asked[0] === 'abstract' && subjects.length === 0) return { place: 'abstract', backdrop: null }
  // A plain background with nothing before it is a blank sheet.
  const isEmpty = subjects.length === 0 && asked.length > 1
  const named = asked.filter((name) => name !== 'abstract').filter((name) => !(isEmpty && name === 'plain background'))
  const [first, second] = named
  const hasSwimmer = subjects.some(({ drawing, where }) => where === null && traitsOf(drawing).habitat === 'water')
  if (first !== undefined) {
    if (second === undefined)
      return hasSwimmer && places[first].role === 'back'
        ? { place: 'lake', backdrop: first }
        : { place: first, backdrop: null }
    return joinPlaces(first, second)
  }
  if (asked.length > 0) return { place: 'abstract', backdrop: null }
  // The largest decides: a lighthouse brings the sea with it, whatever stands beside it.
  const bySize = subjects.toSorted((one, other) => traitsOf(other.drawing).size - traitsOf(one.drawing).size)
  const homes = bySize.map(({ drawing }) => homeOf(drawing)).filter((home) => home !== null)
  const outdoorHome = homes.find((home) => !(isOutdoors && secluded.has(home)))
  // All or none: one chair does not move a lion indoors.
  const home =
    outdoorHome !== undefined && secluded.has(outdoorHome) && homes.length < subjects.length ? undefined : outdoorHome
  if (home !== undefined && (!secluded.has(home) || homes.every((other) => other === home)))
    return { place: home, backdrop: null }
  const open = homes.find((other) => !secluded.has(other))
  if (open !== undefined) return { place: open, backdrop: null }
  if (subjects.length === 0 && !isOutdoors) return { place: 'abstract', backdrop: null }
  return {
    place: random.pick<PlaceName>(hasSwimmer ? ['lake', 'sea'] : ['meadow', 'mountains', 'lake', 'forest']),
    backdrop: null,
  }
}

/** Places without weather of their own: chosen only where nothing speaks for the open air. */
const secluded: ReadonlySet<PlaceName> = new Set(['room', 'space', 'underwater', 'plain background'])

function joinPlaces(first: PlaceName, second: PlaceName): Pick<Scene, 'place' | 'backdrop'> {
  for (const name of [first, second]) if (secluded.has(name)) return { place: name, backdrop: null }
  const [one, other] = [places[first].role, places[second].role]
  if (one === 'back') return { place: second, backdrop: first }
  if (other === 'back') return { place: first, backdrop: second }
  // Two grounds: water wins over a meadow, else the first named.
  return { place: first === 'meadow' ? second : first, backdrop: null }
}

interface TimeQuestion extends Pick<Scene, 'place' | 'weather' | 'mood' | 'without'> {
  random: Random
}

/** Hours that have a mood's colours by themselves. */
const timesOfMoods: Partial<Record<MoodName, readonly [TimeName, ...TimeName[]]>> = {
  warm: ['sunset', 'sunset', 'dawn'],
  cool: ['dusk', 'morning'],
  melancholy: ['dusk', 'night'],
  neon: ['night', 'dusk'],
  dark: ['night', 'dusk'],
}

function chooseTime({ place, weather, mood, without, random }: TimeQuestion): TimeName {
  if (place === 'space' || weather.includes('aurora') || weather.includes('fireworks')) return 'night'
  if (weather.includes('rainbow') || place === 'underwater' || place === 'plain background') return 'day'
  const fitting = mood === null ? undefined : timesOfMoods[mood]
  if (fitting?.every((name) => !without.has(name))) return random.pick(fitting)
  const open: TimeName[] = ['day', 'morning', 'sunset', 'dawn', 'dusk']
  const [first = 'day', ...others] = open.filter((name) => !without.has(name))
  return random.pick([first, first, ...others])
}

function chooseWeather(
  place: Scene['place'],
  asked: readonly WeatherName[],
  without: ReadonlySet<string>,
  random: Random,
): WeatherName[] {
  if (place === 'space' || place === 'underwater' || place === 'abstract' || place === 'plain background')
    return ['clear']
  const real = asked.filter((name) => name !== 'clear' && !(name === 'rain' && asked.includes('storm')))
  if (real.length > 0) return real.slice(0, 2)
  if (asked.length > 0) return ['clear']
  return random.chance(0.3) && !without.has('cloudy') ? ['cloudy'] : ['clear']
}

/** The words a caller reads in `facts`. */
export function namePlace({ place, backdrop }: Scene): string {
  return backdrop === null ? place : `${place} and ${backdrop}`
}
