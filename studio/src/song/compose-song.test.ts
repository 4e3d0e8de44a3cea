import { createHash } from 'node:crypto'

import { describe, expect, test } from 'vitest'

import { encodeAudio } from '../audio/encode-audio.ts'
import { measureSeconds } from '../audio/testing/measure-seconds.ts'
import { readWav } from '../audio/testing/read-wav.ts'
import type { AudioFormat, SongRequest, SungWordTime } from '../contract.ts'
import { ALL_GENRES } from './all-genres.ts'
import { composeSong } from './compose-song.ts'
import { measureLoudness } from './master/measure-loudness.ts'
import { measureTruePeak } from './master/true-peak.ts'
import { playScore } from './play-score.ts'
import { readScore } from './read-score.ts'
import { estimateBpm } from './testing/estimate-bpm.ts'
import { makeContext, makeSongRequest } from './testing/make-song-request.ts'

test('the same request gives the same bytes, another seed others', async () => {
  const first = await hashSong({ seed: 7 })
  expect(await hashSong({ seed: 7 })).toBe(first)
  // Nothing but the seed is left open here.
  const fixed = { bpm: 120, key: 'C major', title: 'x' }
  expect(await hashSong({ ...fixed, seed: 8 })).not.toBe(await hashSong({ ...fixed, seed: 9 }))
})

test.each<AudioFormat>(['mp3', 'ogg', 'wav', 'flac'])('%s has exactly the length asked for', async (format) => {
  const song = await composeSong(makeSongRequest({ format, durationSeconds: 5.5 }), makeContext())
  expect(song.durationSeconds).toBeCloseTo(5.5, 4)
  expect(measureSeconds(song.bytes, format)).toBeCloseTo(5.5, 3)
})

describe('every genre', () => {
  test.each(ALL_GENRES.map((genre) => [genre.name]))(
    '%s is as loud as promised, unclipped and without holes',
    async (name) => {
      const song = await composeSong(makeSongRequest({ prompt: name, durationSeconds: 24 }), makeContext())
      const pcm = readWav(song.bytes)
      expect(song.genre).toBe(name)
      expect(measureLoudness(pcm)).toBeGreaterThan(-15)
      expect(measureLoudness(pcm)).toBeLessThan(-13)
      for (const channel of pcm.channels) expect(20 * Math.log10(measureTruePeak(channel))).toBeLessThan(-1)
      expect(longestSilence(pcm.channels[0], 0.003)).toBeLessThan(1.2 * 44_100)
      // Faded, not cut: the last 5 ms are next to nothing.
      const end = pcm.channels[0].subarray(-220)
      expect(Math.max(...end.map(Math.abs))).toBeLessThan(0.01)
    },
  )
})

test.each([
  ['rock', 133],
  ['house music', 126],
  ['jazz', 157],
  ['hip hop', 87],
  ['folk', 101],
  ['waltz', 141],
])('the beat of %s is truly at %i bpm', async (prompt, bpm) => {
  const song = await composeSong(makeSongRequest({ prompt, bpm, durationSeconds: 25, seed: 5 }), makeContext())
  expect(song.bpm).toBe(bpm)
  expect(Math.abs(estimateBpm(readWav(song.bytes), bpm) - bpm)).toBeLessThan(1)
})

test('progress never falls and ends at 100', async () => {
  const seen: number[] = []
  await composeSong(makeSongRequest(), { ...makeContext(), onProgress: (percent) => seen.push(percent) })
  expect(seen.toSorted((a, b) => a - b)).toEqual(seen)
  expect(seen.at(-1)).toBe(100)
  expect(seen.length).toBeGreaterThan(5)
})

test.each([1, 30, 62, 75])('an abort at %i percent stops it with the reason', async (percent) => {
  const abort = new AbortController()
  const reason = new Error('the user left')
  const stopped = composeSong(makeSongRequest({ durationSeconds: 20, format: 'mp3' }), {
    signal: abort.signal,
    onProgress: (done) => {
      if (done >= percent) setImmediate(() => abort.abort(reason))
    },
  })
  await expect(stopped).rejects.toBe(reason)
})

