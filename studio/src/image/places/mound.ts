import type { Colour } from '../colour.ts'
import { darken, fade, lighten } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { grass, isSnowy, lit } from '../painting.ts'
import { verticalGradient } from '../shapes.ts'

/** The hill that a subject stands on. */
export interface Mound {
  x: number
  top: number
  foot: number
  /** Half of what is level enough to stand on, and half of the whole. */
  level: number
  reach: number
}

export function paintMound(painting: Painting, ground: Colour = '#79b956'): void {
  const { pen, mound } = painting
  if (mound === null) return
  const { x, top, foot, level, reach } = mound
  // A little darker than the plain, or nobody would see where it ends.
  const green = darken(
    lit(painting, isSnowy(painting) ? '#eef4fd' : grass(painting, ground), 0.12),
    isSnowy(painting) ? 0.05 : 0.1,
  )
  pen.fillStyle = verticalGradient(pen, top, foot, [
    [0, lighten(green, 0.16)],
    [0.6, green],
    [1, fade(green, 0)],
  ])
  pen.beginPath()
  pen.moveTo(x - reach, foot)
  pen.bezierCurveTo(x - reach * 0.62, foot, x - level * 1.5, top - 4, x - level * 0.6, top - 4)
  pen.lineTo(x + level * 0.6, top - 4)
  pen.bezierCurveTo(x + level * 1.5, top - 4, x + reach * 0.62, foot, x + reach, foot)
  pen.fill()
}
