import type { Genre } from './genre.ts'
import type { SingerName } from '../singing/singers.ts'
import type { Instrument } from './instruments.ts'
import type { Key } from './key.ts'
import type { Form, FormSection } from './plan-form.ts'
import type { ChordEvent } from './plan-harmony.ts'

/** All that the writers of single parts share: decided once, before any note. */
export interface Arrangement {
  genre: Genre
  key: Key
  form: Form
  spans: SectionSpan[]
  chords: ChordEvent[]
  bpm: number
  landingBeat: number
  totalBeats: number
  /** Asked for in the prompt; null = the genre's choice. */
  leadInstrument: Instrument | null
  /** Sings the lines; null = the lead plays them. */
  singer: SingerName | null
  /** Parts draw from streams named after this. */
  seed: string
}

/** A section's place in time; the last one's bars stop before the landing, which belongs to no bar. */
export interface SectionSpan {
  section: FormSection
  beat: number
  /** Full bars to be played as patterns. */
  bars: number
}

export function placeSections(form: Form, beatsPerBar: number): { spans: SectionSpan[]; landingBeat: number } {
  const spans: SectionSpan[] = []
  let beat = form.pickupBeats
  for (const [index, section] of form.sections.entries()) {
    const bars = index === form.sections.length - 1 ? section.bars - 1 : section.bars
    spans.push({ section, beat, bars })
    beat += bars * beatsPerBar
  }
  return { spans, landingBeat: beat }
}

/** Off-beats come late by the genre's swing; whole beats stay where they are. */
export function swingBeat(beat: number, swing: Genre['swing']): number {
  if (swing.amount === 0) return beat
  const pair = 2 * swing.unit
  const start = Math.floor(beat / pair + 1e-9) * pair
  const within = beat - start
  // A full triplet puts the second note at two thirds of the pair.
  const middle = swing.unit * (1 + swing.amount / 3)
  if (within <= swing.unit) return start + (within * middle) / swing.unit
  return start + middle + ((within - swing.unit) * (pair - middle)) / swing.unit
}

/** Velocity by the section's energy, 1 to 4: calm sections are softer, not only thinner. */
export function energyGain(energy: number): number {
  return 0.72 + 0.075 * energy
}

export function clampVelocity(velocity: number): number {
  return Math.max(1, Math.min(127, Math.round(velocity)))
}
