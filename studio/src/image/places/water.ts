import { createCanvas } from '@napi-rs/canvas'
import type { Colour } from '../colour.ts'
import { darken, fade, lighten, mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { lit } from '../painting.ts'
import { paintGlow, verticalGradient } from '../shapes.ts'
import { weathers } from '../weathers/weathers.ts'

/** Water between two heights: sky colours, a broken mirror of what stands on the horizon, light on the waves. */
export function paintWater(painting: Painting, top: number, bottom: number, colour: Colour = '#2f86b8'): void {
  const { pen, width, light } = painting
  const tone = lit(painting, colour)
  pen.fillStyle = verticalGradient(pen, top, bottom, [
    [0, mix(light.sky[2], tone, 0.35)],
    [0.35, mix(light.sky[1], tone, 0.6)],
    [1, darken(mix(light.sky[0], tone, 0.7), 0.12)],
  ])
  pen.fillRect(0, top, width, bottom - top)
  paintMirror(painting, { top, bottom, alpha: 0.4 })
  paintWaves(painting, top, bottom, tone)
  if (!painting.scene.weather.some((name) => weathers[name].hidesBody === true)) paintGlitter(painting, top, bottom)
}

/** What is painted above `top` appears upside down below it, in slices that sway more the nearer they come. */
export function paintMirror(
  painting: Painting,
  { top, bottom, alpha }: { top: number; bottom: number; alpha: number },
): void {
  const { pen, canvas, pixelsPerUnitX, pixelsPerUnitY } = painting
  const height = Math.max(1, Math.round(Math.min(top, bottom - top) * pixelsPerUnitY))
  const edge = Math.round(top * pixelsPerUnitY)
  const copy = createCanvas(canvas.width, height)
  copy.getContext('2d').drawImage(canvas, 0, edge - height, canvas.width, height, 0, 0, canvas.width, height)
  const random = painting.random(`mirror ${Math.round(top)}`)
  pen.save()
  pen.setTransform(1, 0, 0, 1, 0, 0)
  pen.globalAlpha = alpha
  pen.translate(0, edge)
  pen.scale(1, -1)
  // Wider than the picture by the widest sway, so that no slice bares an edge.
  const margin = Math.ceil(17 * pixelsPerUnitX)
  let from = 0
  while (from < height) {
    const depth = from / height
    const slice = Math.max(1, Math.min(height - from, Math.ceil((3 + depth * 16) * pixelsPerUnitY)))
    const sway = random.between(-1, 1) * (2 + depth * 14) * pixelsPerUnitX
    pen.globalAlpha = alpha * (1 - depth * 0.75)
    pen.drawImage(
      copy,
      0,
      height - from - slice,
      canvas.width,
      slice,
      sway - margin,
      -from - slice,
      canvas.width + margin * 2,
      slice,
    )
    from += slice
  }
  pen.restore()
}

function paintWaves(painting: Painting, top: number, bottom: number, tone: Colour): void {
  const { pen, width } = painting
  const random = painting.random(`waves ${Math.round(top)}`)
  pen.save()
  pen.lineCap = 'round'
  for (let wave = 0; wave < (width / 1000) * 90; wave++) {
    const depth = random.next() ** 1.3
    const y = top + 4 + depth * (bottom - top - 6)
    const x = random.between(0, width)
    const reach = (10 + depth * 70) * random.between(0.5, 1.3)
    pen.strokeStyle = random.chance(0.6)
      ? fade(lighten(painting.light.sky[2], 0.35), 0.12 + depth * 0.2)
      : fade(darken(tone, 0.3), 0.16)
    pen.lineWidth = 1.2 + depth * 3.4
    pen.beginPath()
    pen.moveTo(x - reach, y)
    pen.quadraticCurveTo(x, y - 3 - depth * 6, x + reach, y)
    pen.stroke()
  }
  pen.restore()
}

/** The path of light under sun or moon. */
function paintGlitter(painting: Painting, top: number, bottom: number): void {
  const { pen, light, body } = painting
  const without = painting.scene.without
  if (light.body === 'none' || without.has(light.body)) return
  const random = painting.random('glitter')
  paintGlow(pen, { x: body.x, y: top + 20, radius: 240, colour: light.glow, alpha: 0.4 })
  pen.save()
  pen.lineCap = 'round'
  for (let spark = 0; spark < 46; spark++) {
    const depth = random.next() ** 1.4
    const y = top + 3 + depth * (bottom - top - 8)
    const spread = 22 + depth * 70
    const x = body.x + random.between(-spread, spread)
    const reach = random.between(5, 16 + depth * 26)
    pen.strokeStyle = fade(light.bodyColour, random.between(0.35, 0.8) * (1 - depth * 0.5))
    pen.lineWidth = 1.6 + depth * 3
    pen.beginPath()
    pen.moveTo(x - reach, y)
    pen.lineTo(x + reach, y)
    pen.stroke()
  }
  pen.restore()
}
