import type { Pcm } from '../audio/pcm.ts'
import type { SongEditResult } from '../contract.ts'
import type { Score } from '../song/score.ts'

/** A change that is made, before it is encoded. */
export interface EditedSong extends Pick<
  SongEditResult,
  'bpm' | 'key' | 'title' | 'genre' | 'sections' | 'lyrics' | 'words' | 'stems'
> {
  pcm: Pcm
  score: Score | null
}
