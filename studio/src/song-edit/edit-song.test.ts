import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'

import { encodeAudioInSteps } from '../audio/encode-audio.ts'
import { decodeFlac } from '../audio/testing/decode-flac.ts'
import { readWav } from '../audio/testing/read-wav.ts'
import type { AudioFormat, SongEditRequest, SongEditResult, SongResult } from '../contract.ts'
import { listenToSong } from '../listen/listen-to-song.ts'
import { resample } from '../listen/resample.ts'
import { Refusal } from '../refusal.ts'
import { composeSong } from '../song/compose-song.ts'
import { readScore } from '../song/read-score.ts'
import { makeSongRequest } from '../song/testing/make-song-request.ts'
import { editSong } from './edit-song.ts'
import { makeBandSong } from './testing/make-band-song.ts'
import { makeContext, makeEditRequest } from './testing/make-edit-request.ts'
import { measureSeam } from './testing/measure-seam.ts'

let ours: SongResult
let foreign: Uint8Array

beforeAll(async () => {
  ours = await composeSong(
    makeSongRequest({ prompt: 'a pop song at 120 bpm in C major', durationSeconds: 14 }),
    makeContext(),
  )
  foreign = await encode('wav', 14)
})

test('inpainting a song of ours changes every moment of the window and no sample outside it', async () => {
  const result = await edit({
    transform: 'inpaint',
    audio: ours.bytes,
    score: ours.score,
    replaceStartAt: 4,
    replaceEndAt: 9,
  })
  assertOnlyInside(readWav(ours.bytes).channels, readWav(result.bytes).channels, { from: 4 * 44_100, to: 9 * 44_100 })
  expect(readScore(result.score ?? '').durationSeconds).toBe(14)
})

test('inpainting a foreign song does too, in FLAC and at its own sample rate', async () => {
  const at48 = await resample(makeBandSong({ seconds: 12 }), 48_000, async () => {})
  const audio = (await encodeAudioInSteps(at48, 'flac', async () => {})).bytes
  const result = await edit({ transform: 'inpaint', audio, replaceStartAt: 3.5, replaceEndAt: 8.25, format: 'flac' })
  const [before, after] = [decodeFlac(audio), decodeFlac(result.bytes)]
  expect(after.sampleRate).toBe(48_000)
  assertOnlyInside([before.left, before.right], [after.left, after.right], { from: 3.5 * 48_000, to: 8.25 * 48_000 })
  expect(result.score).toBeNull()
})

test('a song of ours goes on from a moment: the same samples up to there, no click, a new ending', async () => {
  const result = await edit({ transform: 'extend', audio: ours.bytes, score: ours.score, cropEndAt: 9.3 })
  const [old, longer] = [readWav(ours.bytes), readWav(result.bytes)]
  assertEqual(old.channels, longer.channels, { from: 0, to: (9.3 - 0.05) * 44_100 })
  expect(result.durationSeconds).toBeGreaterThan(9.3 + 25)
  expect([result.bpm, result.key]).toEqual([ours.bpm, ours.key])
  assertSmooth(measureSeam(longer, 9.3))
  expect(readScore(result.score ?? '').durationSeconds).toBeCloseTo(result.durationSeconds, 3)
})

test('a foreign song goes on from its end in its tempo, key and bars, without a click', async () => {
  const result = await edit({ transform: 'extend', audio: foreign })
  const longer = readWav(result.bytes)
  assertEqual(readWav(foreign).channels, longer.channels, { from: 0, to: 13.9 * 44_100 })
  expect(result.durationSeconds).toBeGreaterThan(14 + 25)
  assertSmooth(measureSeam(longer, 14))
  const [left, right] = longer.channels
  const heard = await listenToSong(
    { sampleRate: 44_100, channels: [left.subarray(14 * 44_100), right.subarray(14 * 44_100)] },
    async () => {},
  )
  expect(heard.bpm).toBeCloseTo(104, 0)
  expect(heard.key.name).toBe('A minor')
})

test('a cover of a foreign song is as long and on the same beats', async () => {
  const result = await edit({ transform: 'cover', audio: foreign, prompt: 'rock' })
  expect(result.genre).toBe('rock')
  expect(result.durationSeconds).toBeCloseTo(14, 3)
  const [old, covered] = await Promise.all(
    [foreign, result.bytes].map((bytes) => listenToSong(readWav(bytes), async () => {})),
  )
  expect(covered?.bpm).toBeCloseTo(old?.bpm ?? 0, 0)
  const beat = 60 / 104
  const late = ((covered?.lines[0] ?? 0) - (old?.lines[0] ?? 9)) / beat
  expect(Math.abs(late - Math.round(late)) * beat).toBeLessThan(0.04)
})

test('new words are sung over a song of ours that had none', async () => {
  const lyrics = '[Chorus]\nCarry me home tonight\ncarry me over the river'
  const result = await edit({ transform: 'swap_vocals', audio: ours.bytes, score: ours.score, lyrics })
  expect(result.words.map((word) => word.text).slice(0, 4)).toEqual(['Carry', 'me', 'home', 'tonight'])
  expect(result.words.filter((word) => word.isLineEnd).map((word) => word.text)).toEqual(['tonight', 'river'])
  expect(result.lyrics).toBe(lyrics)
  expect(result.durationSeconds).toBe(14)
})

