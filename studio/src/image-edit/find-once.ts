import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow, resample } from '../image/pixels/pixels.ts'

/** Things that a picture shows once: a sun, a face, a car. Looked up by shares of its width and height. */
export interface Once {
  has(x: number, y: number): boolean
}

/** Longest side of the picture that they are looked for in. */
const SIDE = 72
/** Patches are five wide; nearer than this two of them are parts of one thing. */
const REACH = 2
const APART = 7
/** Rows up and down in which a like may be found. */
const ROWS = 3
/** Mean squared difference of two pixels, over three channels, from which nothing is alike. */
const UNLIKE = 1300

/** What has no like at its own height elsewhere in the picture, with a little of what is around it. */
export async function findOnce(pixels: Pixels, signal: AbortSignal): Promise<Once> {
  const scale = Math.min(1, SIDE / Math.max(pixels.width, pixels.height))
  const side = (length: number): number => Math.max(1, Math.round(length * scale))
  const small = resample(pixels, side(pixels.width), side(pixels.height))
  await pauseUnlessAborted({ signal })
  const { width, height } = small
  const isOnce = new Uint8Array(width * height)
  await eachRow({ width: width * width * 40, height }, signal, (y) => {
    for (let x = 0; x < width; x++) {
      if (hasLike(small, x, y)) continue
      for (let atY = Math.max(0, y - 1); atY <= Math.min(height - 1, y + 1); atY++)
        for (let atX = Math.max(0, x - 1); atX <= Math.min(width - 1, x + 1); atX++) isOnce[atY * width + atX] = 1
    }
  })
  return {
    has: (x, y) => {
      const [column, row] = [Math.floor(x * width), Math.floor(y * height)]
      return column >= 0 && row >= 0 && column < width && row < height && isOnce[row * width + column] === 1
    },
  }
}

function hasLike(small: Pixels, x: number, y: number): boolean {
  const { width, height } = small
  // A narrow picture has nothing that is far enough away.
  if (width < APART * 3) return true
  for (let otherY = Math.max(0, y - ROWS); otherY <= Math.min(height - 1, y + ROWS); otherY++)
    for (let otherX = 0; otherX < width; otherX++)
      if (Math.abs(otherX - x) >= APART && isAlike(small, [x, y], [otherX, otherY])) return true
  return false
}

/** Both patches as far as they lie in the picture. */
function isAlike({ data, width, height }: Pixels, [x, y]: readonly [number, number], other: readonly [number, number]) {
  let [sum, count] = [0, 0]
  for (let dy = -REACH; dy <= REACH; dy++) {
    if (Math.min(y, other[1]) + dy < 0 || Math.max(y, other[1]) + dy >= height) continue
    for (let dx = -REACH; dx <= REACH; dx++) {
      if (Math.min(x, other[0]) + dx < 0 || Math.max(x, other[0]) + dx >= width) continue
      const [one, two] = [((y + dy) * width + x + dx) * 4, ((other[1] + dy) * width + other[0] + dx) * 4]
      for (let channel = 0; channel < 3; channel++)
        sum += ((data[one + channel] ?? 0) - (data[two + channel] ?? 0)) ** 2
      count += 1
    }
    if (sum > UNLIKE * (REACH * 2 + 1) ** 2) return false
  }
  return sum < UNLIKE * count
}
