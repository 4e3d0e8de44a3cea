import { wordList } from '../prompt/word-list.ts'
import type { Colour } from '../colour.ts'
import { darken, fade, lighten, mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { foliage, grass, isSnowy, lit } from '../painting.ts'
import { fillBelow, fillEllipse, roughness, verticalGradient } from '../shapes.ts'
import { paintCrop } from './crops.ts'
import { paintMound } from './mound.ts'
import { paintBush, paintFlower, paintGrass, paintRock, paintRoundTree } from './plants.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'

export const meadow: Place = {
  words: wordList(`meadow, field, grassland, pasture, countryside, hill, hillside, farm, farmland, prairie, grass, park,
    garden, lawn, valley, plain, flower field, vineyard, orchard, backyard,
    rolling hill, wheat field, moor, picnic, landscape`),
  role: 'ground',
  layout: landLayout,
  paintBack: paintHills,
  paintGround: (painting) => {
    paintMeadow(painting)
    paintMound(painting)
    paintCrop(painting)
  },
  paintFront: paintMeadowFront,
}

/** Rolling hills in three rows, the far ones nearly the colour of the air. */
export function paintHills(painting: Painting): void {
  const { layout, height } = painting
  const random = painting.random('hills')
  const offset = random.between(0, 50)
  for (let row = 0; row < 3; row++) {
    const depth = 0.85 - row * 0.27
    const base = layout.horizon - height * (0.075 - row * 0.03)
    const topAt = (x: number): number => base - height * 0.055 * roughness(painting, x / 900 + offset, row * 7)
    const green = lit(painting, foliage(painting, '#6fae5c', random), depth)
    painting.pen.fillStyle = verticalGradient(painting.pen, base - height * 0.08, base + height * 0.12, [
      [0, lighten(green, 0.12)],
      [1, darken(green, 0.08)],
    ])
    fillBelow(painting, topAt, layout.horizon + height * 0.08)
    if (painting.scene.without.has('tree')) continue
    for (let tree = 0; tree < (painting.width / 1000) * (5 + row * 2); tree++) {
      const x = random.between(0, painting.width)
      paintRoundTree(painting, { x, y: topAt(x) + 6, size: 34 + row * 17, depth: depth - 0.1 }, random)
    }
  }
}

/** Open ground from the horizon to the bottom edge. */
export function paintMeadow(painting: Painting, green: Colour = '#79b956'): void {
  const { pen, layout, height, width } = painting
  const random = painting.random('meadow')
  const snowy = isSnowy(painting)
  const far = lit(painting, snowy ? '#dfeaf5' : grass(painting, lighten(green, 0.1)), 0.35)
  const near = lit(painting, snowy ? '#f4f8fd' : grass(painting, green))
  const topAt = (x: number): number => layout.horizon + height * 0.012 * roughness(painting, x / 700, 40)
  pen.fillStyle = verticalGradient(pen, layout.horizon, height, [
    [0, far],
    [0.5, near],
    [1, darken(near, snowy ? 0.14 : 0.32)],
  ])
  fillBelow(painting, topAt, height)
  // Wide soft swells break up the plain.
  for (let swell = 0; swell < 4; swell++) {
    const y = layout.horizon + (height - layout.horizon) * (0.2 + swell * 0.22)
    pen.fillStyle = fade(swell % 2 === 0 ? lighten(near, 0.22) : darken(near, 0.2), 0.22)
    fillBelow(painting, (x) => y - height * 0.025 * roughness(painting, x / 800, 60 + swell * 5), y + height * 0.09)
  }
  if (snowy) return paintSnowDetail(painting)
  for (let tuft = 0; tuft < (width / 1000) * 70; tuft++) {
    const depth = random.next() ** 0.8
    const y = layout.horizon + (height - layout.horizon) * (0.08 + depth * 0.8)
    const colour = random.chance(0.5) ? mix(near, '#d9ec9a', 0.25) : darken(near, 0.16)
    paintGrass(pen, { x: random.between(0, width), y, size: 8 + depth * 22 }, colour, random)
  }
  if (painting.scene.without.has('flower') || painting.scene.place === 'savanna') return
  for (let flower = 0; flower < (width / 1000) * 16; flower++) {
    const depth = random.next()
    const y = layout.horizon + (height - layout.horizon) * (0.3 + depth * 0.62)
    paintFlower(painting, { x: random.between(0, width), y, size: 10 + depth * 16 }, random)
  }
}

function paintSnowDetail(painting: Painting): void {
  const { pen, layout, height, width } = painting
  const random = painting.random('snow detail')
  for (let drift = 0; drift < (width / 1000) * 12; drift++) {
    const depth = random.next()
    const y = layout.horizon + (height - layout.horizon) * (0.1 + depth * 0.85)
    pen.fillStyle = fade(drift % 2 === 0 ? lit(painting, '#ffffff') : lit(painting, '#b9cfe6'), 0.4)
    fillEllipse(pen, random.between(0, width), y, 60 + depth * 150, 5 + depth * 9)
  }
}

/** The nearest plants, cut by the bottom edge, denser towards the sides. */
export function paintMeadowFront(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('front')
  const snowy = isSnowy(painting)
  const base = lit(painting, snowy ? '#dbe7f3' : grass(painting, '#3f7f3c'))
  pen.fillStyle = verticalGradient(pen, height * 0.93, height, [
    [0, base],
    [1, darken(base, snowy ? 0.2 : 0.45)],
  ])
  const edge = (x: number): number => Math.abs(x / width - 0.5) * 2
  fillBelow(
    painting,
    (x) => height * (0.985 - 0.05 * edge(x) ** 2) - height * 0.01 * roughness(painting, x / 300, 80),
    height,
  )
  for (let tuft = 0; tuft < (width / 1000) * 40; tuft++) {
    const x = random.between(0, width)
    const size = (26 + 62 * edge(x) ** 2) * random.between(0.7, 1.2)
    const colour = snowy ? lit(painting, '#9fb3c4') : darken(base, random.between(0, 0.25))
    if (!snowy || random.chance(0.3)) paintGrass(pen, { x, y: height + 4, size }, colour, random)
  }
  for (const side of [0.02, 0.98]) {
    if (random.chance(0.75))
      paintBush(painting, { x: width * side, y: height + 14, size: random.between(90, 150), depth: 0 }, random)
    else paintRock(painting, { x: width * side, y: height + 6, size: random.between(90, 150), depth: 0 }, random)
  }
}
