import { wordList } from '../prompt/word-list.ts'
import type { Colour } from '../colour.ts'
import { darken, fade, lighten, mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { lit } from '../painting.ts'
import { fillBelow, fillCircle, fillPolygon, roughness, verticalGradient } from '../shapes.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'
import { paintRock } from './plants.ts'

export const underwater: Place = {
  words: wordList(`underwater, under water, under the sea, undersea, coral reef, reef, sea floor, seabed, ocean floor,
    deep sea, aquarium, under the ocean, sea bed, bottom of the sea, beneath the waves`),
  role: 'whole',
  layout: (units) => ({
    ...landLayout(units),
    horizon: units.height * 0.82,
    standFar: units.height * 0.87,
    standNear: units.height * 0.915,
    water: { far: units.height * 0.2, near: units.height * 0.7, end: units.height },
    submerged: true,
  }),
  paintBack: paintDepth,
  paintGround: paintSeabed,
  paintFront: (painting) => {
    paintCoral(painting)
    paintBubbles(painting)
  },
}

function paintDepth(painting: Painting): void {
  const { pen, width, height, light } = painting
  const surface = mix(lit(painting, '#5fd0e8'), light.sky[2], 0.2)
  const deep = lit(painting, '#0f5c94')
  pen.fillStyle = verticalGradient(pen, 0, height, [
    [0, surface],
    [0.45, mix(surface, deep, 0.6)],
    [1, darken(deep, 0.35)],
  ])
  pen.fillRect(0, 0, width, height)
  const random = painting.random('rays')
  pen.save()
  pen.globalCompositeOperation = 'screen'
  for (let ray = 0; ray < Math.round((width / 1000) * 7); ray++) {
    const x = random.between(-0.1, 1) * width
    const wide = random.between(26, 96)
    pen.fillStyle = verticalGradient(pen, 0, height * 0.8, [
      [0, fade('#d9fbff', random.between(0.16, 0.36))],
      [1, fade('#d9fbff', 0)],
    ])
    fillPolygon(pen, [
      [x, -10],
      [x + wide, -10],
      [x + wide * 2.4 + 140, height * 0.8],
      [x + 120, height * 0.8],
    ])
  }
  pen.restore()
  for (let row = 0; row < 2; row++) {
    pen.fillStyle = mix(lit(painting, '#12608a'), deep, 0.4 + row * 0.3)
    fillBelow(
      painting,
      (x) => height * (0.72 + row * 0.07) - height * 0.09 * roughness(painting, x / 420, 70 + row * 9),
      height,
    )
  }
}

function paintSeabed(painting: Painting): void {
  const { pen, height, layout, width } = painting
  const sand = mix(lit(painting, '#d9c79a'), lit(painting, '#2f7ea8'), 0.35)
  pen.fillStyle = verticalGradient(pen, layout.horizon, height, [
    [0, lighten(sand, 0.1)],
    [1, darken(sand, 0.4)],
  ])
  fillBelow(painting, (x) => layout.horizon - height * 0.02 * roughness(painting, x / 500, 91), height)
  const random = painting.random('weed')
  for (let weed = 0; weed < (width / 1000) * 18; weed++) {
    const x = random.between(0, width)
    const rise = random.between(60, 190)
    const y = layout.horizon + random.between(0, 40)
    const sway = random.between(14, 30)
    pen.strokeStyle = mix(lit(painting, random.pick(['#2f9a6a', '#3fb07a', '#7ab04f'])), lit(painting, '#12608a'), 0.25)
    pen.lineWidth = random.between(6, 12)
    pen.lineCap = 'round'
    pen.beginPath()
    pen.moveTo(x, y)
    pen.bezierCurveTo(x + sway, y - rise * 0.35, x - sway, y - rise * 0.65, x + sway * 0.5, y - rise)
    pen.stroke()
  }
}

function paintCoral(painting: Painting): void {
  const { width, height } = painting
  const random = painting.random('coral')
  for (let index = 0; index < (width / 1000) * 9; index++) {
    const side = random.chance(0.5) ? random.between(-0.02, 0.12) : random.between(0.88, 1.02)
    if (random.chance(0.3)) {
      paintRock(painting, { x: side * width, y: height + 8, size: random.between(70, 140), depth: 0.1 }, random)
      continue
    }
    const colour = lit(painting, random.pick<Colour>(['#ff7a6b', '#ff9ec4', '#ffb85c', '#b98bff']))
    paintBranch(
      painting,
      { x: side * width, y: height + 6, length: random.between(40, 84), angle: -Math.PI / 2, colour },
      3,
    )
  }
}

interface Branch {
  x: number
  y: number
  length: number
  angle: number
  colour: Colour
}

function paintBranch(painting: Painting, { x, y, length, angle, colour }: Branch, level: number): void {
  const { pen } = painting
  const endX = x + Math.cos(angle) * length
  const endY = y + Math.sin(angle) * length
  pen.strokeStyle = colour
  pen.lineCap = 'round'
  pen.lineWidth = 4 + level * 4
  pen.beginPath()
  pen.moveTo(x, y)
  pen.lineTo(endX, endY)
  pen.stroke()
  if (level === 0) return
  for (const turn of [-0.45, 0.4])
    paintBranch(painting, { x: endX, y: endY, length: length * 0.66, angle: angle + turn, colour }, level - 1)
}

function paintBubbles(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('bubbles')
  for (let bubble = 0; bubble < (width / 1000) * 34; bubble++) {
    const x = random.between(0, width)
    const y = random.between(0, height * 0.95)
    const radius = 3 + random.next() ** 2 * 13
    pen.fillStyle = fade('#e8fbff', 0.16)
    fillCircle(pen, x, y, radius)
    pen.strokeStyle = fade('#ffffff', 0.5)
    pen.lineWidth = 1.6
    pen.stroke()
    pen.fillStyle = fade('#ffffff', 0.7)
    fillCircle(pen, x - radius * 0.3, y - radius * 0.35, radius * 0.22)
  }
}
