import { ALL_GENRES } from '../song/all-genres.ts'
import type { Genre } from '../song/genre.ts'
import { makeRandom } from '../song/random.ts'
import { findNamedGenre } from './name-genre.ts'

/** The genre that the prompt names, or by chance one that the song is not in. */
export function chooseCoverGenre(prompt: string, { seed, except }: { seed: number; except: string | null }): Genre {
  const named = findNamedGenre(prompt)
  return named ?? makeRandom(seed, 'cover').pick(ALL_GENRES.filter((genre) => genre.name !== except))
}
