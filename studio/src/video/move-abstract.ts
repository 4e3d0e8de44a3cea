import { createCanvas } from '@napi-rs/canvas'
import { paintAbstract } from '../image/paint-abstract.ts'
import type { Painting } from '../image/painting.ts'
import type { Frame, Stage } from './stage.ts'
import { depths } from './stage.ts'

/** Lattice steps of the noise a second: sheets roll and ribbons turn, slowly enough to follow. */
const DRIFT = 0.09

/** The abstract composition again for every frame, its noise moved on; it turns a little as a whole. */
export function makeAbstract(stage: Stage, painting: Painting): (frame: Frame) => void {
  const canvas = createCanvas(painting.canvas.width, painting.canvas.height)
  const pen = canvas.getContext('2d')
  const [middleX, middleY] = [stage.width / 2, stage.height / 2]
  // Turned, the corners must still be covered.
  const turnMax = 0.05
  const scale = 1 + turnMax * Math.max(stage.width / stage.height, stage.height / stage.width)
  return (frame) => {
    const move = frame.seconds * DRIFT
    pen.setTransform(painting.pixelsPerUnitX, 0, 0, painting.pixelsPerUnitY, 0, 0)
    paintAbstract({ ...painting, canvas, pen, noise: (x, y) => painting.noise(x + move, y + move * 0.4) })
    frame.look(depths.back)
    frame.pen.save()
    frame.pen.translate(middleX, middleY)
    frame.pen.rotate(turnMax * (frame.share * 2 - 1))
    frame.pen.scale(scale, scale)
    frame.pen.drawImage(canvas, -middleX, -middleY, stage.width, stage.height)
    frame.pen.restore()
  }
}
