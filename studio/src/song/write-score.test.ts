import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { ALL_GENRES } from './all-genres.ts'
import { findKey, scaleOf } from './key.ts'
import { SINGERS } from '../singing/singers.ts'
import { planOfScore } from './plan-song.ts'
import type { Note, Score, ScoreSection, SungNote } from './score.ts'
import { makeSongRequest } from './testing/make-song-request.ts'
import { writePlan, writeScore } from './write-score.ts'
import { toWords } from './write-vocals.ts'

const LYRICS =
  '[Verse 1]\nThe rain is on the window\nAnd I am far from home\n\n[Chorus]\nCarry me over the water\nCarry me over the sea'
const TIMED = '[00:03.00]The rain is on the window\n[00:09.50]And I am far from home\n\n[Chorus]\n[00:31.00]Carry me'
const genreNames = ALL_GENRES.map((genre) => genre.name)
const requests = fc.record({
  prompt: fc.oneof(fc.constantFrom(...genreNames), fc.string({ maxLength: 200, unit: 'binary' })),
  durationSeconds: fc.oneof(fc.integer({ min: 1, max: 600 }), fc.double({ min: 1, max: 60, noNaN: true })),
  bpm: fc.option(fc.integer({ min: 30, max: 300 })),
  key: fc.option(fc.constantFrom('D minor', 'F# major', 'Bb minor', 'nonsense')),
  seed: fc.maxSafeNat(),
  instrumental: fc.boolean(),
  lyrics: fc.option(
    fc.oneof(fc.constantFrom(LYRICS, TIMED), fc.string({ maxLength: 300 }), fc.lorem({ mode: 'sentences' })),
  ),
})

test('all notes lie inside the song, in order, as MIDI can play them', () => {
  check((score) => {
    const totalBeats = (score.durationSeconds * score.bpm) / 60
    for (const part of score.parts) {
      let last = 0
      for (const note of part.notes) {
        expect(note.beat).toBeGreaterThanOrEqual(last)
        expect(note.beats).toBeGreaterThan(0)
        expect(note.beat + note.beats).toBeLessThanOrEqual(totalBeats + 1e-6)
        expect(isMidi(note.pitch) && isMidi(note.velocity)).toBe(true)
        last = note.beat
      }
      expect(isMidi(part.program) && isMidi(part.volume) && isMidi(part.pan)).toBe(true)
    }
  })
})

test('sections and chords fill the song without a gap, in whole bars up to the last chord', () => {
  check((score) => {
    const totalBeats = (score.durationSeconds * score.bpm) / 60
    for (const spans of [score.sections, score.chords]) {
      let end = 0
      for (const span of spans) {
        expect(span.beat).toBeCloseTo(end, 6)
        expect(span.beats).toBeGreaterThan(0)
        end = span.beat + span.beats
      }
      expect(end).toBeCloseTo(totalBeats, 6)
    }
    const starts = score.sections.slice(1).map((section) => section.beat)
    for (const start of starts) expect(start % score.beatsPerBar).toBe(0)
  })
})

test('the song ends on its tonic, and the end has time to ring but not to wait', () => {
  check((score) => {
    const key = findKey(`in ${score.key}`)
    const last = score.chords.at(-1)
    expect(last?.beat).toBe(score.landingBeat)
    expect(last?.tones[0]).toBe(key?.tonic)
    const lead = score.parts.find((part) => part.role === 'lead')
    expect((lead?.notes.at(-1)?.pitch ?? 0) % 12).toBe(key?.tonic)
    const ring = score.durationSeconds - (score.landingBeat * 60) / score.bpm
    const bar = (score.beatsPerBar * 60) / score.bpm
    expect(ring).toBeGreaterThanOrEqual(Math.min(2, score.durationSeconds / 2) - 1e-6)
    expect(ring).toBeLessThan(2 + bar + 1e-6)
  })
})

test('the melody keeps to the scale, but for what the chords bend', () => {
  check((score) => {
    const key = findKey(`in ${score.key}`)
    const scale = new Set(scaleOf(key?.mode ?? 'major').map((step) => ((key?.tonic ?? 0) + step) % 12))
    const notes = score.parts.filter((part) => part.role === 'lead').flatMap((part) => part.notes)
    const outside = notes.filter((note) => !scale.has(note.pitch % 12))
    for (const note of outside) expect(chordToneAt(score, note)).toBe(true)
    // Bossa nova and jazz borrow most: II7, bVImaj7.
    if (notes.length > 40) expect(outside.length / notes.length).toBeLessThan(0.6)
  })
})

