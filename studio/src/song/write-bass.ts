import { clampVelocity, energyGain, swingBeat } from './arrangement.ts'
import type { Arrangement } from './arrangement.ts'
import { scaleOverChord } from './chord.ts'
import type { Genre } from './genre.ts'
import { INSTRUMENTS, balanceVolume } from './instruments.ts'
import { layPattern } from './lay-pattern.ts'
import type { Stroke } from './lay-pattern.ts'
import { chordAt } from './plan-harmony.ts'
import type { ChordEvent } from './plan-harmony.ts'
import { makeRandom } from './random.ts'
import type { Random } from './random.ts'
import type { Note, Part } from './score.ts'
import { pitchAtOrAbove } from './voice-chords.ts'

/** The lowest string of a bass guitar, and as far up as the line still sounds like one. */
const LOWEST = 28
const HIGHEST = 48

/** The bass line: the genre's pattern on each chord's tones, or a walking line. */
export function writeBass(arrangement: Arrangement): Part {
  const { genre, spans, landingBeat, totalBeats, chords } = arrangement
  const plan = genre.bass
  const random = makeRandom(arrangement.seed, 'bass')
  const instrument = random.pick(plan.instruments)
  const patterns = { calm: random.pick(plan.calm), full: random.pick(plan.full) }
  const notes: Note[] = []
  for (const span of spans) {
    const { energy } = span.section
    if (energy < plan.energy.from || energy > plan.energy.to) continue
    if (plan.isWalking && energy >= 2) {
      for (let bar = 0; bar < span.bars; bar++) {
        walkBar(notes, arrangement, { beat: span.beat + bar * genre.beatsPerBar, energy, random })
      }
    } else {
      for (const stroke of layPattern(arrangement, span, energy >= 3 ? patterns.full : patterns.calm)) {
        playStroke(notes, arrangement, { ...stroke, energy })
      }
    }
  }
  const velocity = clampVelocity(plan.velocity)
  const pitch = pitchAtOrAbove(chordAt(chords, landingBeat).chord.root, LOWEST)
  notes.push({ beat: landingBeat, beats: totalBeats - landingBeat, pitch, velocity })
  const volume = balanceVolume(plan.mix.volume, instrument)
  const { program } = INSTRUMENTS[instrument]
  return { role: 'bass', isDrums: false, program, ...plan.mix, volume, notes, swells: [] }
}

/** A held note makes way for the next chord, whose root takes its place. */
function playStroke(notes: Note[], arrangement: Arrangement, stroke: Stroke & { energy: number }): void {
  const { genre, chords } = arrangement
  const event = chordAt(chords, stroke.beat)
  const end = stroke.beat + stroke.beats
  const cut = Math.min(end, event.beat + event.beats)
  const accent = stroke.beat % 2 === 0 ? 6 : 0
  const velocity = clampVelocity(genre.bass.velocity * energyGain(stroke.energy) + accent)
  addNote(notes, genre, { from: stroke.beat, to: cut, pitch: pitchFor(stroke.mark, event, arrangement), velocity })
  if (cut >= end) return
  const pitch = pitchAtOrAbove(chordAt(chords, cut).chord.root, LOWEST)
  addNote(notes, genre, { from: cut, to: end, pitch, velocity })
}

function addNote(
  notes: Note[],
  genre: Genre,
  note: { from: number; to: number; pitch: number; velocity: number },
): void {
  const beat = swingBeat(note.from, genre.swing)
  const beats = Math.max(0.05, swingBeat(note.to, genre.swing) - beat - 0.03)
  notes.push({ beat, beats, pitch: note.pitch, velocity: note.velocity })
}

function pitchFor(mark: string, event: ChordEvent, arrangement: Arrangement): number {
  const { chord } = event
  const root = pitchAtOrAbove(chord.root, LOWEST)
  const above = (tone: number | undefined) => (tone === undefined ? root : pitchAtOrAbove(tone, root))
  if (mark === 'f') return above(chord.tones[2])
  if (mark === 't') return above(chord.tones[1])
  if (mark === 'o') return root + 12
  if (mark === 'a') return approach(root, event, arrangement)
  return root
}

/** A scale step below or above the next chord's root, whichever lies nearer. */
function approach(from: number, event: ChordEvent, { chords, key }: Arrangement): number {
  const next = chordAt(chords, event.beat + event.beats).chord
  const target = pitchAtOrAbove(next.root, LOWEST)
  if (target === from) return pitchAtOrAbove(event.chord.tones[2] ?? next.root, LOWEST)
  const scale = scaleOverChord(key, event.chord)
  const step = target > from ? -1 : 1
  const near = target + step
  return Math.max(LOWEST - 1, scale.includes(near % 12) ? near : target + 2 * step)
}

/** Quarter notes from root to root: chord tones on the way, a semitone step at the end. */
function walkBar(
  notes: Note[],
  { genre, chords, key }: Arrangement,
  bar: { beat: number; energy: number; random: Random },
): void {
  let previous = notes.at(-1)?.pitch ?? 36
  for (let i = 0; i < genre.beatsPerBar; i++) {
    const beat = bar.beat + i
    const event = chordAt(chords, beat)
    const next = chordAt(chords, beat + 1)
    const isFirst = event.beat === beat
    const pitch = isFirst
      ? nearest(event.chord.root, previous)
      : next !== event
        ? nearest(next.chord.root, previous) + (bar.random.chance(0.5) ? 1 : -1)
        : walkOn(previous, i % 2 === 0 ? event.chord.tones : scaleOverChord(key, event.chord), bar.random)
    const velocity = clampVelocity(genre.bass.velocity * energyGain(bar.energy) + (i % 2 === 1 ? 4 : 0))
    notes.push({ beat, beats: 0.9, pitch, velocity })
    previous = pitch
  }
}

/** The next of the given tones in a direction that keeps the line within the bass. */
function walkOn(from: number, tones: number[], random: Random): number {
  const up = from < LOWEST + 6 || (from < HIGHEST - 6 && random.chance(0.5))
  for (let distance = 1; distance <= 12; distance++) {
    const pitch = up ? from + distance : from - distance
    if (tones.includes(((pitch % 12) + 12) % 12)) return pitch
  }
  return from
}

function nearest(pitchClass: number, to: number): number {
  const below = pitchAtOrAbove(pitchClass, to - 11)
  const pitch = to - below <= 6 ? below : below + 12
  return pitch > HIGHEST ? pitch - 12 : pitch < LOWEST ? pitch + 12 : pitch
}
