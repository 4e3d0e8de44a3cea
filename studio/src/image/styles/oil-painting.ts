import { createNoise2D } from 'simplex-noise'
import { wordList } from '../prompt/word-list.ts'
import { eachRow, makePixels, resample } from '../pixels/pixels.ts'
import type { Pixels } from '../pixels/pixels.ts'
import type { Random } from '../random.ts'
import { smoothStrokes } from './smooth-strokes.ts'
import type { Style } from './style.ts'

/** The short side of the picture that the strokes are found in. */
const SHORT_SIDE = 560

export const oilPainting: Style = {
  words: wordList(`oil painting, oil paint, oil on canvas, oils, impressionist, impressionism, impasto, van gogh, monet,
    acrylic, acrylic painting, gouache`),
  change: 'oil painting',
  async apply(pixels, { signal, random }) {
    const scale = Math.min(1, SHORT_SIDE / Math.min(pixels.width, pixels.height))
    const small = resample(pixels, Math.ceil(pixels.width * scale), Math.ceil(pixels.height * scale))
    const once = await smoothStrokes(await wobble(small, random, signal), 5, signal)
    const strokes = await smoothStrokes(once, 3, signal)
    return addRelief(resample(strokes, pixels.width, pixels.height), random, signal)
  },
}

/** Every pixel is taken from a little aside, along a field that turns slowly: brushes do not follow edges to the pixel. */
async function wobble(pixels: Pixels, random: Random, signal: AbortSignal): Promise<Pixels> {
  const noise = createNoise2D(random.next)
  const { data, width, height } = pixels
  const moved = makePixels(width, height)
  await eachRow(pixels, signal, (y) => {
    for (let x = 0; x < width; x++) {
      const angle = noise(x / 90, y / 90) * Math.PI * 2
      const far = noise(x / 7 + 50, y / 7) * 4.5
      const fromX = Math.max(0, Math.min(width - 1, Math.round(x + Math.cos(angle) * far)))
      const fromY = Math.max(0, Math.min(height - 1, Math.round(y + Math.sin(angle) * far)))
      const from = (fromY * width + fromX) * 4
      moved.data.set(data.subarray(from, from + 4), (y * width + x) * 4)
    }
  })
  return moved
}

/** Light from the upper left on the ridges of the paint. */
async function addRelief(pixels: Pixels, random: Random, signal: AbortSignal): Promise<Pixels> {
  const noise = createNoise2D(random.next)
  const { data, width } = pixels
  const unit = Math.min(pixels.width, pixels.height) / 1000
  await eachRow(pixels, signal, (y) => {
    for (let x = 0; x < width; x++) {
      const turn = noise(x / (170 * unit), y / (170 * unit)) * 2
      const [along, across] = [x * Math.cos(turn) + y * Math.sin(turn), y * Math.cos(turn) - x * Math.sin(turn)]
      const light = noise(along / (26 * unit), across / (3.4 * unit)) * 7
      const offset = (y * width + x) * 4
      for (let channel = offset; channel < offset + 3; channel++) data[channel] = (data[channel] ?? 0) * 1.02 + light
    }
  })
  return pixels
}
