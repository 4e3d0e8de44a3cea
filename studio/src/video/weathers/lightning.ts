import { fade } from '../../image/colour.ts'
import type { Painting } from '../../image/painting.ts'
import { storm } from '../../image/weathers/storm.ts'
import { glass } from '../glass.ts'
import { paintOn } from '../paint-layers.ts'
import type { Frame, Stage } from '../stage.ts'
import { depths } from '../stage.ts'

type Paint = (frame: Frame) => void

/** How bright the lightning is at a moment: two strokes close after one another, then dark for a while. */
function makeStrike(painting: Painting): (seconds: number) => number {
  const random = painting.random('strikes')
  const strikes = Array.from({ length: 8 }, (_, index) => 0.5 + index * 1.9 + random.between(0, 0.9))
  return (seconds) => {
    let brightness = 0
    for (const start of strikes) {
      const age = seconds - start
      if (age >= 0 && age < 0.7) brightness = Math.max(brightness, Math.exp(-age * 7))
      if (age >= 0.18 && age < 0.9) brightness = Math.max(brightness, 0.8 * Math.exp(-(age - 0.18) * 5))
    }
    return brightness
  }
}

export function makeLightning(stage: Stage, painting: Painting): Paint {
  const bolts = paintOn(painting, (layer) => storm.paintBehind?.(layer))
  const strike = makeStrike(painting)
  return (frame) => {
    const brightness = strike(frame.seconds)
    if (brightness < 0.03) return
    frame.look(depths.clouds)
    frame.pen.save()
    frame.pen.globalAlpha = Math.min(1, brightness * 1.2)
    frame.pen.drawImage(bolts, 0, 0, stage.width, stage.height)
    frame.pen.restore()
  }
}

export function makeFlash(stage: Stage, painting: Painting): Paint {
  const strike = makeStrike(painting)
  const { width, height } = glass(stage)
  return (frame) => {
    const brightness = strike(frame.seconds)
    if (brightness < 0.03) return
    frame.lookAtGlass()
    frame.pen.fillStyle = fade('#cdd6ff', brightness * 0.22)
    frame.pen.fillRect(0, 0, width, height)
  }
}
