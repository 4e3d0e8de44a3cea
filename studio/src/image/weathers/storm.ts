import { wordList } from '../prompt/word-list.ts'
import { darken, fade, mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import type { Random } from '../random.ts'
import { paintGlow } from '../shapes.ts'
import { greyLight, paintRain } from './rain.ts'
import type { Weather } from './weather.ts'

export const storm: Weather = {
  words: wordList(`storm, stormy, thunder, thunderstorm, lightning, lightning bolt, tempest, hurricane, thunderbolt,
    lightning storm, thundercloud`),
  clouds: 1,
  hidesBody: true,
  wet: true,
  adjustLight: (light) => {
    const grey = greyLight(light)
    return {
      ...grey,
      sky: [darken(grey.sky[0], 0.45), mix(darken(grey.sky[1], 0.3), '#4a4470', 0.3), grey.sky[2]],
      cloudLight: darken(grey.cloudLight, 0.25),
      cloudShade: darken(grey.cloudShade, 0.35),
      ambient: mix(grey.ambient, '#6f7ba0', 0.4),
    }
  },
  paintBehind: (painting) => {
    const random = painting.random('lightning')
    // Away from the middle, where the subjects are.
    const first = random.chance(0.5) ? random.between(0.1, 0.3) : random.between(0.7, 0.9)
    paintBolt(painting, first * painting.width, random, 1)
    paintBolt(painting, (1 - first + random.between(-0.1, 0.1)) * painting.width, random, 0.65)
  },
  paintOver: (painting) => paintRain(painting, 1.1),
}

function paintBolt(painting: Painting, startX: number, random: Random, size: number): void {
  const { pen, layout } = painting
  const top = layout.horizon * 0.16
  const bottom = layout.horizon * (0.55 + 0.45 * size)
  const trunk = makeBolt(startX, top, bottom, random)
  paintGlow(pen, { x: startX, y: top + 60, radius: 420 * size, colour: '#b9c6ff', alpha: 0.6 })
  const branches = trunk.filter((_, index) => index > 1 && index % 3 === 0).slice(0, 3)
  const lines = [
    trunk,
    ...branches.map(([x, y]) => makeBolt(x, y, y + (bottom - y) * 0.5, random, random.between(-0.8, 0.8))),
  ]
  pen.save()
  pen.lineJoin = 'bevel'
  lines.forEach((line, index) => {
    const weight = index === 0 ? size : size * 0.45
    for (const [thickness, alpha] of [
      [26, 0.13],
      [12, 0.28],
      [5, 1],
    ] as const) {
      pen.beginPath()
      line.forEach(([x, y], step) => (step === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)))
      pen.strokeStyle = fade(thickness === 5 ? '#fffdf0' : '#c9b8ff', alpha)
      pen.lineWidth = thickness * weight
      pen.stroke()
    }
  })
  pen.restore()
}

function makeBolt(startX: number, top: number, bottom: number, random: Random, drift = 0): [number, number][] {
  const steps = 11
  let x = startX
  return Array.from({ length: steps + 1 }, (_, step) => {
    const y = top + ((bottom - top) * step) / steps
    if (step > 0) x += random.between(-34, 34) + (drift * (bottom - top)) / steps
    return [x, y]
  })
}
