import type { EncodeStep } from '../audio/encode-audio.ts'
import { makeSpectrum } from './spectrum.ts'

/** How much begins at each moment. */
export interface Onsets {
  /** Values a second. */
  rate: number
  /** In all bands together; only what stands out from what is usual around the moment. */
  all: Float32Array
  /** Below 150 Hz: kick drums and bass. */
  low: Float32Array
}

const SIZE = 1024
/** 100 moments a second at 22.05 kHz. */
const HOP = 220
const BANDS = 30
const LOW_HERTZ = 150
const SMOOTH_SECONDS = 0.4
const HOPS_PER_STEP = 1024

/** Rises of loudness in bands as wide as hearing has them, by half-wave rectified differences of the logarithm. */
export async function findOnsets(mono: Float32Array, sampleRate: number, step: EncodeStep): Promise<Onsets> {
  const hops = Math.max(1, Math.floor((mono.length - SIZE) / HOP) + 1)
  const spectrum = makeSpectrum(SIZE)
  const magnitudes = new Float32Array(SIZE / 2)
  const edges = bandEdges(sampleRate)
  const last = new Float32Array(BANDS)
  const all = new Float32Array(hops)
  const low = new Float32Array(hops)
  for (let hop = 0; hop < hops; hop++) {
    if (hop % HOPS_PER_STEP === 0) await step(hop / hops)
    spectrum(mono, hop * HOP, magnitudes)
    for (let band = 0; band < BANDS; band++) {
      const [from, to] = [edges[band] ?? 0, edges[band + 1] ?? 0]
      let sum = 0
      for (let bin = from; bin < to; bin++) sum += magnitudes[bin] ?? 0
      const level = Math.log(1 + (20 * sum) / (to - from))
      const rise = hop === 0 ? 0 : Math.max(0, level - (last[band] ?? 0))
      last[band] = level
      all[hop] = (all[hop] ?? 0) + rise
      if ((from * sampleRate) / SIZE < LOW_HERTZ) low[hop] = (low[hop] ?? 0) + rise
    }
  }
  const rate = sampleRate / HOP
  return { rate, all: lessUsual(all, rate), low: lessUsual(low, rate) }
}

/** Bins, spaced as pitches are, each band at least one bin wide. */
function bandEdges(sampleRate: number): number[] {
  const [lowest, highest] = [40, Math.min(10_000, sampleRate / 2)]
  const edges = [1]
  for (let band = 1; band <= BANDS; band++) {
    const hertz = lowest * (highest / lowest) ** (band / BANDS)
    edges.push(Math.max((edges.at(-1) ?? 0) + 1, Math.min(SIZE / 2, Math.round((hertz * SIZE) / sampleRate))))
  }
  return edges
}

function lessUsual(values: Float32Array, rate: number): Float32Array {
  const reach = Math.round(SMOOTH_SECONDS * rate)
  const sums = new Float64Array(values.length + 1)
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] ?? 0) + (values[i] ?? 0)
  return values.map((value, i) => {
    const from = Math.max(0, i - reach)
    const to = Math.min(values.length, i + reach + 1)
    return Math.max(0, value - ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from))
  })
}
