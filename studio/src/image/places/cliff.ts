import { wordList } from '../prompt/word-list.ts'
import { darken, fade, lighten } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { grass, isSnowy, lit } from '../painting.ts'
import { fillBelow, fillEllipse, fillPolygon, verticalGradient } from '../shapes.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'
import { paintGrass, paintRock } from './plants.ts'
import { paintWater } from './water.ts'

export const cliff: Place = {
  words:
    wordList(`cliff, sea cliff, rocky cliff, clifftop, cliff top, cliff edge, cliffside, headland, bluff, promontory,
    rocky coast, rocky shore`),
  role: 'ground',
  layout: (units) => ({
    ...landLayout(units),
    horizon: units.height * 0.52,
    standFar: units.height * 0.71,
    standNear: units.height * 0.775,
    water: { far: units.height * 0.57, near: units.height * 0.62, end: units.height * 0.655 },
  }),
  paintBack: paintHeadlands,
  paintGround: (painting) => {
    paintWater(painting, painting.layout.horizon, painting.height)
    paintFace(painting)
    paintTop(painting)
  },
  paintFront: paintFoot,
}

/** Steps from the sea to the horizon, each paler. */
function paintHeadlands(painting: Painting): void {
  const { pen, layout, width, height } = painting
  const random = painting.random('headlands')
  for (const depth of [0.8, 0.6]) {
    const reach = width * random.between(0.1, 0.2) * (2 - depth)
    const top = layout.horizon - height * random.between(0.06, 0.1) * (1.6 - depth)
    const stone = lit(painting, '#7f7a80', depth)
    pen.fillStyle = stone
    fillPolygon(pen, [
      [width + 10, top],
      [width - reach * 0.7, top + 8],
      [width - reach * 0.85, layout.horizon - 14],
      [width - reach, layout.horizon + 4],
      [width + 10, layout.horizon + 4],
    ])
    pen.fillStyle = lit(painting, isSnowy(painting) ? '#f2f6fa' : grass(painting, '#7aa860'), depth)
    fillPolygon(pen, [
      [width + 10, top - 6],
      [width - reach * 0.7, top],
      [width - reach * 0.72, top + 12],
      [width + 10, top + 10],
    ])
  }
}

/** The end of the land on the right, as shares of width and height: it hangs over, then falls to the sea. */
const edge = [
  [0.975, 0.7],
  [0.955, 0.77],
  [0.905, 0.82],
  [0.915, 0.88],
  [0.86, 0.93],
  [0.85, 0.975],
] as const

/** Bare rock below the lip, in broad slabs of light and shade, with the surf at its foot. */
function paintFace(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('cliff face')
  const stone = lit(painting, '#877f7c')
  const outline = [[-10, 0.68], ...edge.map(([x, y]) => [x * width, y] as const), [-10, 0.975]] as const
  pen.fillStyle = verticalGradient(pen, height * 0.78, height * 0.98, [
    [0, lighten(stone, 0.1)],
    [1, darken(stone, 0.34)],
  ])
  fillPolygon(
    pen,
    outline.map(([x = 0, y = 0]) => [x, y * height] as const),
  )
  let x = -20
  while (x < width * 0.86) {
    const slab = random.between(44, 120)
    const right = Math.min(x + slab, width * 0.88)
    pen.fillStyle = fade(random.chance(0.5) ? darken(stone, 0.42) : lighten(stone, 0.3), random.between(0.28, 0.5))
    fillPolygon(pen, [
      [x, height * 0.79],
      [right - slab * 0.3, height * 0.79],
      [right - slab * 0.45, height * random.between(0.84, 0.89)],
      [right - slab * 0.2, height * random.between(0.92, 0.96)],
      [x + slab * 0.12, height * random.between(0.94, 0.97)],
      [x - slab * 0.1, height * random.between(0.86, 0.9)],
    ])
    x += slab * random.between(0.8, 1.25)
  }
}

/** The ground to stand on, seen a little from above. */
function paintTop(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('cliff top')
  const green = lit(painting, isSnowy(painting) ? '#f0f5fb' : grass(painting, '#7fb257'))
  const backAt = (x: number): number => height * (0.668 + 0.007 * painting.noise(x / 190, 3))
  const lipAt = (x: number): number => height * (0.8 + 0.012 * painting.noise(x / 70, 9))
  const end = width * 0.972
  pen.fillStyle = verticalGradient(pen, height * 0.66, height * 0.81, [
    [0, lighten(green, 0.16)],
    [1, darken(green, 0.16)],
  ])
  pen.beginPath()
  pen.moveTo(-10, backAt(-10))
  for (let x = 0; x < end - 30; x += 10) pen.lineTo(x, backAt(x))
  pen.quadraticCurveTo(end + 16, height * 0.67, end, height * 0.715)
  pen.lineTo(end - width * 0.03, lipAt(end))
  for (let x = end - width * 0.05; x >= -10; x -= 10) pen.lineTo(x, lipAt(x))
  pen.fill()
  for (let tuft = 0; tuft < (width / 1000) * 34; tuft++) {
    const x = random.between(0, end - width * 0.05)
    const spot = { x, y: lipAt(x) + 5, size: random.between(16, 34) }
    paintGrass(pen, spot, darken(green, random.between(0.05, 0.3)), random)
  }
  for (let rock = 0; rock < (width / 1000) * 5; rock++) {
    const x = random.chance(0.5) ? random.between(0, 0.2) * width : random.between(0.76, 0.92) * width
    paintRock(painting, { x, y: height * random.between(0.7, 0.79), size: random.between(26, 62), depth: 0.1 }, random)
  }
}

/** Surf. */
function paintFoot(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('surf')
  const water = lit(painting, '#3f93bd')
  pen.fillStyle = water
  fillBelow(painting, (x) => height * (0.966 + 0.008 * painting.noise(x / 60, 5)), height)
  for (let rock = 0; rock < (width / 1000) * 5; rock++)
    paintRock(
      painting,
      { x: random.between(0, 0.95) * width, y: height * 0.985, size: random.between(40, 90), depth: 0.05 },
      random,
    )
  for (let foam = 0; foam < (width / 1000) * 60; foam++) {
    pen.fillStyle = fade(lit(painting, '#ffffff'), random.between(0.35, 0.85))
    const y = height * random.between(0.965, 0.99)
    fillEllipse(pen, random.between(0, 0.93) * width, y, random.between(8, 34), random.between(3, 7))
  }
}
