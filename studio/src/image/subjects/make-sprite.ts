import type { Canvas } from '@napi-rs/canvas'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import type { Colour } from '../colour.ts'
import { toLch } from '../colour.ts'
import type { Figure } from './compose-figure.ts'
import type { Drawing } from './drawing.ts'
import { toSvg } from './resolve-drawing.ts'
import type { Tints } from './tint-drawing.ts'
import { tintDrawing } from './tint-drawing.ts'

/** The scale at which a drawing is looked at to find its edges and colours. */
const PROBE = 3

export async function makeFigure(drawing: Drawing, tints: Tints): Promise<Figure> {
  const width = Math.round(drawing.width * PROBE)
  const height = Math.round(drawing.height * PROBE)
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  pen.drawImage(await loadImage(Buffer.from(toSvg(drawing, { width, height }))), 0, 0)
  const { data } = pen.getImageData(0, 0, width, height)
  const areas = new Map<Colour, number>()
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const offset = (y * width + x) * 4
      const alpha = data[offset + 3] ?? 0
      if (alpha < 24) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
      if (alpha < 250) continue
      const value = ((data[offset] ?? 0) << 16) | ((data[offset + 1] ?? 0) << 8) | (data[offset + 2] ?? 0)
      const colour: Colour = `#${value.toString(16).padStart(6, '0')}`
      areas.set(colour, (areas.get(colour) ?? 0) + 1)
    }
  }
  const isEmpty = right < 0
  const view = isEmpty
    ? { x: 0, y: 0, width: drawing.width, height: drawing.height }
    : { x: left / PROBE, y: top / PROBE, width: (right - left + 1) / PROBE, height: (bottom - top + 1) / PROBE }
  const isPale = tints.own === null ? isMostlyWhite(areas) : toLch(tints.own).lightness > PALE
  const isTinted = tints.own !== null || tints.parts.length > 0
  return { drawing: isTinted ? tintDrawing(drawing, tints, areas) : drawing, view, isPale }
}

/** Above this lightness a colour is lost on white. */
const PALE = 0.85

function isMostlyWhite(areas: ReadonlyMap<Colour, number>): boolean {
  let [white, all] = [0, 0]
  for (const [colour, area] of areas) {
    all += area
    const { lightness, chroma } = toLch(colour)
    if (lightness > PALE && chroma < 0.04) white += area
  }
  return white > all * 0.6
}

/** The figure in pixels. */
export async function rasterise({ drawing, view }: Figure, width: number, height: number): Promise<Canvas> {
  const size = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) }
  const canvas = createCanvas(size.width, size.height)
  canvas.getContext('2d').drawImage(await loadImage(Buffer.from(toSvg(drawing, size, view))), 0, 0)
  return canvas
}
