import type { Pcm } from '../audio/pcm.ts'
import type { SongEditRequest, StudioContext } from '../contract.ts'
import { lyricsOfScore } from '../song/lyrics-of-score.ts'
import type { Score } from '../song/score.ts'
import { coverScore } from './cover-score.ts'
import type { EditedSong } from './edited-song.ts'
import { extendScore } from './extend-score.ts'
import { inpaintScore } from './inpaint-score.ts'
import { between, matchLoudness, playOnClock } from './play-on-clock.ts'
import { continueWith, fillWindow } from './splice-sound.ts'
import { swapSound } from './swap-sound.ts'
import { swapVocals } from './swap-vocals.ts'

/**
 * A song whose score is known: the score is changed and played; where the old sound is to stay, its own samples do. Stems are
 * those of the changed score played as a whole.
 */
export async function editKnownSong(
  pcm: Pcm,
  old: Score,
  request: SongEditRequest & { window: { from: number; to: number } },
  context: StudioContext,
): Promise<EditedSong> {
  const { score, keepSound } = changeScore(old, request)
  const titled = { ...score, title: request.title?.trim() || old.title }
  const stemFormat = request.withStems ? request.format : null
  const {
    pcm: played,
    words,
    stems,
  } = await playOnClock(titled, { second: 0, sampleRate: pcm.sampleRate, stemFormat }, context)
  return {
    pcm: keepSound === null ? played : keepSound(pcm, played),
    score: titled,
    lyrics: lyricsOfScore(score),
    words,
    stems,
    bpm: score.bpm,
    key: score.key,
    title: titled.title,
    genre: score.genre,
    sections: score.sections.map(({ name, beat }) => ({ name, startSeconds: (beat * 60) / score.bpm })),
  }
}

interface ScoreChange {
  score: Score
  /** Puts the old sound where it belongs; null = all of it is played anew. */
  keepSound: ((old: Pcm, played: Pcm) => Pcm) | null
}

function changeScore(score: Score, request: SongEditRequest & { window: { from: number; to: number } }): ScoreChange {
  switch (request.transform) {
    case 'extend': {
      const { score: longer, keptSeconds } = extendScore(score, request)
      const keepSound = (old: Pcm, played: Pcm) => {
        // The same music up to the seam: how loud that is in both says how loud the rest must be.
        matchLoudness(played, { from: 0, to: keptSeconds }, between(old, 0, keptSeconds))
        return continueWith(old, played, keptSeconds)
      }
      return { score: longer, keepSound }
    }
    case 'inpaint': {
      const { window } = request
      const keepSound = (old: Pcm, played: Pcm) => {
        matchLoudness(played, { from: 0, to: score.durationSeconds }, old)
        return fillWindow(old, played, window)
      }
      return { score: inpaintScore(score, { ...request, ...window }), keepSound }
    }
    case 'cover':
      return { score: coverScore(score, request), keepSound: null }
    case 'swap_vocals':
      return { score: swapVocals(score, request), keepSound: null }
    case 'swap_sound':
      return { score: swapSound(score, request), keepSound: null }
  }
}
