import type { Colour } from '../colour.ts'
import { darken, lighten } from '../colour.ts'
import type { Painting, Pen } from '../painting.ts'
import { lit } from '../painting.ts'
import { fillCircle, fillEllipse, fillPolygon } from '../shapes.ts'

export type CropName = 'sunflower' | 'tulip' | 'poppy' | 'daisy' | 'rose' | 'lavender' | 'wheat' | 'corn' | 'pumpkin'

interface Crop {
  /** Each plant takes one of them, unless a colour is asked for. */
  colours: readonly [Colour, ...Colour[]]
  /** Its height among the others. */
  height: number
  /** How near its neighbours stand, as a share of its height. */
  gap: number
  /** At the origin, one unit high, upwards. */
  paint(pen: Pen, colour: Colour, leaf: Colour): void
}

const crops: Readonly<Record<CropName, Crop>> = {
  sunflower: {
    colours: ['#ffc928', '#ffb81f', '#ffd84a'],
    height: 1.25,
    gap: 0.56,
    paint: (pen, colour, leaf) => {
      paintStem(pen, leaf, 0.8)
      paintPetals(pen, colour, { y: -0.78, count: 12, radius: 0.21, petal: 0.1 })
      pen.fillStyle = '#6b4226'
      fillCircle(pen, 0, -0.78, 0.13)
    },
  },
  tulip: {
    colours: ['#ff4f8b', '#f8312f', '#ffc928', '#b064e0'],
    height: 0.85,
    gap: 0.46,
    paint: (pen, colour, leaf) => {
      paintStem(pen, leaf, 0.65)
      pen.fillStyle = colour
      fillEllipse(pen, 0, -0.72, 0.17, 0.18)
      fillPolygon(pen, [
        [-0.17, -0.72],
        [-0.17, -1],
        [-0.07, -0.86],
        [0, -1],
        [0.07, -0.86],
        [0.17, -1],
        [0.17, -0.72],
      ])
    },
  },
  poppy: {
    colours: ['#f0302c', '#d9251f'],
    height: 0.8,
    gap: 0.5,
    paint: (pen, colour, leaf) => {
      paintStem(pen, leaf, 0.75)
      paintPetals(pen, colour, { y: -0.8, count: 4, radius: 0.12, petal: 0.15 })
      pen.fillStyle = '#2a2228'
      fillCircle(pen, 0, -0.8, 0.08)
    },
  },
  daisy: {
    colours: ['#ffffff', '#ff9ac0', '#ffe06a', '#b7a0ff'],
    height: 0.75,
    gap: 0.5,
    paint: (pen, colour, leaf) => {
      paintStem(pen, leaf, 0.75)
      paintPetals(pen, colour, { y: -0.8, count: 8, radius: 0.16, petal: 0.09 })
      pen.fillStyle = '#ffb02e'
      fillCircle(pen, 0, -0.8, 0.1)
    },
  },
  rose: {
    colours: ['#e3342f', '#ff6f91', '#f7b8c8'],
    height: 0.8,
    gap: 0.5,
    paint: (pen, colour, leaf) => {
      paintStem(pen, leaf, 0.7)
      pen.fillStyle = colour
      fillCircle(pen, 0, -0.8, 0.2)
      pen.fillStyle = darken(colour, 0.22)
      fillCircle(pen, 0.02, -0.82, 0.11)
    },
  },
  lavender: {
    colours: ['#8d6fd1', '#a585e0', '#7a5cc0'],
    height: 0.8,
    gap: 0.3,
    paint: (pen, colour, leaf) => {
      paintStem(pen, leaf, 0.5)
      pen.fillStyle = colour
      for (let bud = 0; bud < 5; bud++) fillEllipse(pen, 0, -0.5 - bud * 0.12, 0.13 - bud * 0.016, 0.09)
    },
  },
  wheat: {
    colours: ['#e3b94e', '#d9a83c', '#efcb6a'],
    height: 0.95,
    gap: 0.2,
    paint: (pen, colour) => {
      paintStem(pen, darken(colour, 0.15), 0.6)
      pen.fillStyle = colour
      for (let grain = 0; grain < 4; grain++) {
        fillEllipse(pen, -0.06, -0.58 - grain * 0.12, 0.06, 0.09)
        fillEllipse(pen, 0.06, -0.63 - grain * 0.12, 0.06, 0.09)
      }
    },
  },
  corn: {
    colours: ['#f5cf4a', '#eec23a'],
    height: 1.35,
    gap: 0.36,
    paint: (pen, colour, leaf) => {
      paintStem(pen, leaf, 0.95)
      pen.fillStyle = leaf
      for (const side of [-1, 1])
        fillPolygon(pen, [
          [0, -0.3],
          [side * 0.3, -0.75],
          [0, -0.45],
        ])
      pen.fillStyle = colour
      fillEllipse(pen, 0.09, -0.6, 0.08, 0.17)
    },
  },
  pumpkin: {
    colours: ['#f08a24', '#e87a1a', '#f79a3a'],
    height: 0.62,
    gap: 1.35,
    paint: (pen, colour, leaf) => {
      pen.fillStyle = darken(colour, 0.14)
      fillEllipse(pen, 0, -0.38, 0.52, 0.38)
      pen.fillStyle = colour
      fillEllipse(pen, -0.2, -0.38, 0.26, 0.36)
      fillEllipse(pen, 0.2, -0.38, 0.26, 0.36)
      pen.fillStyle = lighten(colour, 0.14)
      fillEllipse(pen, 0, -0.38, 0.2, 0.37)
      pen.fillStyle = darken(leaf, 0.2)
      pen.fillRect(-0.05, -0.95, 0.1, 0.24)
    },
  },
}

/** Row behind row to the horizon, the farther the smaller. */
export function paintCrop(painting: Painting): void {
  const { pen, width, height, layout, scene } = painting
  if (scene.crop === null) return
  const { name, tint } = scene.crop
  const crop = crops[name]
  const random = painting.random('crop')
  const ROWS = 13
  for (let row = 0; row < ROWS; row++) {
    const share = row / (ROWS - 1)
    const near = share ** 1.7
    const y = layout.horizon + (height - layout.horizon) * (0.05 + near * 0.98)
    const size = (16 + near * 98) * crop.height
    const depth = 0.5 * (1 - share) ** 2
    const leaf = lit(painting, '#4f8f3f', depth)
    const step = size * crop.gap
    for (let x = -step * random.next(); x < width + step; x += step) {
      const own = lit(painting, tint ?? random.pick(crop.colours), depth)
      const scale = size * random.between(0.88, 1.1)
      pen.save()
      pen.translate(x + random.between(-0.12, 0.12) * step, y + random.between(-0.05, 0.05) * size)
      pen.scale(scale, scale)
      crop.paint(pen, own, leaf)
      pen.restore()
    }
  }
}

function paintStem(pen: Pen, leaf: Colour, height: number): void {
  pen.fillStyle = leaf
  pen.fillRect(-0.025, -height, 0.05, height)
  fillEllipse(pen, 0.1, -0.22, 0.12, 0.05)
  fillEllipse(pen, -0.1, -0.3, 0.12, 0.05)
}

interface Petals {
  y: number
  count: number
  radius: number
  petal: number
}

function paintPetals(pen: Pen, colour: Colour, { y, count, radius, petal }: Petals): void {
  pen.fillStyle = colour
  for (let index = 0; index < count; index++) {
    const angle = (index / count) * Math.PI * 2
    fillCircle(pen, Math.cos(angle) * radius, y + Math.sin(angle) * radius, petal)
  }
}
