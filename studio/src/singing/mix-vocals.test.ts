import { expect, test } from 'vitest'

import { makeFilter } from '../sound/filters.ts'
import { levelVocals } from './mix-vocals.ts'
import { SINGING_RATE } from './sing-vocals.ts'

const SECONDS = 6
const WORDS = [{ text: 'la', startSeconds: 1, endSeconds: 4, isLineEnd: true }]

test.each([
  ['a loud bass', (at: number) => 0.4 * Math.sin(wave(at, 60))],
  ['loud cymbals', (at: number) => 0.1 * Math.sin(wave(at, 9000))],
  ['a solo where nobody sings', (at: number) => (at > 4.5 * SINGING_RATE ? 0.4 * Math.sin(wave(at, 900)) : 0)],
])('the voice lies 2 to 6 dB over the band in the range of speech, whatever else there is of %s', (_, more) => {
  const samples = make((at) =>
    at > SINGING_RATE && at < 4 * SINGING_RATE
      ? 0.02 * (Math.sin(wave(at, 220)) + Math.sin(wave(at, 660)) + 0.5 * Math.sin(wave(at, 1540)))
      : 0,
  )
  const band = make((at) => 0.1 * Math.sin(wave(at, 440)) + more(at))
  levelVocals({ samples, words: WORDS }, { sampleRate: SINGING_RATE, channels: [band, band] })
  const over = 10 * Math.log10(speechPower(samples) / speechPower(band))
  expect(over).toBeGreaterThan(2)
  expect(over).toBeLessThan(6)
})

test('over a band of bass alone the voice is not lost', () => {
  const samples = make((at) => 0.02 * Math.sin(wave(at, 440)))
  const band = make((at) => 0.3 * Math.sin(wave(at, 60)))
  levelVocals({ samples, words: WORDS }, { sampleRate: SINGING_RATE, channels: [band, band] })
  expect(samples.reduce((peak, sample) => Math.max(peak, sample), 0)).toBeGreaterThan(0.05)
})

function make(sampleAt: (at: number) => number): Float32Array {
  return Float32Array.from({ length: SECONDS * SINGING_RATE }, (_, at) => sampleAt(at))
}

function wave(at: number, hertz: number): number {
  return (2 * Math.PI * hertz * at) / SINGING_RATE
}

function speechPower(samples: Float32Array): number {
  const [above, below] = [makeFilter('high', 300), makeFilter('low', 3400)]
  return samples.reduce((sum, sample, at) => {
    const heard = below.process(above.process(sample))
    return at > SINGING_RATE && at < 4 * SINGING_RATE ? sum + heard * heard : sum
  }, 0)
}
