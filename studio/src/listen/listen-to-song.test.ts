import { expect, test } from 'vitest'

import { readWav } from '../audio/testing/read-wav.ts'
import { composeSong } from '../song/compose-song.ts'
import { readScore } from '../song/read-score.ts'
import { makeContext, makeSongRequest } from '../song/testing/make-song-request.ts'
import { makeBandSong } from '../song-edit/testing/make-band-song.ts'
import { listenToSong } from './listen-to-song.ts'

test.each([
  { bpm: 104, tonic: 9, mode: 'minor', beatsPerBar: 4, leadInSeconds: 0.31, key: 'A minor' },
  { bpm: 87.5, tonic: 5, mode: 'major', beatsPerBar: 4, leadInSeconds: 0, key: 'F major' },
  { bpm: 132, tonic: 2, mode: 'major', beatsPerBar: 3, leadInSeconds: 1.1, key: 'D major' },
  { bpm: 126, tonic: 7, mode: 'major', beatsPerBar: 4, leadInSeconds: 0.9, key: 'G major' },
] as const)('hears $bpm bpm, $key and bars of $beatsPerBar, and where they begin', async (song) => {
  const heard = await listenToSong(makeBandSong({ ...song, seconds: 24 }), async () => {})
  expect(heard.bpm).toBeCloseTo(song.bpm, 0)
  expect(heard.key.name).toBe(song.key)
  expect(heard.beatsPerBar).toBe(song.beatsPerBar)
  const barSeconds = (60 * song.beatsPerBar) / song.bpm
  const late = ((heard.lines[0] ?? 0) - song.leadInSeconds) / barSeconds
  expect(Math.abs(late - Math.round(late)) * barSeconds).toBeLessThan(0.03)
})

test('a bass on every off-beat does not move the bar lines', async () => {
  const song = await composeSong(makeSongRequest({ prompt: 'electronic', durationSeconds: 40, seed: 3 }), makeContext())
  const { lines } = await listenToSong(readWav(song.bytes), async () => {})
  const barSeconds = 240 / song.bpm
  const late = (lines[0] ?? 0) / barSeconds
  expect(Math.abs(late - Math.round(late)) * barSeconds).toBeLessThan(0.03)
})

test('hears the chords of the bars', async () => {
  const heard = await listenToSong(makeBandSong({ mode: 'major', tonic: 0, leadInSeconds: 0 }), async () => {})
  expect(heard.bars.slice(0, 8).map((bar) => bar[0]?.symbol)).toEqual(['I', 'V', 'vi', 'IV', 'I', 'V', 'vi', 'IV'])
})

test('hears nine of ten roots, of chords with sevenths too', async () => {
  const song = await composeSong(
    makeSongRequest({ prompt: 'a waltz song', durationSeconds: 30, seed: 93 }),
    makeContext(),
  )
  const { chords } = readScore(song.score)
  expect(chords.some(({ tones }) => tones.length > 3)).toBe(true)
  const { lines, bars } = await listenToSong(readWav(song.bytes), async () => {})
  const right = bars.filter(([chord], bar) => {
    const beat = (((lines[bar] ?? 0) + (lines[bar + 1] ?? 0)) / 2) * (song.bpm / 60)
    return chord?.root === chords.findLast((each) => each.beat <= beat)?.tones[0]
  })
  expect(right.length / bars.length).toBeGreaterThan(0.9)
})

test('hears seven of ten notes of a tune among other instruments, but for the octave', async () => {
  const song = await composeSong(makeSongRequest({ prompt: 'waltz', durationSeconds: 30, seed: 2 }), makeContext())
  const lead = readScore(song.score).parts.find(({ role }) => role === 'lead')?.notes ?? []
  const { lines, melody } = await listenToSong(readWav(song.bytes), async () => {})
  const slots = melody.flatMap((heard, slot) => {
    const beat = ((lines[0] ?? 0) * song.bpm) / 60 + (slot + 0.5) / 2
    const note = lead.find((each) => each.beat <= beat && each.beat + each.beats > beat)
    return note === undefined ? [] : [heard !== null && (heard - note.pitch) % 12 === 0]
  })
  expect(slots.length).toBeGreaterThan(60)
  expect(slots.filter(Boolean).length / slots.length).toBeGreaterThan(0.7)
})
