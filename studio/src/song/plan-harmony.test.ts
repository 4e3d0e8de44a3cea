import { describe, expect, test } from 'vitest'

import { ALL_GENRES } from './all-genres.ts'
import { findKey } from './key.ts'
import type { Score } from './score.ts'
import { makeSongRequest } from './testing/make-song-request.ts'
import { writeScore } from './write-score.ts'

/** How often each degree sounds in a large body of music: Albrecht and Shanahan, 2013. */
const DEGREES = {
  major: [0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.08, 0.008, 0.081],
  minor: [0.22, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052],
}
const SEEDS = Array.from({ length: 8 }, (_, seed) => seed + 1)

test('the key of 19 in 20 songs can be told from how long each tone sounds alone', () => {
  const songs = ALL_GENRES.flatMap(({ name: prompt }) =>
    SEEDS.map((seed) => writeScore(makeSongRequest({ prompt, durationSeconds: 60, seed }))),
  )
  const right = songs.filter((score) => {
    const key = findKey(`in ${score.key}`)
    return likeliestKey(score) === `${key?.tonic} ${key?.mode}`
  })
  expect(right.length / songs.length).toBeGreaterThan(0.95)
})

describe.each(ALL_GENRES.map(({ name }) => name))('%s', (prompt) => {
  test('begins on its tonic, begins verses on it and ends choruses on it', () => {
    for (const seed of SEEDS) {
      const score = writeScore(makeSongRequest({ prompt, durationSeconds: 90, seed }))
      const tonic = findKey(`in ${score.key}`)?.tonic
      const rootAt = (beat: number) => score.chords.findLast((chord) => chord.beat <= beat)?.tones[0]
      const begun = score.sections.filter(({ kind }) => kind === 'verse' || kind === 'intro')
      const ended = score.sections.slice(0, -1).filter(({ kind }) => kind === 'chorus')
      const roots = [
        ...begun.map(({ beat }) => rootAt(beat)),
        ...ended.map(({ beat, beats }) => rootAt(beat + beats - 0.1)),
      ]
      expect(roots).toEqual(roots.map(() => tonic))
    }
  })
})

/** By correlation of the notes, their first overtones included, with the degrees of each key. */
function likeliestKey({ parts }: Score): string {
  const sounding = Array.from({ length: 12 }, () => 0)
  for (const { notes, volume, isDrums } of parts) {
    for (const { pitch, beats, velocity } of isDrums ? [] : notes) {
      for (const [interval, share] of [[0, 1] as const, [7, 0.3] as const, [4, 0.12] as const]) {
        const tone = (pitch + interval) % 12
        sounding[tone] = (sounding[tone] ?? 0) + share * Math.min(4, beats) * velocity * volume
      }
    }
  }
  const keys = (['major', 'minor'] as const).flatMap((mode) =>
    Array.from({ length: 12 }, (_, tonic) => ({
      name: `${tonic} ${mode}`,
      fit: correlate(
        sounding,
        sounding.map((_, tone) => DEGREES[mode][(tone - tonic + 12) % 12] ?? 0),
      ),
    })),
  )
  return keys.reduce((best, key) => (key.fit > best.fit ? key : best)).name
}

function correlate(a: number[], b: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  const sum = (value: (at: number) => number) => a.reduce((total, _, at) => total + value(at), 0)
  const [inA, inB] = [(at: number) => (a[at] ?? 0) - meanA, (at: number) => (b[at] ?? 0) - meanB]
  return sum((at) => inA(at) * inB(at)) / Math.sqrt(sum((at) => inA(at) ** 2) * sum((at) => inB(at) ** 2))
}
