import type { Colour } from '../colour.ts'
import { darken, fade, lighten } from '../colour.ts'
import type { Box, Painting } from '../painting.ts'
import { fillCircle, fillEllipse, fillPolygon, paintGlow, verticalGradient } from '../shapes.ts'
import { indoor } from './indoor.ts'

/** Beside a window seen from near there is no room for a stove and shelves. */
const SIDE_ROOM = 190

/** On the painted wall: tiles, a counter all along, the stove under its hood, shelves with pots. */
export function paintKitchenWall(painting: Painting, window: Box): void {
  const { pen, width, layout } = painting
  const top = window.y + window.height + 46
  paintTiles(painting, window, top)
  paintCounter(painting, top)
  if (window.x < SIDE_ROOM) return
  const side = Math.min(window.x * 0.74, 240)
  paintStove(painting, { x: window.x * 0.46 - side / 2, y: top, width: side, height: layout.horizon - top })
  const x = width - window.x * 0.5 - side / 2
  for (const [row, share] of [0.2, 0.58].entries()) {
    const y = window.y + window.height * share
    pen.fillStyle = indoor(painting, '#9c6a42')
    pen.fillRect(x - 14, y, side + 28, 12)
    paintPots(painting, { x, y, width: side, height: 62 }, row)
  }
  paintPots(painting, { x, y: top, width: side, height: 74 }, 2)
}

function paintTiles(painting: Painting, window: Box, bottom: number): void {
  const { pen, width } = painting
  const from = window.y + window.height * 0.36
  const tile = indoor(painting, '#f2efe6')
  const parts = [
    [0, window.x - 10],
    [window.x + window.width + 10, width],
  ] as const
  for (const [left, right] of parts) {
    pen.fillStyle = tile
    pen.fillRect(left, from, right - left, bottom - from)
    pen.fillStyle = fade(darken(tile, 0.22), 0.6)
    for (let y = bottom - 34; y > from; y -= 34) pen.fillRect(left, y, right - left, 3)
    for (let x = left + 20; x < right; x += 34) pen.fillRect(x, from, 3, bottom - from)
    pen.fillRect(left, from, right - left, 5)
  }
}

function paintCounter(painting: Painting, top: number): void {
  const { pen, width, layout } = painting
  const random = painting.random('counter')
  const wood = indoor(painting, random.pick<Colour>(['#7fa3a0', '#d9c39c', '#8fa67c', '#a9b6c9']))
  pen.fillStyle = verticalGradient(pen, top, layout.horizon, [
    [0, wood],
    [1, darken(wood, 0.12)],
  ])
  pen.fillRect(0, top, width, layout.horizon - top + 4)
  pen.strokeStyle = darken(wood, 0.28)
  pen.lineWidth = 4
  const door = 128
  for (let x = (width % door) / 2 - door; x < width; x += door) {
    pen.strokeRect(x + 8, top + 26, door - 16, layout.horizon - top - 36)
    pen.fillStyle = darken(wood, 0.5)
    pen.fillRect(x + door / 2 - 15, top + 38, 30, 6)
  }
  pen.fillStyle = indoor(painting, '#6d5a4e')
  pen.fillRect(0, top, width, 17)
  pen.fillStyle = fade(lighten(indoor(painting, '#6d5a4e'), 0.4), 0.8)
  pen.fillRect(0, top, width, 5)
  pen.fillStyle = indoor(painting, '#3b3740')
  pen.fillRect(0, layout.horizon - 9, width, 13)
}

