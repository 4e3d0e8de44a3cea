import type { Pcm } from '../../audio/pcm.ts'

export interface Seam {
  /** The largest step between two samples near the seam, as a share of the largest within two seconds to both sides. */
  step: number
  /** The softest and the loudest hundredth of a second near the seam, in decibels against those of the two seconds around. */
  below: number
  above: number
}

const NEAR_SECONDS = 0.06
const AROUND_SECONDS = 2
const WINDOW_SECONDS = 0.01

/** Whether two sounds were joined without a click or a hole: by samples and by energy, nothing that the joining uses. */
export function measureSeam({ sampleRate, channels }: Pcm, seconds: number): Seam {
  const at = Math.round(seconds * sampleRate)
  const near = Math.round(NEAR_SECONDS * sampleRate)
  const around = Math.round(AROUND_SECONDS * sampleRate)
  const steps = (from: number, to: number) => {
    let largest = 0
    for (const channel of channels)
      for (let i = Math.max(1, from); i < Math.min(to, channel.length); i++)
        largest = Math.max(largest, Math.abs((channel[i] ?? 0) - (channel[i - 1] ?? 0)))
    return largest
  }
  const size = Math.round(WINDOW_SECONDS * sampleRate)
  const levels = (from: number, to: number) => {
    const found: number[] = []
    for (let start = Math.max(0, from); start + size <= Math.min(to, channels[0].length); start += size) {
      let sum = 1e-9
      for (const channel of channels) for (let i = start; i < start + size; i++) sum += (channel[i] ?? 0) ** 2
      found.push(10 * Math.log10(sum / size / 2))
    }
    return found
  }
  const outside = [...levels(at - around, at - near), ...levels(at + near, at + around)]
  const inside = levels(at - near, at + near)
  return {
    step: steps(at - near, at + near) / Math.max(steps(at - around, at - near), steps(at + near, at + around), 1e-9),
    below: Math.min(...inside) - Math.min(...outside),
    above: Math.max(...inside) - Math.max(...outside),
  }
}
