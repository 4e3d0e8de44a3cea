import type { EncodeStep } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'

/** Zero crossings of the sinc to each side; with the window below, what lies above half the rate is 90 dB down. */
const CROSSINGS = 32
const KAISER_BETA = 9
/** Of half the lower rate: the rest is the slope of the filter. */
const CUTOFF = 0.93
/** With so many phases the nearest one is 86 dB right; common rates need all of theirs and fewer than 500. */
const PHASES_MAX = 16_384
const FRAMES_PER_STEP = 1 << 16

/** The same sound at another rate, by windowed sinc; the sound itself where the rates are equal. Lasts as long to within a sample. */
export async function resample(pcm: Pcm, sampleRate: number, step: EncodeStep): Promise<Pcm> {
  if (pcm.sampleRate === sampleRate) return pcm
  const filter = makeFilter(pcm.sampleRate, sampleRate)
  const frames = Math.max(1, Math.round((pcm.channels[0].length * sampleRate) / pcm.sampleRate))
  const isMono = pcm.channels[0] === pcm.channels[1]
  const left = new Float32Array(frames)
  const right = isMono ? left : new Float32Array(frames)
  for (let start = 0; start < frames; start += FRAMES_PER_STEP) {
    await step(start / frames)
    const end = Math.min(frames, start + FRAMES_PER_STEP)
    convolve(pcm.channels[0], left, filter, { start, end })
    if (!isMono) convolve(pcm.channels[1], right, filter, { start, end })
  }
  return { sampleRate, channels: [left, right] }
}

interface Filter {
  /** Input samples for each output sample. */
  ratio: number
  phases: number
  /** Taps of one phase, half of them to each side. */
  taps: number
  table: Float32Array
}

function makeFilter(from: number, to: number): Filter {
  const phases = Math.min(PHASES_MAX, to / greatestCommonDivisor(from, to))
  const cutoff = CUTOFF * Math.min(1, to / from)
  const half = Math.ceil(CROSSINGS / cutoff)
  const taps = 2 * half
  const table = new Float32Array(phases * taps)
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0
    for (let tap = 0; tap < taps; tap++) {
      const x = tap - (half - 1) - phase / phases
      const value = sinc(cutoff * x) * kaiser(x / half)
      table[phase * taps + tap] = value
      sum += value
    }
    for (let tap = 0; tap < taps; tap++) table[phase * taps + tap] = (table[phase * taps + tap] ?? 0) / sum
  }
  return { ratio: from / to, phases, taps, table }
}

function convolve(
  input: Float32Array,
  output: Float32Array,
  filter: Filter,
  span: { start: number; end: number },
): void {
  const { ratio, phases, taps, table } = filter
  for (let i = span.start; i < span.end; i++) {
    const position = i * ratio
    let whole = Math.floor(position)
    let phase = Math.round((position - whole) * phases)
    if (phase === phases) {
      phase = 0
      whole++
    }
    const first = whole - (taps / 2 - 1)
    const row = phase * taps
    let sum = 0
    for (let tap = Math.max(0, -first); tap < taps && first + tap < input.length; tap++)
      sum += (table[row + tap] ?? 0) * (input[first + tap] ?? 0)
    output[i] = sum
  }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA)
}

/** The modified Bessel function of order zero, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1]
  for (let k = 1; term > 1e-10 * sum; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