describe.each(genreNames)('%s', (name) => {
  test('plays its hook again in every chorus and within it', () => {
    const score = writeScore(makeSongRequest({ prompt: name, durationSeconds: 150, seed: 11 }))
    const choruses = score.sections.filter((section) => section.kind === 'chorus')
    expect(choruses.length).toBeGreaterThan(1)
    const hooks = choruses.map((section) => tuneOf(score, section, 0))
    expect(hooks[0]).not.toBe('')
    for (const hook of hooks) expect(hook).toBe(hooks[0])
    const [first] = choruses
    if (first !== undefined && first.beats >= 8 * score.beatsPerBar) expect(tuneOf(score, first, 4)).toBe(hooks[0])
  })

  test('has patterns of exactly one bar', () => {
    const genre = ALL_GENRES.find((candidate) => candidate.name === name)
    const chordPatterns = genre?.chordParts.flatMap((plan) => [...plan.calm, ...plan.full]) ?? []
    const bassPatterns = [...(genre?.bass.calm ?? []), ...(genre?.bass.full ?? [])]
    const grooves = Object.values(genre?.drums?.grooves ?? {}).flat()
    const drumPatterns = [...grooves, ...(genre?.drums?.fills ?? [])].flatMap((groove) => Object.values(groove))
    for (const pattern of [...chordPatterns, ...bassPatterns, ...drumPatterns]) {
      expect(pattern).toHaveLength((genre?.beatsPerBar ?? 4) * 4)
    }
  })
})

test.each([
  ['sung', false],
  ['played by the lead', true],
])('words that are %s have a note for each syllable', (_, instrumental) => {
  const score = writeScore(makeSongRequest({ lyrics: LYRICS, instrumental, durationSeconds: 40 }))
  const chorus = score.sections.find((section) => section.kind === 'chorus')
  const verse = score.sections.find((section) => section.kind === 'verse')
  expect(score.sections.map((section) => section.name)).toContain('Verse')
  expect(score.vocals === null).toBe(instrumental)
  const sung = score.vocals?.lines.flatMap(({ words }) => words.flatMap(({ notes }) => notes))
  // 7 + 6 syllables in the verse, 8 + 7 in the chorus.
  expect(notesIn(score, verse, sung)).toBe(13)
  expect(notesIn(score, chorus, sung)).toBe(15)
})

test('a voice that sings to the end comes home with the last chord', () => {
  for (const prompt of genreNames) {
    const score = writeScore(makeSongRequest({ prompt, lyrics: LYRICS, instrumental: false, durationSeconds: 24 }))
    const last = score.vocals?.lines.at(-1)?.words.at(-1)?.notes.at(-1)
    if (score.sections.at(-1)?.lines.length === 0) continue
    expect(last?.beat).toBe(score.landingBeat)
    expect((last?.pitch ?? 0) % 12).toBe(findKey(`in ${score.key}`)?.tonic)
  }
})

test('words are sung in order, within the reach of the singer, one after the other', () => {
  check((score) => {
    const { vocals } = score
    if (vocals === null) return
    const { low, high } = SINGERS[vocals.singer].range
    for (const { words } of vocals.lines) {
      let end = 0
      for (const { beat, beats, pitch } of words.flatMap(({ notes }) => notes)) {
        expect(beat).toBeGreaterThanOrEqual(end - 1e-6)
        expect(pitch >= low && pitch <= high).toBe(true)
        end = beat + beats
      }
    }
    const sung = vocals.lines.map(({ words }) => words.map(({ text }) => text).join(' '))
    const written = score.sections.flatMap(({ lines }) => lines).filter((line) => toWords(line).length > 0)
    expect(sung).toEqual(written.map((line) => toWords(line).join(' ')))
  })
})

test('words in letters that nobody here can read are played by the lead', () => {
  const score = writeScore(makeSongRequest({ lyrics: '[Verse]\n雨夜的街道', instrumental: false, durationSeconds: 20 }))
  const verse = score.sections.find((section) => section.kind === 'verse')
  expect(score.vocals).toBeNull()
  expect(notesIn(score, verse)).toBe(5)
})

test('of words too many for the length whole sections are left out, the chorus last', () => {
  const verse = Array.from({ length: 8 }, (_, index) => `A line of eight syllables here ${index}`).join('\n')
  const lyrics = `[Verse 1]\n${verse}\n[Chorus]\nThe hook of it\n[Verse 2]\n${verse}\n[Bridge]\n${verse}`
  const score = writeScore(makeSongRequest({ lyrics, instrumental: false, durationSeconds: 30, bpm: 120 }))
  const kinds = score.sections.map((section) => section.kind)
  expect(kinds).toContain('chorus')
  expect(kinds).not.toContain('bridge')
  const syllables = score.vocals?.lines.flatMap(({ words }) => words.flatMap(({ notes }) => notes)).length ?? 0
  expect(syllables / 30).toBeLessThan(4)
})

