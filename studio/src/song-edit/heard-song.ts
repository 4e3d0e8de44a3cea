import type { SongEditRequest } from '../contract.ts'
import { makeRandom } from '../song/random.ts'
import { titleFromPrompt } from '../song/title-from-prompt.ts'
import { measureDecibels } from '../listen/find-sections.ts'
import type { HeardSong } from '../listen/listen-to-song.ts'
import type { Pcm } from '../audio/pcm.ts'
import type { Chord } from '../song/chord.ts'
import { DEFAULT_GENRE } from '../song/all-genres.ts'
import type { Genre } from '../song/genre.ts'
import { fitMetre } from './fit-metre.ts'
import { findNamedGenre, genreByName } from './name-genre.ts'

/** Straight bar lines through what was heard around a moment, for songs whose tempo wanders. */
export interface LocalGrid {
  bpm: number
  barSeconds: number
  /** The bar line at or before a moment. */
  lineBefore(seconds: number): number
  /** The chords of the bars from a line on. */
  chordsFrom(line: number, count: number): Chord[][]
}

const REACH_SECONDS = 15

export function gridAround(heard: HeardSong, from: number, to: number): LocalGrid {
  const { bpm, firstBeat } = heard.tempoAt(Math.max(0, from - REACH_SECONDS), to + REACH_SECONDS)
  const barSeconds = (60 * heard.beatsPerBar) / bpm
  const firstLine = heard.lines[0] ?? 0
  // Which of the beats here begin a bar, the whole song's lines say; they may have drifted by less than half a beat.
  const half = 30 / bpm
  const near = heard.lines.reduce(
    (best, line) => (Math.abs(line - from) < Math.abs(best - from) ? line : best),
    firstLine,
  )
  const beat = firstBeat + Math.round((near - firstBeat) / half) * half
  const lineBefore = (seconds: number) => beat + Math.floor((seconds - beat) / barSeconds + 0.02) * barSeconds
  const wholeBar = (heard.lines[1] ?? firstLine + barSeconds) - firstLine
  const indexOf = (line: number) => Math.round((line - firstLine) / wholeBar)
  return {
    bpm,
    barSeconds,
    lineBefore,
    chordsFrom: (line, count) =>
      Array.from({ length: count }, (_, index) => {
        const last = heard.bars.length - 1
        return heard.bars[Math.max(0, Math.min(last, indexOf(line) + index))] ?? []
      }),
  }
}

/** Seconds at which a song has said all: what comes after is its last sound dying away, or silence. */
export function findSpokenEnd(pcm: Pcm): number {
  const seconds = pcm.channels[0].length / pcm.sampleRate
  const usual = measureDecibels(pcm, 0, seconds)
  for (let end = seconds; end > 1; end -= 0.1) if (measureDecibels(pcm, end - 0.4, end) > usual - QUIETER) return end
  return seconds
}

/** Decibels below the whole song's mean. */
const QUIETER = 9

/** The genre for new music in a song that is only heard: the prompt's, or one that is usual at such a tempo. A guess. */
export function chooseHeardGenre(prompt: string, heard: HeardSong): Genre {
  const genre = findNamedGenre(prompt) ?? guessGenre(heard)
  return fitMetre(genre, heard.beatsPerBar)
}

/** Below this share of onsets on the beat nobody drums. */
const DRUMLESS_CLARITY = 0.22

function guessGenre({ bpm, beatsPerBar, clarity }: HeardSong): Genre {
  const name =
    beatsPerBar === 3
      ? 'waltz'
      : clarity < DRUMLESS_CLARITY
        ? 'orchestral'
        : bpm < 92
          ? 'lofi'
          : bpm < 120
            ? 'pop'
            : bpm < 136
              ? 'electronic'
              : 'rock'
  return genreByName(name) ?? DEFAULT_GENRE
}

export function titleOf({ title, prompt, seed }: Pick<SongEditRequest, 'title' | 'prompt' | 'seed'>): string {
  const given = title?.trim() ?? ''
  return given === '' ? titleFromPrompt(prompt, makeRandom(seed, 'title')) : given
}
