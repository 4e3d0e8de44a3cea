import { wordList } from '../prompt/word-list.ts'
import type { Colour } from '../colour.ts'
import { darken, fade, lighten, mix, multiply } from '../colour.ts'
import type { Box, Painting } from '../painting.ts'
import { fillCircle, fillEllipse, fillPolygon, paintGlow, verticalGradient } from '../shapes.ts'
import { paintBed, paintBedsideTable } from './bedroom.ts'
import { indoor } from './indoor.ts'
import { paintKitchenFloor, paintKitchenWall } from './kitchen.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'

export const room: Place = {
  words:
    wordList(`room, interior, indoors, indoor, bedroom, living room, kitchen, restaurant kitchen, office, cafe, café, library, classroom,
    inside, apartment, attic, restaurant, fireplace, windowsill, rainy window, by the window, by a window, at the window, out of a window, out of the window, out the window, through the window,
    through a window, museum, laboratory, lab, workshop, bathroom, dining room, hotel room, hospital room, hallway, cellar, basement,
    dungeon, tavern, pub, diner, gym, ballroom, nursery, garage, hall, concert hall, theater, theatre, stage`),
  role: 'whole',
  layout: (units) => {
    const width = Math.min(units.width * 0.46, units.height * 0.62)
    return {
      ...landLayout(units),
      horizon: units.height * 0.7,
      standFar: units.height * 0.765,
      standNear: units.height * 0.9,
      window: { x: (units.width - width) / 2, y: units.height * 0.12, width, height: units.height * 0.43 },
    }
  },
  // The sky is painted first; the wall then covers all but the window.
  paintBack: (painting) => {
    paintView(painting)
    paintWall(painting)
  },
  paintGround: (painting) => {
    const { interior, subjects } = painting.scene
    if (interior === 'kitchen') paintKitchenFloor(painting)
    else paintFloor(painting)
    if (interior === 'bedroom' && !subjects.some(({ drawing }) => drawing === 'bed')) paintBed(painting)
  },
  paintFront: (painting) => {
    switch (painting.scene.interior) {
      case 'living room':
        return paintPlantAndLamp(painting)
      case 'bedroom':
        return paintBedsideTable(painting)
      case 'kitchen':
    }
  },
}

function paintView(painting: Painting): void {
  const { pen, layout, light } = painting
  const box = layout.window
  if (box === null) return
  for (let row = 0; row < 2; row++) {
    pen.fillStyle = mix(multiply('#6f9f70', light.ambient), light.haze, 0.6 - row * 0.35)
    const base = box.y + box.height * (0.8 + row * 0.1)
    pen.beginPath()
    pen.moveTo(box.x, box.y + box.height)
    for (let x = box.x; x <= box.x + box.width; x += 10)
      pen.lineTo(x, base - box.height * 0.1 * painting.noise(x / 240, row * 5))
    pen.lineTo(box.x + box.width, box.y + box.height)
    pen.fill()
  }
}

function paintWall(painting: Painting): void {
  const { pen, width, layout } = painting
  const box = layout.window
  if (box === null) return
  const random = painting.random('wall')
  const wall = indoor(painting, random.pick<Colour>(['#e9cfae', '#b9cdbd', '#c6c3dd', '#e3bfae', '#a9c3cf']))
  pen.fillStyle = verticalGradient(pen, 0, layout.horizon, [
    [0, darken(wall, 0.12)],
    [1, wall],
  ])
  pen.beginPath()
  pen.rect(0, 0, width, layout.horizon)
  pen.rect(box.x, box.y, box.width, box.height)
  pen.fill('evenodd')
  pen.fillStyle = fade(lighten(wall, 0.3), 0.3)
  for (let x = 30; x < width; x += 76) {
    pen.fillRect(x, 0, 20, box.y - 30)
    if (x + 20 < box.x - 90 || x > box.x + box.width + 90) pen.fillRect(x, box.y - 30, 20, layout.horizon - box.y + 30)
    else pen.fillRect(x, box.y + box.height + 40, 20, layout.horizon - box.y - box.height - 40)
  }
  paintWindowFrame(painting, box)
  if (painting.scene.interior === 'kitchen') return paintKitchenWall(painting, box)
  paintCurtains(painting, box)
  // Beside a window seen from near there is no room for them.
  for (const side of box.x > PICTURE_ROOM ? [0.5, -0.5] : [])
    paintPicture(painting, width / 2 + side * (box.width + (width - box.width) * 0.56), box.y + 60)
}

const PICTURE_ROOM = 220

function paintWindowFrame(painting: Painting, box: Box): void {
  const { pen } = painting
  const frame = indoor(painting, '#fbf4e6')
  pen.strokeStyle = frame
  pen.lineWidth = 18
  pen.strokeRect(box.x, box.y, box.width, box.height)
  pen.fillStyle = frame
  pen.fillRect(box.x + box.width / 2 - 6, box.y, 12, box.height)
  pen.fillRect(box.x, box.y + box.height * 0.42, box.width, 10)
  pen.fillRect(box.x - 32, box.y + box.height, box.width + 64, 24)
  pen.fillStyle = darken(frame, 0.25)
  pen.fillRect(box.x - 32, box.y + box.height + 22, box.width + 64, 6)
}

