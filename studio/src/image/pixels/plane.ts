import type { Pixels } from './pixels.ts'
import { eachRow } from './pixels.ts'

/** One number for each pixel. */
export interface Plane {
  values: Float32Array
  width: number
  height: number
}

export function makePlane(width: number, height: number): Plane {
  return { values: new Float32Array(width * height), width, height }
}

/** A channel of a picture: 0 red to 3 alpha; values 0 to 255. */
export function channelOf({ data, width, height }: Pixels, channel: number): Plane {
  const plane = makePlane(width, height)
  for (let index = 0; index < plane.values.length; index++) plane.values[index] = data[index * 4 + channel] ?? 0
  return plane
}

/** How many pixels away one still has a say in `blurPlane`. */
export function blurReach(radius: number): number {
  return Math.round(radius) * BOXES
}

const BOXES = 3

/** Near enough to a Gaussian: three times the mean of a box, with the edge pixels repeated outwards. */
export async function blurPlane(plane: Plane, radius: number, signal: AbortSignal): Promise<Plane> {
  const whole = Math.max(0, Math.round(radius))
  if (whole === 0) return plane
  const turned = makePlane(plane.height, plane.width)
  const upright = makePlane(plane.width, plane.height)
  for (let pass = 0; pass < BOXES; pass++) {
    await turnAndBlur(pass === 0 ? plane : upright, turned, whole, signal)
    await turnAndBlur(turned, upright, whole, signal)
  }
  return upright
}

/** Blurs along the rows and writes them as columns: done twice, the picture is upright again. */
async function turnAndBlur(
  { values, width, height }: Plane,
  turned: Plane,
  radius: number,
  signal: AbortSignal,
): Promise<void> {
  const size = radius * 2 + 1
  await eachRow({ width, height }, signal, (y) => {
    const row = y * width
    const at = (x: number): number => values[row + (x < 0 ? 0 : x >= width ? width - 1 : x)] ?? 0
    let sum = 0
    for (let x = -radius; x <= radius; x++) sum += at(x)
    for (let x = 0; x < width; x++) {
      turned.values[x * height + y] = sum / size
      sum += at(x + radius + 1) - at(x - radius)
    }
  })
}
