import { describe, expect, test } from 'vitest'

import { Refusal } from '../refusal.ts'
import { ALL_GENRES } from './all-genres.ts'
import { readScore } from './read-score.ts'
import { makeSongRequest } from './testing/make-song-request.ts'
import { writeScore } from './write-score.ts'

const lyrics = '[Verse]\nOver the hill\n[Chorus]\nI sing'
const score = writeScore(makeSongRequest({ lyrics, instrumental: false, durationSeconds: 20 }))

test.each(ALL_GENRES.map(({ name }) => [name]))('a score of %s comes back from JSON as it was', (prompt) => {
  const written = writeScore(makeSongRequest({ prompt, lyrics, instrumental: false, durationSeconds: 61.7 }))
  expect(readScore(JSON.stringify(written))).toEqual(written)
})

const endless = { beat: 0, beats: 1e9, pitch: 60, velocity: 100 }
const note = { beat: 0, beats: 1, pitch: 60, velocity: 100 }

describe('a score that cannot be played is refused', () => {
  test.each<[string, unknown]>([
    ['of another version', { ...score, version: 2 }],
    ['without a version', { ...score, version: undefined }],
    ['an hour long', { ...score, durationSeconds: 3600 }],
    ['at no tempo', { ...score, bpm: 0 }],
    ['in no key', { ...score, key: 'H sharp' }],
    ['with a gap between sections', { ...score, sections: score.sections.slice(1) }],
    ['without chords', { ...score, chords: [] }],
    ['with a note beyond the end', { ...score, parts: [{ ...score.parts[0], notes: [endless] }] }],
    ['with a pitch that MIDI has not', { ...score, parts: [{ ...score.parts[0], notes: [{ ...note, pitch: 1.5 }] }] }],
    ['with more parts than channels', { ...score, parts: Array.from({ length: 16 }, () => score.parts[0]) }],
    [
      'with a million notes',
      { ...score, parts: [{ ...score.parts[0], notes: Array.from({ length: 1e5 + 1 }, () => note) }] },
    ],
    ['with a singer nobody knows', { ...score, vocals: { singer: 'toString', lines: [] } }],
    [
      'with a word that has no note',
      { ...score, vocals: { singer: 'alto', lines: [{ words: [{ text: 'a', notes: [] }] }] } },
    ],
    ['with an instrument nobody has', { ...score, wishes: { leadInstrument: '__proto__', hasDrums: true } }],
    ['that is a list', []],
    ['that is null', null],
  ])('%s', (_, value) => {
    expect(() => readScore(JSON.stringify(value))).toThrow(Refusal)
  })

  test.each(['', '{', 'null', '"text"', '🎸', '[[[['])('%j', (json) => {
    expect(() => readScore(json)).toThrow(Refusal)
  })
})
