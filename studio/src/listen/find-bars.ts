import { meanChroma } from './find-chroma.ts'
import type { Chroma } from './find-chroma.ts'
import type { Onsets } from './find-onsets.ts'
import type { Tempo } from './find-tempo.ts'

export interface Bars {
  beatsPerBar: 3 | 4
  /** Seconds to the first bar line, which may lie a few hundredths before the start. */
  firstBar: number
}

/** Three has to fit better than four, for far fewer songs are in it. */
const FOUR_BONUS = 0.25
/** The found beats may lie on loud off-beats; but mostly they do not. */
const ON_BEAT_BONUS = 0.3

/** Where the bars begin: where harmony and bass change, and where the lowest drum falls; to half a beat. */
export function findBars(tempo: Tempo, onsets: Onsets, chroma: Chroma): Bars {
  const beat = 60 / tempo.bpm
  const halves = Math.max(1, Math.floor((2 * (onsets.all.length / onsets.rate - tempo.firstBeat)) / beat))
  const times = Array.from({ length: halves }, (_, index) => tempo.firstBeat + (index * beat) / 2)
  const features = [
    { weight: 1, values: times.map((time) => change(chroma.all, chroma.rate, time, beat)) },
    { weight: 1, values: times.map((time) => change(chroma.bass, chroma.rate, time, beat)) },
    { weight: 0.7, values: levelHalves(times.map((time) => strongest(onsets.low, onsets.rate, time))) },
    { weight: 0.3, values: times.map((time) => strongest(onsets.all, onsets.rate, time)) },
  ]
  let best: { bars: Bars; score: number } = { bars: { beatsPerBar: 4, firstBar: tempo.firstBeat }, score: -Infinity }
  for (const beatsPerBar of [4, 3] as const) {
    for (let first = 0; first < 2 * beatsPerBar; first++) {
      const fit = features.reduce(
        (sum, { weight, values }) => sum + weight * standOut(values, 2 * beatsPerBar, first),
        0,
      )
      const score = fit + (beatsPerBar === 4 ? FOUR_BONUS : 0) + (first % 2 === 0 ? ON_BEAT_BONUS : 0)
      if (score > best.score) best = { bars: { beatsPerBar, firstBar: tempo.firstBeat + (first * beat) / 2 }, score }
    }
  }
  return best.bars
}

/** How little the harmony after a moment is like the one before: 0 to 1. */
function change(moments: Float32Array[], rate: number, time: number, beat: number): number {
  const before = meanChroma(moments, rate, Math.max(0, time - beat), time)
  const after = meanChroma(moments, rate, time + 0.1 * beat, time + beat)
  let [ab, aa, bb] = [0, 1e-12, 1e-12]
  for (let i = 0; i < 12; i++) {
    ab += (before[i] ?? 0) * (after[i] ?? 0)
    aa += (before[i] ?? 0) ** 2
    bb += (after[i] ?? 0) ** 2
  }
  return 1 - ab / Math.sqrt(aa * bb)
}

/** Beats and off-beats as strong as each other: a bass on every off-beat says nothing of where bars begin. */
function levelHalves(values: number[]): number[] {
  const means = [0, 1].map((half) => mean(values.filter((_, index) => index % 2 === half)))
  return values.map((value, index) => value - (means[index % 2] ?? 0))
}

function strongest(values: Float32Array, rate: number, time: number): number {
  const at = Math.round(time * rate)
  return Math.max(0, ...values.subarray(Math.max(0, at - 4), at + 4))
}

/** How far the values on the bar lines lie above the others, in standard deviations. */
function standOut(values: number[], period: number, first: number): number {
  const on = values.filter((_, index) => index % period === first)
  const off = values.filter((_, index) => index % period !== first)
  if (on.length === 0 || off.length === 0) return 0
  const middle = mean(values)
  const spread = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)))
  return (mean(on) - mean(off)) / Math.max(spread, 1e-9)
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
