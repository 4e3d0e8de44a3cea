import { makeKey } from '../song/key.ts'
import type { Key, Mode } from '../song/key.ts'
import { meanChroma } from './find-chroma.ts'
import type { Chroma } from './find-chroma.ts'

/** How well each degree fits a key: the scale, its triad above the rest, and in minor a little of the raised seventh. */
const PROFILES: Record<Mode, number[]> = {
  major: [5, 1, 3, 1, 4, 3.2, 1, 4.5, 1, 3, 1.2, 2.5],
  minor: [5, 1, 3, 4.2, 1, 3.2, 1, 4.5, 3, 1.3, 3, 1.6],
}
/** Relative keys share their tones: what tells them apart is the bass, and where the song begins and ends. */
const BASS_WEIGHT = 0.2
const TONIC_BASS_WEIGHT = 0.5
const START_WEIGHT = 0.3
const START_SECONDS = 2
/** A song that dies away has come home; one that breaks off may be anywhere. */
const END_WEIGHTS = { diesAway: 0.6, breaksOff: 0.15 }
const END_SECONDS = 3

/** The key of the whole sound. */
export function findKey(chroma: Chroma): Key {
  const seconds = chroma.all.length / chroma.rate
  const whole = meanChroma(chroma.all, chroma.rate, 0, seconds)
  const bass = meanChroma(chroma.bass, chroma.rate, 0, seconds)
  const startAndEnd = [
    { from: 0, to: START_SECONDS, weight: START_WEIGHT },
    {
      from: Math.max(0, seconds - END_SECONDS),
      to: seconds,
      weight: diesAway(chroma) ? END_WEIGHTS.diesAway : END_WEIGHTS.breaksOff,
    },
  ].map(({ from, to, weight }) => ({
    weight,
    all: meanChroma(chroma.all, chroma.rate, from, to),
    bass: meanChroma(chroma.bass, chroma.rate, from, to),
  }))
  let best = { key: makeKey(0, 'major'), score: -Infinity }
  for (const mode of ['major', 'minor'] as const) {
    for (let tonic = 0; tonic < 12; tonic++) {
      const profile = rotate(PROFILES[mode], tonic)
      const triad = [tonic, (tonic + (mode === 'major' ? 4 : 3)) % 12, (tonic + 7) % 12]
      const atHome = startAndEnd.reduce(
        (sum, { all, bass: low, weight }) => sum + weight * (share(all, triad) + (low[tonic] ?? 0)),
        0,
      )
      const onBass = BASS_WEIGHT * correlation(bass, profile) + TONIC_BASS_WEIGHT * (bass[tonic] ?? 0)
      const score = correlation(whole, profile) + onBass + atHome
      if (score > best.score) best = { key: makeKey(tonic, mode), score }
    }
  }
  return best.key
}

/** Whether the last moments sound half as much as the rest. */
function diesAway({ all, rate }: Chroma): boolean {
  const loudness = all.map((moment) => moment.reduce((sum, value) => sum + value, 0))
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  return mean(loudness.slice(-Math.ceil(LAST_SECONDS * rate))) < 0.5 * mean(loudness)
}

const LAST_SECONDS = 0.5

function rotate(profile: number[], by: number): number[] {
  return profile.map((_, pitchClass) => profile[(pitchClass - by + 12) % 12] ?? 0)
}

function share(chroma: Float32Array, tones: number[]): number {
  return tones.reduce((sum, tone) => sum + (chroma[tone] ?? 0), 0)
}

function correlation(chroma: Float32Array, profile: number[]): number {
  const [meanA, meanB] = [
    chroma.reduce((sum, value) => sum + value, 0) / 12,
    profile.reduce((sum, value) => sum + value, 0) / 12,
  ]
  let [ab, aa, bb] = [0, 1e-12, 1e-12]
  for (let i = 0; i < 12; i++) {
    const [a, b] = [(chroma[i] ?? 0) - meanA, (profile[i] ?? 0) - meanB]
    ab += a * b
    aa += a * a
    bb += b * b
  }
  return ab / Math.sqrt(aa * bb)
}
