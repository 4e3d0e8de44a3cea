import { placeSections } from './arrangement.ts'
import type { Arrangement } from './arrangement.ts'
import type { SongRequest } from '../contract.ts'
import type { Genre } from './genre.ts'
import { findKey, makeKey } from './key.ts'
import type { Key } from './key.ts'
import { parseLyricSections } from './lyric-sections.ts'
import { planForm } from './plan-form.ts'
import type { Form } from './plan-form.ts'
import { planHarmony } from './plan-harmony.ts'
import { makeRandom } from './random.ts'
import { BPM_MAX, BPM_MIN, readPrompt } from './read-prompt.ts'
import type { SongWishes } from './read-prompt.ts'
import type { Note, Part, Score, ScoreSection, SectionKind } from './score.ts'
import { titleFromPrompt } from './title-from-prompt.ts'
import { writeBass } from './write-bass.ts'
import { writeChordPart } from './write-chord-part.ts'
import { writeDrums } from './write-drums.ts'
import { writeLeadParts } from './write-lead-parts.ts'

type ScoreRequest = Omit<SongRequest, 'format' | 'kind'>

/** Composes: a request in, a song as data out. The same request always gives the same score. */
export function writeScore(request: ScoreRequest): Score {
  const wishes = readPrompt(request.prompt)
  const { genre } = wishes
  const seed = `${request.seed}\u0000${request.prompt}`
  const bpm = clampBpm(request.bpm ?? wishes.bpm ?? chooseBpm(genre, wishes.energy, seed))
  const key = (request.key === null ? null : findKey(`in ${request.key}`)) ?? wishes.key ?? chooseKey(wishes, seed)
  const lyrics = request.lyrics === null ? [] : parseLyricSections(request.lyrics)
  const { beatsPerBar } = genre
  const form = planForm({ durationSeconds: request.durationSeconds, bpm, beatsPerBar, lyrics })
  const totalBeats = (request.durationSeconds * bpm) / 60
  const chords = planHarmony({ genre, key, form, totalBeats }, makeRandom(seed, 'harmony'))
  const { spans, landingBeat } = placeSections(form, beatsPerBar)
  const arrangement: Arrangement = {
    genre,
    key,
    form,
    spans,
    chords,
    bpm,
    landingBeat,
    totalBeats,
    leadInstrument: wishes.lead,
    isSung: !request.instrumental,
    seed,
  }
  return {
    title: chooseTitle(request, seed),
    genre: genre.name,
    bpm,
    key: key.name,
    beatsPerBar,
    durationSeconds: request.durationSeconds,
    landingBeat,
    sections: nameSections(arrangement),
    chords: chords.map(({ chord, beat, beats }) => ({ symbol: chord.symbol, beat, beats, tones: chord.tones })),
    parts: writeParts(arrangement, wishes.hasDrums),
    lowPassHz: genre.lowPassHz,
  }
}

function writeParts(arrangement: Arrangement, hasDrums: boolean): Part[] {
  const { genre, totalBeats } = arrangement
  const parts = [
    ...writeLeadParts(arrangement),
    ...genre.chordParts.map((plan, index) => writeChordPart(arrangement, plan, index)),
    writeBass(arrangement),
    ...(genre.drums !== null && hasDrums ? [writeDrums(arrangement, genre.drums)] : []),
  ]
  return parts.map((part) => ({ ...part, notes: keepInside(part.notes, totalBeats) }))
}

/** In order, and none past the end of the sound. */
function keepInside(notes: Note[], totalBeats: number): Note[] {
  return notes
    .filter((note) => note.beat < totalBeats)
    .map((note) => ({ ...note, beats: Math.min(note.beats, totalBeats - note.beat) }))
    .toSorted((a, b) => a.beat - b.beat || a.pitch - b.pitch)
}

function clampBpm(bpm: number): number {
  return Math.max(BPM_MIN, Math.min(BPM_MAX, bpm))
}

/** The mood sets the middle of the choice, chance a quarter of the range around it. */
function chooseBpm(genre: Genre, energy: number, seed: string): number {
  const { min, max } = genre.tempo
  const place = 0.5 + energy * 0.4 + (makeRandom(seed, 'tempo').next() - 0.5) * 0.25
  return Math.round(min + (max - min) * Math.max(0, Math.min(1, place)))
}

function chooseKey(wishes: SongWishes, seed: string): Key {
  const random = makeRandom(seed, 'key')
  const isMinor = random.chance(wishes.genre.minorShare)
  return makeKey(random.int(0, 11), wishes.mode ?? (isMinor ? 'minor' : 'major'))
}

function chooseTitle(request: ScoreRequest, seed: string): string {
  const given = request.title?.trim() ?? ''
  return given === '' ? titleFromPrompt(request.prompt, makeRandom(seed, 'title')) : given
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
    return { name: numbered, kind: section.kind, beat: start, beats: end - start }
  })
}

function countVerses(form: Form): number {
  return form.sections.filter((section) => section.kind === 'verse').length
}
