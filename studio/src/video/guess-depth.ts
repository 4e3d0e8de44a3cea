import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'

/** Pixels of the longer side on which depth is guessed: it has to be smooth anyway. */
const SIDE = 96

/**
 * How near each pixel is, 0 to 1, by two rules of thumb: what is lower in a picture is nearer, and so is what differs from its
 * edges. Smooth, so that moving the pixels by it tears nothing.
 */
export function guessDepth(picture: Canvas): Float32Array {
  const scale = SIDE / Math.max(picture.width, picture.height)
  const width = Math.max(2, Math.round(picture.width * scale))
  const height = Math.max(2, Math.round(picture.height * scale))
  const small = createCanvas(width, height)
  small.getContext('2d').drawImage(picture, 0, 0, width, height)
  const { data } = small.getContext('2d').getImageData(0, 0, width, height)
  let depth = differenceFromEdges(data, width, height)
  for (let pass = 0; pass < 3; pass++) depth = blur(depth, width, height, Math.round(SIDE / 20))
  const highest = Math.max(0.02, ...depth)
  for (let y = 0; y < height; y++) {
    // A lower half of ground, above it the distance.
    const low = Math.max(0, (y / (height - 1) - 0.35) / 0.65)
    for (let x = 0; x < width; x++) depth[y * width + x] = low * 0.5 + ((depth[y * width + x] ?? 0) / highest) * 0.5
  }
  return enlarge(blur(depth, width, height, 2), { width, height }, picture)
}

/** Distance of each pixel's colour from the mean of the upper edge and sides in its own row. */
function differenceFromEdges(data: Uint8ClampedArray, width: number, height: number): Float32Array {
  const difference = new Float32Array(width * height)
  const edge = Math.max(1, Math.round(width * 0.06))
  const at = (x: number, y: number, channel: number): number => data[(y * width + x) * 4 + channel] ?? 0
  for (let y = 0; y < height; y++) {
    const mean = [0, 1, 2].map((channel) => {
      let sum = 0
      for (let x = 0; x < edge; x++) sum += at(x, y, channel) + at(width - 1 - x, y, channel)
      return sum / (edge * 2)
    })
    for (let x = 0; x < width; x++) {
      const distance = Math.hypot(...mean.map((value, channel) => at(x, y, channel) - value)) / 441
      difference[y * width + x] = Math.min(1, distance * 3)
    }
  }
  return difference
}

function blur(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const across = blurLines(values, { lines: height, length: width, line: width, step: 1 }, radius)
  return blurLines(across, { lines: width, length: height, line: 1, step: width }, radius)
}

/** A running mean along each line; beyond the ends the last value goes on. */
function blurLines(
  values: Float32Array,
  { lines, length, line, step }: { lines: number; length: number; line: number; step: number },
  radius: number,
): Float32Array {
  const result = new Float32Array(values.length)
  for (let index = 0; index < lines; index++) {
    const at = (position: number): number =>
      values[index * line + Math.max(0, Math.min(length - 1, position)) * step] ?? 0
    let sum = 0
    for (let position = -radius; position <= radius; position++) sum += at(position)
    for (let position = 0; position < length; position++) {
      result[index * line + position * step] = sum / (radius * 2 + 1)
      sum += at(position + radius + 1) - at(position - radius)
    }
  }
  return result
}

function enlarge(
  values: Float32Array,
  from: { width: number; height: number },
  to: { width: number; height: number },
): Float32Array {
  const result = new Float32Array(to.width * to.height)
  for (let y = 0; y < to.height; y++) {
    const sourceY = ((y + 0.5) / to.height) * from.height - 0.5
    const top = Math.max(0, Math.min(from.height - 2, Math.floor(sourceY)))
    const downward = Math.max(0, Math.min(1, sourceY - top))
    for (let x = 0; x < to.width; x++) {
      const sourceX = ((x + 0.5) / to.width) * from.width - 0.5
      const left = Math.max(0, Math.min(from.width - 2, Math.floor(sourceX)))
      const rightward = Math.max(0, Math.min(1, sourceX - left))
      const corner = top * from.width + left
      const upper = (values[corner] ?? 0) * (1 - rightward) + (values[corner + 1] ?? 0) * rightward
      const lower =
        (values[corner + from.width] ?? 0) * (1 - rightward) + (values[corner + from.width + 1] ?? 0) * rightward
      result[y * to.width + x] = upper * (1 - downward) + lower * downward
    }
  }
  return result
}
