import { findMentions } from '../image/prompt/find-mentions.ts'
import { findTitle } from '../image/prompt/find-title.ts'
import type { MoodName } from '../image/prompt/moods.ts'
import type { Scene } from '../image/prompt/scene.ts'
import { understandPrompt } from '../image/prompt/understand-prompt.ts'
import type { Meaning } from '../image/prompt/vocabulary.ts'
import { makeRandom } from '../image/random.ts'
import type { TimeName } from '../image/sky/times.ts'
import type { StyleName } from '../image/styles/styles.ts'
import type { WeatherName } from '../image/weathers/weathers.ts'
import type { Colour } from '../image/colour.ts'
import type { Adjustment } from './adjust-tones.ts'
import { asksForGrey, findAdjustments } from './adjust-tones.ts'
import type { Recolouring } from './read-recolouring.ts'
import { readRecolouring } from './read-recolouring.ts'
import { readBackground } from './replace-background.ts'

/** What a prompt for an edit asks for; null and empty = it says nothing of it. */
export interface Wishes {
  /** The whole scene that the prompt would be alone, its gaps filled by the seed: for painters. */
  scene: Scene
  /** Where the prompt is about a place, that is `scene.place`. */
  namesPlace: boolean
  time: TimeName | null
  weather: readonly WeatherName[]
  season: Scene['season']
  mood: MoodName | null
  style: StyleName | null
  wash: Colour | null
  skyTint: Colour | null
  /** "Turn the red car blue". */
  recolouring: Recolouring | null
  adjustments: readonly Adjustment[]
  isGrey: boolean
  /** What is to be behind the thing that the picture shows. */
  background: string | null
  title: string | null
  /** "Remove the lamp": what is marked goes, and nothing comes in its place. */
  isRemoval: boolean
  /** "Add a red balloon": the things named are to be painted into the picture. */
  isAddition: boolean
  /** About the sky alone: "replace the sky with a sunset". */
  isAboutSky: boolean
}

const removal = /\b(?:remove|erase|delete|get rid of|clean up|clear away|take away|take out|clear out)\b/i
const addition = /\b(?:add|adding|put|place|insert|include|paint in|draw in)\b/i
/** "Replace the dog by a cat", "turn the hill into a castle": what comes is named after these. */
const exchange = /\b(?:replace|swap|exchange|change|turn|transform|convert)\b[^.;\n]*?\b(?:with|by|for|into|to)\b/i
const aboutSky = /\b(?:sky|skies|clouds?)\b/i

export function readWishes(prompt: string, negativePrompt: string, seed: string): Wishes {
  const { title, rest } = findTitle(prompt)
  const isGrey = asksForGrey(rest)
  const recolouring = isGrey ? null : readRecolouring(rest)
  const isRemoval = removal.test(rest) && !addition.test(rest) && !isGrey
  const exchanged = exchange.exec(rest)
  const wanted = exchanged === null ? rest : rest.slice(exchanged.index + exchanged[0].length)
  const mentions = findMentions(wanted)
  const scene = understandPrompt(wanted, withoutTable(wanted, negativePrompt), makeRandom(seed, 'scene'))
  const said = <K extends Meaning['kind']>(kind: K): Extract<Meaning, { kind: K }>[] =>
    mentions.meanings.filter((meaning): meaning is Extract<Meaning, { kind: K }> => meaning.kind === kind)
  const isAddition = !isRemoval && (addition.test(rest) || exchanged !== null) && scene.subjects.length > 0
  const weather = said('weather').map(({ name }) => name)
  const isWintry = said('place').some(({ name }) => name === 'snow') && !weather.includes('snow')
  const isOfThing = recolouring?.of === 'thing' || recolouring?.of === 'all'
  return {
    scene,
    namesPlace: said('place').some(({ name }) => name !== 'abstract'),
    time: said('time').length > 0 || mentions.meanings.some(({ kind }) => bodies.has(kind)) ? scene.time : null,
    weather: isWintry ? [...weather, 'snow'] : weather,
    season: scene.season,
    mood: scene.mood,
    style: scene.style,
    wash:
      recolouring?.of === 'all'
        ? recolouring.to
        : (scene.wash ?? (scene.subjects.length === 0 && recolouring === null ? mentions.looseTint : null)),
    skyTint: recolouring?.of === 'sky' ? recolouring.to : scene.skyTint,
    recolouring: isOfThing && !isAddition ? recolouring : null,
    adjustments: findAdjustments(rest),
    isGrey,
    background: isRemoval ? null : readBackground(rest),
    title,
    isRemoval,
    isAddition: isAddition && recolouring === null,
    isAboutSky: exchanged !== null && aboutSky.test(exchanged[0]),
  }
}

const bodies: ReadonlySet<Meaning['kind']> = new Set(['sun', 'moon', 'stars'])

/** A cup that is added to a picture brings no table of its own along. */
function withoutTable(prompt: string, negativePrompt: string): string {
  return /\b(?:tables?|desks?)\b/i.test(prompt) ? negativePrompt : `${negativePrompt}, table`
}
