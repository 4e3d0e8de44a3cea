import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow } from '../image/pixels/pixels.ts'
import type { Layer } from './flow-in.ts'
import { addToHalf, divideByWeight, flowIn, lendAt, makeHalf } from './flow-in.ts'

interface Inner {
  left: number
  top: number
  width: number
  height: number
}

/** Pixels to each side along the seam over which its step is averaged: light differs over wide stretches, things do not. */
const REACH = 12

/**
 * Takes the step in light and colour at the edge of the inner picture out of what surrounds it. It is as wide outside as it
 * is at the seam: what fades out again would leave a frame. In place.
 */
export async function matchSeam(whole: Pixels, inner: Inner, signal: AbortSignal): Promise<void> {
  const steps = makeHalf(whole)
  const { left, top } = inner
  const [right, bottom] = [left + inner.width - 1, top + inner.height - 1]
  if (left > 0) addSide(steps, whole, { start: [left, top], along: [0, 1], outwards: [-1, 0], length: inner.height })
  if (top > 0) addSide(steps, whole, { start: [left, top], along: [1, 0], outwards: [0, -1], length: inner.width })
  if (right < whole.width - 1)
    addSide(steps, whole, { start: [right, top], along: [0, 1], outwards: [1, 0], length: inner.height })
  if (bottom < whole.height - 1)
    addSide(steps, whole, { start: [left, bottom], along: [1, 0], outwards: [0, 1], length: inner.width })
  divideByWeight(steps)
  await flowIn(steps, signal)
  const step = new Float32Array(3)
  await eachRow(whole, signal, (y) => {
    for (let x = 0; x < whole.width; x++) {
      if (x >= left && x <= right && y >= top && y <= bottom) continue
      const offset = (y * whole.width + x) * 4
      lendAt(steps, x, y, step)
      for (let channel = 0; channel < 3; channel++)
        whole.data[offset + channel] = (whole.data[offset + channel] ?? 0) + (step[channel] ?? 0)
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
function addSide(steps: Layer, { data, width, height }: Pixels, { start, along, outwards, length }: Side): void {
  const placeAt = (index: number, out: number): { x: number; y: number } => ({
    x: Math.max(0, Math.min(width - 1, start[0] + along[0] * index + outwards[0] * out)),
    y: Math.max(0, Math.min(height - 1, start[1] + along[1] * index + outwards[1] * out)),
  })
  const values = new Float32Array(length * 4).fill(1)
  for (let channel = 0; channel < 3; channel++) {
    const raw = Float32Array.from({ length }, (_, index) => {
      const [old, added] = [placeAt(index, 0), placeAt(index, 1)].map(
        ({ x, y }) => data[(y * width + x) * 4 + channel] ?? 0,
      )
      // Where another thing begins, the step is no difference of light.
      return Math.max(-60, Math.min(60, (old ?? 0) - (added ?? 0)))
    })
    raw.forEach((_, index) => {
      const near = raw.subarray(Math.max(0, index - REACH), Math.min(length, index + REACH + 1))
      values[index * 4 + channel] = near.toSorted((one, other) => one - other)[near.length >> 1] ?? 0
    })
  }
  for (let index = 0; index < length; index++) addToHalf(steps, placeAt(index, 0), values, index * 4)
}
