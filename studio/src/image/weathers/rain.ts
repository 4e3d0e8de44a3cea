import { wordList } from '../prompt/word-list.ts'
import { fade, mix } from '../colour.ts'
import type { Light, Painting } from '../painting.ts'
import type { Weather } from './weather.ts'

export const rain: Weather = {
  words: wordList(`rain, rainy, raining, drizzle, drizzling, downpour, shower, rainfall, raindrop, monsoon, wet`),
  clouds: 0.85,
  hidesBody: true,
  wet: true,
  adjustLight: greyLight,
  paintOver: (painting) => {
    paintRain(painting, 1)
    paintRipples(painting)
  },
}

/** Rain takes the colour out of the sky, but not all: a grey picture pleases nobody. */
export function greyLight(light: Light): Light {
  const grey = (colour: `#${string}`): `#${string}` => mix(colour, mix(light.haze, '#6d7f96', 0.65), 0.45)
  const [top, middle, low] = light.sky
  return {
    ...light,
    sky: [grey(top), grey(middle), grey(low)],
    ambient: mix(light.ambient, '#8fa3bd', 0.35),
    cloudLight: mix(grey(light.cloudLight), light.haze, 0.2),
    cloudShade: mix(grey(light.cloudShade), '#3c4a63', 0.25),
    stars: 0,
    hazeStrength: Math.min(1, light.hazeStrength + 0.15),
  }
}

export function paintRain(painting: Painting, strength: number): void {
  const { pen, width, height, light } = painting
  const random = painting.random('rain')
  const colour = mix('#ffffff', light.sky[2], 0.25)
  const slant = random.between(0.1, 0.24) * (random.chance(0.5) ? 1 : -1)
  pen.save()
  pen.lineCap = 'round'
  for (const { count, length, thickness, alpha } of [
    { count: 190, length: 34, thickness: 1.3, alpha: 0.3 },
    { count: 110, length: 62, thickness: 2, alpha: 0.36 },
    { count: 34, length: 105, thickness: 2.8, alpha: 0.3 },
  ]) {
    // One path for a whole layer: a thousand strokes of their own would cost ten times as much.
    pen.beginPath()
    const drops = Math.round((count * strength * (width * height)) / 1_000_000)
    for (let drop = 0; drop < drops; drop++) {
      const x = random.between(-0.1, 1.1) * width
      const y = random.between(-0.1, 1) * height
      const reach = length * random.between(0.7, 1.2)
      pen.moveTo(x, y)
      pen.lineTo(x - slant * reach, y + reach)
    }
    pen.strokeStyle = fade(colour, alpha)
    pen.lineWidth = thickness
    pen.stroke()
  }
  pen.restore()
}

/** Rings and splashes where drops meet ground or water. */
function paintRipples(painting: Painting): void {
  const { pen, width, height, layout } = painting
  if (layout.weightless || layout.window !== null) return
  const random = painting.random('ripples')
  const top = layout.horizon + (height - layout.horizon) * 0.25
  pen.save()
  for (let index = 0; index < (width / 1000) * 46; index++) {
    const depth = random.next()
    const x = random.between(0, width)
    const y = top + depth * (height - top)
    const radius = (6 + depth * 22) * random.between(0.6, 1.2)
    pen.strokeStyle = fade('#ffffff', 0.1 + depth * 0.18)
    pen.lineWidth = 1 + depth * 1.4
    pen.beginPath()
    pen.ellipse(x, y, radius, radius * 0.3, 0, 0, Math.PI * 2)
    pen.stroke()
    if (random.chance(0.4)) {
      pen.beginPath()
      pen.moveTo(x - radius * 0.4, y - 2)
      pen.lineTo(x - radius * 0.7, y - radius * 0.6)
      pen.moveTo(x + radius * 0.4, y - 2)
      pen.lineTo(x + radius * 0.7, y - radius * 0.6)
      pen.stroke()
    }
  }
  pen.restore()
}