function paintCurtains(painting: Painting, box: Box): void {
  const { pen } = painting
  const cloth = indoor(painting, painting.random('curtain').pick<Colour>(['#d9675f', '#5f8fb0', '#dba545', '#7f9f6a']))
  for (const side of [-1, 1]) {
    const outer = side < 0 ? box.x - 66 : box.x + box.width + 66
    const inner = outer - side * 104
    pen.fillStyle = cloth
    pen.beginPath()
    pen.moveTo(outer, box.y - 32)
    pen.lineTo(inner, box.y - 32)
    pen.quadraticCurveTo(inner + side * 4, box.y + box.height * 0.5, outer - side * 50, box.y + box.height + 66)
    pen.lineTo(outer, box.y + box.height + 66)
    pen.fill()
    pen.fillStyle = darken(cloth, 0.22)
    for (const fold of [0.3, 0.62])
      fillPolygon(pen, [
        [outer - side * 104 * fold, box.y - 30],
        [outer - side * (104 * fold + 12), box.y - 30],
        [outer - side * 44 * fold, box.y + box.height + 66],
      ])
  }
  pen.fillStyle = indoor(painting, '#7b5a3f')
  pen.fillRect(box.x - 90, box.y - 42, box.width + 180, 12)
}

function paintPicture(painting: Painting, x: number, y: number): void {
  const { pen } = painting
  const random = painting.random(`picture ${Math.round(x)}`)
  const size = 120
  pen.fillStyle = indoor(painting, '#6b4a35')
  pen.fillRect(x - size / 2 - 9, y - 9, size + 18, size * 1.25 + 18)
  const ground = random.pick<Colour>(['#f2e2c0', '#cfe0e8', '#f0cfc0'])
  pen.fillStyle = indoor(painting, ground)
  pen.fillRect(x - size / 2, y, size, size * 1.25)
  pen.fillStyle = indoor(painting, random.pick<Colour>(['#d96b4f', '#4f86a8', '#e0a94f']))
  fillCircle(pen, x + random.between(-18, 18), y + size * 0.45, size * 0.24)
  pen.fillStyle = indoor(painting, random.pick<Colour>(['#5f8a5f', '#41577a']))
  fillPolygon(pen, [
    [x - size / 2, y + size * 1.25],
    [x - size / 2, y + size * 0.85],
    [x, y + size * 0.65],
    [x + size / 2, y + size * 0.95],
    [x + size / 2, y + size * 1.25],
  ])
}

function paintFloor(painting: Painting): void {
  const { pen, width, height, layout, light } = painting
  const random = painting.random('floor')
  const wood = indoor(painting, '#b98255')
  pen.fillStyle = verticalGradient(pen, layout.horizon, height, [
    [0, darken(wood, 0.2)],
    [1, wood],
  ])
  pen.fillRect(0, layout.horizon, width, height - layout.horizon)
  pen.fillStyle = fade(darken(wood, 0.45), 0.5)
  let y = layout.horizon
  for (let row = 0; y < height; row++) {
    pen.fillRect(0, y, width, 2 + row * 0.5)
    const next = y + 22 + row * 13
    for (let joint = 0; joint < 4; joint++) pen.fillRect(random.between(0, width), y, 2.5, next - y)
    y = next
  }
  pen.fillStyle = indoor(painting, '#f3ead9')
  pen.fillRect(0, layout.horizon - 20, width, 22)
  const rug = indoor(painting, random.pick<Colour>(['#b5524a', '#4f7390', '#7a6a9a', '#5f8a72']))
  for (const [share, colour] of [
    [1, rug],
    [0.88, lighten(rug, 0.35)],
    [0.8, rug],
    [0.5, lighten(rug, 0.2)],
  ] as const) {
    pen.fillStyle = colour
    fillEllipse(pen, width / 2, height * 0.885, width * 0.4 * share, height * 0.085 * share)
  }
  if (light.lampsLit) paintGlow(pen, { x: width * 0.9, y: height * 0.3, radius: 620, colour: '#ffb85c', alpha: 0.42 })
}

function paintPlantAndLamp(painting: Painting): void {
  const { pen, width, height, light } = painting
  const random = painting.random('plant')
  pen.fillStyle = indoor(painting, '#3f7f55')
  for (let leaf = 0; leaf < 9; leaf++) {
    pen.save()
    pen.translate(width * 0.055, height * 0.83)
    pen.rotate(-1.15 + (leaf / 8) * 2.3)
    pen.fillStyle = darken(indoor(painting, '#4f9a62'), random.between(0, 0.3))
    fillEllipse(pen, 0, -90, 22, 84)
    pen.restore()
  }
  pen.fillStyle = indoor(painting, '#c9704f')
  fillPolygon(pen, [
    [width * 0.055 - 56, height * 0.82],
    [width * 0.055 + 56, height * 0.82],
    [width * 0.055 + 42, height * 0.96],
    [width * 0.055 - 42, height * 0.96],
  ])
  // A lamp that was asked for stands elsewhere.
  if (painting.scene.subjects.some(({ drawing }) => drawing === 'floor lamp')) return
  const x = width * 0.955
  pen.fillStyle = indoor(painting, '#4a4453')
  pen.fillRect(x - 4, height * 0.36, 8, height * 0.58)
  fillEllipse(pen, x, height * 0.945, 46, 11)
  pen.fillStyle = light.lampsLit ? '#ffe6ae' : indoor(painting, '#f0dfc0')
  fillPolygon(pen, [
    [x - 36, height * 0.26],
    [x + 36, height * 0.26],
    [x + 68, height * 0.38],
    [x - 68, height * 0.38],
  ])
  if (light.lampsLit) paintGlow(pen, { x, y: height * 0.34, radius: 300, colour: '#ffc873', alpha: 0.6 })
}
