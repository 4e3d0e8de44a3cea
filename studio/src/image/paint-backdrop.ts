import { createCanvas } from '@napi-rs/canvas'
import type { Colour } from './colour.ts'
import { darken, fade, lighten } from './colour.ts'
import type { Painting } from './painting.ts'
import { lit } from './painting.ts'
import { freeCanvas } from './pixels/pixels.ts'
import { fillCircle, paintGlow, verticalGradient } from './shapes.ts'
import type { PlacedSubject } from './subjects/arrange-subjects.ts'
import { isTableTop, standsOnTable, topOf } from './subjects/frame-subjects.ts'

/** What a framing does to the painted place before the subjects come: out of focus, a table top, the disc of a logo. */
export function paintBackdrop(painting: Painting, placed: readonly PlacedSubject[]): void {
  const { scene } = painting
  switch (scene.framing) {
    case 'wide':
      return
    case 'close':
      if (scene.place !== 'plain background') soften(painting, 0.012)
      if (standsOnTable(scene)) paintTableTop(painting)
      return
    case 'portrait':
      if (scene.place !== 'plain background') soften(painting, 0.03)
      return paintPortraitLight(painting)
    case 'logo':
      return paintDisc(painting, placed)
  }
}

/** The short side of the picture while it is blurred: less would show as squares, more costs time. */
const SOFT_SIDE = 96

/** Out of focus; the radius is a share of the short side. */
function soften({ canvas, pen, width, height }: Painting, radius: number): void {
  const scale = SOFT_SIDE / Math.min(canvas.width, canvas.height)
  const small = createCanvas(Math.round(canvas.width * scale), Math.round(canvas.height * scale))
  const smallPen = small.getContext('2d')
  smallPen.imageSmoothingQuality = 'high'
  // Beyond its edges the blur would find nothing and darken them.
  const bleed = SOFT_SIDE * radius * 2
  smallPen.filter = `blur(${(SOFT_SIDE * radius).toFixed(2)}px)`
  smallPen.drawImage(canvas, -bleed, -bleed, small.width + bleed * 2, small.height + bleed * 2)
  pen.save()
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(small, 0, 0, width, height)
  pen.restore()
  freeCanvas(small)
}

function paintTableTop(painting: Painting): void {
  const { pen, width, height, layout, scene } = painting
  const random = painting.random('table')
  const top = scene.subjects.find((subject) => isTableTop(scene, subject))
  const wood = lit(painting, top?.tints[0] ?? topOf(top?.drawing ?? 'table') ?? '#b98255')
  const edge = layout.horizon
  pen.fillStyle = verticalGradient(pen, edge, height, [
    [0, darken(wood, 0.16)],
    [0.25, wood],
    [1, lighten(wood, 0.1)],
  ])
  pen.fillRect(0, edge, width, height - edge)
  pen.fillStyle = fade(lighten(wood, 0.4), 0.5)
  pen.fillRect(0, edge, width, 5)
  pen.strokeStyle = fade(darken(wood, 0.4), 0.28)
  pen.lineWidth = 3
  // The boards run to a point behind the table.
  for (let board = -6; board <= 6; board++) {
    const x = width / 2 + (board + random.between(-0.1, 0.1)) * width * 0.16
    pen.beginPath()
    pen.moveTo(width / 2 + (x - width / 2) * 0.62, edge)
    pen.lineTo(width / 2 + (x - width / 2) * 1.5, height)
    pen.stroke()
  }
}

function paintPortraitLight({ pen, width, height, light }: Painting): void {
  paintGlow(pen, {
    x: width / 2,
    y: height * 0.42,
    radius: height * 0.75,
    colour: lighten(light.glow, 0.3),
    alpha: 0.35,
  })
}

const discs: readonly [Colour, ...Colour[]] = ['#ffd9a8', '#cfe3f7', '#d9ecc8', '#f6d0d6', '#e0d6f2', '#fff0b8']

/** Behind a mark of one thing; one that has a form around it already needs none. */
function paintDisc(painting: Painting, placed: readonly PlacedSubject[]): void {
  const { pen, width, height, scene } = painting
  const [only] = placed
  if (only === undefined || placed.length > 1 || scene.place !== 'plain background') return
  if (/^(?:circle|square|triangle|shield)$/.test(only.subject.drawing)) return
  pen.fillStyle = painting.random('disc').pick(discs)
  fillCircle(pen, width / 2, height / 2, Math.min(width, height) * 0.43)
}
