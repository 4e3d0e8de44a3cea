import { wordList } from '../prompt/word-list.ts'
import type { Colour } from '../colour.ts'
import { darken, fade, lighten, mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import type { Random } from '../random.ts'
import { fillCircle, fillEllipse, paintGlow, verticalGradient } from '../shapes.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'

export const space: Place = {
  words:
    wordList(`space, outer space, galaxy, cosmos, universe, nebula, on the moon, lunar, orbit, cosmic, interstellar,
    asteroid, deep space, moon surface, outerspace, solar system`),
  role: 'whole',
  layout: (units) => ({
    ...landLayout(units),
    horizon: units.height * 0.8,
    standFar: units.height * 0.845,
    standNear: units.height * 0.9,
  }),
  paintBack: paintDeepSpace,
  paintGround: paintMoonGround,
  paintFront: (painting) => paintCraters(painting, 0.955, 6),
}

function paintDeepSpace(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('space')
  const theme = random.pick<readonly [Colour, Colour, Colour]>([
    ['#0b0a24', '#2a1652', '#ff5fa8'],
    ['#070d26', '#0f2f5c', '#3fd0ff'],
    ['#0d0821', '#33124a', '#ff8a5c'],
  ])
  pen.fillStyle = verticalGradient(pen, 0, height, [
    [0, theme[0]],
    [0.6, theme[1]],
    [1, mix(theme[1], theme[2], 0.35)],
  ])
  pen.fillRect(0, 0, width, height)
  for (let cloud = 0; cloud < 14; cloud++) {
    const along = random.next()
    const colour = mix(theme[2], random.pick(['#7a5cff', '#3fa9ff', '#ff7ad0']), random.next() * 0.6)
    paintGlow(pen, {
      x: along * width,
      y: height * (0.68 - along * 0.5) + random.between(-110, 110),
      radius: random.between(130, 380),
      colour,
      alpha: random.between(0.1, 0.26),
    })
  }
  for (let star = 0; star < (width * height) / 2600; star++) {
    pen.fillStyle = fade(random.pick(['#ffffff', '#ffe9c4', '#cfe0ff']), random.between(0.3, 1))
    fillCircle(pen, random.between(0, width), random.between(0, height), 0.6 + random.next() ** 6 * 3.4)
  }
  // Whose planets were asked for has no others.
  if (painting.scene.subjects.some(({ drawing }) => /planet|globe|moon/.test(drawing))) return
  paintPlanet(
    painting,
    {
      x: random.between(0.1, 0.3) * width,
      y: height * random.between(0.14, 0.3),
      radius: random.between(70, 110),
      ring: random.chance(0.5),
    },
    random,
  )
  paintPlanet(
    painting,
    {
      x: random.between(0.72, 0.92) * width,
      y: height * random.between(0.1, 0.5),
      radius: random.between(30, 54),
      ring: random.chance(0.3),
    },
    random,
  )
}

function paintPlanet(
  painting: Painting,
  { x, y, radius, ring }: { x: number; y: number; radius: number; ring: boolean },
  random: Random,
): void {
  const { pen } = painting
  const colour = random.pick<Colour>(['#e88a5a', '#5fa8d8', '#c77ad0', '#7ac29a', '#d8b25f'])
  paintGlow(pen, { x, y, radius: radius * 1.9, colour, alpha: 0.35 })
  pen.save()
  pen.beginPath()
  pen.arc(x, y, radius, 0, Math.PI * 2)
  pen.clip()
  pen.fillStyle = colour
  pen.fillRect(x - radius, y - radius, radius * 2, radius * 2)
  for (let band = 0; band < 5; band++) {
    pen.fillStyle = fade(band % 2 === 0 ? lighten(colour, 0.3) : darken(colour, 0.2), 0.45)
    fillEllipse(pen, x, y - radius + radius * 2 * random.next(), radius * 1.2, radius * random.between(0.06, 0.18))
  }
  pen.fillStyle = fade('#0a0820', 0.45)
  pen.beginPath()
  pen.arc(x, y, radius * 1.05, Math.PI * 0.25, Math.PI * 1.25)
  pen.arc(x - radius * 0.35, y - radius * 0.35, radius * 1.1, Math.PI * 1.15, Math.PI * 0.35, true)
  pen.restore()
  if (!ring) return
  pen.strokeStyle = fade(lighten(colour, 0.45), 0.8)
  pen.lineWidth = radius * 0.12
  pen.beginPath()
  pen.ellipse(x, y, radius * 1.7, radius * 0.42, -0.3, -0.25, Math.PI + 0.25)
  pen.stroke()
}

function paintMoonGround(painting: Painting): void {
  const { pen, width, height, layout } = painting
  const dust: Colour = '#8f8ba6'
  pen.fillStyle = verticalGradient(pen, layout.horizon - 30, height, [
    [0, lighten(dust, 0.25)],
    [0.5, dust],
    [1, darken(dust, 0.45)],
  ])
  pen.beginPath()
  pen.moveTo(0, height)
  pen.lineTo(0, layout.horizon + 34)
  pen.quadraticCurveTo(width / 2, layout.horizon - 40, width, layout.horizon + 34)
  pen.lineTo(width, height)
  pen.fill()
  paintCraters(painting, 0.84, 9)
}

function paintCraters(painting: Painting, top: number, count: number): void {
  const { pen, width, height } = painting
  const random = painting.random(`craters ${top}`)
  for (let crater = 0; crater < (width / 1000) * count; crater++) {
    const y = random.between(top, 1) * height
    const radius = random.between(18, 60)
    const x = random.between(0, width)
    pen.fillStyle = '#5f5b78'
    fillEllipse(pen, x, y, radius, radius * 0.3)
    pen.fillStyle = '#77738f'
    fillEllipse(pen, x, y + radius * 0.07, radius * 0.86, radius * 0.22)
  }
}
