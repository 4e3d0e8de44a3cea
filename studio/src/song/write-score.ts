import { placeSections } from './arrangement.ts'
import type { Arrangement } from './arrangement.ts'
import { beatsOfLines } from './lyric-sections.ts'
import { planHarmony } from './plan-harmony.ts'
import type { Form } from './plan-form.ts'
import { planSong } from './plan-song.ts'
import type { PlanRequest, SongPlan } from './plan-song.ts'
import { makeRandom } from './random.ts'
import { SCORE_VERSION } from './score.ts'
import type { Note, Part, Score, ScoreSection, SectionKind } from './score.ts'
import { writeBass } from './write-bass.ts'
import { writeChordPart } from './write-chord-part.ts'
import { writeDrums } from './write-drums.ts'
import { writeLeadParts } from './write-lead-parts.ts'
import { writeVocals } from './write-vocals.ts'

/** Composes: a request in, a song as data out. The same request always gives the same score. */
export function writeScore(request: PlanRequest): Score {
  return writePlan(planSong(request))
}

/** The score of a plan. Plans that begin alike give scores that begin alike. */
export function writePlan(plan: SongPlan): Score {
  const arrangement = arrangePlan(plan)
  return {
    ...scoreHead(plan, arrangement),
    parts: writeParts(arrangement, plan.wishes.hasDrums),
    vocals: writeVocals(arrangement),
  }
}

export function arrangePlan({ genre, key, form, bpm, durationSeconds, wishes, singer, seed }: SongPlan): Arrangement {
  const totalBeats = (durationSeconds * bpm) / 60
  const chords = planHarmony({ genre, key, form, totalBeats }, makeRandom(seed, 'harmony'))
  const { spans, landingBeat } = placeSections(form, genre.beatsPerBar)
  const { leadInstrument } = wishes
  return { genre, key, form, spans, chords, bpm, landingBeat, totalBeats, leadInstrument, singer, seed }
}

/** All of a score but who plays it. */
export function scoreHead(plan: SongPlan, arrangement: Arrangement): Omit<Score, 'parts' | 'vocals'> {
  const { genre } = plan
  return {
    version: SCORE_VERSION,
    title: plan.title,
    genre: genre.name,
    bpm: plan.bpm,
    key: plan.key.name,
    beatsPerBar: genre.beatsPerBar,
    durationSeconds: plan.durationSeconds,
    landingBeat: arrangement.landingBeat,
    sections: nameSections(arrangement),
    chords: arrangement.chords.map(({ chord, beat, beats }) => ({
      symbol: chord.symbol,
      beat,
      beats,
      tones: chord.tones,
    })),
    swing: genre.swing,
    wishes: plan.wishes,
    seed: plan.seed,
    lowPassHz: genre.lowPassHz,
  }
}

function writeParts(arrangement: Arrangement, hasDrums: boolean): Part[] {
  const parts = [...writeLeadParts(arrangement), ...writeBacking(arrangement, hasDrums)]
  return parts.map((part) => ({ ...part, notes: keepInside(part.notes, arrangement.totalBeats) }))
}

/** Everybody but the lead. */
export function writeBacking(arrangement: Arrangement, hasDrums: boolean): Part[] {
  const { genre } = arrangement
  return [
    ...genre.chordParts.map((plan, index) => writeChordPart(arrangement, plan, index)),
    writeBass(arrangement),
    ...(genre.drums !== null && hasDrums ? [writeDrums(arrangement, genre.drums)] : []),
  ]
}

/** In order, and none past the end of the sound. */
export function keepInside(notes: Note[], totalBeats: number): Note[] {
  return notes
    .filter((note) => note.beat < totalBeats)
    .map((note) => ({ ...note, beats: Math.min(note.beats, totalBeats - note.beat) }))
    .toSorted((a, b) => a.beat - b.beat || a.pitch - b.pitch)
}

const NAMES: Record<SectionKind, string> = {
  intro: 'Intro',
  verse: 'Verse',
  'pre-chorus': 'Pre-Chorus',
  chorus: 'Chorus',
  bridge: 'Bridge',
  solo: 'Solo',
  outro: 'Outro',
}

/** Verses are numbered if there are several; choruses are all the chorus. */
function nameSections({ form, spans, genre, totalBeats }: Arrangement): ScoreSection[] {
  const verses = countVerses(form)
  let verse = 0
  return spans.map(({ section, beat }, index) => {
    const name = genre.sectionNames[section.kind] ?? NAMES[section.kind]
    if (section.kind === 'verse') verse++
    // A pickup belongs to the first section: sections fill the song.
    const start = index === 0 ? 0 : beat
    const end = spans[index + 1]?.beat ?? totalBeats
    const numbered = section.kind === 'verse' && verses > 1 ? `${name} ${verse}` : name
    const { kind, energy } = section
    const lines = section.lines.map((line) => line.text)
    const lineBeats = beatsOfLines(section.lines)
    return { name: numbered, kind, beat: start, beats: end - start, energy, lines, lineBeats }
  })
}

function countVerses(form: Form): number {
  return form.sections.filter((section) => section.kind === 'verse').length
}
