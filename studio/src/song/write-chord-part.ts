import { clampVelocity, energyGain, swingBeat } from './arrangement.ts'
import type { Arrangement, SectionSpan } from './arrangement.ts'
import type { ChordPartPlan } from './genre.ts'
import { INSTRUMENTS, balanceVolume } from './instruments.ts'
import { layPattern } from './lay-pattern.ts'
import { chordAt } from './plan-harmony.ts'
import type { ChordEvent } from './plan-harmony.ts'
import { makeRandom } from './random.ts'
import type { Random } from './random.ts'
import type { Note, Part } from './score.ts'
import { voiceChords } from './voice-chords.ts'

/** Comping, broken chords or a pad: the section's pattern over the song's chords. */
export function writeChordPart(arrangement: Arrangement, plan: ChordPartPlan, index: number): Part {
  const { genre, spans, chords } = arrangement
  const random = makeRandom(arrangement.seed, 'chords', index)
  const instrument = random.pick(plan.instruments)
  const patterns = { calm: random.pick(plan.calm), full: random.pick(plan.full) }
  const voicings = voiceChords(chords, plan)
  const strum = (plan.strumSeconds * arrangement.bpm) / 60
  const notes: Note[] = []
  for (const span of spans) {
    if (!isPlaying(plan, span)) continue
    const pattern = span.section.energy >= 3 ? patterns.full : patterns.calm
    for (const stroke of layPattern(arrangement, span, pattern)) {
      for (const piece of splitAtChords(chords, stroke.beat, stroke.beats)) {
        const velocity = plan.velocity * energyGain(span.section.energy) * (stroke.mark === 'X' ? 1.15 : 1)
        const pitches = choosePitches(voicings.get(piece.event) ?? [], stroke.mark)
        addChord(notes, { pitches, ...piece, velocity, strum }, { swing: genre.swing, random })
      }
    }
  }
  addLanding(notes, arrangement, { plan, voicings, strum, random })
  const swells = plan.isPumping ? pump(arrangement) : []
  const volume = balanceVolume(plan.mix.volume, instrument)
  const { program } = INSTRUMENTS[instrument]
  return { role: plan.role, isDrums: false, program, ...plan.mix, volume, notes, swells }
}

function isPlaying(plan: ChordPartPlan, span: SectionSpan): boolean {
  return span.section.energy >= plan.energy.from && span.section.energy <= plan.energy.to
}

/** A held stroke is struck anew where the chord changes under it. */
function splitAtChords(
  chords: ChordEvent[],
  beat: number,
  beats: number,
): { event: ChordEvent; beat: number; beats: number }[] {
  const pieces = []
  const end = beat + beats
  for (let at = beat; at < end - 1e-9;) {
    const event = chordAt(chords, at)
    const pieceEnd = Math.min(end, event.beat + event.beats)
    if (pieceEnd <= at) break
    pieces.push({ event, beat: at, beats: pieceEnd - at })
    at = pieceEnd
  }
  return pieces
}

function choosePitches(voicing: number[], mark: string): number[] {
  if (mark === 'x' || mark === 'X') return voicing
  const digit = Number(mark)
  const pitch = voicing[digit % voicing.length]
  // Beyond the top tone it goes on an octave higher.
  return pitch === undefined ? [] : [pitch + 12 * Math.floor(digit / voicing.length)]
}

function addChord(
  notes: Note[],
  chord: { pitches: number[]; beat: number; beats: number; velocity: number; strum: number },
  feel: { swing: Arrangement['genre']['swing']; random: Random },
): void {
  const start = swingBeat(chord.beat, feel.swing)
  const end = swingBeat(chord.beat + chord.beats, feel.swing)
  for (const [string, pitch] of chord.pitches.entries()) {
    const late = Math.min(string * chord.strum, (end - start) / 2)
    // Nobody strikes twice with the same force.
    const velocity = clampVelocity(chord.velocity + feel.random.int(-5, 5))
    notes.push({ beat: start + late, beats: Math.max(0.05, end - start - late - 0.02), pitch, velocity })
  }
}

/** The last chord, by every part that plays in a chorus, held to the end. */
function addLanding(
  notes: Note[],
  { chords, landingBeat, totalBeats, genre }: Arrangement,
  how: { plan: ChordPartPlan; voicings: Map<ChordEvent, number[]>; strum: number; random: Random },
): void {
  if (how.plan.energy.from > 3) return
  const pitches = how.voicings.get(chordAt(chords, landingBeat)) ?? []
  const beats = totalBeats - landingBeat
  addChord(
    notes,
    { pitches, beat: landingBeat, beats, velocity: how.plan.velocity * 0.95, strum: how.strum * 2 },
    { swing: { ...genre.swing, amount: 0 }, random: how.random },
  )
}

/** Down on each beat and back up within half of it. */
function pump({ spans, genre, landingBeat }: Arrangement): Part['swells'] {
  const shape = [
    { after: 0, value: 58 },
    { after: 0.125, value: 76 },
    { after: 0.25, value: 98 },
    { after: 0.375, value: 115 },
    { after: 0.5, value: 127 },
  ]
  const swells: Part['swells'] = []
  for (const span of spans) {
    for (let beat = 0; beat < span.bars * genre.beatsPerBar; beat++) {
      // Where no kick drum plays there is nothing to duck under.
      if (span.section.energy < 2) swells.push({ beat: span.beat + beat, value: 115 })
      else swells.push(...shape.map(({ after, value }) => ({ beat: span.beat + beat + after, value })))
    }
  }
  return [...swells, { beat: landingBeat, value: 120 }]
}
