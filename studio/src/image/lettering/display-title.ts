import type { Canvas } from '@napi-rs/canvas'
import { letterTitle } from './letter-title.ts'

/** Letters a title across the top of a finished picture. */
export function displayTitle(canvas: Canvas, title: string): Canvas {
  const { width, height } = canvas
  const margin = Math.min(width, height) * 0.06
  letterTitle(canvas, title, {
    x: margin,
    y: margin,
    width: width - margin * 2,
    height: height * 0.2,
    isOnPaper: false,
  })
  return canvas
}
