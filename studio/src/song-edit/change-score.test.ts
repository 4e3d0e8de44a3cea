import { expect, test } from 'vitest'

import { planSong } from '../song/plan-song.ts'
import { lyricsOfScore } from '../song/lyrics-of-score.ts'
import { readScore } from '../song/read-score.ts'
import type { Part, Score } from '../song/score.ts'
import { writePlan } from '../song/write-score.ts'
import { coverScore } from './cover-score.ts'
import { extendScore } from './extend-score.ts'
import { inpaintScore } from './inpaint-score.ts'
import { swapSound } from './swap-sound.ts'
import { swapVocals } from './swap-vocals.ts'

const LYRICS =
  '[Verse]\nI walk along the shining river\nand all the city lights are low\n[Chorus]\nOh carry me home tonight\ncarry me home where the fires glow'
const GENRES = ['pop', 'jazz', 'waltz', 'ambient', 'electronic', 'folk', 'hip-hop', 'rock']

test.each(GENRES)('every change of a %s song is a score that can be stored and read again', (genre) => {
  const score = writeSong(genre)
  for (const prompt of ['', 'waltz', 'jazz with saxophone', 'no drums']) {
    const changes = [
      extendScore(score, { cropEndAt: null, lyrics: null, prompt, seed: 3 }).score,
      extendScore(score, { cropEndAt: 21.3, lyrics: LYRICS, prompt, seed: 3 }).score,
      coverScore(score, { prompt, seed: 3 }),
      inpaintScore(score, { from: 11, to: 31, lyrics: null, prompt, seed: 3 }),
      swapVocals(score, { lyrics: null, prompt, seed: 3 }),
      swapVocals(score, { lyrics: '[Chorus]\nRing the bell and ring it loud', prompt, seed: 3 }),
      swapSound(score, { prompt, seed: 3 }),
    ]
    for (const change of changes) expect(readScore(JSON.stringify(change))).toEqual(change)
    // And changes of changes.
    const twice = extendScore(coverScore(changes[0] ?? score, { prompt, seed: 4 }), {
      cropEndAt: 30,
      lyrics: null,
      prompt: '',
      seed: 5,
    }).score
    expect(readScore(JSON.stringify(twice))).toEqual(twice)
  }
})

test('a cover keeps tempo, form, chords, tune and words, and changes who plays', () => {
  const score = writeSong('pop')
  const cover = coverScore(score, { prompt: 'jazz', seed: 2 })
  expect(cover.genre).toBe('jazz')
  for (const fact of ['bpm', 'key', 'beatsPerBar', 'durationSeconds', 'landingBeat', 'sections', 'chords'] as const)
    expect(cover[fact], fact).toEqual(score[fact])
  expect(cover.vocals?.lines.map(textOf)).toEqual(score.vocals?.lines.map(textOf))
  const [before, after] = [score, cover].map((song) =>
    notesOf(song, 'lead').map((note) => [Math.round(note.beat), note.pitch % 12]),
  )
  expect(after).toEqual(before)
  expect(cover.parts.map((part) => part.program)).not.toEqual(score.parts.map((part) => part.program))
})

test('another voice sings the same words at the same time, within its own range', () => {
  const score = writeSong('pop')
  const swapped = swapVocals(score, { lyrics: null, prompt: 'a male baritone', seed: 2 })
  expect(swapped.vocals?.singer).toBe('baritone')
  const times = (song: Score) =>
    song.vocals?.lines.flatMap((line) =>
      line.words.flatMap((word) => [word.text, ...word.notes.map((note) => note.beat)]),
    )
  expect(times(swapped)).toEqual(times(score))
  expect(swapped.parts).toEqual(score.parts)
  for (const note of swapped.vocals?.lines.flatMap((line) => line.words.flatMap((word) => word.notes)) ?? []) {
    expect(note.pitch).toBeGreaterThanOrEqual(43)
    expect(note.pitch).toBeLessThanOrEqual(63)
  }
})

test('another sound is the same notes by other instruments', () => {
  const score = writeSong('rock')
  const swapped = swapSound(score, { prompt: 'with flute', seed: 2 })
  expect(swapped.parts.map((part) => part.notes)).toEqual(score.parts.map((part) => part.notes))
  const changed = swapped.parts.filter((part, index) => part.program !== score.parts[index]?.program)
  expect(changed.length).toBeGreaterThan(swapped.parts.length / 2)
  expect(swapped.parts.find((part) => part.role === 'lead')?.program).toBe(73)
})

