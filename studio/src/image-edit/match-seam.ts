import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow } from '../image/pixels/pixels.ts'
import type { Layer } from './flow-in.ts'
import { flowIn } from './flow-in.ts'

interface Inner {
  left: number
  top: number
  width: number
  height: number
}

/** Pixels to each side along the seam over which its step is averaged: light differs over wide stretches, things do not. */
const REACH = 12

/**
 * Takes the step in light and colour at the edge of the inner picture out of what surrounds it: wholly at the seam, less and
 * less towards the outer edge. In place.
 */
export async function matchSeam(whole: Pixels, inner: Inner, signal: AbortSignal): Promise<void> {
  const steps: Layer = {
    width: whole.width,
    height: whole.height,
    values: new Float32Array(whole.width * whole.height * 4),
  }
  const { left, top } = inner
  const [right, bottom] = [left + inner.width - 1, top + inner.height - 1]
  if (left > 0) setSide(steps, whole, { start: [left, top], along: [0, 1], outwards: [-1, 0], length: inner.height })
  if (top > 0) setSide(steps, whole, { start: [left, top], along: [1, 0], outwards: [0, -1], length: inner.width })
  if (right < whole.width - 1)
    setSide(steps, whole, { start: [right, top], along: [0, 1], outwards: [1, 0], length: inner.height })
  if (bottom < whole.height - 1)
    setSide(steps, whole, { start: [left, bottom], along: [1, 0], outwards: [0, 1], length: inner.width })
  await flowIn(steps, signal)
  await eachRow(whole, signal, (y) => {
    for (let x = 0; x < whole.width; x++) {
      if (x >= left && x <= right && y >= top && y <= bottom) continue
      const offset = (y * whole.width + x) * 4
      const far = Math.max(left - x, x - right, 0) + Math.max(top - y, y - bottom, 0)
      const share = Math.exp(-far / (Math.min(inner.width, inner.height) * 0.35))
      for (let channel = offset; channel < offset + 3; channel++)
        whole.data[channel] = (whole.data[channel] ?? 0) + (steps.values[channel] ?? 0) * share
    }
  })
}

interface Side {
  start: readonly [x: number, y: number]
  along: readonly [x: number, y: number]
  outwards: readonly [x: number, y: number]
  length: number
}

/** The step from the first new pixels to the last old ones, at each place of one side. */
function setSide(steps: Layer, { data, width, height }: Pixels, { start, along, outwards, length }: Side): void {
  const offsetAt = (index: number, out: number): number => {
    const x = start[0] + along[0] * index + outwards[0] * out
    const y = start[1] + along[1] * index + outwards[1] * out
    return (Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x))) * 4
  }
  for (let channel = 0; channel < 3; channel++) {
    const raw = Float32Array.from({ length }, (_, index) => {
      const [old, added] = [data[offsetAt(index, 0) + channel] ?? 0, data[offsetAt(index, 1) + channel] ?? 0]
      // Where another thing begins, the step is no difference of light.
      return Math.max(-60, Math.min(60, old - added))
    })
    raw.forEach((_, index) => {
      const near = raw.subarray(Math.max(0, index - REACH), Math.min(length, index + REACH + 1))
      const offset = offsetAt(index, 0)
      steps.values[offset + channel] = near.toSorted((one, other) => one - other)[near.length >> 1] ?? 0
      steps.values[offset + 3] = 1
    })
  }
}
