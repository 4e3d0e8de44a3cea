import type { Colour } from './colour.ts'
import { darken, fade, fromLch, lighten, mix } from './colour.ts'
import type { Painting } from './painting.ts'
import type { Random } from './random.ts'
import { fillBelow, fillCircle, paintGlow, roughness, verticalGradient } from './shapes.ts'

type Scheme = readonly [ground: Colour, Colour, Colour, Colour, Colour]

/** For prompts that name no scene. To add a composition: a function and its line here. */
export function paintAbstract(painting: Painting): void {
  const random = painting.random('abstract')
  const scheme = chooseScheme(painting, random)
  paintGround(painting, scheme, random)
  random.pick([paintWaves, paintFlow, paintTiles])(painting, scheme, random)
}

/** A ground and four colours, the last an accent from across the hue circle. */
function chooseScheme({ scene }: Painting, random: Random): Scheme {
  const start =
    scene.mood === 'warm'
      ? random.between(20, 55)
      : scene.mood === 'cool'
        ? random.between(200, 250)
        : random.between(0, 360)
  const step = scene.mood === 'warm' || scene.mood === 'cool' ? random.between(12, 20) : random.pick([26, 38, -32])
  const accent = scene.mood === 'warm' ? start + 40 : start + 165
  const at = (hue: number, lightness: number, chroma: number): Colour =>
    fromLch({ lightness, chroma, hue: (hue + 720) % 360 })
  const isPale = scene.mood === 'pastel' || random.chance(0.4)
  const ground = isPale ? at(start, 0.94, 0.03) : at(start, 0.25, 0.07)
  return [
    ground,
    at(start, 0.6, 0.16),
    at(start + step, 0.7, 0.15),
    at(start + step * 2, 0.8, 0.12),
    at(accent, 0.76, 0.15),
  ]
}

function colourOf(scheme: Scheme, index: number): Colour {
  return scheme[1 + (index % 4)] ?? scheme[1]
}

function paintGround({ pen, width, height }: Painting, scheme: Scheme, random: Random): void {
  const [ground, first] = scheme
  pen.fillStyle = verticalGradient(pen, 0, height, [
    [0, ground],
    [1, mix(ground, first, 0.4)],
  ])
  pen.fillRect(0, 0, width, height)
  for (let glow = 0; glow < 3; glow++) {
    const [x, y] = [random.between(0, width), random.between(0, height)]
    paintGlow(pen, { x, y, radius: random.between(350, 600), colour: colourOf(scheme, glow), alpha: 0.28 })
  }
}

/** Sheets of cut paper, one before the other, with a disc rising behind them. */
function paintWaves(painting: Painting, scheme: Scheme, random: Random): void {
  const { pen, width, height } = painting
  const radius = Math.min(width, height) * random.between(0.16, 0.24)
  const [x, y] = [width * random.between(0.3, 0.7), height * random.between(0.26, 0.38)]
  paintGlow(pen, { x, y, radius: radius * 2.6, colour: scheme[4], alpha: 0.6 })
  pen.fillStyle = verticalGradient(pen, y - radius, y + radius, [
    [0, lighten(scheme[4], 0.35)],
    [1, scheme[4]],
  ])
  fillCircle(pen, x, y, radius)
  const sheets = 8
  for (let sheet = 0; sheet < sheets; sheet++) {
    const depth = sheet / (sheets - 1)
    const base = height * (0.36 + depth * 0.55)
    const colour = mix(lighten(colourOf(scheme, sheet % 3), 0.25 * (1 - depth)), darken(scheme[1], 0.55), depth * 0.6)
    const topAt = (at: number): number => base - height * 0.1 * roughness(painting, at / 620, sheet * 17)
    pen.fillStyle = fade('#0b0a1c', 0.14)
    fillBelow(painting, (at) => topAt(at) - 11, height)
    pen.fillStyle = verticalGradient(pen, base - height * 0.12, base + height * 0.25, [
      [0, lighten(colour, 0.14)],
      [1, darken(colour, 0.12)],
    ])
    fillBelow(painting, topAt, height)
  }
}

/** Ribbons laid along one slow field of flow, evenly spread, each a little off its neighbour's colour. */
function paintFlow(painting: Painting, scheme: Scheme, random: Random): void {
  const { pen, width, height, noise } = painting
  const turn = random.between(0, Math.PI * 2)
  pen.save()
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  const spacing = 34
  for (let row = -2; row < height / spacing + 2; row++) {
    for (let column = -2; column < width / spacing + 2; column++) {
      let x = (column + random.between(-0.5, 0.5)) * spacing
      let y = (row + random.between(-0.5, 0.5)) * spacing
      const tone = noise(x / 500 + 40, y / 500)
      const colour = tone > 0.62 ? scheme[4] : colourOf(scheme, Math.floor((tone + 1) * 2.4) % 3)
      pen.strokeStyle = fade(
        mix(colour, random.chance(0.5) ? '#ffffff' : darken(colour, 0.4), random.between(0, 0.22)),
        0.92,
      )
      pen.lineWidth = random.between(5, 17)
      pen.beginPath()
      pen.moveTo(x, y)
      for (let step = 0; step < 11; step++) {
        const angle = turn + noise(x / 1300, y / 1300) * Math.PI * 1.2
        x += Math.cos(angle) * 12
        y += Math.sin(angle) * 12
        pen.lineTo(x, y)
      }
      pen.stroke()
    }
  }
  pen.restore()
}

/** Quarter and half discs on a grid, in the manner of the Bauhaus. */
function paintTiles({ pen, width, height }: Painting, scheme: Scheme, random: Random): void {
  const size = Math.min(width, height) / random.whole(4, 6)
  for (let y = 0; y < height; y += size) {
    for (let x = 0; x < width; x += size) {
      const back = random.whole(0, 3)
      const front = back + random.whole(1, 3)
      pen.fillStyle = random.chance(0.3) ? scheme[0] : colourOf(scheme, back)
      pen.fillRect(x, y, size + 1, size + 1)
      pen.save()
      pen.beginPath()
      pen.rect(x, y, size, size)
      pen.clip()
      pen.translate(x + size / 2, y + size / 2)
      pen.rotate((random.whole(0, 3) * Math.PI) / 2)
      paintTile(pen, size, [colourOf(scheme, front), lighten(colourOf(scheme, front + 1), 0.2)], random)
      pen.restore()
    }
  }
}

function paintTile(pen: Painting['pen'], size: number, [main, second]: [Colour, Colour], random: Random): void {
  const shape = random.whole(0, 4)
  pen.fillStyle = main
  if (shape === 0) fillCircle(pen, -size / 2, -size / 2, size)
  if (shape === 1) fillCircle(pen, 0, -size / 2, size / 2)
  if (shape === 2) fillCircle(pen, 0, 0, size * 0.36)
  if (shape === 3)
    for (const radius of [1, 0.72, 0.44]) {
      pen.fillStyle = radius === 0.72 ? second : main
      fillCircle(pen, -size / 2, -size / 2, size * radius)
    }
  if (shape === 4) for (const side of [-1, 1]) fillCircle(pen, (side * size) / 2, size / 2, size / 2)
}
