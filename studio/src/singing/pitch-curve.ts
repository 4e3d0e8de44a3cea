import type { SungNote } from '../song/score.ts'

/** Seconds. */
const GLIDE = 0.07
const SCOOP = 0.09
const VIBRATO_DELAY = 0.3
const VIBRATO_RISE = 0.4
const VIBRATO_HERTZ = 5.4
/** Semitones. */
const SCOOP_DEPTH = 0.5
const VIBRATO_DEPTH = 0.22
/** A note that comes after such a silence is reached from below. */
const PHRASE_GAP = 0.25

interface PitchPoint {
  /** Seconds, start and end of the note. */
  start: number
  end: number
  pitch: number
}

export function toPitchPoints(notes: SungNote[], secondsPerBeat: number): PitchPoint[] {
  return notes.map(({ beat, beats, pitch }) => ({
    start: beat * secondsPerBeat,
    end: (beat + beats) * secondsPerBeat,
    pitch,
  }))
}

/** A reader of the melody: MIDI pitch at a time that never goes back, with glides, scoops and vibrato. */
export function makePitchCurve(points: PitchPoint[]): (seconds: number) => number {
  let at = 0
  return (seconds) => {
    // The glide to the next note is over when its vowel begins, as far as the consonants before leave time.
    while ((points[at + 1]?.start ?? Infinity) - GLIDE / 2 <= seconds) at++
    const point = points[at]
    if (point === undefined) return 60
    const since = seconds - (point.start - GLIDE / 2)
    const before = points[at - 1]
    const isNew = before === undefined || point.start - before.end > PHRASE_GAP
    const from = isNew ? point.pitch - SCOOP_DEPTH : before.pitch
    const share = Math.max(0, Math.min(1, since / (isNew ? SCOOP : GLIDE)))
    const glide = from + (point.pitch - from) * (0.5 - 0.5 * Math.cos(Math.PI * share))
    return glide + vibrato(seconds, point)
  }
}

/** Long notes begin straight and come alive. */
function vibrato(seconds: number, { start, end }: PitchPoint): number {
  if (end - start < VIBRATO_DELAY + VIBRATO_RISE / 2) return 0
  const depth = Math.max(0, Math.min(1, (seconds - start - VIBRATO_DELAY) / VIBRATO_RISE))
  return VIBRATO_DEPTH * depth * Math.sin(2 * Math.PI * VIBRATO_HERTZ * (seconds - start - VIBRATO_DELAY))
}
