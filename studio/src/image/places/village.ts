import { wordList } from '../prompt/word-list.ts'
import type { Colour } from '../colour.ts'
import { darken, lighten } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { isSnowy, lit } from '../painting.ts'
import type { Random } from '../random.ts'
import { fillPolygon, paintGlow } from '../shapes.ts'
import { paintHills, paintMeadow, paintMeadowFront } from './meadow.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'
import { paintRoundTree } from './plants.ts'

export const village: Place = {
  words: wordList(`village, hamlet, small town, town, suburb, neighborhood, neighbourhood, settlement, old town`),
  role: 'back',
  layout: landLayout,
  paintBack: (painting) => {
    paintHills(painting)
    paintHouseRow(painting, painting.layout.horizon + 16, 0.25)
  },
  paintGround: (painting) => {
    paintMeadow(painting)
    paintPath(painting)
  },
  paintFront: paintMeadowFront,
}

export function paintHouseRow(painting: Painting, y: number, depth: number): void {
  const { width } = painting
  const random = painting.random('houses')
  let x = random.between(-40, 20)
  while (x < width + 40) {
    const size = random.between(86, 140)
    if (random.chance(0.2) && !painting.scene.without.has('tree')) {
      paintRoundTree(painting, { x: x + size / 2, y: y + 4, size: size * 1.1, depth }, random)
    } else paintHouse(painting, { x, y: y + random.between(-8, 8), size, depth }, random)
    x += size * random.between(0.95, 1.3)
  }
}

function paintHouse(
  painting: Painting,
  { x, y, size, depth }: { x: number; y: number; size: number; depth: number },
  random: Random,
): void {
  if (painting.scene.without.has('house') || painting.scene.without.has('building')) return
  const { pen, light } = painting
  const wall = lit(painting, random.pick(['#f6ead2', '#f3d9b5', '#e9c7b0', '#dfe6ea', '#f2e3e0']), depth)
  const roof = isSnowy(painting)
    ? lit(painting, '#f7fafd', depth)
    : lit(painting, random.pick(['#c4553f', '#a8483c', '#7d5a6e', '#5f7390']), depth)
  const wallHeight = size * random.between(0.5, 0.75)
  const top = y - wallHeight
  pen.fillStyle = wall
  pen.fillRect(x, top, size, wallHeight)
  pen.fillStyle = darken(wall, 0.14)
  pen.fillRect(x + size * 0.62, top, size * 0.38, wallHeight)
  pen.fillStyle = darken(roof, 0.22)
  pen.fillRect(x + size * 0.7, top - size * 0.42, size * 0.1, size * 0.3)
  pen.fillStyle = roof
  fillPolygon(pen, [
    [x - size * 0.08, top + 2],
    [x + size * 0.2, top - size * 0.4],
    [x + size * 0.8, top - size * 0.4],
    [x + size * 1.08, top + 2],
  ])
  pen.fillStyle = lit(painting, '#7b5138', depth)
  pen.fillRect(x + size * 0.42, y - size * 0.3, size * 0.16, size * 0.3)
  for (const share of [0.14, 0.72])
    paintWindow(
      painting,
      { x: x + size * share, y: top + wallHeight * 0.28, size: size * 0.17 },
      light.lampsLit && random.chance(0.8),
    )
}

function paintWindow(painting: Painting, { x, y, size }: { x: number; y: number; size: number }, isLit: boolean): void {
  const { pen } = painting
  const glass: Colour = isLit ? '#ffd978' : lighten(lit(painting, '#6f93b3'), 0.1)
  pen.fillStyle = glass
  pen.fillRect(x, y, size, size * 1.15)
  pen.fillStyle = darken(glass, 0.35)
  pen.fillRect(x + size * 0.46, y, size * 0.08, size * 1.15)
  if (isLit) paintGlow(pen, { x: x + size / 2, y: y + size / 2, radius: size * 2.4, colour: '#ffc65c', alpha: 0.35 })
}

function paintPath(painting: Painting): void {
  const { pen, width, height, layout } = painting
  const earth = lit(painting, isSnowy(painting) ? '#cfdae6' : '#d9bd8b')
  pen.fillStyle = earth
  pen.beginPath()
  pen.moveTo(width * 0.52, layout.horizon + 14)
  pen.bezierCurveTo(width * 0.62, height * 0.72, width * 0.3, height * 0.78, width * 0.3, height)
  pen.lineTo(width * 0.62, height)
  pen.bezierCurveTo(width * 0.52, height * 0.82, width * 0.7, height * 0.72, width * 0.545, layout.horizon + 14)
  pen.fill()
}
