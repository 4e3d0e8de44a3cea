import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow } from '../image/pixels/pixels.ts'

/** Moves each pixel's colour towards the other picture's by a share of 0 to 1; 0 leaves it as it is to the bit. In place. */
export async function blendBy(
  pixels: Pixels,
  other: Pixels,
  shareAt: (index: number) => number,
  signal: AbortSignal,
): Promise<void> {
  await blendChannels(pixels, other, { shareAt, channels: 3, signal })
}

/** As `blendBy`, and how opaque the pixels are as well. */
export async function replaceBy(
  pixels: Pixels,
  other: Pixels,
  shareAt: (index: number) => number,
  signal: AbortSignal,
): Promise<void> {
  await blendChannels(pixels, other, { shareAt, channels: 4, signal })
}

interface Blending {
  shareAt: (index: number) => number
  channels: 3 | 4
  signal: AbortSignal
}

async function blendChannels(
  { data, width, height }: Pixels,
  other: Pixels,
  { shareAt, channels, signal }: Blending,
): Promise<void> {
  await eachRow({ width, height }, signal, (y) => {
    for (let index = y * width; index < (y + 1) * width; index++) {
      const share = shareAt(index)
      if (share <= 0) continue
      for (let channel = index * 4; channel < index * 4 + channels; channel++) {
        const own = data[channel] ?? 0
        data[channel] = own + ((other.data[channel] ?? 0) - own) * share
      }
    }
  })
}
