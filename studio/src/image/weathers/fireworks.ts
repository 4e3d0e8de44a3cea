import type { Colour } from '../colour.ts'
import { fade, lighten } from '../colour.ts'
import type { Painting } from '../painting.ts'
import type { Random } from '../random.ts'
import { fillCircle, paintGlow } from '../shapes.ts'
import type { Weather } from './weather.ts'

/** No weather to a meteorologist, but it fills the sky as one. */
export const fireworks: Weather = {
  words: ['fireworks', 'firework', 'fire works'],
  clouds: 0,
  paintSky: (painting) => {
    const { width, layout } = painting
    const random = painting.random('fireworks')
    const count = Math.round((width / 1000) * 5)
    for (let burst = 0; burst < count; burst++) {
      const x = ((burst + random.between(0.2, 0.8)) / count) * width
      paintBurst(
        painting,
        { x, y: layout.horizon * random.between(0.14, 0.55), radius: random.between(80, 170) },
        random,
      )
    }
  },
}

function paintBurst(
  { pen }: Painting,
  { x, y, radius }: { x: number; y: number; radius: number },
  random: Random,
): void {
  const colour = random.pick<Colour>(['#ff5a7a', '#ffd24a', '#5ad1ff', '#b78bff', '#7dff9a', '#ff9a3d'])
  paintGlow(pen, { x, y, radius: radius * 1.7, colour, alpha: 0.45 })
  const rays = random.whole(18, 28)
  pen.save()
  pen.lineCap = 'round'
  for (let ray = 0; ray < rays * 2; ray++) {
    const angle = (ray / rays) * Math.PI * 2
    const reach = radius * (ray < rays ? 1 : 0.55) * random.between(0.85, 1.08)
    const [endX, endY] = [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach + reach * 0.12]
    pen.strokeStyle = fade(ray < rays ? colour : lighten(colour, 0.5), 0.85)
    pen.lineWidth = 2.6
    pen.beginPath()
    pen.moveTo(x + Math.cos(angle) * reach * 0.35, y + Math.sin(angle) * reach * 0.35)
    pen.quadraticCurveTo(x + Math.cos(angle) * reach * 0.7, y + Math.sin(angle) * reach * 0.68, endX, endY)
    pen.stroke()
    pen.fillStyle = lighten(colour, 0.6)
    fillCircle(pen, endX, endY, 3.6)
  }
  pen.restore()
}
