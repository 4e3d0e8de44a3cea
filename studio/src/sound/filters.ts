/** Two-pole filters after Robert Bristow-Johnson's cookbook. */
import { sampleRate } from './stage.ts'

export interface Filter {
  process(sample: number): number
  tune(hz: number): void
}
export type FilterKind = 'low' | 'high' | 'band'

export function makeFilter(kind: FilterKind, hz: number, q = Math.SQRT1_2): Filter {
  let [b0, b1, b2, a1, a2] = [0, 0, 0, 0, 0]
  let [x1, x2, y1, y2] = [0, 0, 0, 0]
  const tune = (frequency: number) => {
    const omega = (2 * Math.PI * Math.min(20000, Math.max(10, frequency))) / sampleRate
    const [cosine, alpha] = [Math.cos(omega), Math.sin(omega) / (2 * q)]
    const scale = 1 / (1 + alpha)
    ;[b0, b1, b2] = numerators(kind, cosine, alpha, scale)
    a1 = -2 * cosine * scale
    a2 = (1 - alpha) * scale
  }
  tune(hz)
  const process = (sample: number) => {
    const result = b0 * sample + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
    x2 = x1
    x1 = sample
    y2 = y1
    y1 = result
    return result
  }
  return { process, tune }
}

function numerators(kind: FilterKind, cosine: number, alpha: number, scale: number): [number, number, number] {
  switch (kind) {
    case 'low':
      return [((1 - cosine) / 2) * scale, (1 - cosine) * scale, ((1 - cosine) / 2) * scale]
    case 'high':
      return [((1 + cosine) / 2) * scale, -(1 + cosine) * scale, ((1 + cosine) / 2) * scale]
    case 'band':
      return [alpha * scale, 0, -alpha * scale]
  }
}
