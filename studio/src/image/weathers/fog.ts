import { fade, lighten, mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import type { Random } from '../random.ts'
import { verticalGradient } from '../shapes.ts'
import type { Weather } from './weather.ts'

/** Dense behind the subjects, a thin veil in front of them: fog must be felt, and what was asked for must be seen. */
export const fog: Weather = {
  words: ['fog', 'foggy', 'mist', 'misty', 'haze', 'hazy', 'smog', 'fogbound', 'brume'],
  clouds: 0.15,
  adjustLight: (light) => ({
    ...light,
    sky: [
      mix(light.sky[0], light.haze, 0.5),
      mix(light.sky[1], light.haze, 0.55),
      lighten(mix(light.sky[2], light.haze, 0.5), 0.1),
    ],
    stars: light.stars * 0.35,
    hazeStrength: 1,
  }),
  paintBehind: (painting) => {
    const { layout, height } = painting
    const random = painting.random('fog behind')
    paintVeil(painting, layout.horizon - height * 0.26, layout.horizon + height * 0.2, 0.8)
    for (let bank = 0; bank < 9; bank++)
      paintBank(painting, layout.horizon + random.between(-0.14, 0.12) * height, 0.55, random)
  },
  paintOver: (painting) => {
    const { layout, height } = painting
    const random = painting.random('fog over')
    paintVeil(painting, layout.standFar - height * 0.1, height, 0.17)
    for (let bank = 0; bank < 4; bank++) paintBank(painting, height * random.between(0.86, 1), 0.42, random)
    for (let bank = 0; bank < 2; bank++)
      paintBank(painting, layout.standNear + random.between(-0.03, 0.05) * height, 0.26, random)
  },
}

function paintVeil(painting: Painting, top: number, bottom: number, alpha: number): void {
  const { pen, width } = painting
  const colour = lighten(painting.light.haze, 0.25)
  pen.fillStyle = verticalGradient(pen, top, bottom, [
    [0, fade(colour, 0)],
    [0.55, fade(colour, alpha)],
    [1, fade(colour, bottom >= painting.height ? alpha * 0.6 : 0)],
  ])
  pen.fillRect(0, top, width, bottom - top)
}

/** One long drifting swathe, fading out on all sides. */
function paintBank(painting: Painting, y: number, alpha: number, random: Random): void {
  const { pen, width } = painting
  const colour = lighten(painting.light.haze, 0.4)
  const x = random.between(0, width)
  const reach = random.between(0.35, 0.7) * width
  pen.save()
  pen.translate(x, y)
  pen.scale(1, random.between(36, 70) / reach)
  const gradient = pen.createRadialGradient(0, 0, 0, 0, 0, reach)
  gradient.addColorStop(0, fade(colour, alpha))
  gradient.addColorStop(0.6, fade(colour, alpha * 0.5))
  gradient.addColorStop(1, fade(colour, 0))
  pen.fillStyle = gradient
  pen.fillRect(-reach, -reach, reach * 2, reach * 2)
  pen.restore()
}
