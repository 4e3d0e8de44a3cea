import { wordList } from '../prompt/word-list.ts'
import type { Colour } from '../colour.ts'
import { darken, fade, lighten } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { isSnowy, lit } from '../painting.ts'
import type { Random } from '../random.ts'
import { fillCircle, fillPolygon, paintGlow, verticalGradient } from '../shapes.ts'
import { weathers } from '../weathers/weathers.ts'
import { paintNeonSigns } from './paint-neon-signs.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'
import { paintMirror } from './water.ts'

export const city: Place = {
  words:
    wordList(`city, street, downtown, skyline, metropolis, cityscape, urban, skyscraper, avenue, alley, tokyo, new york,
    paris, london, manhattan, megacity, road, highway, city street, rooftop, roof`),
  role: 'back',
  layout: (units) => ({
    ...landLayout(units),
    horizon: units.height * 0.64,
    standFar: units.height * 0.74,
    standNear: units.height * 0.895,
  }),
  paintBack: (painting) => {
    paintSkyline(painting)
    if (painting.light.lampsLit && painting.scene.mood === 'neon') paintNeonSigns(painting)
  },
  paintGround: paintStreet,
  paintFront: paintPavement,
}

function paintSkyline(painting: Painting): void {
  const { width, layout, height, pen } = painting
  const random = painting.random('skyline')
  for (const { depth, low, high, wide } of [
    { depth: 0.85, low: 0.2, high: 0.42, wide: 80 },
    { depth: 0.55, low: 0.14, high: 0.33, wide: 100 },
    { depth: 0.25, low: 0.08, high: 0.23, wide: 130 },
  ]) {
    let x = random.between(-60, 0)
    while (x < width) {
      const wideness = wide * random.between(0.6, 1.2)
      paintBuilding(
        painting,
        { x, width: wideness, top: layout.horizon - height * random.between(low, high), depth },
        random,
      )
      x += wideness + random.between(-4, 8)
    }
    pen.fillStyle = verticalGradient(pen, layout.horizon - height * 0.2, layout.horizon, [
      [0, fade(painting.light.haze, 0)],
      [1, fade(lighten(painting.light.haze, 0.1), 0.4)],
    ])
    pen.fillRect(0, layout.horizon - height * 0.2, width, height * 0.2)
  }
}

interface Building {
  x: number
  width: number
  top: number
  depth: number
}

function paintBuilding(painting: Painting, building: Building, random: Random): void {
  const { pen, layout } = painting
  const { x, width, top, depth } = building
  const wall = lit(painting, random.pick(['#7d8aa5', '#8d7f96', '#6f86a0', '#a08c86', '#5f7391']), depth)
  const bottom = layout.horizon + 6
  pen.fillStyle = wall
  pen.fillRect(x, top, width, bottom - top)
  pen.fillStyle = darken(wall, 0.16)
  pen.fillRect(x + width * 0.66, top, width * 0.34, bottom - top)
  const roof = random.whole(0, 3)
  pen.fillStyle = wall
  if (roof === 0)
    fillPolygon(pen, [
      [x, top + 1],
      [x + width / 2, top - width * 0.35],
      [x + width, top + 1],
    ])
  if (roof === 1) pen.fillRect(x + width * 0.2, top - 18, width * 0.6, 19)
  if (roof === 2) pen.fillRect(x + width * 0.47, top - 60, 4, 61)
  if (isSnowy(painting)) {
    pen.fillStyle = lit(painting, '#f6f9fd', depth)
    pen.fillRect(x - 2, top - 5, width + 4, 9)
  }
  paintWindows(painting, building, wall, random)
}

