import { wordList } from '../prompt/word-list.ts'
import { darken, fade, lighten } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { isSnowy, lit } from '../painting.ts'
import type { Random } from '../random.ts'
import { fillBelow, fillPolygon, roughness, verticalGradient } from '../shapes.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'
import { paintCactus, paintGrass, paintRock } from './plants.ts'

export const desert: Place = {
  words: wordList(`desert, dune, sand dune, sahara, wasteland, badlands, wild west, oasis, outback, arizona`),
  role: 'whole',
  layout: landLayout,
  paintBack: (painting) => {
    if (painting.scene.isOnMars) paintDust(painting)
    paintMesas(painting)
  },
  paintGround: paintDunes,
  paintFront: paintDesertFront,
}

/** On Mars the sky is of the ground's own dust. */
function paintDust({ pen, width, layout }: Painting): void {
  pen.fillStyle = verticalGradient(pen, 0, layout.horizon + 20, [
    [0, fade('#b3623f', 0.55)],
    [1, fade('#f0b184', 0.85)],
  ])
  pen.fillRect(0, 0, width, layout.horizon + 20)
}

function hasCacti({ scene }: Painting): boolean {
  return !scene.isOnMars && !scene.without.has('cactus')
}

/** Table mountains on the horizon. */
function paintMesas(painting: Painting): void {
  const { pen, layout, height, width } = painting
  const random = painting.random('mesas')
  for (let mesa = 0; mesa < Math.round((width / 1000) * 4); mesa++) {
    const depth = random.between(0.55, 0.85)
    const x = random.between(0, width)
    const half = random.between(60, 150)
    const top = layout.horizon - height * random.between(0.07, 0.2)
    const rock = lit(painting, painting.scene.isOnMars ? '#9c4630' : '#b5654a', depth)
    const bottom = layout.horizon + 30
    pen.fillStyle = rock
    fillPolygon(pen, [
      [x - half * 1.25, bottom],
      [x - half * 0.9, top + 40],
      [x - half * 0.85, top],
      [x + half * 0.8, top + 6],
      [x + half * 0.9, top + 46],
      [x + half * 1.3, bottom],
    ])
    pen.fillStyle = darken(rock, 0.18)
    fillPolygon(pen, [
      [x + half * 0.2, top + 3],
      [x + half * 0.8, top + 6],
      [x + half * 0.9, top + 46],
      [x + half * 1.3, bottom],
      [x + half * 0.35, bottom],
    ])
    pen.fillStyle = fade(lighten(rock, 0.25), 0.5)
    for (let band = 0; band < 2; band++) pen.fillRect(x - half * 0.82, top + 18 + band * 26, half * 1.6, 5)
  }
}

function paintDunes(painting: Painting): void {
  const { pen, layout, height } = painting
  const random = painting.random('dunes')
  const offset = random.between(0, 60)
  const ground = isSnowy(painting) ? '#eff4fa' : painting.scene.isOnMars ? '#c8623c' : '#ecc07a'
  for (let row = 0; row < 5; row++) {
    const depth = 0.6 - row * 0.15
    const base = layout.horizon + (height - layout.horizon) * (row * 0.21)
    const sand = lit(painting, ground, depth)
    const topAt = (x: number): number =>
      base - height * (0.022 + row * 0.006) * (1 - Math.abs(roughness(painting, x / 800 + offset, row * 11)) * 2.2)
    pen.fillStyle = verticalGradient(pen, base - height * 0.04, base + height * 0.2, [
      [0, lighten(sand, 0.2)],
      [1, darken(sand, 0.2)],
    ])
    fillBelow(painting, topAt, height)
    pen.strokeStyle = fade(lighten(sand, 0.5), 0.5)
    pen.lineWidth = 2.5
    pen.beginPath()
    for (let x = -10; x <= painting.width + 10; x += 10) pen.lineTo(x, topAt(x))
    pen.stroke()
  }
  if (hasCacti(painting)) paintCacti(painting, random)
}

function paintCacti(painting: Painting, random: Random): void {
  const { layout, height } = painting
  for (let cactus = 0; cactus < (painting.width / 1000) * 5; cactus++) {
    const far = random.next()
    const x = random.chance(0.5) ? random.between(0, 0.3) : random.between(0.7, 1)
    paintCactus(painting, {
      x: x * painting.width,
      y: layout.horizon + height * (0.04 + far * 0.1),
      size: height * (0.05 + far * 0.06),
      depth: 0.45 - far * 0.25,
    })
  }
}

function paintDesertFront(painting: Painting): void {
  const { width, height } = painting
  const random = painting.random('desert front')
  const dry = lit(painting, '#9a7f45')
  for (let index = 0; index < (width / 1000) * 12; index++) {
    const side = random.chance(0.5) ? random.between(-0.02, 0.2) : random.between(0.8, 1.02)
    if (random.chance(0.4) || painting.scene.isOnMars)
      paintRock(painting, { x: side * width, y: height + 8, size: random.between(50, 120), depth: 0 }, random)
    else
      paintGrass(
        painting.pen,
        { x: side * width, y: height + 4, size: random.between(40, 90) },
        darken(dry, random.between(0, 0.3)),
        random,
      )
  }
  if (hasCacti(painting))
    paintCactus(painting, {
      x: width * (random.chance(0.5) ? 0.045 : 0.955),
      y: height + 20,
      size: height * 0.24,
      depth: 0,
    })
}
