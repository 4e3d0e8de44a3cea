import type { Canvas } from '@napi-rs/canvas'
import { fade, lighten } from '../image/colour.ts'
import type { Painting } from '../image/painting.ts'
import type { Frame, Stage } from './stage.ts'
import { depths, depthAt } from './stage.ts'

/** Rows of this many pixels move as one. */
const ROW = 3
const GLINTS = 60

/** The ground turns under the camera row by row, and where it is water it sways. */
export function makeGround(stage: Stage, painting: Painting, ground: Canvas): (frame: Frame) => void {
  const { layout, submerged } = { layout: stage.layout, submerged: stage.layout.submerged }
  const water = layout.water
  const glints = water === null || submerged ? () => {} : makeGlints(stage, painting, water.end)
  const top = firstRow(ground)
  return (frame) => {
    const { pen, seconds } = frame
    for (let row = top; row < ground.height; row += ROW) {
      const height = Math.min(ROW, ground.height - row)
      const y = row / stage.pixelsPerUnitY
      const depth = depthAt(stage, y)
      const sway = water !== null && y < water.end ? swayAt(y, depth, seconds) : 0
      frame.look(depth, depths.ground)
      // Wider than the stage by the widest sway, and higher by what rounding would leave open between two rows.
      pen.drawImage(
        ground,
        0,
        row,
        ground.width,
        height,
        sway - SWAY_MAX,
        y,
        stage.width + SWAY_MAX * 2,
        (height + (row + height < ground.height ? 0.7 : 0)) / stage.pixelsPerUnitY,
      )
    }
    glints(frame)
  }
}

/** Units to each side. */
const SWAY_MAX = 8

function swayAt(y: number, depth: number, seconds: number): number {
  const reach = 1.2 + (depth - depths.back) * 9
  return (
    reach *
    (Math.sin(seconds * 2.1 + y / (5 + 14 * depth)) * 0.65 + Math.sin(seconds * 1.3 - y / (11 + 20 * depth)) * 0.35)
  )
}

function makeGlints(stage: Stage, painting: Painting, bottom: number): (frame: Frame) => void {
  const random = painting.random('glints in motion')
  const top = stage.layout.horizon
  const colour = lighten(painting.light.sky[2], 0.45)
  const glints = Array.from({ length: Math.round((stage.width / 1000) * GLINTS) }, () => {
    const nearness = random.next() ** 1.3
    return {
      x: random.between(0, stage.width),
      y: top + 4 + nearness * (bottom - top - 8),
      reach: (8 + nearness * 44) * random.between(0.6, 1.3),
      thickness: 1.2 + nearness * 3,
      phase: random.between(0, Math.PI * 2),
      speed: random.between(0.7, 1.6),
      drift: random.between(-6, 10) * (0.3 + nearness),
    }
  })
  return (frame) => {
    const { pen, seconds } = frame
    pen.lineCap = 'round'
    for (const { x, y, reach, thickness, phase, speed, drift } of glints) {
      const strength = Math.max(0, Math.sin(seconds * speed * 2 + phase))
      if (strength < 0.05) continue
      frame.look(depthAt(stage, y), depths.ground)
      pen.strokeStyle = fade(colour, 0.42 * strength)
      pen.lineWidth = thickness
      const at = x + drift * seconds
      pen.beginPath()
      pen.moveTo(at - reach * strength, y)
      pen.quadraticCurveTo(at, y - thickness * 1.2, at + reach * strength, y)
      pen.stroke()
    }
  }
}

/** Most of the ground's canvas is empty sky. */
function firstRow(canvas: Canvas): number {
  const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  for (let at = 3; at < data.length; at += 4)
    if ((data[at] ?? 0) > 0) return Math.floor(Math.floor(at / 4 / width) / ROW) * ROW
  return height
}
