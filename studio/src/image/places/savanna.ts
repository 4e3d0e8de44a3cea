import type { Painting } from '../painting.ts'
import { lit } from '../painting.ts'
import { wordList } from '../prompt/word-list.ts'
import type { Colour } from '../colour.ts'
import { darken, lighten, mix } from '../colour.ts'
import { fillBelow, fillEllipse, fillPolygon, roughness, verticalGradient } from '../shapes.ts'
import { paintMeadow } from './meadow.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'
import { paintGrass } from './plants.ts'

/** Dry grass to the horizon, flat-topped acacias, a far blue hill. */
export const savanna: Place = {
  words: wordList(`savanna, savannah, serengeti, safari, steppe, african plain, outback, bush land, bushland`),
  role: 'ground',
  layout: landLayout,
  paintBack: paintFarHills,
  paintGround: (painting) => paintMeadow(painting, '#cfae5c'),
  paintFront: paintTallGrass,
}

function paintFarHills(painting: Painting): void {
  const { pen, layout, height, width } = painting
  const random = painting.random('savanna')
  for (let row = 0; row < 2; row++) {
    const base = layout.horizon - height * (0.05 - row * 0.025)
    const colour = lit(painting, row === 0 ? '#8a8f9a' : '#b59a5c', 0.75 - row * 0.3)
    pen.fillStyle = verticalGradient(pen, base - height * 0.08, base + height * 0.1, [
      [0, lighten(colour, 0.1)],
      [1, colour],
    ])
    fillBelow(
      painting,
      (x) => base - height * 0.035 * roughness(painting, x / 700 + row * 9, row * 11),
      layout.horizon + height * 0.06,
    )
  }
  if (painting.scene.without.has('tree')) return
  const count = Math.round((width / 1000) * 5) + 1
  for (let tree = 0; tree < count; tree++) {
    const x = ((tree + random.between(0.1, 0.9)) / count) * width
    const depth = random.between(0.15, 0.6)
    paintAcacia(painting, {
      x,
      y: layout.horizon + height * 0.03 * (1 - depth),
      size: height * (0.16 - depth * 0.13),
      depth,
    })
  }
}

interface Tree {
  x: number
  y: number
  size: number
  depth: number
}

function paintAcacia(painting: Painting, { x, y, size, depth }: Tree): void {
  const { pen } = painting
  pen.fillStyle = lit(painting, '#5d4630', depth)
  fillPolygon(pen, [
    [x - size * 0.045, y],
    [x - size * 0.03, y - size * 0.5],
    [x - size * 0.3, y - size * 0.86],
    [x - size * 0.24, y - size * 0.88],
    [x, y - size * 0.6],
    [x + size * 0.26, y - size * 0.88],
    [x + size * 0.31, y - size * 0.85],
    [x + size * 0.03, y - size * 0.48],
    [x + size * 0.045, y],
  ])
  const leaf: Colour = lit(painting, '#6f8a3f', depth)
  for (const [dx, dy, half, tall, shade] of [
    [0, -0.9, 0.62, 0.13, 0.18],
    [-0.24, -0.97, 0.36, 0.11, 0],
    [0.22, -1.0, 0.38, 0.12, 0],
    [0, -1.05, 0.26, 0.08, -0.15],
  ] as const) {
    pen.fillStyle = shade > 0 ? darken(leaf, shade) : mix(leaf, '#e8d28a', -shade)
    fillEllipse(pen, x + dx * size, y + dy * size, half * size, tall * size)
  }
}

function paintTallGrass(painting: Painting): void {
  const { width, height } = painting
  const random = painting.random('tall grass')
  for (let tuft = 0; tuft < (width / 1000) * 22; tuft++) {
    const spot = { x: random.between(0, width), y: height * random.between(0.97, 1.02), size: random.between(34, 62) }
    paintGrass(painting.pen, spot, lit(painting, random.pick<Colour>(['#c9a24a', '#b58f3f', '#d9b866'])), random)
  }
}
