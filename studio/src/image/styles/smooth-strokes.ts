import type { Pixels } from '../pixels/pixels.ts'
import { eachRow, makePixels } from '../pixels/pixels.ts'

/**
 * Kuwahara's filter: each pixel takes the mean of the calmest of the four squares that it is a corner of. Detail melts into
 * patches like strokes of a brush, and edges stay. Costs the square of the reach: meant for pictures under a megapixel.
 */
export async function smoothStrokes(pixels: Pixels, reach: number, signal: AbortSignal): Promise<Pixels> {
  const { data, width, height } = pixels
  const smooth = makePixels(width, height)
  const mean = { red: 0, green: 0, blue: 0, unrest: 0 }
  await eachRow({ width: width * 8, height }, signal, (y) => {
    for (let x = 0; x < width; x++) {
      let least = Infinity
      const target = (y * width + x) * 4
      for (const [left, top] of [
        [x - reach, y - reach],
        [x, y - reach],
        [x - reach, y],
        [x, y],
      ] as const) {
        meanOfSquare(pixels, { left, top, reach }, mean)
        if (mean.unrest >= least) continue
        least = mean.unrest
        smooth.data[target] = mean.red
        smooth.data[target + 1] = mean.green
        smooth.data[target + 2] = mean.blue
      }
      smooth.data[target + 3] = data[target + 3] ?? 0
    }
  })
  return smooth
}

interface Square {
  left: number
  top: number
  reach: number
}

function meanOfSquare(
  { data, width, height }: Pixels,
  { left, top, reach }: Square,
  mean: { red: number; green: number; blue: number; unrest: number },
): void {
  let [red, green, blue, bright, squares, count] = [0, 0, 0, 0, 0, 0]
  for (let y = Math.max(0, top); y <= Math.min(height - 1, top + reach); y++) {
    for (let x = Math.max(0, left); x <= Math.min(width - 1, left + reach); x++) {
      const offset = (y * width + x) * 4
      const [r, g, b] = [data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0]
      const light = r * 0.3 + g * 0.59 + b * 0.11
      red += r
      green += g
      blue += b
      bright += light
      squares += light * light
      count += 1
    }
  }
  mean.red = red / count
  mean.green = green / count
  mean.blue = blue / count
  mean.unrest = squares / count - (bright / count) ** 2
}
