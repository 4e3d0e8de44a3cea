import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'

import { encodeAudioInSteps } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import { toPcm16 } from '../audio/pcm16.ts'
import type { AudioFormat } from '../contract.ts'
import { Refusal } from '../refusal.ts'
import { decodeAudio } from './decode-audio.ts'
import { makeWav } from './testing/make-wav.ts'

const FORMATS: AudioFormat[] = ['mp3', 'ogg', 'wav', 'flac']

describe.each(FORMATS)('%s', (format) => {
  test('comes back in its full length and close to what it was, whatever its name', async () => {
    const sound = makeTone(3)
    const { kind, pcm } = await decode(await encode(sound, format))
    expect(kind).toBe(format)
    expect(pcm.sampleRate).toBe(44_100)
    expect(pcm.channels.map((channel) => channel.length)).toEqual([sound.channels[0].length, sound.channels[0].length])
    for (const side of [0, 1] as const)
      expect(largestDifference(pcm.channels[side], sound.channels[side])).toBeLessThan(0.06)
  })

  test('is refused when it is cut off, wherever that is', async () => {
    const bytes = await encode(makeTone(2), format)
    for (const share of [0.99, 0.7, 0.3, 0.05]) {
      await expect(decode(bytes.slice(0, Math.floor(bytes.length * share))), `${share}`).rejects.toThrow(Refusal)
    }
  })
})

test.each(['wav', 'flac'] as const)(
  '%s gives back the samples that 16 bits hold, so that they survive another encoding',
  async (format) => {
    const sound = makeTone(0.5)
    sound.channels[0][7] = 1
    sound.channels[1][9] = -1
    const { pcm } = await decode(await encode(sound, format))
    for (const side of [0, 1] as const)
      expect(Int16Array.from(pcm.channels[side], toPcm16)).toEqual(Int16Array.from(sound.channels[side], toPcm16))
  },
)

test('WAV is read in 8, 16, 24 and 32 bits and in floats of both sizes', async () => {
  const tone = makeTone(0.1).channels[0]
  for (const [bits, isFloat] of [
    [8, false],
    [16, false],
    [24, false],
    [32, false],
    [32, true],
    [64, true],
  ] as const) {
    const { pcm } = await decode(makeWav([tone, tone], { bits, isFloat, sampleRate: 32_000 }))
    expect(pcm.sampleRate).toBe(32_000)
    expect(largestDifference(pcm.channels[1], tone), `${bits} ${isFloat}`).toBeLessThanOrEqual(1 / 2 ** (bits - 1))
  }
})

test('one channel sounds on both sides; of six each goes to its side, and none clips', async () => {
  const tone = makeTone(0.1).channels[0]
  const silence = new Float32Array(tone.length)
  const mono = (await decode(makeWav([tone], { bits: 32, isFloat: true, sampleRate: 44_100 }))).pcm
  expect(largestDifference(mono.channels[0], tone)).toBe(0)
  expect(largestDifference(mono.channels[1], tone)).toBe(0)
  const six = [silence, tone, silence, silence, silence, tone]
  const { channels } = (await decode(makeWav(six, { bits: 32, isFloat: true, sampleRate: 44_100 }))).pcm
  expect(Math.max(...channels[0])).toBe(0)
  expect(Math.max(...channels[1])).toBeGreaterThan(0.3)
  expect(Math.max(...channels[1])).toBeLessThanOrEqual(Math.max(...tone))
})

test("libFLAC's linear prediction and 24 bits are read exactly", async () => {
  const { pcm } = await decode(await readFile(new URL('testing/two-sines-24-bit.flac', import.meta.url)))
  expect(pcm.sampleRate).toBe(48_000)
  const sine = (hertz: number, gain: number) =>
    Float32Array.from({ length: 9600 }, (_, i) => gain * Math.sin((2 * Math.PI * hertz * i) / 48_000))
  expect(largestDifference(pcm.channels[0], sine(440, 0.5))).toBeLessThan(2 / 2 ** 23)
  expect(largestDifference(pcm.channels[1], sine(660, 0.25))).toBeLessThan(2 / 2 ** 23)
})

test("LAME's variable rate, one channel, MPEG-2: read in its true length", async () => {
  const { pcm } = await decode(await readFile(new URL('testing/sine-mono-22050.mp3', import.meta.url)))
  expect(pcm.sampleRate).toBe(22_050)
  expect(pcm.channels[0].length).toBe(13_230)
  expect(Math.max(...pcm.channels[1].subarray(2000, 11_000))).toBeCloseTo(0.5, 1)
})

test.each([
  ['a PNG picture', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(5000, 7)])],
  ['empty', new Uint8Array(0)],
  ['in no format', Buffer.from('🎵'.repeat(3000))],
  ['in no format', Buffer.alloc(50_000)],
  ['an MP4', Buffer.concat([Buffer.from('0000001c66747970', 'hex'), Buffer.alloc(100)])],
  [
    'Opus',
    Buffer.concat([
      Buffer.from('OggS'),
      Buffer.from([0, 6]),
      Buffer.alloc(20),
      Buffer.from([1, 8]),
      Buffer.from('OpusHead'),
    ]),
  ],
])('a file that is %s is refused and named', async (name, bytes) => {
  await expect(decode(bytes)).rejects.toThrow(Refusal)
  await expect(decode(bytes)).rejects.toThrow(name)
})

test('an hour is refused by its header, before memory is taken for it', async () => {
  const wav = makeWav([new Float32Array(10)], { bits: 16, isFloat: false, sampleRate: 8000 })
  new DataView(wav.buffer).setUint32(24, 1_000_000_000, true)
  await expect(decode(wav)).rejects.toThrow('sample rate')
  const flac = await encode(makeTone(0.2), 'flac')
  new DataView(flac.buffer).setUint32(22, 3600 * 44_100)
  await expect(decode(flac)).rejects.toThrow('longer than 600 seconds')
})

test('a few kilobytes that unpack to hours of silence are refused as soon as they pass ten minutes', async () => {
  const flac = await encode({ sampleRate: 44_100, channels: [new Float32Array(4096), new Float32Array(4096)] }, 'flac')
  const frame = flac.slice(42)
  const bomb = Buffer.concat([flac.subarray(0, 42), ...Array.from({ length: 8000 }, () => frame)])
  bomb.fill(0, 22, 26) // of unknown length
  expect(bomb.length).toBeLessThan(200_000)
  await expect(decode(bomb)).rejects.toThrow('longer than 600 seconds')
})

test('stops with the reason of an abort', async () => {
  const reason = new Error('enough')
  for (const format of FORMATS) {
    const bytes = await encode(makeTone(4), format)
    await expect(
      decodeAudio(bytes, () => Promise.reject(reason)),
      format,
    ).rejects.toBe(reason)
  }
})

async function decode(bytes: Uint8Array) {
  return decodeAudio(bytes, async () => {})
}

async function encode(pcm: Pcm, format: AudioFormat): Promise<Uint8Array> {
  return (await encodeAudioInSteps(pcm, format, async () => {})).bytes
}

function makeTone(seconds: number): Pcm {
  const frames = Math.round(seconds * 44_100)
  const tone = (hertz: number) =>
    Float32Array.from({ length: frames }, (_, i) => 0.5 * Math.sin((i * 2 * Math.PI * hertz) / 44_100))
  return { sampleRate: 44_100, channels: [tone(440), tone(554.4)] }
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, sample, i) => Math.max(largest, Math.abs(sample - (b[i] ?? 9))), 0)
}
