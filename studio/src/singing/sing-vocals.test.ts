import { describe, expect, test } from 'vitest'

import type { Score, SungNote } from '../song/score.ts'
import { makeSongRequest } from '../song/testing/make-song-request.ts'
import { writeScore } from '../song/write-score.ts'
import { countSyllables } from '../song/write-vocals.ts'
import { SINGING_RATE, singVocals } from './sing-vocals.ts'
import { SINGERS, isSingerName } from './singers.ts'
import { trackPitch } from './testing/track-pitch.ts'

const LYRICS =
  '[Verse]\nThe morning train is late again\nI count the windows in the rain\n' +
  '[Chorus]\nCarry me over the water\nHold on to me till tomorrow\n' +
  '[Bridge]\nSuddenly everything changes'
const noStep = () => Promise.resolve()

describe.each(Object.keys(SINGERS).filter(isSingerName))('%s', (singer) => {
  test('hits 85 % of the voiced notes within 50 cents', async () => {
    const score = writeSung({ prompt: `pop, ${singer}` })
    expect(score.vocals?.singer).toBe(singer)
    const { samples } = await singVocals(score, noStep)
    const errors = notesOf(score).flatMap((note) => errorOf(note, { samples, score }))
    expect(errors.length).toBeGreaterThan(25)
    expect(errors.filter((error) => Math.abs(error) <= 0.5).length / errors.length).toBeGreaterThan(0.85)
  })
})

test('words sound within 80 ms of their times', async () => {
  const texts = [
    'carry',
    'the',
    'water',
    'stars',
    'apple',
    'moon',
    'shining',
    'breath',
    'tomorrow',
    'I',
    'shh',
    'telephone',
  ]
  const score = withWords(texts)
  const { samples, words } = await singVocals(score, noStep)
  expect(words.map(({ text }) => text)).toEqual(texts)
  for (const [index, { text, startSeconds, endSeconds }] of words.entries()) {
    // Each word stands alone among silence: where its sound begins and ends needs nothing of the singer's.
    const [start, end] = heardSpan(samples, (index + 0.75) * WORD_SECONDS, (index + 1.7) * WORD_SECONDS)
    expect(Math.abs(start - startSeconds), `start of "${text}"`).toBeLessThan(0.08)
    expect(Math.abs(end - endSeconds), `end of "${text}"`).toBeLessThan(0.08)
  }
})

test('vowels begin with their notes, in rows of words too', async () => {
  const score = writeSung({ prompt: 'rock, tenor', bpm: 100 })
  const { words } = await singVocals(score, noStep)
  const notes = (score.vocals?.lines ?? []).flatMap((line) => line.words.map(({ notes: [first] }) => first))
  for (const [index, { text, startSeconds, endSeconds }] of words.entries()) {
    const vowel = ((notes[index]?.beat ?? 0) * 60) / score.bpm
    // The consonants before it take no more than a quarter of a second.
    expect(vowel - startSeconds, text).toBeGreaterThan(-0.001)
    expect(vowel - startSeconds, text).toBeLessThan(0.25)
    expect(endSeconds).toBeGreaterThan(vowel)
  }
})

test.each([
  ['signs', '!!! ... ???'],
  ['figures', '99 red 2024 3.14'],
  ['accents', 'Über señor naïve coöperate Ærø'],
  ['no vowels', 'psst shh mm brr'],
  ['one endless word', 'a'.repeat(300)],
  ['many words in one line', 'la '.repeat(100)],
  ['control characters', 'a\u0000b\u0007c \u001b[31m'],
  ['options', '-voice kal --help -o /etc/passwd'],
])('%s can be sung', async (_, line) => {
  const score = writeScore(makeSongRequest({ lyrics: `[Verse]\n${line}`, instrumental: false, durationSeconds: 12 }))
  const { samples, words } = await singVocals(score, noStep)
  expect(samples.every((sample) => Math.abs(sample) < 4)).toBe(true)
  for (const { startSeconds, endSeconds } of words) expect(endSeconds).toBeGreaterThanOrEqual(startSeconds)
})

function writeSung(wanted: { prompt: string; bpm?: number }): Score {
  return writeScore(makeSongRequest({ ...wanted, lyrics: LYRICS, instrumental: false, durationSeconds: 30, seed: 4 }))
}

function notesOf(score: Score): SungNote[] {
  return (score.vocals?.lines ?? []).flatMap(({ words }) => words.flatMap(({ notes }) => notes))
}

/** Semitones from the score, by the median of five moments of a note; none where no pitch is clear. */
function errorOf(
  { beat, beats, pitch }: SungNote,
  { samples, score }: { samples: Float32Array; score: Score },
): number[] {
  const [start, end] = [(beat * 60) / score.bpm + 0.05, ((beat + beats) * 60) / score.bpm - 0.06]
  const heard = Array.from({ length: 5 }, (_, index) => start + ((end - start) * index) / 4).flatMap((seconds) => {
    const found = trackPitch(samples, SINGING_RATE, seconds)
    return found === null ? [] : [found]
  })
  const median = heard.toSorted((a, b) => a - b)[Math.floor(heard.length / 2)]
  return median === undefined || heard.length < 2 ? [] : [median - pitch]
}

const WORD_SECONDS = 1.5

/** One word every second and a half, its syllables a third of a second each. */
function withWords(texts: string[]): Score {
  const score = writeScore(makeSongRequest({ lyrics: 'la', instrumental: false, durationSeconds: 30, bpm: 120 }))
  const words = texts.map((text, index) => ({
    text,
    notes: Array.from({ length: countSyllables(text) }, (_, syllable) => ({
      beat: (index + 1) * WORD_SECONDS * 2 + syllable * 0.66,
      beats: 0.62,
      pitch: 64,
    })),
  }))
  return { ...score, vocals: { singer: 'alto', lines: [{ words }] } }
}

/** Seconds of the first and the last sound between two moments. */
function heardSpan(samples: Float32Array, from: number, to: number): [number, number] {
  const part = samples.subarray(Math.round(from * SINGING_RATE), Math.round(to * SINGING_RATE))
  const threshold = 0.02 * part.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
  const first = part.findIndex((sample) => Math.abs(sample) > threshold)
  const last = part.findLastIndex((sample) => Math.abs(sample) > threshold)
  return [from + first / SINGING_RATE, from + last / SINGING_RATE]
}