function paintWindows(painting: Painting, { x, width, top, depth }: Building, wall: Colour, random: Random): void {
  const { pen, layout, light } = painting
  const cell = 15 + (1 - depth) * 7
  const columns = Math.max(2, Math.floor((width - 8) / cell))
  const gap = (width - 8) / columns
  const share = light.lampsLit ? 0.55 : 0.12
  const glow: readonly [Colour, ...Colour[]] = ['#ffd877', '#ffe9a8', '#ffbf5e', '#bfe3ff']
  for (let y = top + 10; y < layout.horizon - 8; y += cell * 1.15) {
    for (let column = 0; column < columns; column++) {
      const on = random.chance(share)
      pen.fillStyle =
        on && light.lampsLit ? fade(random.pick(glow), 0.95 - depth * 0.45) : fade(lighten(wall, 0.3), on ? 0.7 : 0.28)
      pen.fillRect(x + 4 + column * gap + gap * 0.22, y, gap * 0.56, cell * 0.6)
    }
  }
}

function paintStreet(painting: Painting): void {
  const { pen, width, height, layout, scene } = painting
  const snowy = isSnowy(painting)
  const paving = lit(painting, snowy ? '#e6edf5' : '#b3aeb8')
  const road = lit(painting, snowy ? '#aeb9c6' : '#5d6072')
  const curb = height * 0.715
  pen.fillStyle = verticalGradient(pen, layout.horizon, curb, [
    [0, lit(painting, snowy ? '#dfe8f1' : '#a5a1ad', 0.35)],
    [1, paving],
  ])
  pen.fillRect(0, layout.horizon, width, curb - layout.horizon)
  paintStreetTrees(painting)
  pen.fillStyle = verticalGradient(pen, curb, height, [
    [0, lighten(road, 0.06)],
    [1, darken(road, 0.22)],
  ])
  pen.fillRect(0, curb, width, height - curb)
  pen.fillStyle = darken(paving, 0.3)
  pen.fillRect(0, curb - 3, width, 7)
  pen.fillStyle = fade(lit(painting, '#f6e7b8'), 0.85)
  const dash = height * 0.815
  for (let x = -40; x < width; x += 150)
    fillPolygon(pen, [
      [x + 8, dash],
      [x + 78, dash],
      [x + 74, dash + 11],
      [x, dash + 11],
    ])
  const wet = scene.weather.some((name) => weathers[name].wet === true)
  if (wet) paintMirror(painting, { top: layout.horizon + (curb - layout.horizon), bottom: height, alpha: 0.42 })
}

function paintStreetTrees(painting: Painting): void {
  const { width, layout, height } = painting
  const random = painting.random('street lamps')
  for (let x = random.between(40, 120); x < width; x += random.between(230, 300)) {
    paintLamp(painting, x, layout.horizon + height * 0.055, height * 0.17)
  }
}

function paintLamp(painting: Painting, x: number, y: number, size: number): void {
  const { pen, light } = painting
  pen.fillStyle = lit(painting, '#3a3f52', 0.1)
  pen.fillRect(x - 2.5, y - size, 5, size)
  pen.fillRect(x - 7, y - 8, 14, 8)
  pen.fillRect(x - 2, y - size, 26, 4)
  pen.fillStyle = light.lampsLit ? '#fff1c0' : lit(painting, '#e8ecf2')
  fillCircle(pen, x + 24, y - size + 8, 8)
  if (light.lampsLit) paintGlow(pen, { x: x + 24, y: y - size + 8, radius: 110, colour: '#ffcf70', alpha: 0.6 })
}

function paintPavement(painting: Painting): void {
  const { pen, width, height } = painting
  const top = height * 0.955
  const stone = lit(painting, isSnowy(painting) ? '#eef3f9' : '#a6a1ad')
  pen.fillStyle = darken(stone, 0.35)
  pen.fillRect(0, top - 6, width, 12)
  pen.fillStyle = verticalGradient(pen, top, height, [
    [0, stone],
    [1, darken(stone, 0.25)],
  ])
  pen.fillRect(0, top, width, height - top)
  pen.fillStyle = fade(darken(stone, 0.5), 0.4)
  for (let x = 0; x < width; x += 92)
    fillPolygon(pen, [
      [x, top],
      [x + 3, top],
      [x - 9, height],
      [x - 13, height],
    ])
}
