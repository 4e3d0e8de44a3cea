import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow } from '../image/pixels/pixels.ts'

/** Moves each pixel's colour towards the other picture's by a share of 0 to 1; 0 leaves it as it is to the bit. In place. */
export async function blendBy(
  pixels: Pixels,
  other: Pixels,
  shareAt: (index: number) => number,
  signal: AbortSignal,
): Promise<void> {
  const { data, width } = pixels
  await eachRow(pixels, signal, (y) => {
    for (let index = y * width; index < (y + 1) * width; index++) {
      const share = shareAt(index)
      if (share <= 0) continue
      for (let channel = index * 4; channel < index * 4 + 3; channel++) {
        const own = data[channel] ?? 0
        data[channel] = own + ((other.data[channel] ?? 0) - own) * share
      }
    }
  })
}
