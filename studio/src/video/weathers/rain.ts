import { fade, mix } from '../../image/colour.ts'
import type { Painting } from '../../image/painting.ts'
import { glass, wrap } from '../glass.ts'
import type { Frame, Stage } from '../stage.ts'
import { depths } from '../stage.ts'

type Paint = (frame: Frame) => void

export function makeRain(stage: Stage, painting: Painting, strength: number): Paint {
  const random = painting.random('rain in motion')
  const { width, height } = glass(stage)
  const colour = mix('#ffffff', painting.light.sky[2], 0.25)
  const slant = random.between(0.08, 0.2) * (random.chance(0.5) ? 1 : -1)
  const curtains = [
    { count: 170, length: 36, thickness: 1.4, alpha: 0.3, speed: 900, depth: 0.6 },
    { count: 100, length: 66, thickness: 2, alpha: 0.36, speed: 1400, depth: 1 },
    { count: 30, length: 112, thickness: 2.8, alpha: 0.3, speed: 2100, depth: 1.4 },
  ].map(({ count, ...curtain }) => ({
    ...curtain,
    drops: Array.from({ length: Math.round((count * strength * width * height) / 1_000_000) }, () => ({
      x: random.between(0, width),
      y: random.between(0, height),
      reach: random.between(0.7, 1.2),
    })),
  }))
  return (frame) => {
    const { pen, seconds } = frame
    frame.lookAtGlass()
    pen.lineCap = 'round'
    for (const { drops, length, thickness, alpha, speed, depth } of curtains) {
      const [spanX, spanY] = [width * 1.3, height + length * 2]
      const moved = frame.centre.x * depth
      pen.beginPath()
      for (const drop of drops) {
        const fallen = wrap(drop.y + speed * seconds, -length, spanY)
        // A drop that comes round again falls elsewhere.
        const round = Math.floor((drop.y + speed * seconds + length) / spanY)
        const x = wrap(drop.x - moved - slant * fallen + round * 137, -width * 0.15, spanX)
        pen.moveTo(x, fallen)
        pen.lineTo(x - slant * length * drop.reach, fallen + length * drop.reach)
      }
      pen.strokeStyle = fade(colour, alpha)
      pen.lineWidth = thickness
      pen.stroke()
    }
  }
}

export function makeRipples(stage: Stage, painting: Painting): Paint {
  const { layout, height, width } = stage
  if (layout.weightless || layout.window !== null) return () => {}
  const random = painting.random('ripples in motion')
  const top = layout.horizon + (height - layout.horizon) * 0.25
  const ripples = Array.from({ length: Math.round((width / 1000) * 60) }, () => {
    const nearness = random.next()
    return {
      x: random.between(0, width),
      y: top + nearness * (height - top),
      size: (9 + nearness * 30) * random.between(0.6, 1.2),
      alpha: 0.2 + nearness * 0.25,
      start: random.next(),
      rate: random.between(0.9, 1.5),
    }
  })
  return (frame) => {
    const { pen, seconds } = frame
    frame.look(1, depths.ground)
    for (const { x, y, size, alpha, start, rate } of ripples) {
      const age = seconds * rate + start
      const share = age % 1
      const moved = wrap(x + Math.floor(age) * 211, 0, width)
      pen.strokeStyle = fade('#ffffff', alpha * (1 - share))
      pen.lineWidth = 1 + (1 - share) * 1.4
      pen.beginPath()
      pen.ellipse(moved, y, size * share, size * share * 0.3, 0, 0, Math.PI * 2)
      pen.stroke()
    }
  }
}
