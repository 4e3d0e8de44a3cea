import { expect, test } from 'vitest'

import type { Pcm } from '../../audio/pcm.ts'
import { measureLoudness } from './measure-loudness.ts'
import { measureTruePeak } from './true-peak.ts'

test('a 997 Hz sine at full scale in both channels is 0 LUFS, 20 dB lower is -20', () => {
  // BS.1770: -3.01 LUFS for one channel, 3.01 more for two.
  expect(measureLoudness(makeSine(997, 1, 5))).toBeCloseTo(0, 1)
  expect(measureLoudness(makeSine(997, 0.1, 5))).toBeCloseTo(-20, 1)
})

test('silence has no loudness, and pauses do not count', () => {
  expect(measureLoudness(makeSine(997, 0, 5))).toBe(-Infinity)
  const tone = makeSine(997, 0.5, 4)
  const padded: Pcm = { sampleRate: 44_100, channels: [pad(tone.channels[0]), pad(tone.channels[1])] }
  expect(measureLoudness(padded)).toBeCloseTo(measureLoudness(tone), 0)
})

test('finds the peak between the samples', () => {
  // A quarter of the sample rate, 45 degrees off: every sample is 3 dB below the wave's top.
  const wave = Float32Array.from({ length: 4000 }, (_, i) => Math.sin((i * Math.PI) / 2 + Math.PI / 4))
  expect(Math.max(...wave)).toBeCloseTo(Math.SQRT1_2, 2)
  expect(measureTruePeak(wave.subarray(100, 3900))).toBeCloseTo(1, 1)
})

function makeSine(hertz: number, gain: number, seconds: number): Pcm {
  const sine = () =>
    Float32Array.from({ length: seconds * 44_100 }, (_, i) => gain * Math.sin((i * 2 * Math.PI * hertz) / 44_100))
  return { sampleRate: 44_100, channels: [sine(), sine()] }
}

function pad(channel: Float32Array): Float32Array {
  const padded = new Float32Array(channel.length + 4 * 44_100)
  padded.set(channel)
  return padded
}