test.each([
  ['nothing', ''],
  ['blanks', ' \n\t '],
  ['emoji', '🎸🔥👨‍👩‍👧‍👦'],
  ['Chinese', '一首关于下雨的摇滚歌曲'],
  ['Arabic', 'أغنية حزينة عن المطر'],
  ['5,000 letters', 'a'.repeat(5000)],
  ['broken Unicode', '\ud800 song \udfff'],
  ['a template', '${jazz} {{7*7}} <script> %s \\0 \0'],
  ['wild figures', '99999 bpm 0 bpm -5 bpm in H# minor'],
])('%s as a prompt is a song', async (_, prompt) => {
  const song = await composeSong(
    makeSongRequest({ prompt, lyrics: prompt, instrumental: false, durationSeconds: 3 }),
    makeContext(),
  )
  expect(song.title.trim()).not.toBe('')
  expect(song.title.isWellFormed()).toBe(true)
  expect(song.key).toMatch(/^[A-G][#b]? (major|minor)$/)
})

test.each([
  [1, 30],
  [1, 300],
  [2.5, 95],
  [9, 30],
  [20, 300],
])('%d s at %d bpm works', async (durationSeconds, bpm) => {
  const song = await composeSong(makeSongRequest({ durationSeconds, bpm }), makeContext())
  expect(measureSeconds(song.bytes, 'wav')).toBeCloseTo(durationSeconds, 4)
  expect(measureLoudness(readWav(song.bytes))).toBeGreaterThan(-16)
})

test('a song that is not instrumental is sung, and its words come with their times', async () => {
  const song = await composeSong(makeSongRequest({ instrumental: false, durationSeconds: 20 }), makeContext())
  expect(song.words.length).toBeGreaterThan(10)
  expect(song.lyrics?.split('\n')).toEqual(expect.arrayContaining(linesOf(song.words)))
  let last = 0
  for (const { startSeconds, endSeconds } of song.words) {
    expect(startSeconds).toBeGreaterThanOrEqual(last - 0.05)
    expect(endSeconds).toBeLessThanOrEqual(20)
    last = startSeconds
  }
  const again = await composeSong(makeSongRequest({ instrumental: false, durationSeconds: 20 }), makeContext())
  expect(Buffer.compare(song.bytes, again.bytes)).toBe(0)
})

test('a score that comes back from storage plays the same song', async () => {
  const song = await composeSong(makeSongRequest({ instrumental: false, durationSeconds: 8 }), makeContext())
  const played = await playScore(readScore(song.score), { stemFormat: null }, makeContext())
  const { bytes } = await encodeAudio(played.pcm, 'wav', makeContext())
  expect(Buffer.compare(bytes, song.bytes)).toBe(0)
  expect(played.words).toEqual(song.words)
})

test('stems add up to the song before its limiter, times one factor', async () => {
  const wanted = { instrumental: false, durationSeconds: 12, withStems: true }
  const song = await composeSong(makeSongRequest(wanted), makeContext())
  expect(song.stems.map(({ name }) => name)).toEqual(['drums', 'bass', 'chords', 'lead', 'vocals'])
  const stems = song.stems.map(({ bytes }) => readWav(bytes).channels[0])
  const [whole] = readWav(song.bytes).channels
  for (const stem of stems) expect(stem).toHaveLength(whole.length)
  const sum = whole.map((_, at) => stems.reduce((total, stem) => total + (stem[at] ?? 0), 0))
  // The limiter lets most moments pass as they are: there the song is the sum times the factor, but for rounding.
  const rests: number[] = []
  const factors: number[] = []
  for (let at = 0; at + 4410 < whole.length; at += 4410) {
    const [own, other] = [whole.subarray(at, at + 4410), sum.subarray(at, at + 4410)]
    const factor = dot(own, other) / Math.max(1e-9, dot(other, other))
    const rest = own.map((sample, index) => sample - factor * (other[index] ?? 0))
    rests.push(Math.sqrt(dot(rest, rest) / Math.max(1e-6, dot(own, own))))
    factors.push(factor)
  }
  expect(median(rests)).toBeLessThan(0.02)
  expect(Math.max(...factors) / median(factors)).toBeLessThan(1.3)
})

test('the words are known line by line as they were given; of an instrumental there are none', async () => {
  const lyrics = '[Verse]\nWalk with me - through the rain\n\n[Chorus]\nHome, home again'
  const song = await composeSong(
    makeSongRequest({ instrumental: false, lyrics, durationSeconds: 16, withStems: false }),
    makeContext(),
  )
  expect(song.lyrics).toBe(lyrics)
  expect(linesOf(song.words)).toEqual(['Walk with me through the rain', 'Home, home again'])
  expect((await composeSong(makeSongRequest({ lyrics, instrumental: true }), makeContext())).lyrics).toBeNull()
})

test('of words too many for its length the song names those that it sings, and no others', async () => {
  const song = await composeSong(makeSongRequest({ instrumental: false, durationSeconds: 12 }), makeContext())
  const lines = song.lyrics?.split('\n').filter((line) => line !== '' && !line.startsWith('['))
  expect(lines).toEqual(linesOf(song.words))
})

function linesOf(words: SungWordTime[]): string[] {
  return words
    .map(({ text, isLineEnd }) => `${text}${isLineEnd ? '\n' : ' '}`)
    .join('')
    .trim()
    .split('\n')
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
}

async function hashSong(wanted: Partial<SongRequest>): Promise<string> {
  const song = await composeSong(makeSongRequest(wanted), makeContext())
  return createHash('sha256').update(song.bytes).digest('hex')
}

function longestSilence(channel: Float32Array, threshold: number): number {
  let longest = 0
  let current = 0
  for (const sample of channel) {
    current = Math.abs(sample) < threshold ? current + 1 : 0
    longest = Math.max(longest, current)
  }
  return longest
}
