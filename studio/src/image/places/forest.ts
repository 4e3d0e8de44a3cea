import { wordList } from '../prompt/word-list.ts'
import { darken, fade, lighten } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { foliage, isSnowy, lit } from '../painting.ts'
import { fillCircle, fillPolygon, verticalGradient } from '../shapes.ts'
import { paintMeadow, paintMeadowFront } from './meadow.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'
import { paintPine, paintRoundTree } from './plants.ts'

export const forest: Place = {
  words: wordList(`forest, woods, in the wood, woodland, jungle, rainforest, rain forest, grove, glade, clearing,
    pine forest, taiga, thicket, bamboo forest, enchanted forest`),
  role: 'back',
  layout: landLayout,
  paintBack: (painting) => {
    paintTreeRows(painting)
    paintTrunks(painting)
  },
  paintGround: (painting) => paintMeadow(painting, '#5c9148'),
  paintFront: (painting) => {
    paintMeadowFront(painting)
    paintToadstools(painting)
  },
}

/** Rows of trees, each row nearer, larger and clearer than the one behind, with air in between. */
function paintTreeRows(painting: Painting): void {
  const { pen, layout, height, width } = painting
  const random = painting.random('tree rows')
  for (let row = 0; row < 4; row++) {
    const depth = 0.95 - row * 0.24
    const y = layout.horizon - height * 0.01 + row * height * 0.014
    const size = height * (0.2 + row * 0.075)
    const count = Math.round((width / 1000) * (30 - row * 6))
    for (let tree = 0; tree < count; tree++) {
      const x = ((tree + random.between(-0.4, 0.4)) / count) * width
      // The middle stays lower: a clearing, where the sky and the subjects get their room.
      const middle = 1 - Math.abs(x / width - 0.5) * 2
      const spot = {
        x,
        y: y + random.between(-6, 8),
        size: size * random.between(0.75, 1.15) * (1 - middle * 0.42 * (row / 3)),
        depth,
      }
      if (row > 1 && middle > 0.62 && random.chance(0.8)) continue
      if (random.chance(0.7)) paintPine(painting, spot, random)
      else paintRoundTree(painting, spot, random)
    }
    pen.fillStyle = verticalGradient(pen, y - size * 0.7, y + 20, [
      [0, fade(painting.light.haze, 0)],
      [1, fade(lighten(painting.light.haze, 0.12), 0.34)],
    ])
    pen.fillRect(0, y - size * 0.7, width, size * 0.7 + 30)
  }
}

/** Two great trunks hold the picture at its sides. */
function paintTrunks(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('trunks')
  for (const side of [0, 1]) {
    const thickness = random.between(70, 104)
    const x = side === 0 ? random.between(-10, 26) : width - random.between(-10, 26)
    const bark = lit(painting, '#57402f', 0.05)
    const foot = height * 0.8
    pen.fillStyle = bark
    fillPolygon(pen, [
      [x - thickness * 0.5, -10],
      [x + thickness * 0.5, -10],
      [x + thickness * 0.55, foot - 60],
      [x + thickness * 0.95, foot],
      [x - thickness * 0.95, foot],
      [x - thickness * 0.55, foot - 60],
    ])
    pen.fillStyle = darken(bark, 0.25)
    fillPolygon(pen, [
      [x + thickness * 0.1, -10],
      [x + thickness * 0.5, -10],
      [x + thickness * 0.55, foot - 60],
      [x + thickness * 0.95, foot],
      [x + thickness * 0.25, foot],
    ])
    if (painting.scene.without.has('leaf')) continue
    const leaf = lit(painting, foliage(painting, '#3f7d43', random), 0.05)
    for (let puff = 0; puff < 15; puff++) {
      const along = random.next()
      pen.fillStyle = darken(leaf, random.between(0, 0.3))
      fillCircle(
        pen,
        x + (side === 0 ? 1 : -1) * along * 230,
        random.between(-50, 75) * (1 - along * 0.4),
        random.between(46, 86) * (1 - along * 0.3),
      )
    }
  }
}

function paintToadstools(painting: Painting): void {
  const { pen, width, height } = painting
  if (isSnowy(painting) || painting.scene.without.has('mushroom')) return
  const random = painting.random('toadstools')
  for (let index = 0; index < (width / 1000) * 6; index++) {
    const x = random.chance(0.5) ? random.between(0.02, 0.25) * width : random.between(0.75, 0.98) * width
    const size = random.between(18, 34)
    const y = height * 0.975
    pen.fillStyle = lit(painting, '#f3e6d0')
    pen.fillRect(x - size * 0.16, y - size * 0.6, size * 0.32, size * 0.7)
    pen.fillStyle = lit(painting, '#d8483f')
    pen.beginPath()
    pen.ellipse(x, y - size * 0.5, size * 0.58, size * 0.5, 0, Math.PI, Math.PI * 2)
    pen.fill()
    pen.fillStyle = lit(painting, '#fff4ea')
    for (const [dx, dy] of [
      [-0.28, -0.66],
      [0.05, -0.82],
      [0.3, -0.64],
    ] as const)
      fillCircle(pen, x + dx * size, y + dy * size, size * 0.08)
  }
}
