import type { Arrangement, SectionSpan } from './arrangement.ts'

/** One stroke of a pattern, at its place in the song. */
export interface Stroke {
  mark: string
  beat: number
  beats: number
}

const STEPS_PER_BEAT = 4
/** Above this, sixteenths blur into noise: chords and bass play at half speed under full-speed drums. */
const HALF_SPEED_BPM = 190

/** A pattern of sixteenths repeated over a section. */
export function layPattern({ genre, bpm }: Arrangement, span: SectionSpan, pattern: string): Stroke[] {
  const stretch = bpm > HALF_SPEED_BPM ? 2 : 1
  const end = span.beat + span.bars * genre.beatsPerBar
  const patternBeats = genre.beatsPerBar * stretch
  const marks = [...pattern]
  const strokes: Stroke[] = []
  for (let start = span.beat; start < end; start += patternBeats) {
    for (const [step, mark] of marks.entries()) {
      const beat = start + (step * stretch) / STEPS_PER_BEAT
      if (mark === '-' || mark === '.' || beat >= end) continue
      const held = marks.slice(step + 1).findIndex((next) => next !== '-')
      const steps = 1 + (held < 0 ? marks.length - step - 1 : held)
      strokes.push({ mark, beat, beats: Math.min((steps * stretch) / STEPS_PER_BEAT, end - beat) })
    }
  }
  return strokes
}
