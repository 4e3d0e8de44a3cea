import type { Pcm } from '../../audio/pcm.ts'

const HOP = 220
const HARMONICS = 8

/**
 * The tempo of a sound from its onsets alone: the beat period whose multiples line up best in the autocorrelation of
 * the rises in energy. Tempo has no octave by itself (is it 70 or 140?), so it is looked for around `hint`.
 */
export function estimateBpm(pcm: Pcm, hint: number): number {
  const onsets = findOnsets(pcm)
  const perSecond = pcm.sampleRate / HOP
  let best = { bpm: 0, score: -1 }
  for (let bpm = hint * 0.8; bpm <= hint * 1.25; bpm += 0.1) {
    const period = (60 / bpm) * perSecond
    let score = 0
    for (let multiple = 1; multiple <= HARMONICS; multiple++) score += correlation(onsets, period * multiple)
    if (score > best.score) best = { bpm, score }
  }
  return best.bpm
}

/** How much louder each hop is than the one before, in the high and the whole band. */
function findOnsets({ channels: [left, right] }: Pcm): Float64Array {
  const hops = Math.floor(left.length / HOP)
  const onsets = new Float64Array(hops)
  let [lastWhole, lastHigh, lastSample] = [0, 0, 0]
  for (let hop = 0; hop < hops; hop++) {
    let [whole, high] = [0, 0]
    for (let i = hop * HOP; i < (hop + 1) * HOP; i++) {
      const sample = (left[i] ?? 0) + (right[i] ?? 0)
      whole += sample * sample
      high += (sample - lastSample) ** 2
      lastSample = sample
    }
    const [logWhole, logHigh] = [Math.log(1e-4 + whole), Math.log(1e-4 + high)]
    onsets[hop] = Math.max(0, logWhole - lastWhole) + Math.max(0, logHigh - lastHigh)
    lastWhole = logWhole
    lastHigh = logHigh
  }
  const mean = onsets.reduce((sum, value) => sum + value, 0) / hops
  return onsets.map((value) => value - mean)
}

/** At a lag between two hops, by straight line. */
function correlation(onsets: Float64Array, lag: number): number {
  const whole = Math.floor(lag)
  const fraction = lag - whole
  let sum = 0
  for (let i = 0; i + whole + 1 < onsets.length; i++) {
    sum += (onsets[i] ?? 0) * ((1 - fraction) * (onsets[i + whole] ?? 0) + fraction * (onsets[i + whole + 1] ?? 0))
  }
  return sum / onsets.length
}
