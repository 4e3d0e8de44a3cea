import { expect, test } from 'vitest'

import { resample } from './resample.ts'

test.each([
  [48_000, 44_100],
  [44_100, 48_000],
  [96_000, 44_100],
  [22_050, 44_100],
  [8000, 44_100],
  [44_100, 11_025],
  [44_101, 44_100],
])('a tone from %i to %i Hz is the same tone, 80 dB above what is added', async (from, to) => {
  const hertz = 0.2 * Math.min(from, to)
  const tone = (rate: number) =>
    Float32Array.from({ length: rate }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate))
  const { channels, sampleRate } = await resample(
    { sampleRate: from, channels: [tone(from), tone(from)] },
    to,
    async () => {},
  )
  expect(sampleRate).toBe(to)
  const wanted = tone(to)
  expect(channels[0].length).toBe(to)
  const middle = channels[0].subarray(to / 5, (4 * to) / 5)
  const error = middle.reduce(
    (largest, sample, i) => Math.max(largest, Math.abs(sample - (wanted[i + Math.ceil(to / 5)] ?? 0))),
    0,
  )
  expect(error).toBeLessThan(0.5 * 10 ** (-80 / 20))
})

test('what the lower rate cannot hold is gone, not folded down', async () => {
  const high = Float32Array.from({ length: 48_000 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 18_000 * i) / 48_000))
  const { channels } = await resample({ sampleRate: 48_000, channels: [high, high] }, 22_050, async () => {})
  const left = channels[0].subarray(2000, 20_000).reduce((largest, sample) => Math.max(largest, Math.abs(sample)), 0)
  expect(left).toBeLessThan(0.5 * 10 ** (-80 / 20))
})
