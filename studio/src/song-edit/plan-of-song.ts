import { Refusal } from '../refusal.ts'
import { arrangePlan } from '../song/write-score.ts'
import type { Arrangement } from '../song/arrangement.ts'
import type { Genre } from '../song/genre.ts'
import type { ChordEvent } from '../song/plan-harmony.ts'
import { planOfScore } from '../song/plan-song.ts'
import type { SongPlan } from '../song/plan-song.ts'
import type { Score, ScoreChord } from '../song/score.ts'
import { fitMetre } from './fit-metre.ts'

/** The plan of a score in the score's own metre, which a cover may have brought into a genre of another. */
export function planOfSong(score: Score, genre: Genre | null): SongPlan {
  const plan = planOfScore(score)
  return { ...plan, genre: fitMetre(genre ?? plan.genre, metreOf(score)) }
}

/** An arrangement over chords that are there already, instead of the genre's own. */
export function arrangeOver(plan: SongPlan, chords: ChordEvent[]): Arrangement {
  return { ...arrangePlan(plan), chords }
}

export function chordsOf(score: Pick<Score, 'chords'>): ChordEvent[] {
  return score.chords.map(({ symbol, beat, beats, tones }: ScoreChord) => ({
    chord: { symbol, root: tones[0] ?? 0, tones },
    beat,
    beats,
  }))
}

function metreOf({ beatsPerBar }: Score): 3 | 4 {
  if (beatsPerBar !== 3 && beatsPerBar !== 4)
    throw new Refusal(`The song has ${beatsPerBar} beats in a bar; only songs of three or four can be changed.`)
  return beatsPerBar
}
