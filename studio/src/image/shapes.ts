import type { CanvasGradient } from '@napi-rs/canvas'
import type { Colour } from './colour.ts'
import { fade } from './colour.ts'
import type { Painting, Pen } from './painting.ts'

type Stop = readonly [offset: number, colour: string]

export function verticalGradient(pen: Pen, top: number, bottom: number, stops: readonly Stop[]): CanvasGradient {
  const gradient = pen.createLinearGradient(0, top, 0, bottom)
  for (const [offset, colour] of stops) gradient.addColorStop(offset, colour)
  return gradient
}

interface Glow {
  x: number
  y: number
  radius: number
  colour: Colour
  alpha: number
}

/** Light that adds to what is below it. */
export function paintGlow(pen: Pen, { x, y, radius, colour, alpha }: Glow): void {
  const gradient = pen.createRadialGradient(x, y, 0, x, y, radius)
  gradient.addColorStop(0, fade(colour, alpha))
  gradient.addColorStop(0.35, fade(colour, alpha * 0.42))
  gradient.addColorStop(0.7, fade(colour, alpha * 0.1))
  gradient.addColorStop(1, fade(colour, 0))
  pen.save()
  pen.globalCompositeOperation = 'screen'
  pen.fillStyle = gradient
  pen.fillRect(x - radius, y - radius, radius * 2, radius * 2)
  pen.restore()
}

export function fillCircle(pen: Pen, x: number, y: number, radius: number): void {
  pen.beginPath()
  pen.arc(x, y, radius, 0, Math.PI * 2)
  pen.fill()
}

export function fillEllipse(pen: Pen, x: number, y: number, radiusX: number, radiusY: number): void {
  pen.beginPath()
  pen.ellipse(x, y, radiusX, radiusY, 0, 0, Math.PI * 2)
  pen.fill()
}

export function fillPolygon(pen: Pen, points: readonly (readonly [number, number])[]): void {
  pen.beginPath()
  points.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)))
  pen.closePath()
  pen.fill()
}

/** Fills everything below the line topAt(x), down to bottom. */
export function fillBelow(painting: Painting, topAt: (x: number) => number, bottom: number, step = 10): void {
  const { pen, width } = painting
  pen.beginPath()
  pen.moveTo(-step, bottom)
  for (let x = -step; x <= width + step; x += step) pen.lineTo(x, topAt(x))
  pen.lineTo(width + step, bottom)
  pen.closePath()
  pen.fill()
}

/** Three octaves of the picture's noise, about -1 to 1. `row` keeps layers apart. */
export function roughness(painting: Painting, x: number, row: number): number {
  const { noise } = painting
  return (noise(x, row) + noise(x * 2.1, row + 31) * 0.45 + noise(x * 4.7, row + 67) * 0.2) / 1.4
}
