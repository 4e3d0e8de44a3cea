import type { Pixels } from './pixels.ts'

/** The smallest box around all pixels of at least this alpha, and how many they are; of no size where there are none. */
export function findBox(
  { data, width, height }: Pixels,
  alphaMin: number,
): { x: number; y: number; width: number; height: number; filled: number } {
  let [left, top, right, bottom, filled] = [width, height, 0, 0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[(y * width + x) * 4 + 3] ?? 0) < alphaMin) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = y + 1
      filled += 1
    }
  }
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top), filled }
}
