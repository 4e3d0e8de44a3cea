import { createCanvas } from '@napi-rs/canvas'
import type { Painting } from '../../image/painting.ts'
import { aurora } from '../../image/weathers/aurora.ts'
import type { Frame, Stage } from '../stage.ts'
import { depths } from '../stage.ts'

/** Curtains are soft: a third of the pixels does, and is painted nine times as fast. */
const COARSENESS = 3
/** Lattice steps of the noise that a second moves the folds. */
const DRIFT = 0.11

/** The painter's curtains again for every frame, with their folds moved on. */
export function makeCurtains(stage: Stage, painting: Painting): (frame: Frame) => void {
  const canvas = createCanvas(
    Math.ceil(painting.canvas.width / COARSENESS),
    Math.ceil((painting.canvas.height * stage.layout.horizon) / stage.height / COARSENESS),
  )
  const pen = canvas.getContext('2d')
  const [pixelsPerUnitX, pixelsPerUnitY] = [canvas.width / stage.width, canvas.height / stage.layout.horizon]
  return (frame) => {
    pen.setTransform(1, 0, 0, 1, 0, 0)
    pen.clearRect(0, 0, canvas.width, canvas.height)
    pen.scale(pixelsPerUnitX, pixelsPerUnitY)
    const move = frame.seconds * DRIFT
    const noise = (x: number, y: number): number => painting.noise(x + move, y + move * 0.8)
    aurora.paintSky?.({ ...painting, canvas, pen, pixelsPerUnitX, pixelsPerUnitY, noise })
    frame.look(depths.sky)
    frame.pen.save()
    frame.pen.globalCompositeOperation = 'screen'
    frame.pen.drawImage(canvas, 0, 0, stage.width, stage.layout.horizon)
    frame.pen.restore()
  }
}
