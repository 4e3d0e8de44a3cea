import { eachRow } from '../image/pixels/pixels.ts'

/** Three values and a weight for each pixel, 0 where nothing is known. */
export interface Layer {
  width: number
  height: number
  values: Float32Array
}

/** Gives every pixel of weight 0 values that flow in from the known ones, near ones more than far ones (push and pull). */
export async function flowIn(layer: Layer, signal: AbortSignal): Promise<void> {
  const layers = [layer]
  for (let last = layer; last.width * last.height > 1;) {
    last = halve(last)
    layers.push(last)
  }
  for (let index = layers.length - 2; index >= 0; index--) {
    const [fine, coarse] = [layers[index], layers[index + 1]]
    if (fine !== undefined && coarse !== undefined) await pullDown(fine, coarse, signal)
  }
}

function halve({ width, height, values }: Layer): Layer {
  const half = makeHalf({ width, height })
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) addToHalf(half, { x, y }, values, (y * width + x) * 4)
  divideByWeight(half)
  return half
}

/** Half the size, with nothing in it. */
export function makeHalf({ width, height }: { width: number; height: number }): Layer {
  const [halfWidth, halfHeight] = [Math.max(1, Math.ceil(width / 2)), Math.max(1, Math.ceil(height / 2))]
  return { width: halfWidth, height: halfHeight, values: new Float32Array(halfWidth * halfHeight * 4) }
}
/** Adds the three values at `from`, by the weight that follows them, to the pixel of a half that holds (x, y) of the whole. */
export function addToHalf(half: Layer, { x, y }: { x: number; y: number }, values: Float32Array, from: number): void {
  const weight = values[from + 3] ?? 0
  if (weight === 0) return
  const into = ((y >> 1) * half.width + (x >> 1)) * 4
  for (let channel = 0; channel < 3; channel++)
    half.values[into + channel] = (half.values[into + channel] ?? 0) + (values[from + channel] ?? 0) * weight
  half.values[into + 3] = (half.values[into + 3] ?? 0) + weight
}

/** Once all has been added: sums become means. */
export function divideByWeight({ values }: Layer): void {
  for (let offset = 0; offset < values.length; offset += 4) {
    const weight = values[offset + 3] ?? 0
    if (weight === 0) continue
    for (let channel = 0; channel < 3; channel++) values[offset + channel] = (values[offset + channel] ?? 0) / weight
    values[offset + 3] = Math.min(1, weight)
  }
}

/** Pixels without a colour take it from the coarser level. */
async function pullDown(fine: Layer, coarse: Layer, signal: AbortSignal): Promise<void> {
  const lent = new Float32Array(3)
  await eachRow(fine, signal, (y) => {
    for (let x = 0; x < fine.width; x++) {
      const offset = (y * fine.width + x) * 4
      if ((fine.values[offset + 3] ?? 0) >= 1) continue
      lendAt(coarse, x, y, lent)
      fine.values.set(lent, offset)
      fine.values[offset + 3] = 1
    }
  })
}

/** The values of a layer of half the size at a pixel, smoothly between its own pixels. */
export function lendAt({ width, height, values }: Layer, x: number, y: number, into: Float32Array): void {
  const [fromX, fromY] = [(x + 0.5) / 2 - 0.5, (y + 0.5) / 2 - 0.5]
  const [left, top] = [Math.floor(fromX), Math.floor(fromY)]
  const [shareX, shareY] = [fromX - left, fromY - top]
  const at = (atX: number, atY: number): number =>
    (Math.max(0, Math.min(height - 1, atY)) * width + Math.max(0, Math.min(width - 1, atX))) * 4
  const [a, b, c, d] = [at(left, top), at(left + 1, top), at(left, top + 1), at(left + 1, top + 1)]
  for (let channel = 0; channel < 3; channel++) {
    const upper = (values[a + channel] ?? 0) * (1 - shareX) + (values[b + channel] ?? 0) * shareX
    const lower = (values[c + channel] ?? 0) * (1 - shareX) + (values[d + channel] ?? 0) * shareX
    into[channel] = upper * (1 - shareY) + lower * shareY
  }
}
