import { expect, test } from 'vitest'

import { makeSongRequest } from '../testing/make-song-request.ts'
import { writeScore } from '../write-score.ts'
import { shapeSound } from './master-song.ts'

test('what sounds from the first sample to the last begins and ends without a click', () => {
  const sampleRate = 44_100
  const score = writeScore(makeSongRequest({ prompt: 'pop', durationSeconds: 30, seed: 1 }))
  const length = Math.round((((score.landingBeat + 4) * 60) / score.bpm) * sampleRate)
  const hum = Float32Array.from({ length }, (_, index) => Math.cos((2 * Math.PI * 110 * index) / sampleRate))
  shapeSound({ sampleRate, channels: [hum, hum.slice()] }, score)
  const steps = hum.map((sample, index) => Math.abs(sample - (hum[index - 1] ?? 0)))
  const most = Math.max(...steps.subarray(4410, 8820))
  expect(Math.max(...steps.subarray(0, 220))).toBeLessThan(1.1 * most)
  expect(Math.abs(hum.at(-1) ?? 1)).toBeLessThan(most)
})
