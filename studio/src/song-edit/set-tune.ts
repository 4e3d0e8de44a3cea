import { energyGain, swingBeat } from '../song/arrangement.ts'
import type { Arrangement } from '../song/arrangement.ts'
import { scaleOverChord } from '../song/chord.ts'
import { chordAt } from '../song/plan-harmony.ts'
import type { Note } from '../song/score.ts'
import { pitchAtOrAbove } from '../song/voice-chords.ts'

const SLOT_BEATS = 0.5
/** A tone that goes on is struck again after this: nobody knows whether it was held. */
const HOLD_SLOTS_MAX = 4
/** Around the lead's tonic, in semitones. */
const RANGE = { low: -5, high: 14 }
const VELOCITY = 88

/** A heard tune as notes of the genre's lead: in its octave, on the scale, swung as the genre is. */
export function setTune(tune: (number | null)[], arrangement: Arrangement): Note[] {
  const { spans, landingBeat, genre, key } = arrangement
  const tonic = pitchAtOrAbove(key.tonic, genre.lead.lowestTonic)
  const notes: Note[] = []
  for (let slot = 0; slot < tune.length && slot * SLOT_BEATS < landingBeat;) {
    const heard = tune[slot] ?? null
    let end = slot + 1
    while (end - slot < HOLD_SLOTS_MAX && end * SLOT_BEATS < landingBeat && (tune[end] ?? null) === heard) end++
    if (heard !== null) {
      const beat = slot * SLOT_BEATS
      const energy = spans.findLast((span) => span.beat <= beat)?.section.energy ?? 2
      const start = swingBeat(beat, genre.swing)
      const beats = Math.max(0.1, (swingBeat(end * SLOT_BEATS, genre.swing) - start) * 0.94)
      const accent = beat % genre.beatsPerBar === 0 ? 8 : 0
      const velocity = Math.round((VELOCITY + accent) * energyGain(energy))
      notes.push({ beat: start, beats, pitch: fold(ontoScale(heard, beat, arrangement), tonic), velocity })
    }
    slot = end
  }
  return notes
}

/** A tone outside the scale that the chord does not have was misheard by a semitone, if it was heard at all. */
function ontoScale(pitch: number, beat: number, { chords, key }: Arrangement): number {
  const scale = scaleOverChord(key, chordAt(chords, beat).chord)
  return [pitch, pitch - 1, pitch + 1].find((each) => scale.includes(each % 12)) ?? pitch
}

function fold(pitch: number, tonic: number): number {
  if (pitch > tonic + RANGE.high) return fold(pitch - 12, tonic)
  return pitch < tonic + RANGE.low ? fold(pitch + 12, tonic) : pitch
}
