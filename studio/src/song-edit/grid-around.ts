import type { HeardSong } from '../listen/listen-to-song.ts'
import type { Chord } from '../song/chord.ts'

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