test('what went before something larger did is sung after all, where there is room for it', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `Eight syllables and a number ${index}`)
  const lyrics = `[Verse]\n${lines(6).join('\n')}\n[Bridge]\nA word or two\n[Chorus]\n${lines(4).join('\n')}`
  const score = writeScore(makeSongRequest({ lyrics, instrumental: false, durationSeconds: 33, bpm: 120 }))
  expect(score.sections.flatMap((section) => section.lines)).toContain('A word or two')
})

test.each([
  ['rock', 30],
  ['slow blues', 75],
  ['folk', 90],
  ['house', 240],
])(
  'the voice of a %s song of %i s enters within a tenth of it and a bar, at the latest after 12 s',
  (prompt, seconds) => {
    for (const intro of ['', '[Intro]\n\n', '[Instrumental]\n']) {
      const score = writeScore(
        makeSongRequest({ prompt, lyrics: `${intro}${LYRICS}`, instrumental: false, durationSeconds: seconds }),
      )
      const entry = ((score.vocals?.lines[0]?.words[0]?.notes[0]?.beat ?? Infinity) * 60) / score.bpm
      const bar = (score.beatsPerBar * 60) / score.bpm
      expect(entry).toBeLessThan(Math.min(12, seconds / 10 + bar))
    }
  },
)

test('verses of as many lines are as long as each other, and so are choruses but the last', () => {
  const verse = 'Black coffee and a broken string\nThe only song I know to sing'
  const lyrics = `[Verse 1]\n${verse}\n[Chorus]\n${verse}\n[Verse 2]\n${verse}\n[Chorus]\n${verse}\n[Chorus]\n${verse}`
  for (let seconds = 30; seconds < 120; seconds += 7) {
    const { sections } = writeScore(makeSongRequest({ lyrics, instrumental: false, durationSeconds: seconds }))
    for (const kind of ['verse', 'chorus']) {
      const lengths = sections.filter((section, at) => section.kind === kind && at < sections.length - 1)
      expect(new Set(lengths.map(({ beats }) => beats)).size).toBeLessThanOrEqual(1)
    }
  }
})

test('a score gives back the plan that it was written from', () => {
  check((score) => {
    expect(writePlan(planOfScore(score))).toEqual(score)
  })
})

test('the form follows the marks of the words', () => {
  const lyrics =
    '[Intro]\n\n[Verse 1]\na b c\n[Pre-Chorus]\nd e f\n[Chorus]\ng h i\n[Verse 2]\na b c\n[Bridge]\nx\n[Chorus]\ng h i\n[Outro]\nbye'
  const score = writeScore(makeSongRequest({ lyrics, durationSeconds: 90 }))
  const kinds = score.sections.map((section) => section.kind)
  expect(kinds.slice(0, 5)).toEqual(['intro', 'verse', 'pre-chorus', 'chorus', 'verse'])
  expect(kinds.at(-1)).toBe('outro')
})

test('the request wins over the prompt, the prompt over the genre', () => {
  const prompt = 'dark techno, 126 bpm, D minor'
  expect(writeScore(makeSongRequest({ prompt }))).toMatchObject({ bpm: 126, key: 'D minor', genre: 'electronic' })
  expect(writeScore(makeSongRequest({ prompt, bpm: 140, key: 'F# major' }))).toMatchObject({
    bpm: 140,
    key: 'F# major',
  })
})

function check(property: (score: Score) => void): void {
  fc.assert(
    fc.property(requests, (wanted) => property(writeScore(makeSongRequest(wanted)))),
    { numRuns: 60 },
  )
}

function isMidi(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 127
}

function chordToneAt(score: Score, note: Note): boolean {
  // Swing and feel move notes by less than a quarter beat.
  return score.chords.some(
    (chord) =>
      chord.beat <= note.beat + 0.25 &&
      chord.beat + chord.beats > note.beat - 0.25 &&
      chord.tones.includes(note.pitch % 12),
  )
}

/** Two bars of melody from a bar of a section, as text. */
function tuneOf(score: Score, section: ScoreSection, bar: number): string {
  const start = section.beat + bar * score.beatsPerBar
  const end = start + 2 * score.beatsPerBar
  const lead = score.parts.find((part) => part.role === 'lead')
  return (lead?.notes ?? [])
    .filter((note) => note.beat >= start && note.beat < end)
    .map((note) => `${(note.beat - start).toFixed(2)}:${note.pitch}`)
    .join(' ')
}

function notesIn(
  score: Score,
  section: ScoreSection | undefined,
  notes: SungNote[] = score.parts.find((part) => part.role === 'lead')?.notes ?? [],
): number {
  if (section === undefined) return 0
  return notes.filter(
    (note) => note.beat >= section.beat && note.beat < Math.min(section.beat + section.beats, score.landingBeat),
  ).length
}
