import { createCanvas } from '@napi-rs/canvas'
import type { Colour } from './colour.ts'
import { darken, fade, lighten } from './colour.ts'
import type { Painting } from './painting.ts'
import { lit } from './painting.ts'
import { freeCanvas } from './pixels/pixels.ts'
import { indoor } from './places/indoor.ts'
import { fillCircle, fillPolygon, paintGlow, verticalGradient } from './shapes.ts'
import type { PlacedSubject } from './subjects/arrange-subjects.ts'
import { groundOf, isTableTop, standsOnTable, topOf } from './subjects/frame-subjects.ts'

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

/** Seen a little from above, with its front edge and what is under that: else it would be taken for a floor. */
function paintTableTop(painting: Painting): void {
  const { pen, width, height, layout, scene } = painting
  const top = scene.subjects.find((subject) => isTableTop(scene, subject))
  const colour = top?.tints[0] ?? topOf(groundOf(scene)) ?? '#b98255'
  const wood = layout.window === null ? lit(painting, colour) : indoor(painting, colour)
  const isTable = !builtIn.has(groundOf(scene))
  const [far, near, under] = [layout.horizon, height * 0.895, height * 0.932]
  // A sill or a shelf goes on beyond the picture.
  const [back, front] = isTable ? [width * 0.1, width * 0.015] : [-20, -20]
  if (isTable) paintLegs(painting, under, wood)
  else {
    pen.fillStyle = verticalGradient(pen, under, height, [
      [0, darken(wood, 0.5)],
      [1, darken(wood, 0.3)],
    ])
    pen.fillRect(0, near, width, height - near)
  }
  pen.fillStyle = verticalGradient(pen, far, near, [
    [0, darken(wood, 0.16)],
    [0.3, wood],
    [1, lighten(wood, 0.1)],
  ])
  fillPolygon(pen, [
    [back, far],
    [width - back, far],
    [width - front, near],
    [front, near],
  ])
  if (isTable) paintBoards(painting, { back, front, far, near }, wood)
  pen.fillStyle = fade(lighten(wood, 0.4), 0.5)
  pen.fillRect(back, far, width - back * 2, 4)
  pen.fillStyle = verticalGradient(pen, near, under, [
    [0, darken(wood, 0.14)],
    [1, darken(wood, 0.32)],
  ])
  pen.fillRect(front, near, width - front * 2, under - near)
  pen.fillStyle = fade(lighten(wood, 0.5), 0.7)
  pen.fillRect(front, near - 3, width - front * 2, 5)
}

/** Parts of the house: they have no legs. */
const builtIn: ReadonlySet<string> = new Set(['windowsill', 'shelf'])

/** The legs, and the dark beneath the table. */
function paintLegs({ pen, width, height }: Painting, top: number, wood: Colour): void {
  pen.fillStyle = verticalGradient(pen, top, height, [
    [0, fade(darken(wood, 0.82), 0.85)],
    [1, fade(darken(wood, 0.75), 0.65)],
  ])
  pen.fillRect(width * 0.05, top - 4, width * 0.9, height - top + 4)
  for (const x of [0.045, 0.885]) {
    pen.fillStyle = darken(wood, 0.12)
    pen.fillRect(width * x, top - 4, width * 0.07, height - top + 4)
    pen.fillStyle = darken(wood, 0.32)
    pen.fillRect(width * (x + 0.048), top - 4, width * 0.022, height - top + 4)
  }
}

/** They run to a point behind the table. */
function paintBoards(
  painting: Painting,
  { back, front, far, near }: { back: number; front: number; far: number; near: number },
  wood: Colour,
): void {
  const { pen, width } = painting
  const random = painting.random('table')
  pen.strokeStyle = fade(darken(wood, 0.4), 0.28)
  pen.lineWidth = 3
  for (let board = 1; board < 7; board++) {
    const share = (board + random.between(-0.08, 0.08)) / 7
    pen.beginPath()
    pen.moveTo(back + (width - back * 2) * share, far)
    pen.lineTo(front + (width - front * 2) * share, near)
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