test('MP3 and OGG come in and go out in any of the formats', async () => {
  const [mp3, ogg] = await Promise.all([encode('mp3', 8), encode('ogg', 8)])
  const first = await edit({ transform: 'inpaint', audio: mp3, replaceStartAt: 2, replaceEndAt: 5, format: 'ogg' })
  const second = await edit({ transform: 'inpaint', audio: ogg, replaceStartAt: 2, replaceEndAt: 5, format: 'mp3' })
  expect([first.mediaType, second.mediaType]).toEqual(['audio/ogg', 'audio/mpeg'])
  expect([first.durationSeconds, second.durationSeconds]).toEqual([8, 8])
})

test('what cannot be done is refused with the reason', async () => {
  const mp3 = await encode('mp3', 8)
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(3000, 1)])
  const cases: [Partial<SongEditRequest> & Pick<SongEditRequest, 'transform' | 'audio'>, string][] = [
    [{ transform: 'cover', audio: mp3.slice(0, mp3.length / 2) }, 'cut off'],
    [{ transform: 'cover', audio: png }, 'PNG'],
    [{ transform: 'swap_vocals', audio: foreign, lyrics: 'la' }, 'voice cannot be taken out'],
    [{ transform: 'swap_sound', audio: foreign }, 'notes'],
    [{ transform: 'extend', audio: foreign, withStems: true }, 'stems'],
    [{ transform: 'extend', audio: foreign, cropEndAt: 20 }, 'cropEndAt'],
    [{ transform: 'inpaint', audio: foreign }, 'replaceStartAt'],
    [{ transform: 'inpaint', audio: foreign, replaceStartAt: 5, replaceEndAt: 5.2 }, 'half a second'],
    [{ transform: 'inpaint', audio: foreign, replaceStartAt: 5, replaceEndAt: 99 }, 'inside'],
    [{ transform: 'cover', audio: ours.bytes, score: '{"version":1}' }, 'score'],
    [{ transform: 'swap_vocals', audio: ours.bytes, score: ours.score }, 'send lyrics'],
    [{ transform: 'swap_vocals', audio: ours.bytes, score: ours.score, lyrics: '🎵🎵' }, 'cannot be sung'],
    [{ transform: 'cover', audio: await encodeSides(() => 0) }, 'silent'],
    [{ transform: 'extend', audio: await encodeSides((i) => 0.2 * Math.sin(i * i * 1e3)) }, 'No beat'],
  ]
  for (const [request, reason] of cases) {
    const refused = edit(request)
    await expect(refused, reason).rejects.toThrow(Refusal)
    await expect(refused, reason).rejects.toThrow(reason)
  }
})

test('an abort ends the work with its reason', async () => {
  const abort = new AbortController()
  const reason = new Error('enough')
  const editing = editSong(makeEditRequest({ transform: 'extend', audio: foreign }), {
    signal: abort.signal,
    onProgress: (percent) => percent > 30 && abort.abort(reason),
  })
  await expect(editing).rejects.toBe(reason)
})

test('two processes give the same bytes for the same request', async () => {
  const code = `
    const [{ editSong }, { makeBandSong }, { makeContext, makeEditRequest }, { encodeAudioInSteps }] = await Promise.all(
      ${JSON.stringify(MODULES)}.map((path) => import(new URL(path, ${JSON.stringify(import.meta.url)}))))
    const { bytes: audio } = await encodeAudioInSteps(makeBandSong({ seconds: 7 }), 'mp3', async () => {})
    const request = makeEditRequest({ transform: 'inpaint', audio, replaceStartAt: 2, replaceEndAt: 6, format: 'mp3', prompt: 'funk' })
    const { bytes } = await editSong(request, makeContext())
    console.log((await import('node:crypto')).createHash('sha256').update(bytes).digest('hex'))`
  const run = async () => (await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])).stdout
  const [first, second] = await Promise.all([run(), run()])
  expect(first).toMatch(/^[0-9a-f]{64}\n$/)
  expect(second).toBe(first)
})

const MODULES = [
  'edit-song.ts',
  'testing/make-band-song.ts',
  'testing/make-edit-request.ts',
  '../audio/encode-audio.ts',
]

async function edit(wanted: Parameters<typeof makeEditRequest>[0]): Promise<SongEditResult> {
  return editSong(makeEditRequest(wanted), makeContext())
}

async function encode(format: AudioFormat, seconds: number): Promise<Uint8Array> {
  return (await encodeAudioInSteps(makeBandSong({ seconds }), format, async () => {})).bytes
}

async function encodeSides(sampleAt: (index: number) => number): Promise<Uint8Array> {
  const side = Float32Array.from({ length: 8 * 44_100 }, (_, index) => sampleAt(index))
  return (await encodeAudioInSteps({ sampleRate: 44_100, channels: [side, side] }, 'wav', async () => {})).bytes
}

type Sides = ArrayLike<number>[]

function assertEqual(before: Sides, after: Sides, { from, to }: { from: number; to: number }): void {
  for (const [index, side] of before.entries())
    for (let i = from; i < to; i++)
      if (side[i] !== after[index]?.[i]) throw new Error(`Sample ${i} of side ${index} has changed`)
}

/** Equal outside; inside, hardly any sample by chance the same. */
function assertOnlyInside(before: Sides, after: Sides, { from, to }: { from: number; to: number }): void {
  expect(after[0]?.length).toBe(before[0]?.length)
  assertEqual(before, after, { from: 0, to: from })
  assertEqual(before, after, { from: to, to: before[0]?.length ?? 0 })
  let same = 0
  for (let i = from; i < to; i++) if (before[0]?.[i] === after[0]?.[i]) same++
  expect(same / (to - from)).toBeLessThan(0.02)
}

function assertSmooth({ step, below, above }: ReturnType<typeof measureSeam>): void {
  expect(step).toBeLessThan(1.2)
  expect(below).toBeGreaterThan(-6)
  expect(above).toBeLessThan(6)
}
