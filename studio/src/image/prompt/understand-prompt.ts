import type { Random } from '../random.ts'
import type { Colour } from '../colour.ts'
import type { TimeName } from '../sky/times.ts'
import { emojiSet } from '../subjects/emoji.ts'
import type { WeatherName } from '../weathers/weathers.ts'

import { chooseFraming } from './choose-framing.ts'
import { choosePlace } from './choose-place.ts'
import { findMentions } from './find-mentions.ts'
import { findTitle } from './find-title.ts'
import type { NamedSubject } from './hold-subjects.ts'
import { dwarf, findOnHill, furnish, hasOpenFire } from './furnish.ts'
import type { MoodName } from './moods.ts'
import { isByNature } from './natures.ts'
import { colourWords } from './plain-words.ts'
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
  const subjects = mentions.subjects.filter((subject) => !isUnwanted(subject, without))
  const wanted = mentions.meanings.filter(
    (meaning) => !('name' in meaning && meaning.name !== null && without.has(meaning.name)),
  )
  const said = <K extends Meaning['kind']>(kind: K): Extract<Meaning, { kind: K }>[] =>
    wanted.filter((meaning): meaning is Extract<Meaning, { kind: K }> => meaning.kind === kind)
  const askedWeather = [...new Set(said('weather').map(({ name }) => name))].filter((name) => !without.has(name))
  const askedTime = said('time')[0]?.name ?? timeOfBodies(wanted) ?? timeOfSky(mentions.skyTint)
  const mood = said('mood')[0]?.name ?? null
  const saidPlaces = said('place').filter(
    ({ isAttribute }, _, all) => isAttribute !== true || all.every((each) => each.isAttribute),
  )
  const interior = said('interior')[0]?.name ?? null
  const isIndoors = saidPlaces.length === 0 && interior !== null && !hasOpenFire(subjects)
  const { place, backdrop } = choosePlace({
    asked: [...new Set([...saidPlaces, ...(isIndoors ? [{ name: 'room' as const }] : [])].map(({ name }) => name))],
    subjects,
    isOutdoors: askedWeather.length > 0 || wanted.some(({ kind }) => kind === 'moon' || kind === 'stars'),
    hasTime: askedTime !== null,
    hasUnknown: mentions.unpainted.length > 0,
    random,
  })
  const season = said('season')[0]?.name ?? null
  if (place === 'room') furnish(subjects, without, interior ?? 'living room')
  launchDucklings(subjects, place)
  const drawings = subjects.map(({ drawing }) => drawing)
  const hasTints = subjects.some(({ tints }) => tints.length > 0)
  const time = askedTime ?? chooseTime({ place, weather: askedWeather, mood, without, hasTints, random })
  const hasNeon = place === 'city' && mood === 'neon' && (time === 'night' || time === 'dusk')
  const isShown = (word: string): boolean =>
    isPartOf(place, word) || isByNature(word, drawings) || (hasNeon && /^signs?$/.test(word))
  const unpainted = new Set(mentions.unpainted.filter((word) => !isShown(word)))
  const crop = place === 'meadow' ? mentions.crop : null
  if (crop !== null) dwarf(subjects)
  return {
    place,
    backdrop,
    interior: interior ?? 'living room',
    crop,
    onHill: said('hill').length === 0 ? null : findOnHill(subjects, mentions.onHill),
    isOnMars: wanted.some(({ kind }) => kind === 'mars'),
    time,
    weather: chooseWeather(place, askedWeather, without, random),
    season,
    subjects: colourBySeason(limitCounts(placeHolds(subjects)), season),
    mood,
    style: said('style')[0]?.name ?? null,
    title: lettering.some((word) => without.has(word)) ? null : title,
    wash: mentions.wash,
    skyTint: mentions.skyTint,
    bodyTint: mentions.bodyTint,
    moonPhase: said('moon').find(({ phase }) => phase !== 'full')?.phase ?? 'full',
    moonAsked: wanted.some(({ kind }) => kind === 'moon') && !without.has('moon'),
    without,
    framing: chooseFraming({
      asked: said('framing').map(({ name }) => name),
      place,
      hasPlace: saidPlaces.some(({ isAttribute }) => isAttribute !== true),
      subjects,
    }),
    unpainted: [...unpainted].slice(0, UNPAINTED_MAX),
  }
}

