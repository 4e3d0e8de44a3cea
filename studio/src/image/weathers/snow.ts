import { wordList } from '../prompt/word-list.ts'
import { fade, mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import type { Weather } from './weather.ts'

/** Whitens the ground as well: places ask isSnowy(). */
export const snow: Weather = {
  words: wordList(`snow, snowy, snowing, snowfall, blizzard, snowstorm, falling snow, snow storm, snow fall, flurry`),
  clouds: 0.6,
  adjustLight: (light) => ({
    ...light,
    sky: [mix(light.sky[0], light.haze, 0.3), mix(light.sky[1], light.haze, 0.25), light.sky[2]],
    stars: light.stars * 0.4,
    hazeStrength: Math.min(1, light.hazeStrength + 0.1),
  }),
  paintOver: paintFlakes,
}

function paintFlakes(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('flakes')
  const area = (width * height) / 1_000_000
  for (const { count, low, high, alpha } of [
    { count: 190, low: 1.4, high: 2.6, alpha: 0.75 },
    { count: 120, low: 2.8, high: 4.6, alpha: 0.85 },
    { count: 34, low: 5, high: 8, alpha: 0.8 },
    { count: 8, low: 10, high: 17, alpha: 0.28 },
  ]) {
    pen.fillStyle = fade('#ffffff', alpha)
    pen.beginPath()
    for (let flake = 0; flake < count * area; flake++) {
      const radius = random.between(low, high)
      const x = random.between(0, width)
      const y = random.between(0, height)
      pen.moveTo(x + radius, y)
      pen.arc(x, y, radius, 0, Math.PI * 2)
    }
    pen.fill()
  }
}
