import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import type { Colour } from '../image/colour.ts'
import { darken, fade, lighten, mix } from '../image/colour.ts'
import type { Pen } from '../image/painting.ts'
import type { Random } from '../image/random.ts'
import { fillCircle, fillEllipse } from '../image/shapes.ts'
import type { LatheForm, LathePattern } from './lathe-forms.ts'

const SIZE = 1024

export interface LathePaint {
  form: LatheForm
  /** Instead of the form's own; null = that. */
  colour: Colour | null
  pattern: LathePattern
  random: Random
}

/** What goes round a turned thing: left and right edge meet at its back, the upper edge is its top. */
export function paintLatheTexture({ form, colour, pattern, random }: LathePaint): Canvas {
  const canvas = createCanvas(SIZE, SIZE)
  const pen = canvas.getContext('2d')
  // A mushroom is known by its cap: the asked colour goes to the first zone of what is dotted, else to the whole.
  const isZoneTinted = colour !== null && form.pattern === 'dots'
  const base = isZoneTinted ? form.colour : (colour ?? form.colour)
  const gradient = pen.createLinearGradient(0, 0, 0, SIZE)
  gradient.addColorStop(0, lighten(base, 0.12))
  gradient.addColorStop(1, darken(base, 0.16))
  pen.fillStyle = gradient
  pen.fillRect(0, 0, SIZE, SIZE)
  if (form.pattern !== 'dots') patterns[pattern](pen, base, random)
  for (const [index, [from, own]] of form.zones.entries()) {
    const until = form.zones[index + 1]?.[0] ?? 1
    const zone = isZoneTinted && index === 0 ? colour : own
    pen.save()
    pen.beginPath()
    pen.rect(0, SIZE * (1 - until), SIZE, SIZE * (until - from))
    pen.clip()
    pen.fillStyle = zone
    pen.fillRect(0, 0, SIZE, SIZE)
    if (form.pattern === 'dots') patterns[pattern](pen, zone, random)
    pen.restore()
  }
  addGrain(pen, random)
  return canvas
}

/** A little unevenness: nothing that was turned by hand has one colour. */
function addGrain(pen: Pen, random: Random): void {
  for (let stroke = 0; stroke < 260; stroke++) {
    pen.fillStyle = fade(random.chance(0.5) ? '#ffffff' : '#000000', random.between(0.01, 0.035))
    pen.fillRect(0, random.between(0, SIZE), SIZE, random.between(1, 7))
  }
}