/** The oven with its plates and a pot on them, and the hood above. */
function paintStove(painting: Painting, { x, y, width, height }: Box): void {
  const { pen } = painting
  const steel = indoor(painting, '#b9bec8')
  const dark = indoor(painting, '#34343f')
  const centre = x + width / 2
  pen.fillStyle = verticalGradient(pen, 0, y - 190, [
    [0, darken(steel, 0.25)],
    [1, steel],
  ])
  pen.fillRect(centre - width * 0.16, 0, width * 0.32, y - 250)
  fillPolygon(pen, [
    [centre - width * 0.2, y - 262],
    [centre + width * 0.2, y - 262],
    [x + width, y - 190],
    [x, y - 190],
  ])
  pen.fillStyle = darken(steel, 0.35)
  pen.fillRect(x, y - 192, width, 18)
  pen.fillStyle = steel
  pen.fillRect(x, y - 4, width, height + 4)
  pen.fillStyle = dark
  pen.fillRect(x - 3, y - 9, width + 6, 11)
  pen.fillRect(x + width * 0.12, y + height * 0.42, width * 0.76, height * 0.46)
  pen.fillStyle = fade('#ff9a3d', 0.45)
  pen.fillRect(x + width * 0.18, y + height * 0.52, width * 0.64, height * 0.28)
  pen.fillStyle = darken(steel, 0.4)
  pen.fillRect(x + width * 0.12, y + height * 0.32, width * 0.76, 7)
  for (const share of [0.18, 0.39, 0.61, 0.82]) {
    pen.fillStyle = dark
    fillCircle(pen, x + width * share, y + height * 0.17, 8)
  }
  paintPot(painting, { x: x + width * 0.3, y: y - 9, width: width * 0.36, height: 58 }, '#c4553f')
  paintPan(painting, { x: x + width * 0.72, y: y - 9, width: width * 0.32, height: 18 })
  paintGlow(pen, { x: centre, y: y + height * 0.66, radius: width * 0.5, colour: '#ff9a3d', alpha: 0.3 })
}

/** A pot stands on `y` around `x`. */
function paintPot(painting: Painting, { x, y, width, height }: Box, colour: Colour): void {
  const { pen } = painting
  const metal = indoor(painting, colour)
  pen.fillStyle = metal
  pen.fillRect(x - width / 2, y - height * 0.72, width, height * 0.72)
  pen.fillStyle = darken(metal, 0.2)
  pen.fillRect(x + width * 0.22, y - height * 0.72, width * 0.28, height * 0.72)
  pen.fillRect(x - width * 0.66, y - height * 0.58, width * 1.32, height * 0.12)
  pen.fillStyle = lighten(metal, 0.18)
  fillEllipse(pen, x, y - height * 0.74, width * 0.54, height * 0.13)
  pen.fillStyle = indoor(painting, '#34343f')
  fillCircle(pen, x, y - height * 0.9, height * 0.09)
}

function paintPan(painting: Painting, { x, y, width, height }: Box): void {
  const { pen } = painting
  pen.fillStyle = indoor(painting, '#34343f')
  fillPolygon(pen, [
    [x - width / 2, y - height],
    [x + width / 2, y - height],
    [x + width * 0.4, y],
    [x - width * 0.4, y],
  ])
  pen.fillRect(x + width * 0.4, y - height, width * 0.5, height * 0.4)
}

const potColours: readonly [Colour, ...Colour[]] = ['#c07a4a', '#8f98a3', '#5f8fb0', '#d9a545', '#b5574d']

/** Pots and jars in a row on the upper edge of `y`. */
function paintPots(painting: Painting, { x, y, width, height }: Box, row: number): void {
  const random = painting.random(`pots ${row}`)
  const count = 3
  for (let index = 0; index < count; index++) {
    const size = height * random.between(0.75, 1)
    const at = { x: x + (width * (index + 0.5)) / count, y, width: (width / count) * 0.6, height: size }
    paintPot(painting, at, random.pick(potColours))
  }
}

/** Tiles in two colours, running to the wall. */
export function paintKitchenFloor(painting: Painting): void {
  const { pen, width, height, layout } = painting
  const pale = indoor(painting, '#e9e3d6')
  pen.fillStyle = pale
  pen.fillRect(0, layout.horizon, width, height - layout.horizon)
  const rows = [0, 0.11, 0.26, 0.46, 0.71, 1]
  const depth = height - layout.horizon
  const middle = width / 2
  pen.fillStyle = indoor(painting, '#b9a58e')
  const at = (share: number, column: number): number => middle + column * (96 + share * 96)
  for (const [row, from] of rows.slice(0, -1).entries()) {
    const to = rows[row + 1] ?? 1
    const [upper, lower] = [layout.horizon + from * depth, layout.horizon + to * depth]
    for (let column = -12; column < 12; column++) {
      if ((column + row) % 2 !== 0) continue
      fillPolygon(pen, [
        [at(from, column), upper],
        [at(from, column + 1), upper],
        [at(to, column + 1), lower],
        [at(to, column), lower],
      ])
    }
  }
  pen.fillStyle = verticalGradient(pen, layout.horizon, layout.horizon + depth * 0.4, [
    [0, fade('#1a1538', 0.28)],
    [1, fade('#1a1538', 0)],
  ])
  pen.fillRect(0, layout.horizon, width, depth * 0.4)
}
