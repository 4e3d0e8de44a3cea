import type { Colour } from '../colour.ts'
import { darken, lighten } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { fillEllipse, fillPolygon, paintGlow } from '../shapes.ts'
import { indoor } from './indoor.ts'

/** Along the left wall, seen from its foot. */
export function paintBed(painting: Painting): void {
  const { pen, width, height, layout } = painting
  const random = painting.random('bed')
  const wood = indoor(painting, '#8a5a3c')
  const cover = indoor(painting, random.pick<Colour>(['#5f8fb0', '#c9736b', '#7f9f6a', '#8f7ab5']))
  const sheet = indoor(painting, '#faf4e8')
  const [right, back, foot] = [width * 0.21, layout.horizon - 10, height * 0.86]
  pen.fillStyle = wood
  pen.beginPath()
  pen.roundRect(-60, back - 130, right + 44, 190, 26)
  pen.fill()
  pen.fillStyle = sheet
  pen.beginPath()
  pen.roundRect(-60, back - 34, right + 40, 90, 20)
  pen.fill()
  pen.fillStyle = lighten(sheet, 0.4)
  fillEllipse(pen, right * 0.45, back - 36, right * 0.38, 34)
  pen.fillStyle = cover
  fillPolygon(pen, [
    [-20, back + 6],
    [right - 22, back + 6],
    [right + 26, foot - 46],
    [-20, foot - 46],
  ])
  pen.fillStyle = lighten(cover, 0.25)
  fillPolygon(pen, [
    [-20, back + 2],
    [right - 24, back + 2],
    [right - 17, back + 32],
    [-20, back + 32],
  ])
  pen.fillStyle = darken(cover, 0.2)
  pen.fillRect(-20, foot - 48, right + 46, 34)
  pen.fillStyle = darken(wood, 0.1)
  pen.beginPath()
  pen.roundRect(-60, foot - 28, right + 90, 44, 10)
  pen.fill()
  pen.fillRect(right - 4, foot + 4, 24, 34)
}

/** On the right, with the lamp on it. */
export function paintBedsideTable(painting: Painting): void {
  const { pen, width, height, light } = painting
  const wood = indoor(painting, '#8a5a3c')
  const [x, top] = [width * 0.935, height * 0.66]
  pen.fillStyle = wood
  pen.fillRect(x - 62, top, 124, 150)
  pen.fillStyle = darken(wood, 0.25)
  pen.fillRect(x - 50, top + 26, 100, 46)
  pen.fillRect(x - 50, top + 84, 100, 46)
  pen.fillRect(x - 58, top + 148, 16, 26)
  pen.fillRect(x + 42, top + 148, 16, 26)
  pen.fillStyle = lighten(wood, 0.25)
  pen.fillRect(x - 70, top - 8, 140, 14)
  fillEllipse(pen, x, top + 49, 8, 8)
  fillEllipse(pen, x, top + 107, 8, 8)
  if (painting.scene.subjects.some(({ drawing }) => drawing === 'floor lamp' || drawing === 'table lamp')) return
  pen.fillStyle = indoor(painting, '#4f7390')
  fillEllipse(pen, x, top - 42, 24, 34)
  pen.fillStyle = light.lampsLit ? '#ffe6ae' : indoor(painting, '#f0dfc0')
  fillPolygon(pen, [
    [x - 34, top - 150],
    [x + 34, top - 150],
    [x + 60, top - 70],
    [x - 60, top - 70],
  ])
  if (light.lampsLit) paintGlow(pen, { x, y: top - 100, radius: 300, colour: '#ffc873', alpha: 0.6 })
}
