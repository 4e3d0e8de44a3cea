import type { Colour } from '../colour.ts'
import type { PlaceName } from '../places/places.ts'
import type { TimeName } from '../sky/times.ts'
import type { StyleName } from '../styles/styles.ts'
import type { WeatherName } from '../weathers/weathers.ts'
import type { MoodName } from './moods.ts'

export interface SceneSubject {
  /** As the prompt named it. */
  word: string
  /** A key of the drawings: an emoji's or one of our own. */
  drawing: string
  count: number
  tint: Colour | null
  /** 1 = as it comes; 0.45 for "tiny", 1.7 for "huge". */
  scale: number
  where: Where | null
  /** "On a table": the drawing of the subject that bears it. */
  on: string | null
}

export type Where =
  | 'left'
  | 'right'
  | 'middle'
  | 'air'
  | 'water'
  | 'front'
  | 'back'
  | 'top left'
  | 'top right'
  | 'bottom left'
  | 'bottom right'

/** What the prompt asked for, filled up by the seed where it was silent. */
export interface Scene {
  place: PlaceName | 'abstract'
  /** A second place behind the first: "a lake in the mountains". */
  backdrop: PlaceName | null
  time: TimeName
  /** Never empty; 'clear' stands alone. */
  weather: readonly WeatherName[]
  season: 'spring' | 'summer' | 'autumn' | null
  subjects: readonly SceneSubject[]
  mood: MoodName | null
  /** Null = a flat illustration. */
  style: StyleName | null
  /** Lettered on the picture; null = none. */
  title: string | null
  /** "In shades of blue": the colour of everything. */
  wash: Colour | null
  skyTint: Colour | null
  /** "A red moon". */
  bodyTint: Colour | null
  /** Asked for by name: it is then shown even where the time of day has none. */
  moonAsked: boolean
  /** Words that must not appear. */
  without: ReadonlySet<string>
}
