import { wordList } from '../prompt/word-list.ts'
import type { Lab } from '../pixels/oklab.ts'
import { readLab, writeLab } from '../pixels/oklab.ts'
import { eachRow, resample } from '../pixels/pixels.ts'
import { makePalette } from './make-palette.ts'
import type { Style } from './style.ts'

const INKS = 14

/** Few flat inks, as a screen print has them; a title is lettered afterwards. */
export const poster: Style = {
  words: wordList(`poster, travel poster, movie poster, film poster, vintage poster, concert poster, gig poster, flyer,
    screen print, screenprint, linocut, woodcut, pop art, posterized, posterised, stencil`),
  change: 'poster of few inks',
  async apply(pixels, { signal }) {
    const palette = makePalette(resample(pixels, 128, 128), INKS).map(({ l, a, b }) => ({
      l: 0.5 + (l - 0.5) * 1.08,
      a: a * 1.12,
      b: b * 1.12,
    }))
    const lab: Lab = { l: 0, a: 0, b: 0 }
    await eachRow({ width: pixels.width * 3, height: pixels.height }, signal, (y) => {
      for (let x = 0; x < pixels.width; x++) {
        const offset = (y * pixels.width + x) * 4
        readLab(pixels.data, offset, lab)
        blendNearest(palette, lab)
        writeLab(pixels.data, offset, lab)
      }
    })
    return pixels
  },
}

/** How much nearer the nearest ink must be to stand alone: below it the two mix, which keeps borders smooth. */
const SOFT = 0.22

function blendNearest(palette: readonly Lab[], colour: Lab): void {
  let first = palette[0]
  let second = palette[0]
  let [least, next] = [Infinity, Infinity]
  for (const ink of palette) {
    const distance = Math.hypot(ink.l - colour.l, ink.a - colour.a, ink.b - colour.b)
    if (distance < least) {
      ;[second, next] = [first, least]
      ;[first, least] = [ink, distance]
    } else if (distance < next) {
      ;[second, next] = [ink, distance]
    }
  }
  if (first === undefined || second === undefined) return
  const closeness = (next - least) / (next + least + 1e-6)
  const share = closeness >= SOFT ? 1 : 0.5 + (closeness / SOFT) * 0.5
  colour.l = second.l + (first.l - second.l) * share
  colour.a = second.a + (first.a - second.a) * share
  colour.b = second.b + (first.b - second.b) * share
}
