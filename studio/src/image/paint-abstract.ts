import type { Colour } from './colour.ts'
import { darken, fade, fromLch, lighten, mix } from './colour.ts'
import type { Painting } from './painting.ts'
import type { Random } from './random.ts'
import { fillCircle, paintGlow, verticalGradient } from './shapes.ts'

type Scheme = readonly [Colour, Colour, Colour, Colour, Colour]

/** For prompts that name no scene: ribbons that follow a field of flow, over great soft discs. */
export function paintAbstract(painting: Painting): void {
  const random = painting.random('abstract')
  const scheme = chooseScheme(painting, random)
  paintGround(painting, scheme, random)
  paintDiscs(painting, scheme, random)
  paintRibbons(painting, scheme, random)
  paintDots(painting, scheme, random)
}

/** A dark ground and four colours a step apart on the hue circle. */
function chooseScheme({ scene }: Painting, random: Random): Scheme {
  const start =
    scene.mood === 'warm'
      ? random.between(10, 50)
      : scene.mood === 'cool'
        ? random.between(200, 250)
        : random.between(0, 360)
  const step = random.pick([28, 40, 150, -32])
  const isPale = scene.mood === 'pastel' || random.chance(0.35)
  const at = (index: number, lightness: number, chroma: number): Colour =>
    fromLch({ lightness, chroma, hue: (start + index * step + 720) % 360 })
  return isPale
    ? [at(0, 0.94, 0.03), at(0, 0.72, 0.13), at(1, 0.66, 0.15), at(2, 0.78, 0.12), at(3, 0.5, 0.13)]
    : [at(0, 0.22, 0.07), at(0, 0.6, 0.17), at(1, 0.7, 0.16), at(2, 0.8, 0.13), at(3, 0.48, 0.15)]
}

function paintGround({ pen, width, height }: Painting, scheme: Scheme, random: Random): void {
  const [ground, first] = scheme
  pen.fillStyle = verticalGradient(pen, 0, height, [
    [0, ground],
    [1, mix(ground, first, 0.45)],
  ])
  pen.fillRect(0, 0, width, height)
  for (let glow = 0; glow < 3; glow++) {
    paintGlow(pen, {
      x: random.between(0, width),
      y: random.between(0, height),
      radius: random.between(350, 600),
      colour: scheme[1 + glow] ?? first,
      alpha: 0.3,
    })
  }
}

function paintDiscs({ pen, width, height }: Painting, scheme: Scheme, random: Random): void {
  for (let disc = 0; disc < 6; disc++) {
    const x = random.between(0.05, 0.95) * width
    const y = random.between(0.05, 0.95) * height
    const radius = random.between(70, 240)
    const colour = scheme[random.whole(1, 4)] ?? scheme[1]
    const gradient = pen.createLinearGradient(x - radius, y - radius, x + radius, y + radius)
    gradient.addColorStop(0, fade(lighten(colour, 0.25), 0.9))
    gradient.addColorStop(1, fade(darken(colour, 0.25), 0.55))
    pen.fillStyle = gradient
    fillCircle(pen, x, y, radius)
  }
}

function paintRibbons(painting: Painting, scheme: Scheme, random: Random): void {
  const { pen, width, height, noise } = painting
  const turn = random.between(0, Math.PI * 2)
  const wind = random.between(1.6, 2.8)
  pen.save()
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  for (let ribbon = 0; ribbon < Math.round((width * height) / 4200); ribbon++) {
    let x = random.between(-0.05, 1.05) * width
    let y = random.between(-0.05, 1.05) * height
    const colour = scheme[random.whole(1, 4)] ?? scheme[1]
    pen.strokeStyle = fade(random.chance(0.3) ? lighten(colour, 0.3) : colour, random.between(0.45, 0.9))
    pen.lineWidth = 1.5 + random.next() ** 2.5 * 13
    pen.beginPath()
    pen.moveTo(x, y)
    const steps = random.whole(14, 46)
    for (let step = 0; step < steps; step++) {
      const angle = turn + noise(x / 780, y / 780) * Math.PI * wind
      x += Math.cos(angle) * 11
      y += Math.sin(angle) * 11
      pen.lineTo(x, y)
    }
    pen.stroke()
  }
  pen.restore()
}

function paintDots({ pen, width, height }: Painting, scheme: Scheme, random: Random): void {
  for (let dot = 0; dot < (width * height) / 16_000; dot++) {
    pen.fillStyle = fade(lighten(scheme[random.whole(1, 4)] ?? scheme[1], 0.5), random.between(0.5, 1))
    fillCircle(pen, random.between(0, width), random.between(0, height), random.between(1.5, 7))
  }
}
