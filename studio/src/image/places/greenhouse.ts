import { wordList } from '../prompt/word-list.ts'
import { darken, fade, lighten, mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { lit } from '../painting.ts'
import { fillPolygon, verticalGradient } from '../shapes.ts'
import { paintHills } from './meadow.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'
import { paintBush, paintFlower, paintGrass } from './plants.ts'

export const greenhouse: Place = {
  words: wordList(
    `greenhouse, glasshouse, glass house, hothouse, conservatory, orangery, botanical garden, botanic garden`,
  ),
  role: 'whole',
  layout: (units) => ({ ...landLayout(units), horizon: units.height * 0.64 }),
  paintBack: (painting) => {
    paintHills(painting)
    paintGlass(painting)
  },
  paintGround: (painting) => {
    paintFloor(painting)
    paintBeds(painting)
  },
  paintFront: paintPots,
}

/** The gable of the house at a share of the way from its far end (0) to the eye (1). */
function gableAt({ width, height, layout }: Painting, share: number): readonly (readonly [number, number])[] {
  const half = width * (0.27 + 0.5 * share)
  const eaves = height * (0.33 - 0.42 * share)
  const ridge = height * (0.17 - 0.52 * share)
  const foot = layout.horizon + (height - layout.horizon) * share
  const middle = width / 2
  return [
    [middle - half, foot],
    [middle - half, eaves],
    [middle, ridge],
    [middle + half, eaves],
    [middle + half, foot],
  ]
}

/** Panes over the view outside, and the white bars that hold them. */
function paintGlass(painting: Painting): void {
  const { pen, width, height, layout, light } = painting
  pen.fillStyle = fade(mix('#dff3ec', light.haze, 0.4), 0.26)
  pen.fillRect(0, 0, width, layout.horizon)
  const bar = lit(painting, '#f4f7f4')
  pen.lineJoin = 'round'
  const strokeLine = (points: readonly (readonly [number, number])[], thickness: number): void => {
    pen.strokeStyle = bar
    pen.lineWidth = thickness
    pen.beginPath()
    points.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)))
    pen.stroke()
  }
  const [left = [0, 0], leftEave = [0, 0], ridge = [0, 0], rightEave = [0, 0], right = [0, 0]] = gableAt(painting, 0)
  for (let pane = 1; pane < 8; pane++) {
    const x = left[0] + ((right[0] - left[0]) * pane) / 8
    const top = leftEave[1] + (ridge[1] - leftEave[1]) * (1 - Math.abs(pane / 4 - 1))
    strokeLine(
      [
        [x, top],
        [x, layout.horizon],
      ],
      5,
    )
  }
  strokeLine([leftEave, rightEave], 8)
  const low = height * 0.49
  strokeLine(
    [
      [left[0], low],
      [right[0], low],
    ],
    5,
  )
  for (const share of [0, 0.14, 0.34, 0.62]) strokeLine(gableAt(painting, share), 8 + share * 16)
  const near = gableAt(painting, 1)
  gableAt(painting, 0).forEach((point, corner) => {
    const end = near[corner]
    if (end !== undefined && corner > 0 && corner < 4) strokeLine([point, end], 9)
  })
  // Half way up the sides and the roof.
  for (const [from, to] of [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
  ] as const) {
    const half = [0, 1].map((share) => {
      const gable = gableAt(painting, share)
      const [one = [0, 0], other = [0, 0]] = [gable[from], gable[to]]
      return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2] as const
    })
    strokeLine(half, 5)
  }
  // Light on the panes.
  pen.fillStyle = fade('#ffffff', light.lampsLit ? 0.06 : 0.16)
  for (const [x, thickness] of [
    [0.1, 50],
    [0.4, 34],
    [0.66, 60],
  ] as const)
    fillPolygon(pen, [
      [x * width + 150, 0],
      [x * width + 150 + thickness, 0],
      [x * width + thickness - 60, layout.horizon],
      [x * width - 60, layout.horizon],
    ])
}

function paintFloor(painting: Painting): void {
  const { pen, width, height, layout } = painting
  const soil = lit(painting, '#7a5a40')
  pen.fillStyle = verticalGradient(pen, layout.horizon, height, [
    [0, lighten(soil, 0.1)],
    [1, darken(soil, 0.25)],
  ])
  pen.fillRect(0, layout.horizon - 6, width, height - layout.horizon + 6)
  const stone = lit(painting, '#cfc6b6')
  const path = (y: number): number => width * (0.16 + (0.36 * (y - layout.horizon)) / (height - layout.horizon))
  pen.fillStyle = verticalGradient(pen, layout.horizon, height, [
    [0, darken(stone, 0.12)],
    [1, stone],
  ])
  fillPolygon(pen, [
    [width / 2 - path(layout.horizon), layout.horizon],
    [width / 2 + path(layout.horizon), layout.horizon],
    [width / 2 + path(height), height],
    [width / 2 - path(height), height],
  ])
  pen.strokeStyle = fade(darken(stone, 0.4), 0.4)
  pen.lineWidth = 3
  pen.beginPath()
  for (let row = 1; row < 7; row++) {
    const y = layout.horizon + (height - layout.horizon) * (row / 7) ** 1.5
    pen.moveTo(width / 2 - path(y), y)
    pen.lineTo(width / 2 + path(y), y)
  }
  for (let column = -2; column <= 2; column++) {
    pen.moveTo(width / 2 + (column / 3) * path(layout.horizon), layout.horizon)
    pen.lineTo(width / 2 + (column / 3) * path(height), height)
  }
  pen.stroke()
}

/** Rows of plants on both sides and along the far wall, the nearer the larger. */
function paintBeds(painting: Painting): void {
  const { width, height, layout } = painting
  const random = painting.random('beds')
  for (let x = width * 0.2; x < width * 0.82; x += random.between(44, 70))
    paintBush(painting, { x, y: layout.horizon + 8, size: random.between(34, 62), depth: 0.35 }, random)
  for (let row = 0; row < 7; row++) {
    const share = row / 7
    const y = layout.horizon + (height - layout.horizon) * (0.05 + share * 0.8)
    for (const side of [-1, 1]) {
      const x = width / 2 + side * width * (0.29 + share * 0.28)
      const size = height * (0.06 + share * 0.1) * random.between(0.85, 1.2)
      paintBush(painting, { x: x + random.between(-20, 20), y, size, depth: 0.25 * (1 - share) }, random)
      for (let flower = 0; flower < 3; flower++)
        paintFlower(
          painting,
          { x: x + random.between(-0.6, 0.6) * size, y: y - size * 0.1, size: size * random.between(0.35, 0.6) },
          random,
        )
    }
  }
}

function paintPots(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('pots')
  for (const x of [0.05, 0.15, 0.87, 0.96]) {
    const size = random.between(90, 130)
    const y = height * 0.99
    const green = lit(painting, random.pick(['#4f9a4a', '#3f8a5c', '#6aa84e']))
    for (let clump = 0; clump < 3; clump++)
      paintGrass(pen, { x: x * width, y: y - size * 0.5, size }, darken(green, clump * 0.12), random)
    const clay = lit(painting, '#c9704f')
    pen.fillStyle = clay
    fillPolygon(pen, [
      [x * width - size * 0.36, y - size * 0.55],
      [x * width + size * 0.36, y - size * 0.55],
      [x * width + size * 0.26, y],
      [x * width - size * 0.26, y],
    ])
    pen.fillStyle = darken(clay, 0.16)
    pen.fillRect(x * width - size * 0.4, y - size * 0.6, size * 0.8, size * 0.12)
  }
}
