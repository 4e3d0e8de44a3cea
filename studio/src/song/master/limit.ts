import type { Pcm } from '../../audio/pcm.ts'
import { truePeakAt } from './true-peak.ts'

/** The gain starts down this long before a peak: long enough not to click, short enough not to be heard coming. */
const ATTACK_SECONDS = 0.003
const RELEASE_SECONDS = 0.12

/** Scales by `gain` and turns peaks down, in place, so that none passes `ceiling`, also between the samples. */
export function limit({ sampleRate, channels }: Pcm, gain: number, ceiling: number): void {
  const [left, right] = channels
  const gains = new Float32Array(left.length)
  const threshold = ceiling / gain
  const release = 1 - Math.exp(-1 / (RELEASE_SECONDS * sampleRate))
  let current = 1
  for (let i = 0; i < gains.length; i++) {
    const peak = Math.max(truePeakAt(left, i, threshold), truePeakAt(right, i, threshold))
    current += (1 - current) * release
    if (peak * current > threshold) current = threshold / peak
    gains[i] = current
  }
  // Backwards, the gain may rise only slowly: heard forwards, that is a ramp down before each peak.
  const slope = 1 / (ATTACK_SECONDS * sampleRate)
  for (let i = gains.length - 1; i >= 0; i--) {
    current = Math.min(gains[i] ?? 1, current + slope)
    left[i] = (left[i] ?? 0) * current * gain
    right[i] = (right[i] ?? 0) * current * gain
  }
}