const UNPAINTED_MAX = 12

/** What a place shows by itself. */
const partsOfPlaces: Partial<Record<Scene['place'], RegExp>> = {
  room: /^(?:windows?|walls?|floors?|curtains?|carpet|rug|lamp)$/,
  cliff: /^(?:rocks?|rocky|cliffs?|waves?|waters?|horizon|sea)$/,
  greenhouse: /^(?:glass|plants?|panes?|windows?|walls?)$/,
  mountains: /^(?:rocks?|rocky|peaks?|slopes?|cliffs?)$/,
  city: /^(?:busy|buildings?|towers?|streets?|houses?|windows?|sidewalk|pavement)$/,
  village: /^(?:roofs?|rooftops?|windows?|houses?|cottages?)$/,
  forest: /^(?:trees?|leaves|trunks?|ferns?|branch|branches|woods?|path|trail)$/,
  sea: /^(?:waves?|waters?|horizon)$/,
  beach: /^(?:sands?|waves?|waters?|palms?|shore)$/,
  meadow: /^(?:grass|fields?|flowers?|path)$/,
  space: /^(?:stars?|galaxy|galaxies)$/,
}

function isPartOf(place: Scene['place'], word: string): boolean {
  return partsOfPlaces[place]?.test(word) === true
}

const autumnal: readonly Colour[] = ['#d9772b', '#c8502c', '#e0a536']

/** A tree that is asked for turns with those of the place. */
function colourBySeason(subjects: readonly SceneSubject[], season: Scene['season']): SceneSubject[] {
  return subjects.map((subject) =>
    season === 'autumn' && subject.drawing === 'deciduous-tree' && subject.tints.length === 0
      ? { ...subject, tints: autumnal }
      : subject,
  )
}

/** Ducklings swim where their mother does. */
function launchDucklings(subjects: readonly NamedSubject[], place: Scene['place']): void {
  const hasWater = place === 'lake' || place === 'river' || place === 'sea'
  if (!hasWater || !subjects.some(({ drawing }) => drawing === 'duck' || drawing === 'swan')) return
  for (const subject of subjects) if (subject.drawing.endsWith('chick')) subject.where ??= 'water'
}

/** Holders and neighbours as indices; who was held by what is not wanted stands free. */
function placeHolds(subjects: readonly NamedSubject[]): SceneSubject[] {
  return subjects.map((subject) => {
    const { word, drawing, count, tints, parts, scale, where, held, near, pose } = subject
    const by = held === null ? -1 : subjects.indexOf(held.by)
    const others = (near?.to ?? []).filter((other) => other !== subject)
    const to = others.map((other) => subjects.indexOf(other)).filter((index) => index !== -1)
    return {
      ...{ word, drawing, count, tints, parts, scale, where, pose },
      held: held === null || by === -1 ? null : { by, how: held.how },
      near: near === null || to.length === 0 ? null : { how: near.how, to },
    }
  })
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

function isUnwanted({ word, drawing }: NamedSubject, without: ReadonlySet<string>): boolean {
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

/** A blue sky is that of day. */
function timeOfSky(skyTint: Colour | null): TimeName | null {
  if (skyTint === colourWords.blue || skyTint === colourWords.azure) return 'day'
  return skyTint === colourWords.black ? 'night' : null
}

interface TimeQuestion extends Pick<Scene, 'place' | 'weather' | 'mood' | 'without'> {
  /** Colours were named: the light must leave them what they are. */
  hasTints: boolean
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

function chooseTime({ place, weather, mood, without, hasTints, random }: TimeQuestion): TimeName {
  if (place === 'space' || weather.includes('aurora') || weather.includes('fireworks')) return 'night'
  if (weather.includes('rainbow') || place === 'underwater' || place === 'plain background') return 'day'
  const fitting = mood === null ? undefined : timesOfMoods[mood]
  if (fitting?.every((name) => !without.has(name))) return random.pick(fitting)
  const open: TimeName[] = hasTints ? ['day', 'morning'] : ['day', 'morning', 'sunset', 'dawn', 'dusk']
  const [first = 'day', ...others] = open.filter((name) => !without.has(name))
  const isFirst = random.chance(0.6)
  const [second = first, ...later] = others
  return isFirst ? first : random.pick([second, ...later])
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
