/** Figures of a sound, by code that shares nothing with the generators. Mono is the mean of both channels, 44,100 Hz. */
import type { Pcm } from '../src/audio/pcm.ts'
import { makeSpectrum } from '../src/listen/spectrum.ts'

const SIZE = 2048
const HOP = 1024

export function toMono({ channels: [left, right] }: Pcm): Float32Array {
  return left.map((sample, at) => (sample + (right[at] ?? 0)) / 2)
}

/** What tells kinds of music apart, each on a scale of its own. */
export function describeSound(mono: Float32Array, sampleRate: number): number[] {
  const spectrum = makeSpectrum(SIZE)
  const magnitudes = new Float32Array(SIZE / 2)
  const before = new Float32Array(SIZE / 2)
  const bands = new Float64Array(BAND_EDGES.length - 1)
  let [frames, centroid, flatness, flux, attacks] = [0, 0, 0, 0, 0]
  let lastFlux = 0
  const levels: number[] = []
  for (let at = 0; at + SIZE < mono.length; at += HOP) {
    spectrum(mono, at, magnitudes)
    let [sum, weighted, logs, rise, energy] = [1e-9, 0, 0, 0, 1e-12]
    for (const [bin, value] of magnitudes.entries()) {
      const hertz = (bin * sampleRate) / SIZE
      sum += value
      weighted += value * hertz
      logs += Math.log(value + 1e-6)
      rise += Math.max(0, value - (before[bin] ?? 0))
      energy += value * value
      const band = BAND_EDGES.findIndex((edge, index) => hertz >= edge && hertz < (BAND_EDGES[index + 1] ?? 0))
      if (band >= 0) bands[band] = (bands[band] ?? 0) + value * value
    }
    before.set(magnitudes)
    frames++
    centroid += weighted / sum
    flatness += Math.exp(logs / magnitudes.length) / (sum / magnitudes.length)
    const now = rise / sum
    flux += now
    if (now > 0.35 && lastFlux <= 0.35) attacks++
    lastFlux = now
    levels.push(10 * Math.log10(energy))
  }
  const total = bands.reduce((sum, value) => sum + value, 1e-12)
  const mean = levels.reduce((sum, value) => sum + value, 0) / levels.length
  const spread = Math.sqrt(levels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / levels.length)
  const seconds = mono.length / sampleRate
  const share = [...bands].map((value) => Math.log10(value / total + 1e-5))
  return [Math.log(centroid / frames), Math.log(flatness / frames), flux / frames, attacks / seconds, spread, ...share]
}

const BAND_EDGES = [0, 90, 200, 400, 800, 1600, 3200, 6400, 12_000, 22_050]

/** Integrated loudness, LUFS, after ITU-R BS.1770-4: K-weighting as two biquads by their analogue design, and both gates. */
export function loudnessOf({ sampleRate, channels }: Pcm): number {
  const hop = Math.round(sampleRate / 10)
  const weighted = channels.map((channel) => kWeight(channel, sampleRate))
  const powers: number[] = []
  for (let at = 0; at + 4 * hop <= channels[0].length; at += hop) {
    let power = 0
    for (const channel of weighted) for (let i = at; i < at + 4 * hop; i++) power += (channel[i] ?? 0) ** 2
    powers.push(power / (4 * hop))
  }
  const lufs = (power: number) => -0.691 + 10 * Math.log10(power)
  const mean = (all: number[]) => all.reduce((sum, power) => sum + power, 0) / Math.max(1, all.length)
  const loud = powers.filter((power) => lufs(power) > -70)
  return lufs(mean(loud.filter((power) => lufs(power) > lufs(mean(loud)) - 10)))
}

function kWeight(channel: Float32Array, sampleRate: number): Float64Array {
  // A high shelf of 4 dB at 1.68 kHz, and a high pass at 38 Hz, by the audio EQ cookbook.
  const gain = 10 ** (3.99984 / 40)
  const shelf = biquad(1681.97, 0.7071752, sampleRate, (cos, alpha) => {
    const root = 2 * Math.sqrt(gain) * alpha
    return {
      b: [
        gain * (gain + 1 + (gain - 1) * cos + root),
        -2 * gain * (gain - 1 + (gain + 1) * cos),
        gain * (gain + 1 + (gain - 1) * cos - root),
      ],
      a: [gain + 1 - (gain - 1) * cos + root, 2 * (gain - 1 - (gain + 1) * cos), gain + 1 - (gain - 1) * cos - root],
    }
  })
  const pass = biquad(38.1355, 0.5003271, sampleRate, (cos, alpha) => ({
    b: [(1 + cos) / 2, -1 - cos, (1 + cos) / 2],
    a: [1 + alpha, -2 * cos, 1 - alpha],
  }))
  return pass(shelf(channel))
}

function biquad(
  hertz: number,
  q: number,
  sampleRate: number,
  design: (cos: number, alpha: number) => { b: [number, number, number]; a: [number, number, number] },
): (input: ArrayLike<number>) => Float64Array {
  const omega = (2 * Math.PI * hertz) / sampleRate
  const { b, a } = design(Math.cos(omega), Math.sin(omega) / (2 * q))
  return (input) => {
    const output = new Float64Array(input.length)
    let [x1, x2, y1, y2] = [0, 0, 0, 0]
    for (let i = 0; i < output.length; i++) {
      const x = input[i] ?? 0
      const y = (b[0] * x + b[1] * x1 + b[2] * x2 - a[1] * y1 - a[2] * y2) / a[0]
      x2 = x1
      x1 = x
      y2 = y1
      y1 = y
      output[i] = y
    }
    return output
  }
}

/** Seconds of the longest stretch below -60 dBFS that has sound on both sides. */
export function longestSilenceInside(mono: Float32Array, sampleRate: number): number {
  let longest = 0
  let last = -1
  for (const [at, sample] of mono.entries()) {
    if (Math.abs(sample) < 0.001) continue
    if (last >= 0) longest = Math.max(longest, at - last)
    last = at
  }
  return longest / sampleRate
}

/** Samples at full scale. */
export function countClipped({ channels }: Pcm): number {
  return channels.reduce((sum, channel) => sum + channel.filter((sample) => Math.abs(sample) >= 0.9999).length, 0)
}

/** The share of all but one that a nearest mean of the others' kinds names right: features scaled to equal spread. */
export function classifyLeavingOneOut(items: { kind: string; features: number[] }[]): {
  right: number
  confusions: string[]
} {
  const size = items[0]?.features.length ?? 0
  const spreads = Array.from({ length: size }, (_, at) => {
    const values = items.map(({ features }) => features[at] ?? 0)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) + 1e-9
  })
  const kinds = [...new Set(items.map(({ kind }) => kind))]
  const confusions: string[] = []
  let right = 0
  for (const item of items) {
    const distances = kinds.map((kind) => {
      const others = items.filter((other) => other.kind === kind && other !== item)
      return item.features.reduce((sum, value, at) => {
        const mean = others.reduce((total, { features }) => total + (features[at] ?? 0), 0) / others.length
        return sum + ((value - mean) / (spreads[at] ?? 1)) ** 2
      }, 0)
    })
    const named = kinds[distances.indexOf(Math.min(...distances))] ?? ''
    if (named === item.kind) right++
    else confusions.push(`${item.kind} as ${named}`)
  }
  return { right, confusions }
}