/** To add a pattern: an entry here, and its name in `LATHE_PATTERNS`. */
const patterns: Readonly<Record<LathePattern, (pen: Pen, base: Colour, random: Random) => void>> = {
  plain: () => {},
  bands: (pen, base, random) => {
    const second = random.pick([lighten(base, 0.5), darken(base, 0.4)])
    for (const [y, height] of [
      [0.12, 0.02],
      [0.16, 0.008],
      [0.44, 0.06],
      [0.52, 0.01],
      [0.78, 0.03],
      [0.83, 0.008],
    ] as const) {
      pen.fillStyle = second
      pen.fillRect(0, SIZE * y, SIZE, SIZE * height)
    }
  },
  meander: (pen, base) => {
    const dark = darken(base, 0.72)
    const light = lighten(base, 0.35)
    for (const y of [0.3, 0.7]) {
      pen.fillStyle = dark
      pen.fillRect(0, SIZE * y - 46, SIZE, 8)
      pen.fillRect(0, SIZE * y + 38, SIZE, 8)
      pen.strokeStyle = y === 0.3 ? dark : light
      pen.lineWidth = 9
      pen.lineJoin = 'miter'
      const step = SIZE / 16
      for (let x = 0; x < SIZE; x += step) {
        traceMeander(pen, x, SIZE * y, step)
        pen.stroke()
      }
    }
    pen.fillStyle = dark
    pen.fillRect(0, SIZE * 0.47, SIZE, SIZE * 0.1)
    for (let leaf = 0; leaf < 24; leaf++) {
      pen.fillStyle = light
      fillEllipse(pen, ((leaf + 0.5) / 24) * SIZE, SIZE * 0.52, 10, 34)
    }
  },
  dots: (pen, base, random) => {
    pen.fillStyle = mix('#ffffff', base, 0.06)
    for (let row = 0; row < 9; row++)
      for (let column = 0; column < 9; column++) {
        const x = ((column + (row % 2) * 0.5) / 9) * SIZE
        const y = ((row + 0.5) / 9) * SIZE + random.between(-16, 16)
        const radius = random.between(14, 30)
        // Round again beyond the seam.
        for (const turn of [-SIZE, 0, SIZE]) fillCircle(pen, x + turn, y, radius)
      }
  },
  flutes: (pen, base) => {
    const count = 20
    for (let flute = 0; flute < count; flute++) {
      const x = (flute / count) * SIZE
      const width = SIZE / count
      const groove = pen.createLinearGradient(x, 0, x + width, 0)
      groove.addColorStop(0, fade(darken(base, 0.5), 0.5))
      groove.addColorStop(0.35, fade(darken(base, 0.3), 0.2))
      groove.addColorStop(0.8, fade(lighten(base, 0.6), 0.4))
      groove.addColorStop(1, fade(lighten(base, 0.6), 0))
      pen.fillStyle = groove
      pen.fillRect(x, SIZE * 0.12, width * 0.86, SIZE * 0.75)
    }
  },
  staves: (pen, base, random) => {
    const count = 18
    for (let stave = 0; stave < count; stave++) {
      pen.fillStyle = fade(random.chance(0.5) ? lighten(base, 0.3) : darken(base, 0.3), random.between(0.1, 0.4))
      pen.fillRect((stave / count) * SIZE, 0, SIZE / count, SIZE)
      pen.fillStyle = fade(darken(base, 0.7), 0.6)
      pen.fillRect((stave / count) * SIZE, 0, 4, SIZE)
    }
    for (const y of [0.08, 0.28, 0.68, 0.88]) {
      pen.fillStyle = '#6f757d'
      pen.fillRect(0, SIZE * y, SIZE, SIZE * 0.04)
      pen.fillStyle = fade('#ffffff', 0.3)
      pen.fillRect(0, SIZE * y, SIZE, SIZE * 0.01)
    }
  },
  bricks: (pen, base, random) => {
    const rows = 26
    const columns = 14
    for (let row = 0; row < rows; row++)
      for (let column = 0; column <= columns; column++) {
        const x = ((column + (row % 2) * 0.5) / columns) * SIZE
        pen.fillStyle = mix(base, random.pick(['#000000', '#ffffff']), random.between(0, 0.16))
        for (const turn of [-SIZE, 0]) pen.fillRect(x + turn, (row / rows) * SIZE, SIZE / columns - 4, SIZE / rows - 4)
      }
  },
  flowers: (pen, base, random) => {
    for (let flower = 0; flower < 40; flower++) {
      const [x, y] = [random.between(0, SIZE), random.between(0.08, 0.92) * SIZE]
      const petal = random.pick<Colour>(['#ff7aa8', '#ffd24a', '#ffffff', '#7ac2ff', '#ff9a5c'])
      const size = random.between(9, 17)
      for (const turn of [-SIZE, 0, SIZE]) {
        pen.fillStyle = petal
        for (let leaf = 0; leaf < 5; leaf++) {
          const angle = (leaf / 5) * Math.PI * 2
          fillCircle(pen, x + turn + Math.cos(angle) * size, y + Math.sin(angle) * size, size * 0.7)
        }
        pen.fillStyle = mix('#ffb02e', base, 0.1)
        fillCircle(pen, x + turn, y, size * 0.55)
      }
    }
  },
}

function traceMeander(pen: Pen, x: number, y: number, step: number): void {
  pen.beginPath()
  for (const [dx, dy] of meander) pen.lineTo(x + dx * step, y + 26 - dy * 52)
}

/** One turn of the Greek key, in shares of its width and height. */
const meander: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [0.8, 1],
  [0.8, 0.25],
  [0.35, 0.25],
  [0.35, 0.65],
  [0.55, 0.65],
  [0.55, 0.45],
]
