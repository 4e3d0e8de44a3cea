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
  /** "Make the car blue": the colour of the thing that the picture is about. */
  thingTint: Colour | null
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
  const isRemoval = removal.test(rest) && !addition.test(rest)
  const exchanged = exchange.exec(rest)
  const wanted = exchanged === null ? rest : rest.slice(exchanged.index + exchanged[0].length)
  const mentions = findMentions(wanted)
  const scene = understandPrompt(wanted, negativePrompt, makeRandom(seed, 'scene'))
  const said = <K extends Meaning['kind']>(kind: K): Extract<Meaning, { kind: K }>[] =>
    mentions.meanings.filter((meaning): meaning is Extract<Meaning, { kind: K }> => meaning.kind === kind)
  const isAddition = !isRemoval && (addition.test(rest) || exchanged !== null) && scene.subjects.length > 0
  return {
    scene,
    namesPlace: said('place').some(({ name }) => name !== 'abstract'),
    time: said('time').length > 0 || mentions.meanings.some(({ kind }) => bodies.has(kind)) ? scene.time : null,
    weather: said('weather').map(({ name }) => name),
    season: scene.season,
    mood: scene.mood,
    style: scene.style,
    wash: scene.wash ?? (scene.subjects.length === 0 ? mentions.looseTint : null),
    skyTint: scene.skyTint,
    thingTint: isAddition
      ? null
      : (scene.subjects.find(({ tint }) => tint !== null)?.tint ?? looseTintOf(scene, mentions.looseTint)),
    title,
    isRemoval,
    isAddition,
    isAboutSky: exchanged !== null && aboutSky.test(exchanged[0]),
  }
}

function looseTintOf({ subjects }: Scene, looseTint: Colour | null): Colour | null {
  return subjects.length > 0 ? looseTint : null
}

const bodies: ReadonlySet<Meaning['kind']> = new Set(['sun', 'moon', 'stars'])
