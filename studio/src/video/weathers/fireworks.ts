import type { Colour } from '../../image/colour.ts'
import { fade, lighten } from '../../image/colour.ts'
import type { Painting } from '../../image/painting.ts'
import { fillCircle, paintGlow } from '../../image/shapes.ts'
import type { Frame, Stage } from '../stage.ts'
import { depths } from '../stage.ts'

type Paint = (frame: Frame) => void

const burstColours: readonly [Colour, ...Colour[]] = ['#ff5a7a', '#ffd24a', '#5ad1ff', '#b78bff', '#7dff9a', '#ff9a3d']

/** Rockets rise, burst and rain down, one after the other. */
export function makeFireworks(stage: Stage, painting: Painting): Paint {
  const random = painting.random('fireworks in motion')
  const { layout, width } = stage
  const bursts = Array.from({ length: 30 }, (_, index) => ({
    start: index * 0.42 - 0.9 + random.between(0, 0.3),
    x: random.between(0.1, 0.9) * width,
    y: layout.horizon * random.between(0.14, 0.55),
    radius: random.between(90, 190),
    colour: random.pick(burstColours),
    rays: random.whole(18, 28),
    turn: random.next(),
  }))
  return (frame) => {
    const { pen, seconds } = frame
    frame.look(depths.clouds)
    pen.lineCap = 'round'
    for (const { start, x, y, radius, colour, rays, turn } of bursts) {
      const age = seconds - start
      if (age < -0.5 || age > 1.6) continue
      if (age < 0) {
        const rise = -age / 0.5
        pen.fillStyle = fade('#fff1c0', 0.9)
        fillCircle(pen, x, y + (layout.horizon - y) * rise * rise, 3.5)
        continue
      }
      const reach = radius * (1 - Math.exp(-age * 4.5))
      const alpha = Math.max(0, 1 - age / 1.6)
      paintGlow(pen, { x, y, radius: radius * 1.7, colour, alpha: 0.5 * alpha * Math.exp(-age * 2) })
      for (let ray = 0; ray < rays * 2; ray++) {
        const angle = ((ray + turn) / rays) * Math.PI * 2
        const far = reach * (ray < rays ? 1 : 0.55)
        const near = far * Math.min(0.92, 0.3 + age * 0.55)
        const fall = 60 * age * age
        pen.strokeStyle = fade(ray < rays ? colour : lighten(colour, 0.5), 0.9 * alpha)
        pen.lineWidth = 2.6
        pen.beginPath()
        pen.moveTo(x + Math.cos(angle) * near, y + Math.sin(angle) * near + fall * 0.8)
        pen.lineTo(x + Math.cos(angle) * far, y + Math.sin(angle) * far + fall)
        pen.stroke()
      }
    }
  }
}
