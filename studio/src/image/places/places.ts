import { city } from './city.ts'
import { cliff } from './cliff.ts'
import { cloudsAbove } from './clouds-above.ts'
import { desert } from './desert.ts'
import { forest } from './forest.ts'
import { greenhouse } from './greenhouse.ts'
import { harbour } from './harbour.ts'
import { meadow } from './meadow.ts'
import { mountains } from './mountains.ts'
import type { Place } from './place.ts'
import { plainGround } from './plain-ground.ts'
import { room } from './room.ts'
import { savanna } from './savanna.ts'
import { beach, island, lake, river, sea } from './shores.ts'
import { snowLand } from './snow-land.ts'
import { space } from './space.ts'
import { underwater } from './underwater.ts'
import { village } from './village.ts'

/** Every place that can be painted; the keys are what `facts.place` says. */
export const places = {
  mountains,
  sea,
  beach,
  lake,
  river,
  island,
  cliff,
  harbour,
  city,
  village,
  forest,
  desert,
  meadow,
  savanna,
  snow: snowLand,
  space,
  underwater,
  room,
  greenhouse,
  sky: cloudsAbove,
  'plain background': plainGround,
} satisfies Record<string, Place>

export type PlaceName = keyof typeof places
