import type { HeardSong } from '../listen/listen-to-song.ts'
import { ALL_GENRES, DEFAULT_GENRE } from '../song/all-genres.ts'
import type { Genre } from '../song/genre.ts'
import { makeRandom } from '../song/random.ts'
import { findNamedGenre } from './find-named-genre.ts'
import { fitMetre } from './fit-metre.ts'

/** Below this share of onsets on the beat nobody drums. */
const DRUMLESS_CLARITY = 0.22

/** The genre that the prompt names, or by chance one that the song is not in. */
export function chooseCoverGenre(prompt: string, { seed, except }: { seed: number; except: string | null }): Genre {
  const named = findNamedGenre(prompt)
  return named ?? makeRandom(seed, 'cover').pick(ALL_GENRES.filter((genre) => genre.name !== except))
}

/** The genre for new music in a song that is only heard: the prompt's, or one that is usual at such a tempo. A guess. */
export function chooseHeardGenre(prompt: string, heard: HeardSong): Genre {
  const usual = ALL_GENRES.find(({ name }) => name === guessGenre(heard)) ?? DEFAULT_GENRE
  return fitMetre(findNamedGenre(prompt) ?? usual, heard.beatsPerBar)
}

function guessGenre({ bpm, beatsPerBar, clarity }: HeardSong): string {
  if (beatsPerBar === 3) return 'waltz'
  if (clarity < DRUMLESS_CLARITY) return 'orchestral'
  if (bpm < 92) return 'lofi'
  if (bpm < 120) return 'pop'
  return bpm < 136 ? 'electronic' : 'rock'
}
