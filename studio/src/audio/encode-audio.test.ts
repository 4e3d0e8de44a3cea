import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { AudioFormat, StudioContext } from '../contract.ts'
import { encodeAudio } from './encode-audio.ts'
import type { Pcm } from './pcm.ts'
import { toPcm16 } from './pcm16.ts'
import { decodeFlac } from './testing/decode-flac.ts'
import { measureSeconds } from './testing/measure-seconds.ts'
import { readWav } from './testing/read-wav.ts'

const FORMATS: AudioFormat[] = ['mp3', 'ogg', 'wav', 'flac']
const MEDIA_TYPES = { mp3: 'audio/mpeg', ogg: 'audio/ogg', wav: 'audio/wav', flac: 'audio/flac' }

describe.each(FORMATS)('%s', (format) => {
  test('has the length of the sound and its media type', async () => {
    const encoded = await encodeAudio(makeTone(2.345), format, makeContext())
    expect(encoded.mediaType).toBe(MEDIA_TYPES[format])
    expect(measureSeconds(encoded.bytes, format)).toBeCloseTo(2.345, 4)
  })

  test('the same sound gives the same bytes', async () => {
    const [first, second] = [
      await encodeAudio(makeTone(1), format, makeContext()),
      await encodeAudio(makeTone(1), format, makeContext()),
    ]
    expect(Buffer.from(first.bytes).equals(second.bytes)).toBe(true)
  })

  test('a few samples, and none, are a file too', async () => {
    for (const frames of [0, 1, 2, 5, 129]) {
      const { bytes } = await encodeAudio(makeTone(frames / 44_100), format, makeContext())
      // An MP3 of nothing has no frames at all.
      expect(bytes.length).toBeGreaterThan(format === 'mp3' && frames === 0 ? -1 : 20)
    }
  })

  test('stops with the reason of an abort that comes while it works', async () => {
    const abort = new AbortController()
    const reason = new Error('enough')
    const encoding = encodeAudio(makeTone(20), format, { signal: abort.signal, onProgress() {} })
    setImmediate(() => abort.abort(reason))
    await expect(encoding).rejects.toBe(reason)
  })
})

test('WAV keeps every sample within half a step of 16 bits', async () => {
  const pcm = makeTone(0.5)
  const read = readWav((await encodeAudio(pcm, 'wav', makeContext())).bytes)
  for (const [i, sample] of read.channels[1].entries())
    expect(Math.abs(sample - (pcm.channels[1][i] ?? 0))).toBeLessThan(1 / 65_000)
})

test('FLAC gives back exactly the samples of any sound', async () => {
  const sounds = fc.record({
    // Around the block size, where a short last block begins.
    frames: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 4090, max: 4110 })),
    tone: fc.double({ min: 0, max: 1.3, noNaN: true }),
    noise: fc.double({ min: 0, max: 1, noNaN: true }),
    spike: fc.nat(4000),
    likeness: fc.double({ min: -1, max: 1, noNaN: true }),
  })
  await fc.assert(
    fc.asyncProperty(sounds, async ({ frames, tone, noise, spike, likeness }) => {
      const left = Float32Array.from(makeNoise(frames), (value, i) => tone * Math.sin(i / 20) + noise * value)
      left[spike % frames] = 1
      const right = left.map((value, i) => value * likeness + (i % 7) / 9000)
      const decoded = decodeFlac(
        (await encodeAudio({ sampleRate: 44_100, channels: [left, right] }, 'flac', makeContext())).bytes,
      )
      expect(decoded.left.every((sample, i) => sample === toPcm16(left[i] ?? 0))).toBe(true)
      expect(decoded.right.every((sample, i) => sample === toPcm16(right[i] ?? 0))).toBe(true)
    }),
    { numRuns: 150 },
  )
})

test('FLAC makes a tone smaller, and noise hardly larger', async () => {
  const tone = (await encodeAudio(makeTone(2), 'flac', makeContext())).bytes.length
  expect(tone).toBeLessThan(2 * 44_100 * 4 * 0.75)
  const noise = makeNoise(44_100)
  const pcm: Pcm = { sampleRate: 44_100, channels: [noise, noise.toReversed()] }
  expect((await encodeAudio(pcm, 'flac', makeContext())).bytes.length).toBeLessThan(44_100 * 4 * 1.06)
})

function makeTone(seconds: number): Pcm {
  const frames = Math.round(seconds * 44_100)
  const tone = (hertz: number) =>
    Float32Array.from({ length: frames }, (_, i) => 0.5 * Math.sin((i * 2 * Math.PI * hertz) / 44_100))
  return { sampleRate: 44_100, channels: [tone(440), tone(554.4)] }
}

function makeNoise(frames: number): Float32Array {
  let state = 1
  return Float32Array.from({ length: frames }, () => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223
    return (state | 0) / 2 ** 31
  })
}

function makeContext(): StudioContext {
  return { signal: new AbortController().signal, onProgress() {} }
}
