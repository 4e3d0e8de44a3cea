import type { Colour } from '../colour.ts'
import { fade } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { fillPolygon, paintGlow } from '../shapes.ts'

const tubes: readonly [Colour, ...Colour[]] = ['#ff4fa8', '#3fe8ff', '#ffe14a', '#7dff6a', '#c77dff', '#ff7a3d']

/** Glowing boards on the fronts of the nearest houses; their writing is none that can be read. */
export function paintNeonSigns(painting: Painting): void {
  const { width, height, layout } = painting
  const random = painting.random('neon signs')
  let x = random.between(20, 60)
  for (let index = 0; x < width - 40; index++) {
    const isTall = index % 2 === 0
    const size = isTall
      ? { width: 44, height: random.between(110, 170) }
      : { width: random.between(84, 120), height: 50 }
    const bottom = layout.horizon - height * random.between(0.03, isTall ? 0.12 : 0.2)
    paintSign(painting, { x, y: bottom - size.height, ...size }, random.pick(tubes), random.pick(tubes))
    x += size.width + random.between(24, 90)
  }
}

function paintSign(
  { pen }: Painting,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  frame: Colour,
  writing: Colour,
): void {
  paintGlow(pen, { x: x + width / 2, y: y + height / 2, radius: Math.max(width, height), colour: frame, alpha: 0.55 })
  pen.fillStyle = fade('#150f2c', 0.86)
  pen.fillRect(x, y, width, height)
  pen.lineJoin = 'round'
  pen.lineCap = 'round'
  pen.strokeStyle = frame
  pen.lineWidth = 5
  pen.strokeRect(x, y, width, height)
  pen.strokeStyle = writing
  pen.fillStyle = writing
  pen.lineWidth = 5
  const cell = Math.min(width, height)
  const count = Math.max(1, Math.floor(Math.max(width, height) / cell))
  for (let glyph = 0; glyph < count; glyph++) {
    const along = (Math.max(width, height) / count) * (glyph + 0.5)
    const [cx, cy] = width > height ? [x + along, y + height / 2] : [x + width / 2, y + along]
    paintGlyph(pen, cx, cy, cell * 0.24, (glyph + Math.round(x)) % 4)
  }
}

/** A ring, a star of strokes, an arrow or a hook. */
function paintGlyph(pen: Painting['pen'], x: number, y: number, size: number, form: number): void {
  pen.beginPath()
  if (form === 0) pen.arc(x, y, size, 0, Math.PI * 2)
  if (form === 1) {
    pen.moveTo(x - size, y - size)
    pen.lineTo(x + size, y - size)
    pen.moveTo(x, y - size)
    pen.lineTo(x, y + size)
    pen.moveTo(x - size, y + size * 0.2)
    pen.lineTo(x + size, y + size * 0.2)
  }
  if (form === 2) {
    fillPolygon(pen, [
      [x, y + size],
      [x - size, y - size * 0.4],
      [x + size, y - size * 0.4],
    ])
    return
  }
  if (form === 3) {
    pen.moveTo(x + size, y - size)
    pen.lineTo(x - size, y - size)
    pen.lineTo(x - size, y + size)
    pen.lineTo(x + size, y + size)
  }
  pen.stroke()
}
