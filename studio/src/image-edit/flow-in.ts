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
  const [halfWidth, halfHeight] = [Math.max(1, Math.ceil(width / 2)), Math.max(1, Math.ceil(height / 2))]
  const half = new Float32Array(halfWidth * halfHeight * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4
      const weight = values[from + 3] ?? 0
      if (weight === 0) continue
      const into = ((y >> 1) * halfWidth + (x >> 1)) * 4
      for (let channel = 0; channel < 3; channel++)
        half[into + channel] = (half[into + channel] ?? 0) + (values[from + channel] ?? 0) * weight
      half[into + 3] = (half[into + 3] ?? 0) + weight
    }
  }
  for (let offset = 0; offset < half.length; offset += 4) {
    const weight = half[offset + 3] ?? 0
    if (weight === 0) continue
    for (let channel = 0; channel < 3; channel++) half[offset + channel] = (half[offset + channel] ?? 0) / weight
    half[offset + 3] = Math.min(1, weight)
  }
  return { width: halfWidth, height: halfHeight, values: half }
}

/** Pixels without a colour take it from the coarser level, smoothly between its pixels. */
async function pullDown(fine: Layer, coarse: Layer, signal: AbortSignal): Promise<void> {
  const at = (x: number, y: number): number =>
    (Math.max(0, Math.min(coarse.height - 1, y)) * coarse.width + Math.max(0, Math.min(coarse.width - 1, x))) * 4
  await eachRow(fine, signal, (y) => {
    const fromY = (y + 0.5) / 2 - 0.5
    const top = Math.floor(fromY)
    const shareY = fromY - top
    for (let x = 0; x < fine.width; x++) {
      const offset = (y * fine.width + x) * 4
      if ((fine.values[offset + 3] ?? 0) >= 1) continue
      const fromX = (x + 0.5) / 2 - 0.5
      const left = Math.floor(fromX)
      const shareX = fromX - left
      const corners = [at(left, top), at(left + 1, top), at(left, top + 1), at(left + 1, top + 1)] as const
      for (let channel = 0; channel < 3; channel++) {
        const [a, b, c, d] = corners.map((corner) => coarse.values[corner + channel] ?? 0)
        const upper = (a ?? 0) * (1 - shareX) + (b ?? 0) * shareX
        const lower = (c ?? 0) * (1 - shareX) + (d ?? 0) * shareX
        fine.values[offset + channel] = upper * (1 - shareY) + lower * shareY
      }
      fine.values[offset + 3] = 1
    }
  })
}
