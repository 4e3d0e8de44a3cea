import type { Pixels } from '../image/pixels/pixels.ts'
import { copyPixels, eachRow } from '../image/pixels/pixels.ts'
import type { Random } from '../image/random.ts'
import type { Layer } from './flow-in.ts'
import { addToHalf, divideByWeight, flowIn, lendAt, makeHalf } from './flow-in.ts'

/**
 * Paints what `isHole` marks with colours that flow in from around it, near ones more than far ones, and with the grain of
 * the surroundings. Good for sky, ground and walls; it makes up no things.
 */
export async function fillHole(
  pixels: Pixels,
  isHole: Uint8Array,
  { random, signal }: { random: Random; signal: AbortSignal },
): Promise<Pixels> {
  const known = await makeLayer(pixels, isHole, signal)
  await flowIn(known, signal)
  const opacity = await makeOpacity(pixels, isHole, signal)
  const filled = copyPixels(pixels)
  const colour = new Float32Array(3)
  const grain = measureGrain(pixels, isHole)
  await eachRow(pixels, signal, (y) => {
    for (let x = 0; x < pixels.width; x++) {
      const index = y * pixels.width + x
      if (isHole[index] !== 1) continue
      lendAt(known, x, y, colour)
      const speck = (random.next() + random.next() + random.next() - 1.5) * grain * 1.6
      for (let channel = 0; channel < 3; channel++) filled.data[index * 4 + channel] = (colour[channel] ?? 0) + speck
      if (opacity !== null) lendAt(opacity, x, y, colour)
      filled.data[index * 4 + 3] = opacity === null ? 255 : (colour[0] ?? 0)
    }
  })
  return filled
}

/** Of half the size: what flows in is smooth, and a whole one would take four times the picture's bytes. */
async function makeLayer(pixels: Pixels, isHole: Uint8Array, signal: AbortSignal): Promise<Layer> {
  const { data, width } = pixels
  const half = makeHalf(pixels)
  const colour = new Float32Array(4)
  await eachRow(pixels, signal, (y) => {
    for (let x = 0; x < width; x++) {
      const index = y * width + x
      if (isHole[index] === 1 || (data[index * 4 + 3] ?? 0) === 0) continue
      for (let channel = 0; channel < 3; channel++) colour[channel] = data[index * 4 + channel] ?? 0
      colour[3] = 1
      addToHalf(half, { x, y }, colour, 0)
    }
  })
  divideByWeight(half)
  return half
}

/** How opaque the known pixels are; null where all of them are wholly so. */
async function makeOpacity(pixels: Pixels, isHole: Uint8Array, signal: AbortSignal): Promise<Layer | null> {
  const { data, width } = pixels
  const half = makeHalf(pixels)
  const value = new Float32Array(4)
  let isOpaque = true
  await eachRow(pixels, signal, (y) => {
    for (let x = 0; x < width; x++) {
      const index = y * width + x
      if (isHole[index] === 1) continue
      const alpha = data[index * 4 + 3] ?? 0
      isOpaque &&= alpha === 255
      value[0] = alpha
      value[3] = 1
      addToHalf(half, { x, y }, value, 0)
    }
  })
  if (isOpaque) return null
  divideByWeight(half)
  await flowIn(half, signal)
  return half
}

/** How much a calm pixel differs from the mean of its neighbours, by the median: grain, not edges. */
function measureGrain({ data, width, height }: Pixels, isHole: Uint8Array): number {
  const differences: number[] = []
  for (let index = width + 1; index < width * (height - 1) - 1; index += 131) {
    if (isHole[index] === 1) continue
    const offset = index * 4 + 1
    const around =
      ((data[offset - 4] ?? 0) +
        (data[offset + 4] ?? 0) +
        (data[offset - width * 4] ?? 0) +
        (data[offset + width * 4] ?? 0)) /
      4
    differences.push(Math.abs((data[offset] ?? 0) - around))
  }
  return differences.toSorted((one, other) => one - other)[differences.length >> 1] ?? 0
}
