import { clampVelocity, energyGain, swingBeat } from './arrangement.ts'
import type { Arrangement } from './arrangement.ts'
import { scaleOverChord } from './chord.ts'
import type { Chord } from './chord.ts'
import { degreeAt, makeContour } from './make-contour.ts'
import type { Contour } from './make-contour.ts'
import { makeRhythm } from './make-rhythm.ts'
import type { Onset } from './make-rhythm.ts'
import { chordAt } from './plan-harmony.ts'
import type { MelodyCell } from './plan-melody-cells.ts'
import { makeRandom } from './random.ts'
import type { Note } from './score.ts'

/** Where a melody lies: the pitch of its degree 0, and the degrees it keeps to. */
export interface Tessitura {
  tonicPitch: number
  low: number
  high: number
}

/** Degrees each kind of section moves in: choruses lie above verses. */
const RANGES: Record<string, { low: number; high: number }> = {
  verse: { low: -2, high: 5 },
  'pre-chorus': { low: 0, high: 6 },
  chorus: { low: 0, high: 8 },
  bridge: { low: 1, high: 7 },
  solo: { low: -1, high: 9 },
}
const VELOCITY = 88

/** The notes of one cell. Its rhythm and line come from the cell's name, so an idea sounds alike wherever it returns. */
export function writeCell(arrangement: Arrangement, cell: MelodyCell, tessitura: Tessitura): Note[] {
  const { genre, seed } = arrangement
  const plan = cell.isSolo && genre.solo !== null ? genre.solo : genre.lead
  const rhythm = makeRhythm(
    {
      beats: cell.beats,
      beatsPerBar: genre.beatsPerBar,
      count: cell.count,
      syncopation: plan.syncopation,
      startsAtOnce: cell.line?.beat !== undefined,
    },
    makeRandom(seed, 'rhythm', cell.name, cell.count, cell.beats),
  )
  const contour = makeContour({ beats: cell.beats, ...tessitura }, makeRandom(seed, 'contour', cell.name))
  const pitches = choosePitches(arrangement, cell, { rhythm, contour, ...tessitura })
  return rhythm.map((onset, index) => toNote(arrangement, cell, onset, pitches[index] ?? tessitura.tonicPitch))
}

/** Of an instrument, which has more range than any melody needs. */
export function tessituraOf(cell: MelodyCell, tonicPitch: number): Tessitura {
  return { tonicPitch, ...(RANGES[cell.name.replace(/-[a-z]+$/, '')] ?? { low: 0, high: 7 }) }
}

function toNote({ genre }: Arrangement, cell: MelodyCell, onset: Onset, pitch: number): Note {
  const start = swingBeat(cell.beat + onset.beat, genre.swing)
  const end = swingBeat(cell.beat + onset.beat + onset.beats, genre.swing)
  const inBar = onset.beat % genre.beatsPerBar
  const accent = inBar === 0 ? 8 : inBar % 1 === 0 ? 3 : -3
  // A line swells to its middle and falls off, as breath does.
  const arc = 6 * Math.sin((Math.PI * onset.beat) / cell.beats)
  const velocity = clampVelocity((VELOCITY + accent + arc) * energyGain(cell.energy))
  return { beat: start, beats: Math.max(0.1, (end - start) * 0.94), pitch, velocity }
}

function choosePitches(
  { key, chords, genre }: Arrangement,
  cell: MelodyCell,
  line: Tessitura & { rhythm: Onset[]; contour: Contour },
): number[] {
  const pitches: number[] = []
  for (const [index, onset] of line.rhythm.entries()) {
    const { chord } = chordAt(chords, cell.beat + onset.beat)
    const scale = scaleOverChord(key, chord)
    const toPitch = (degree: number) => degreeToPitch(degree, { scale, tonic: key.tonic, tonicPitch: line.tonicPitch })
    const isLast = index === line.rhythm.length - 1
    const degree = degreeAt(line.contour, onset.beat)
    const isStrong = onset.beat % genre.beatsPerBar === 0 || onset.beats >= 1 || isLast
    const wanted = isLast && cell.ending !== null ? nearestOctave(cell.ending, degree, line) : degree
    const pitch = toPitch(isStrong ? toChordDegree(wanted, chord, toPitch) : wanted)
    const isStuck = !isLast && pitches.length >= 2 && pitches.at(-1) === pitch && pitches.at(-2) === pitch
    pitches.push(isStuck && !isStrong ? toPitch(degree + 1) : pitch)
  }
  return pitches
}

function degreeToPitch(degree: number, at: { scale: number[]; tonic: number; tonicPitch: number }): number {
  const octave = Math.floor(degree / 7)
  const pitchClass = at.scale[degree - octave * 7] ?? at.tonic
  const above = (pitchClass - at.tonic + 12) % 12
  // A tonic bent down by a foreign chord lies below it, not a seventh above.
  return at.tonicPitch + octave * 12 + (degree - octave * 7 === 0 && above > 6 ? above - 12 : above)
}

/** The degree itself if the chord has it, or the nearest one it has: down first, as melodies fall. */
function toChordDegree(degree: number, chord: Chord, toPitch: (degree: number) => number): number {
  for (const distance of [0, -1, 1, -2, 2]) {
    if (chord.tones.includes(toPitch(degree + distance) % 12)) return degree + distance
  }
  return degree
}

/** The ending degree in the octave nearest to where the line is, but not outside the line's own range. */
function nearestOctave(ending: number, degree: number, { low, high }: Tessitura): number {
  const near = ending + 7 * Math.round((degree - ending) / 7)
  return near > high ? near - 7 : near < low ? near + 7 : near
}
