import { fade } from '../colour.ts'
import type { Weather } from './weather.ts'

export const rainbow: Weather = {
  words: ['rainbow', 'double rainbow', 'rainbows'],
  clouds: 0.3,
  paintSky: (painting) => {
    const { pen, width, layout } = painting
    const random = painting.random('rainbow')
    const x = width * random.between(0.4, 0.6)
    const radius = Math.min(width * 0.5, layout.horizon * 0.92)
    const colours = ['#ff4d4d', '#ff9a3d', '#ffe14d', '#4fd873', '#3da5ff', '#6a5bff', '#b45bff'] as const
    const band = radius * 0.036
    pen.save()
    pen.lineWidth = band + 0.8
    colours.forEach((colour, index) => {
      pen.strokeStyle = fade(colour, 0.62)
      pen.beginPath()
      pen.arc(x, layout.horizon + 30, radius - index * band, Math.PI, Math.PI * 2)
      pen.stroke()
    })
    pen.restore()
  },
}
