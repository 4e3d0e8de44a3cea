/** YIN (de Cheveigné and Kawahara, 2002): the pitch of one moment of a single voice in MIDI, or null where none is clear. */
export function trackPitch(samples: Float32Array, sampleRate: number, seconds: number): number | null {
  const start = Math.round(seconds * sampleRate)
  const lagMax = Math.floor(sampleRate / HERTZ_MIN)
  if (start < 0 || start + WINDOW + lagMax > samples.length || levelAt(samples, start) < LEVEL_MIN) return null
  const differences = new Float64Array(lagMax)
  let sum = 0
  for (let lag = 1; lag < lagMax; lag++) {
    let difference = 0
    for (let i = start; i < start + WINDOW; i++) difference += ((samples[i] ?? 0) - (samples[i + lag] ?? 0)) ** 2
    sum += difference
    differences[lag] = (difference * lag) / Math.max(sum, 1e-12)
  }
  for (let lag = Math.floor(sampleRate / HERTZ_MAX); lag < lagMax - 1; lag++) {
    if ((differences[lag] ?? 1) > THRESHOLD) continue
    while (lag < lagMax - 2 && (differences[lag + 1] ?? 1) < (differences[lag] ?? 1)) lag++
    const [before, here, after] = [differences[lag - 1] ?? 0, differences[lag] ?? 0, differences[lag + 1] ?? 0]
    const period = lag + (0.5 * (before - after)) / Math.max(1e-12, before - 2 * here + after)
    return 69 + 12 * Math.log2(sampleRate / period / 440)
  }
  return null
}

const WINDOW = 1024
const HERTZ_MIN = 70
const HERTZ_MAX = 900
const THRESHOLD = 0.2
const LEVEL_MIN = 0.005

function levelAt(samples: Float32Array, start: number): number {
  let energy = 0
  for (let i = start; i < start + WINDOW; i++) energy += (samples[i] ?? 0) ** 2
  return Math.sqrt(energy / WINDOW)
}
