import type { Genre } from './genre.ts'
import { ambient } from './genres/ambient.ts'
import { bossaNova } from './genres/bossa-nova.ts'
import { electronic } from './genres/electronic.ts'
import { folk } from './genres/folk.ts'
import { funk } from './genres/funk.ts'
import { hipHop } from './genres/hip-hop.ts'
import { jazz } from './genres/jazz.ts'
import { lofi } from './genres/lofi.ts'
import { orchestral } from './genres/orchestral.ts'
import { pop } from './genres/pop.ts'
import { rock } from './genres/rock.ts'
import { waltz } from './genres/waltz.ts'

/** To add a genre: copy a file in `genres/`, and name it here. The first is what a prompt without a hint becomes. */
export const ALL_GENRES: readonly Genre[] = [
  pop,
  rock,
  jazz,
  lofi,
  electronic,
  ambient,
  folk,
  orchestral,
  bossaNova,
  hipHop,
  funk,
  waltz,
]

export const DEFAULT_GENRE = pop
