import { fade } from '../../image/colour.ts'
import type { Painting } from '../../image/painting.ts'
import { glass, wrap } from '../glass.ts'
import type { Frame, Stage } from '../stage.ts'

type Paint = (frame: Frame) => void

export function makeSnow(stage: Stage, painting: Painting): Paint {
  const random = painting.random('snow in motion')
  const { width, height } = glass(stage)
  const area = (width * height) / 1_000_000
  const rows = [
    { count: 190, low: 1.4, high: 2.6, alpha: 0.75, speed: 60, depth: 0.5 },
    { count: 120, low: 2.8, high: 4.6, alpha: 0.85, speed: 105, depth: 0.9 },
    { count: 34, low: 5, high: 8, alpha: 0.8, speed: 165, depth: 1.2 },
    { count: 8, low: 10, high: 17, alpha: 0.28, speed: 260, depth: 1.6 },
  ].map(({ count, low, high, ...row }) => ({
    ...row,
    flakes: Array.from({ length: Math.round(count * area) }, () => ({
      x: random.between(0, width),
      y: random.between(0, height),
      radius: random.between(low, high),
      phase: random.between(0, Math.PI * 2),
      sway: random.between(8, 26),
    })),
  }))
  const wind = random.between(-26, 26)
  return (frame) => {
    const { pen, seconds } = frame
    frame.lookAtGlass()
    for (const { flakes, alpha, speed, depth } of rows) {
      pen.fillStyle = fade('#ffffff', alpha)
      pen.beginPath()
      for (const { x, y, radius, phase, sway } of flakes) {
        const atY = wrap(y + speed * seconds * (0.8 + 0.4 * (phase / 6.3)), -20, height + 40)
        const blown = x + wind * depth * seconds + sway * Math.sin(seconds * 1.1 + phase) - frame.centre.x * depth
        const atX = wrap(blown, -20, width + 40)
        pen.moveTo(atX + radius, atY)
        pen.arc(atX, atY, radius, 0, Math.PI * 2)
      }
      pen.fill()
    }
  }
}
