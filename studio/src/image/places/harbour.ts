import { wordList } from '../prompt/word-list.ts'
import { darken, lighten } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { isSnowy, lit } from '../painting.ts'
import { fillCircle } from '../shapes.ts'
import type { Place } from './place.ts'
import { shoreLayout } from './place.ts'
import { paintHouseRow } from './village.ts'
import { paintWater } from './water.ts'

export const harbour: Place = {
  words: wordList(`harbour, harbor, port, marina, dock, pier, quay, wharf, jetty, fishing village`),
  role: 'ground',
  layout: (units) => ({
    ...shoreLayout(units),
    standFar: units.height * 0.875,
    standNear: units.height * 0.935,
    water: { far: units.height * 0.645, near: units.height * 0.77, end: units.height * 0.85 },
  }),
  paintBack: (painting) => paintHouseRow(painting, painting.layout.horizon + 8, 0.3),
  paintGround: (painting) => {
    paintWater(painting, painting.layout.horizon, painting.height)
    paintPier(painting)
  },
  paintFront: paintBollards,
}

function paintPier(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('pier')
  const top = height * 0.85
  const wood = lit(painting, isSnowy(painting) ? '#d5dbe2' : '#a9794f')
  pen.fillStyle = darken(wood, 0.5)
  for (let x = width * 0.05; x < width; x += width * 0.15) pen.fillRect(x, top, 22, height - top)
  const rows = 6
  for (let row = 0; row < rows; row++) {
    const y = top + ((height - top) * row) / rows
    pen.fillStyle = darken(row % 2 === 0 ? wood : lighten(wood, 0.08), row * 0.06)
    pen.fillRect(0, y, width, (height - top) / rows + 1)
    pen.fillStyle = darken(wood, 0.4)
    pen.fillRect(0, y, width, 2 + row * 0.5)
    for (let joint = 0; joint < 5; joint++) pen.fillRect(random.between(0, width), y, 3, (height - top) / rows)
  }
}

function paintBollards(painting: Painting): void {
  const { pen, width, height } = painting
  for (const share of [0.04, 0.96]) {
    const x = width * share
    const iron = lit(painting, '#3c4152')
    pen.fillStyle = iron
    pen.beginPath()
    pen.roundRect(x - 22, height * 0.93, 44, height * 0.08, 8)
    pen.fill()
    pen.fillStyle = lighten(iron, 0.15)
    pen.beginPath()
    pen.roundRect(x - 30, height * 0.915, 60, 24, 12)
    pen.fill()
    pen.fillStyle = lit(painting, '#e8d5a8')
    for (let coil = 0; coil < 3; coil++)
      fillCircle(pen, x + (share < 0.5 ? 62 : -62) + coil * 9, height * 0.985 - coil * 7, 15)
  }
}