test('the words of a changed song are what is sung in it, section by section', () => {
  const score = writeSong('pop')
  const [verse = '', chorus = ''] = ['[Verse]', '[Chorus]'].map((mark) => stanzaOf(lyricsOfScore(score), mark))
  expect(verse).toBe(LYRICS.slice(0, LYRICS.indexOf('\n[Chorus]')))
  expect(chorus).toBe(LYRICS.slice(LYRICS.indexOf('[Chorus]')))
  expect(lyricsOfScore(coverScore(score, { prompt: 'jazz', seed: 2 }))).toBe(lyricsOfScore(score))
  const [first, last] = [score.vocals?.lines[0], score.vocals?.lines.at(-1)]
  const { score: cut } = extendScore(score, {
    cropEndAt: (((first?.words[0]?.notes[0]?.beat ?? 0) - 0.1) * 60) / score.bpm,
    lyrics: '[Bridge]\nNow the morning comes again',
    prompt: '',
    seed: 2,
  })
  expect(lyricsOfScore(cut)).toBe('[Bridge]\nNow the morning comes again')
  const end = Math.min(50, (((last?.words.at(-1)?.notes.at(-1)?.beat ?? 0) + 8) * 60) / score.bpm)
  const inpainted = inpaintScore(score, { from: 0.5, to: end, lyrics: 'Only these words', prompt: '', seed: 2 })
  expect(lyricsOfScore(inpainted)).toMatch(/^\[[\w -]+\]\nOnly these words$/)
})

test('words that nobody can sing are the words of the song all the same', () => {
  expect(lyricsOfScore(writeSong('pop', '[Verse]\n夜の雨が降る\n窓の外は暗い'))).toContain(
    '\n夜の雨が降る\n窓の外は暗い',
  )
  expect(lyricsOfScore(writeSong('pop', null))).toBeNull()
})

test('what is inpainted changes inside the window only, and keeps the words', () => {
  const score = writeSong('folk')
  const span = { from: (10 * score.bpm) / 60, to: (30 * score.bpm) / 60 }
  const inpainted = inpaintScore(score, { from: 10, to: 30, lyrics: null, prompt: '', seed: 2 })
  const outside = (parts: Part[]) =>
    parts
      .flatMap((part) =>
        part.notes
          .filter((note) => note.beat < span.from || note.beat >= span.to)
          .map((note) => `${part.program} ${note.beat} ${note.pitch}`),
      )
      .toSorted()
  expect(outside(inpainted.parts)).toEqual(outside(score.parts))
  const inside = (parts: Part[]) =>
    parts.flatMap((part) => part.notes.filter((note) => note.beat >= span.from && note.beat < span.to))
  expect(inside(inpainted.parts)).not.toEqual(inside(score.parts))
  expect(inpainted.vocals?.lines.map(textOf)).toEqual(score.vocals?.lines.map(textOf))
})

test('an extension sings the words it is given, and begins on a bar line', () => {
  const score = writeSong('pop')
  const { score: longer } = extendScore(score, {
    cropEndAt: 30,
    lyrics: '[Verse]\nNow the morning comes again\nwith a softer kind of rain',
    prompt: '',
    seed: 2,
  })
  const sung = longer.vocals?.lines.map(textOf) ?? []
  expect(sung.slice(-2)).toEqual(['Now the morning comes again', 'with a softer kind of rain'])
  const from = longer.sections.find((section) => section.lines.some((line) => line.startsWith('Now')))
  expect((from?.beat ?? 0.5) % score.beatsPerBar).toBe(0)
  const before = (song: Score) =>
    song.parts
      .flatMap((part) =>
        part.notes
          .filter((note) => note.beat < 30 && note.beat + note.beats < 50)
          .map((note) => `${part.program} ${note.beat} ${note.pitch}`),
      )
      .toSorted()
  expect(before(longer)).toEqual(before(score))
})

test.each(GENRES)('another seed goes on with a %s song by the same tune and words, played another way', (genre) => {
  const score = writeSong(genre)
  const extend = (seed: number) => extendScore(score, { cropEndAt: null, lyrics: null, prompt: '', seed }).score
  const [first, again, other] = [extend(1), extend(1), extend(2)]
  expect(again).toEqual(first)
  expect(other.parts).not.toEqual(first.parts)
  for (const fact of ['chords', 'sections', 'vocals', 'durationSeconds'] as const)
    expect(other[fact], fact).toEqual(first[fact])
  expect(notesOf(other, 'lead')).toEqual(notesOf(first, 'lead'))
})

function stanzaOf(lyrics: string | null, mark: string): string | undefined {
  return lyrics?.split('\n\n').find((stanza) => stanza.startsWith(mark))
}

function writeSong(genre: string, lyrics: string | null = LYRICS): Score {
  return writePlan(
    planSong({
      prompt: `a ${genre} song, female voice`,
      lyrics,
      instrumental: false,
      title: 'Home',
      bpm: null,
      key: null,
      durationSeconds: 50,
      seed: 7,
    }),
  )
}

function textOf(line: { words: { text: string }[] }): string {
  return line.words.map((word) => word.text).join(' ')
}

function notesOf(score: Score, role: Part['role']): Part['notes'] {
  return score.parts.filter((part) => part.role === role).flatMap((part) => part.notes)
}
