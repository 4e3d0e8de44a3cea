import { clampVelocity } from './arrangement.ts'
import type { Arrangement } from './arrangement.ts'
import { scaleOverChord } from './chord.ts'
import type { LeadPlan } from './genre.ts'
import { INSTRUMENTS, balanceVolume } from './instruments.ts'
import { chordAt } from './plan-harmony.ts'
import { planMelodyCells } from './plan-melody-cells.ts'
import { makeRandom } from './random.ts'
import type { Note, Part, PartRole } from './score.ts'
import { pitchAtOrAbove } from './voice-chords.ts'
import { tessituraOf, writeCell } from './write-melody.ts'
import { isSung } from './write-vocals.ts'

const HARMONY_GAIN = 0.62
/** A second voice keeps at least a minor third below the first. */
const HARMONY_DISTANCE = 3
const HARMONY_ENERGY = 4

/** The tune: lead, the second voice of the last chorus, and the solo's own instrument. */
export function writeLeadParts(arrangement: Arrangement): Part[] {
  const { genre, key } = arrangement
  const cells = planMelodyCells(arrangement)
  const leadTonic = pitchAtOrAbove(key.tonic, genre.lead.lowestTonic)
  const soloTonic = pitchAtOrAbove(key.tonic, (genre.solo ?? genre.lead).lowestTonic)
  const lead: Note[] = []
  const solo: Note[] = []
  const harmony: Note[] = []
  for (const cell of cells) {
    if (isSung(arrangement, cell)) continue
    const notes = writeCell(arrangement, cell, tessituraOf(cell, cell.isSolo ? soloTonic : leadTonic))
    if (cell.isSolo && genre.solo !== null) solo.push(...notes)
    else lead.push(...notes)
    if (cell.energy >= HARMONY_ENERGY) harmony.push(...notes.map((note) => addSecondVoice(note, arrangement)))
  }
  lead.push(...writeEnding(arrangement, leadTonic, lead.at(-1)?.pitch ?? leadTonic + 7))
  return [
    toPart(arrangement, genre.lead, 'lead', lead),
    toPart(arrangement, genre.lead, 'harmony', harmony),
    toPart(arrangement, genre.solo ?? genre.lead, 'solo', solo),
  ].filter((part) => part.notes.length > 0)
}

/** A tune that is given, by the genre's lead. */
export function writeTune(arrangement: Arrangement, notes: Note[]): Part {
  const tonicPitch = pitchAtOrAbove(arrangement.key.tonic, arrangement.genre.lead.lowestTonic)
  const ending = writeEnding(arrangement, tonicPitch, notes.at(-1)?.pitch ?? tonicPitch + 7)
  return toPart(arrangement, arrangement.genre.lead, 'lead', [...notes, ...ending])
}

function toPart(arrangement: Arrangement, plan: LeadPlan, role: PartRole, notes: Note[]): Part {
  // Harmony draws from the lead's stream, so that both are the same instrument.
  const random = makeRandom(arrangement.seed, role === 'solo' ? 'solo' : 'lead')
  const picked = random.pick(plan.instruments)
  const instrument = role === 'solo' ? picked : (arrangement.leadInstrument ?? picked)
  const gain = role === 'harmony' ? HARMONY_GAIN : 1
  const mix = { ...plan.mix, volume: balanceVolume(plan.mix.volume * gain, instrument) }
  if (role === 'harmony') mix.pan = 84
  return { role, isDrums: false, program: INSTRUMENTS[instrument].program, ...mix, notes, swells: [] }
}

/** The nearest chord tone at least a third below. */
function addSecondVoice(note: Note, { chords }: Arrangement): Note {
  const { chord } = chordAt(chords, note.beat)
  let pitch = note.pitch - HARMONY_DISTANCE
  while (!chord.tones.includes(pitch % 12)) pitch--
  return { ...note, pitch, velocity: clampVelocity(note.velocity * 0.85) }
}

/** The tonic on the landing; songs too short for a bar get a run up to it. */
function writeEnding(arrangement: Arrangement, tonicPitch: number, lastPitch: number): Note[] {
  const { landingBeat, totalBeats, form, key, chords } = arrangement
  const target = tonicPitch + 12 * Math.round((lastPitch - tonicPitch) / 12)
  const landing = { beat: landingBeat, beats: totalBeats - landingBeat, pitch: target, velocity: 92 }
  const run = Array.from({ length: form.pickupBeats }, (_, beat): Note => {
    // Stepwise from below, to arrive with the next step.
    const degree = (7 - form.pickupBeats + beat) % 7
    const pitchClass = scaleOverChord(key, chordAt(chords, beat).chord)[degree] ?? key.tonic
    const pitch = target - 12 + ((pitchClass - key.tonic + 12) % 12)
    return { beat, beats: 0.9, pitch, velocity: 84 }
  })
  return [...run, landing]
}
