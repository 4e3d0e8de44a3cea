import type { EncodeStep } from '../audio/encode-audio.ts'
import { makeSpectrum } from './spectrum.ts'

/** How strong each of the twelve pitch classes is (0 = C), many times a second. */
export interface Chroma {
  /** Values a second. */
  rate: number
  /** 55 Hz to 2 kHz. */
  all: Float32Array[]
  /** Below 220 Hz: what the bass plays. */
  bass: Float32Array[]
}

const SIZE = 8192
/** A tenth of a second at 11.025 kHz. */
const HOP = 1024
const BASS = { low: 32, high: 220 }
const ALL = { low: 60, high: 2200 }
const HOPS_PER_STEP = 64

/** From the peaks of the spectrum: what stands between two pitches belongs to neither, and drums hardly count. */
export async function findChroma(mono: Float32Array, sampleRate: number, step: EncodeStep): Promise<Chroma> {
  const hops = Math.max(1, Math.ceil(mono.length / HOP))
  const spectrum = makeSpectrum(SIZE)
  const magnitudes = new Float32Array(SIZE / 2)
  const padded = new Float32Array(mono.length + SIZE)
  // Centred on its moment.
  padded.set(mono, SIZE / 2)
  const peaks: Peak[][] = []
  for (let hop = 0; hop < hops; hop++) {
    if (hop % HOPS_PER_STEP === 0) await step(hop / hops)
    spectrum(padded, hop * HOP, magnitudes)
    peaks.push(findPeaks(magnitudes, sampleRate))
  }
  const tuning = findTuning(peaks)
  const gather = (band: { low: number; high: number }) => peaks.map((each) => toChroma(each, band, tuning))
  return { rate: sampleRate / HOP, all: gather(ALL), bass: gather(BASS) }
}

interface Peak {
  hertz: number
  /** With a fraction: MIDI pitch. */
  pitch: number
  magnitude: number
}

function findPeaks(magnitudes: Float32Array, sampleRate: number): Peak[] {
  const perBin = sampleRate / SIZE
  const peaks: Peak[] = []
  const end = Math.min(magnitudes.length - 1, Math.ceil(ALL.high / perBin))
  for (let bin = Math.floor(BASS.low / perBin); bin < end; bin++) {
    const [before, here, after] = [magnitudes[bin - 1] ?? 0, magnitudes[bin] ?? 0, magnitudes[bin + 1] ?? 0]
    if (here <= before || here < after || here < 0.01) continue
    // The top of a parabola through the logarithms.
    const [a, b, c] = [Math.log(before + 1e-9), Math.log(here), Math.log(after + 1e-9)]
    const hertz = (bin + (0.5 * (a - c)) / Math.min(-1e-9, a - 2 * b + c)) * perBin
    peaks.push({ hertz, pitch: 69 + 12 * Math.log2(hertz / 440), magnitude: here })
  }
  return peaks
}

/** How many semitones the instruments stand above 440 Hz, -0.5 to 0.5. */
function findTuning(moments: Peak[][]): number {
  let [re, im] = [0, 0]
  for (const peaks of moments) {
    for (const { hertz, pitch, magnitude } of peaks) {
      if (hertz < BASS.high) continue
      re += magnitude * Math.cos(2 * Math.PI * pitch)
      im += magnitude * Math.sin(2 * Math.PI * pitch)
    }
  }
  return Math.atan2(im, re) / (2 * Math.PI)
}

function toChroma(peaks: Peak[], { low, high }: { low: number; high: number }, tuning: number): Float32Array {
  const chroma = new Float32Array(12)
  for (const { hertz, pitch, magnitude } of peaks) {
    if (hertz < low || hertz > high) continue
    const inTune = pitch - tuning
    const nearest = Math.round(inTune)
    const weight = Math.max(0, 1 - 2 * Math.abs(inTune - nearest))
    const at = ((nearest % 12) + 12) % 12
    // By the root: a loud tone is not ten times as much harmony as a soft one.
    chroma[at] = (chroma[at] ?? 0) + weight * Math.sqrt(magnitude)
  }
  return chroma
}

/** The mean between two moments, its sum 1; all zero where nothing sounds. */
export function meanChroma(moments: Float32Array[], rate: number, from: number, to: number): Float32Array {
  const mean = new Float32Array(12)
  const end = Math.max(Math.floor(from * rate) + 1, Math.ceil(to * rate))
  for (const chroma of moments.slice(Math.max(0, Math.floor(from * rate)), end))
    for (let i = 0; i < 12; i++) mean[i] = (mean[i] ?? 0) + (chroma[i] ?? 0)
  const sum = mean.reduce((total, value) => total + value, 0)
  return sum === 0 ? mean : mean.map((value) => value / sum)
}
