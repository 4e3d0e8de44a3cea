import { wordList } from '../prompt/word-list.ts'
import type { Lab } from '../pixels/oklab.ts'
import { readLab, writeLab } from '../pixels/oklab.ts'
import type { Pixels } from '../pixels/pixels.ts'
import { eachRow, makePixels, resample } from '../pixels/pixels.ts'
import { makePalette, nearestIn } from './make-palette.ts'
import type { Style } from './style.ts'

/** Blocks along the short side: fewer, and a fox is no longer one. */
const BLOCKS = 104
const COLOURS = 36

export const pixelArt: Style = {
  words: wordList('pixel art, pixelart, pixel, pixels, pixelated, 8bit, 16bit, 32bit, retro game, voxel'),
  change: 'pixel art of 36 colours',
  async apply(pixels, { signal }) {
    const block = Math.max(2, Math.round(Math.min(pixels.width, pixels.height) / BLOCKS))
    const [columns, rows] = [Math.ceil(pixels.width / block), Math.ceil(pixels.height / block)]
    const small = resample(pixels, columns, rows)
    await paintByPalette(small, signal)
    return enlargeBlocks(small, pixels, block, signal)
  },
}

/** Bayer's 2 x 2: neighbours are rounded apart, so that a sky has a texture instead of stripes. */
const dither = [
  [-0.375, 0.125],
  [0.375, -0.125],
] as const

async function paintByPalette(small: Pixels, signal: AbortSignal): Promise<void> {
  const palette = makePalette(small, COLOURS).map(enliven)
  const lab: Lab = { l: 0, a: 0, b: 0 }
  await eachRow(small, signal, (y) => {
    for (let x = 0; x < small.width; x++) {
      const offset = (y * small.width + x) * 4
      readLab(small.data, offset, lab)
      lab.l += (dither[y % 2 === 0 ? 0 : 1][x % 2 === 0 ? 0 : 1] ?? 0) * 0.035
      const colour = palette[nearestIn(palette, lab)]
      if (colour !== undefined) writeLab(small.data, offset, colour)
      small.data[offset + 3] = (small.data[offset + 3] ?? 0) < 128 ? 0 : 255
    }
  })
}

/** Averaged blocks are duller than what they stand for. */
function enliven({ l, a, b }: Lab): Lab {
  return { l: 0.5 + (l - 0.5) * 1.06, a: a * 1.18, b: b * 1.18 }
}

async function enlargeBlocks(small: Pixels, to: Pixels, block: number, signal: AbortSignal): Promise<Pixels> {
  const large = makePixels(to.width, to.height)
  const [from, into] = [new Uint32Array(small.data.buffer), new Uint32Array(large.data.buffer)]
  await eachRow(large, signal, (y) => {
    const row = Math.floor(y / block) * small.width
    for (let x = 0; x < large.width; x++) into[y * large.width + x] = from[row + Math.floor(x / block)] ?? 0
  })
  return large
}
