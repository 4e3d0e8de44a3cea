import { fade } from '../../image/colour.ts'
import type { Painting, Pen } from '../../image/painting.ts'
import { glass, wrap } from '../glass.ts'
import type { Frame, Stage } from '../stage.ts'

type Paint = (frame: Frame) => void

export function makeLeaves(stage: Stage, painting: Painting): Paint {
  const random = painting.random('leaves in motion')
  const { width, height } = glass(stage)
  const colours = ['#7fb24a', '#d99a3a', '#a4c25a'] as const
  const leaves = Array.from({ length: Math.round((width / 1000) * 30) }, () => ({
    x: random.between(0, width),
    y: random.between(0.1, 0.95) * height,
    size: random.between(6, 15),
    speed: random.between(190, 420),
    phase: random.between(0, Math.PI * 2),
    colour: fade(random.pick(colours), 0.9),
  }))
  const gusts = Array.from({ length: Math.round((width / 1000) * 8) }, () => ({
    x: random.between(0, width),
    y: random.between(0.12, 0.85) * height,
    length: random.between(180, 380),
    speed: random.between(420, 700),
    alpha: random.between(0.25, 0.5),
  }))
  return (frame) => {
    const { pen, seconds } = frame
    frame.lookAtGlass()
    pen.lineCap = 'round'
    for (const { x, y, length, speed, alpha } of gusts) {
      const at = wrap(x + speed * seconds, -length, width + length * 2)
      const wave = 20 * Math.sin(seconds * 2 + x)
      pen.strokeStyle = fade('#ffffff', alpha)
      pen.lineWidth = 3.6
      pen.beginPath()
      pen.moveTo(at, y)
      pen.bezierCurveTo(at + length * 0.3, y - wave, at + length * 0.6, y + wave, at + length, y)
      pen.stroke()
    }
    for (const { x, y, size, speed, phase, colour } of leaves) {
      pen.save()
      pen.translate(wrap(x + speed * seconds, -30, width + 60), y + 40 * Math.sin(seconds * 1.7 + phase))
      pen.rotate(phase + seconds * 3)
      pen.scale(1, Math.cos(seconds * 4 + phase))
      paintLeaf(pen, size, colour)
      pen.restore()
    }
  }
}

function paintLeaf(pen: Pen, size: number, colour: string): void {
  pen.fillStyle = colour
  pen.beginPath()
  pen.moveTo(-size, 0)
  pen.quadraticCurveTo(0, -size * 0.8, size, 0)
  pen.quadraticCurveTo(0, size * 0.8, -size, 0)
  pen.fill()
}
