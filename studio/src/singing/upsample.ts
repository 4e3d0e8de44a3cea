const TAPS = 24
const TARGET = 44_100

/** Mono sound of any lower rate at 44,100 Hz, by windowed sinc. */
export function upsample(samples: Float32Array, sampleRate: number): Float32Array {
  const divisor = greatestCommonDivisor(TARGET, sampleRate)
  const phases = TARGET / divisor
  const step = sampleRate / divisor
  const filters = Array.from({ length: phases }, (_, phase) => makeFilter(phase / phases))
  const result = new Float32Array(Math.floor((samples.length * phases) / step))
  for (let i = 0, at = 0, phase = 0; i < result.length; i++) {
    const filter = filters[phase]
    let sum = 0
    if (filter !== undefined) {
      for (let tap = 0; tap < TAPS; tap++) sum += (filter[tap] ?? 0) * (samples[at + tap - TAPS / 2 + 1] ?? 0)
    }
    result[i] = sum
    phase += step
    at += Math.floor(phase / phases)
    phase %= phases
  }
  return result
}

function makeFilter(fraction: number): Float32Array {
  const filter = new Float32Array(TAPS)
  for (let tap = 0; tap < TAPS; tap++) {
    const x = tap - TAPS / 2 + 1 - fraction
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
    filter[tap] = sinc * (0.5 + 0.5 * Math.cos((2 * Math.PI * x) / (TAPS + 1)))
  }
  return filter
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
