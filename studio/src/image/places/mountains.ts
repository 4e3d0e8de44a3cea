import { wordList } from '../prompt/word-list.ts'
import { darken, fade, lighten, mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { lit } from '../painting.ts'
import type { Random } from '../random.ts'
import { fillBelow, fillPolygon, roughness, verticalGradient } from '../shapes.ts'
import { paintMeadow, paintMeadowFront } from './meadow.ts'
import { paintMound } from './mound.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'
import { paintPine } from './plants.ts'

export const mountains: Place = {
  words: wordList(`mountain, mountainside, peak, alp, alps, alpine, himalaya, himalayas, summit, ridge, mountain range,
    mountain top, mountaintop, highlands, rocky mountain, canyon, fjord,
    snow capped mountain`),
  role: 'back',
  layout: landLayout,
  paintBack: (painting) => {
    paintRange(painting)
    paintPineRow(painting)
  },
  paintGround: (painting) => {
    paintMeadow(painting, '#6fa755')
    paintMound(painting, '#6fa755')
  },
  paintFront: paintMeadowFront,
}

/** Two hazy ridges far off, then a row of peaks with a lit and a shaded face and a cap of snow. */
export function paintRange(painting: Painting): void {
  const { pen, layout, height, width } = painting
  const random = painting.random('range')
  const offset = random.between(0, 60)
  for (let row = 0; row < 2; row++) {
    const tone = lit(painting, '#7d8bb0', 0.9 - row * 0.22)
    const base = layout.horizon - height * (0.13 - row * 0.05)
    pen.fillStyle = verticalGradient(pen, base - height * 0.2, layout.horizon, [
      [0, tone],
      [1, mix(tone, painting.light.haze, 0.55)],
    ])
    fillBelow(
      painting,
      (x) => base - height * (0.17 - 0.2 * Math.abs(roughness(painting, x / 520 + offset, row * 13))),
      layout.horizon + 40,
    )
  }
  const peaks = Math.max(3, Math.round((width / 1000) * 4))
  const spots = Array.from({ length: peaks }, (_, index) => ({
    x: ((index + 0.5) / peaks) * width + random.between(-70, 70),
    rise: height * random.between(0.19, 0.36),
  })).sort((a, b) => b.rise - a.rise)
  for (const { x, rise } of spots) paintPeak(painting, x, rise, random)
  const haze = painting.light.haze
  pen.fillStyle = verticalGradient(pen, layout.horizon - height * 0.14, layout.horizon + 20, [
    [0, fade(haze, 0)],
    [1, fade(lighten(haze, 0.1), 0.55 * painting.light.hazeStrength)],
  ])
  pen.fillRect(0, layout.horizon - height * 0.14, width, height * 0.14 + 20)
}

function paintPeak(painting: Painting, x: number, rise: number, random: Random): void {
  const { pen, layout } = painting
  const foot = layout.horizon + 30
  const top = foot - rise
  const half = rise * random.between(0.75, 1)
  const rock = lit(painting, random.pick(['#7c7f9c', '#86809a', '#71809a']), 0.42)
  const jag = (share: number, reach: number): [number, number] => [
    x + half * share * reach + random.between(-0.03, 0.03) * half,
    top + rise * reach,
  ]
  const left: [number, number][] = [0.25, 0.5, 0.75].map((reach) => jag(-1, reach))
  const right: [number, number][] = [0.25, 0.5, 0.75].map((reach) => jag(1, reach))
  pen.fillStyle = rock
  fillPolygon(pen, [[x, top], ...right, [x + half, foot], [x - half, foot], ...left.toReversed()])
  // The shaded face lies away from the light.
  const shade = painting.body.x < x ? 1 : -1
  const side = shade === 1 ? right : left
  pen.fillStyle = darken(rock, 0.24)
  fillPolygon(pen, [
    [x, top],
    ...side,
    [x + shade * half, foot],
    [x + shade * half * 0.2, foot],
    [x - shade * half * 0.08, top + rise * 0.62],
    [x + shade * half * 0.1, top + rise * 0.38],
    [x - shade * half * 0.03, top + rise * 0.2],
  ])
  paintSnowCap(painting, { x, top, half, rise, shade })
}

interface Peak {
  x: number
  top: number
  half: number
  rise: number
  shade: number
}

function paintSnowCap(painting: Painting, { x, top, half, rise, shade }: Peak): void {
  const { pen } = painting
  const white = lit(painting, '#fbfdff', 0.2)
  const at = (share: number, reach: number): [number, number] => [x + half * share, top + rise * reach]
  pen.fillStyle = white
  fillPolygon(pen, [
    at(0, 0),
    at(-0.27, 0.28),
    at(-0.17, 0.25),
    at(-0.1, 0.34),
    at(-0.02, 0.26),
    at(0.07, 0.36),
    at(0.15, 0.25),
    at(0.27, 0.29),
  ])
  pen.fillStyle = mix(white, lit(painting, '#9fb4d6', 0.3), 0.75)
  fillPolygon(pen, [
    at(0, 0),
    at(0.27 * shade, 0.285),
    at(0.15 * shade, 0.25),
    at(0.07 * shade, shade === 1 ? 0.36 : 0.31),
    at(0.03 * shade, 0.2),
    at(-0.02 * shade, 0.12),
  ])
}

export function paintPineRow(painting: Painting): void {
  const { width, layout, height } = painting
  if (painting.scene.without.has('tree')) return
  const random = painting.random('pine row')
  for (const { depth, size, share } of [
    { depth: 0.55, size: 46, share: 34 },
    { depth: 0.3, size: 74, share: 20 },
  ]) {
    const drop = depth > 0.4 ? 0.012 : 0.035
    for (let tree = 0; tree < (width / 1000) * share; tree++) {
      const x = random.between(-0.02, 1.02) * width
      // Clumps with clearings between them look planted by nature.
      if (painting.noise(x / 220, depth * 100) < -0.15) continue
      paintPine(
        painting,
        { x, y: layout.horizon + height * drop + random.between(-5, 5), size: size * random.between(0.7, 1.25), depth },
        random,
      )
    }
  }
}
