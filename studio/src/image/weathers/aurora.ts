import { wordList } from '../prompt/word-list.ts'
import type { Colour } from '../colour.ts'
import { fade } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { roughness, verticalGradient } from '../shapes.ts'
import type { Weather } from './weather.ts'

export const aurora: Weather = {
  words: wordList(`aurora, northern lights, aurora borealis, polar lights, southern lights, aurora australis, auroras`),
  clouds: 0,
  // The lights only show against a dark sky, whatever the hour.
  adjustLight: (light) => ({ ...light, stars: Math.max(light.stars, 0.5), glow: '#8fe8c4' }),
  paintSky: (painting) => {
    const random = painting.random('aurora')
    const hues: readonly [Colour, Colour][] = [
      ['#3dffb0', '#7a5cff'],
      ['#43f0d0', '#d05cff'],
      ['#8dff7a', '#34b4ff'],
    ]
    hues.forEach(([low, high], index) =>
      paintCurtain(painting, { low, high, row: index * 9 + random.between(0, 5), y: 0.34 + index * 0.13 }),
    )
  },
}

interface Curtain {
  low: Colour
  high: Colour
  row: number
  /** Share of the sky's height where its hem hangs. */
  y: number
}

/** A hanging curtain made of thin upright strips with a folded hem. */
function paintCurtain(painting: Painting, { low, high, row, y }: Curtain): void {
  const { pen, width, layout, pixelsPerUnitX } = painting
  // Whole pixels, else every seam between two strips shows as a line.
  const strip = Math.max(1, Math.round(6 * pixelsPerUnitX)) / pixelsPerUnitX
  pen.save()
  pen.globalCompositeOperation = 'screen'
  for (let x = 0; x < width; x += strip) {
    const along = x / 1000
    const hem = layout.horizon * (y + roughness(painting, along * 0.9, row) * 0.16)
    const length = layout.horizon * (0.3 + 0.12 * painting.noise(along * 3, row + 90))
    const brightness = 0.3 + 0.26 * painting.noise(along * 7, row + 50) + 0.22 * painting.noise(along * 1.3, row + 12)
    if (brightness <= 0.03) continue
    pen.fillStyle = verticalGradient(pen, hem - length, hem + 14, [
      [0, fade(high, 0)],
      [0.45, fade(high, brightness * 0.5)],
      [0.86, fade(low, brightness)],
      [1, fade(low, 0)],
    ])
    pen.fillRect(x, hem - length, strip, length + 14)
  }
  pen.restore()
}
