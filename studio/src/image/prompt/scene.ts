import type { Colour } from '../colour.ts'
import type { CropName } from '../places/crops.ts'
import type { PlaceName } from '../places/places.ts'
import type { TimeName } from '../sky/times.ts'
import type { StyleName } from '../styles/styles.ts'
import type { WeatherName } from '../weathers/weathers.ts'
import type { PartTint } from '../subjects/tint-drawing.ts'
import type { MoodName } from './moods.ts'

export interface SceneSubject {
  /** As the prompt named it. */
  word: string
  /** A key of the drawings: an emoji's or one of our own. */
  drawing: string
  count: number
  /** One for all, or several that go round: instance k takes `tints[k % length]`; none = its own colours. */
  tints: readonly Colour[]
  /** "With a red roof": colours of parts of it, of all instances alike. */
  parts: readonly PartTint[]
  /** 1 = as it comes; 0.45 for "tiny", 1.7 for "huge". */
  scale: number
  where: Where | null
  held: Hold | null
  near: Near | null
  pose: Pose | null
}

/** What a drawing is made to do that has only one posture. */
export type Pose = 'asleep' | 'running' | 'jumping' | 'dancing'

/** That a subject stands by others which nobody holds: "a bear behind a tree". No subject is near itself. */
export interface Near {
  how: NearHow
  /** Indices of `subjects`, one or more. */
  to: readonly number[]
}

export type NearHow = 'behind' | 'before' | 'under' | 'over' | 'between' | 'beside'

/** That a subject is another's: "a hat on a man", "tulips in a vase". */
export interface Hold {
  /** Who wears, holds, contains or bears it: an index of `subjects`. No subject is, through any number of others, its own. */
  by: number
  how: 'worn' | 'held' | 'inside' | 'upon'
}

/**
 * How the subjects are shown: wide, as part of a scene; close, filling two thirds of the height; as a portrait, head and
 * shoulders before a soft background; as a logo, large, centred and flat.
 */
export type Framing = 'wide' | 'close' | 'portrait' | 'logo'

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

export type Interior = 'living room' | 'kitchen' | 'bedroom'

/** What the prompt asked for, filled up by the seed where it was silent. */
export interface Scene {
  place: PlaceName | 'abstract'
  /** As which a room is furnished. */
  interior: Interior
  /** What grows all over the meadow: "a field of tulips". */
  crop: { name: CropName; word: string; tint: Colour | null } | null
  /** Which of `subjects` stands on a hill of its own; null = none does. */
  onHill: number | null
  /** The desert is that of Mars. */
  isOnMars: boolean
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
  moonPhase: 'full' | 'half' | 'crescent'
  /** Words that must not appear. */
  without: ReadonlySet<string>
  framing: Framing
  /** Nouns and adjectives that nothing came of, as the prompt has them, in order. At most 12. */
  unpainted: readonly string[]
}
