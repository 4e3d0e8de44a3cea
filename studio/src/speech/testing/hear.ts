/** Ears for tests: what can be heard in a recording, by means that share nothing with what made it. */
import { readWav } from '../../audio/testing/read-wav.ts'

export interface Recording {
  sampleRate: number
  samples: Float32Array
}

const HOP_SECONDS = 0.005
/** Below the loudest moment by this much is silence. */
const SILENCE_DECIBELS = 34

export function hearWav(bytes: Uint8Array): Recording {
  const { sampleRate, channels } = readWav(bytes)
  return { sampleRate, samples: channels[0] }
}

/** Decibels of every 5 ms; `from` Hz and below is left out. */
export function envelope({ sampleRate, samples }: Recording, from = 0): Float64Array {
  const heard = from === 0 ? samples : highPass(highPass(samples, from, sampleRate), from, sampleRate)
  const hop = Math.round(HOP_SECONDS * sampleRate)
  return Float64Array.from({ length: Math.floor(heard.length / hop) }, (_, index) => {
    let sum = 1e-10
    for (let at = index * hop; at < (index + 1) * hop; at += 1) sum += (heard[at] ?? 0) ** 2
    return 10 * Math.log10(sum / hop)
  })
}

/** Seconds at which sound begins after at least `quietSeconds` of silence. */
export function onsets(levels: Float64Array, quietSeconds: number, below = SILENCE_DECIBELS): number[] {
  const threshold = levels.reduce((loudest, level) => Math.max(loudest, level), -100) - below
  const found: number[] = []
  let quiet = Infinity
  for (const [index, level] of levels.entries()) {
    if (level > threshold && quiet * HOP_SECONDS >= quietSeconds) found.push(index * HOP_SECONDS)
    quiet = level > threshold ? 0 : quiet + 1
  }
  return found
}

/** Seconds of the longest silence between the first sound and the last. */
export function longestSilence(levels: Float64Array): number {
  const threshold = levels.reduce((loudest, level) => Math.max(loudest, level), -100) - SILENCE_DECIBELS
  let [longest, quiet] = [0, -Infinity]
  for (const level of levels) {
    if (level > threshold) {
      longest = Math.max(longest, quiet)
      quiet = 0
    } else quiet += 1
  }
  return longest * HOP_SECONDS
}

/** Hz of the voiced frames by autocorrelation: their median, and the spread of the middle two thirds. */
export function hearPitch({ sampleRate, samples }: Recording): { median: number; spread: number; voicedShare: number } {
  const size = Math.round(0.05 * sampleRate)
  const step = 4
  const found: number[] = []
  let frames = 0
  const loud = rms(samples, 0, samples.length) * 0.5
  for (let start = 0; start + size * 2 <= samples.length; start += size) {
    if (rms(samples, start, start + size) < loud) continue
    frames += 1
    const hertz = frameHertz(samples, start, size, { sampleRate, step })
    if (hertz !== null) found.push(hertz)
  }
  found.sort((left, right) => left - right)
  const at = (share: number) => found[Math.floor(found.length * share)] ?? 0
  return { median: at(0.5), spread: (at(0.84) - at(0.16)) / 2, voicedShare: found.length / Math.max(1, frames) }
}

function frameHertz(
  samples: Float32Array,
  start: number,
  size: number,
  { sampleRate, step }: { sampleRate: number; step: number },
): number | null {
  const likeness = (lag: number) => {
    let [product, own, other] = [0, 1e-9, 1e-9]
    for (let at = start; at < start + size; at += step) {
      const [a, b] = [samples[at] ?? 0, samples[at + lag] ?? 0]
      product += a * b
      own += a * a
      other += b * b
    }
    return product / Math.sqrt(own * other)
  }
  const [shortest, longest] = [Math.round(sampleRate / 420), Math.round(sampleRate / 55)]
  const scores = Array.from({ length: longest - shortest }, (_, index) => likeness(shortest + index))
  const best = scores.reduce((most, score) => Math.max(most, score), 0)
  if (best < 0.6) return null
  // The first peak that is nearly as good: multiples of the period are as alike as the period.
  const first = scores.findIndex(
    (score, index) => score > best * 0.88 && score >= (scores[index - 1] ?? 0) && score >= (scores[index + 1] ?? 0),
  )
  return first === -1 ? null : sampleRate / (shortest + first)
}

export function rms(samples: Float32Array, start: number, end: number): number {
  let sum = 0
  for (let at = start; at < end; at += 1) sum += (samples[at] ?? 0) ** 2
  return Math.sqrt(sum / Math.max(1, end - start))
}

function highPass(samples: Float32Array, hertz: number, sampleRate: number): Float32Array {
  const keep = Math.exp((-2 * Math.PI * hertz) / sampleRate)
  let [last, out] = [0, 0]
  return samples.map((sample) => {
    out = keep * (out + sample - last)
    last = sample
    return out
  })
}
