import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import type { Colour } from '../colour.ts'
import { fade, lighten, mix, toLch } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { lit } from '../painting.ts'
import { fillEllipse, fillPolygon, paintGlow } from '../shapes.ts'
import type { PlacedSubject } from './arrange-subjects.ts'
import { rasterise } from './make-sprite.ts'
import { trueColourOf } from './traits.ts'

export async function paintSubject(painting: Painting, item: PlacedSubject): Promise<void> {
  const { pen, pixelsPerUnitX, pixelsPerUnitY, layout } = painting
  const plain = await rasterise(item.figure, item.width * pixelsPerUnitX, item.height * pixelsPerUnitY)
  const sprite = lightSprite(painting, item, plain)
  paintHalo(painting, item)
  paintBeam(painting, item)
  const floats = item.habitat === 'water' && !layout.submerged && !layout.weightless
  if (item.habitat === 'ground') paintShadow(painting, item)
  if (floats) paintReflection(painting, item, sprite)
  const top =
    item.habitat === 'air' || (item.habitat === 'water' && layout.submerged)
      ? item.y - item.height / 2
      : item.y - item.height
  pen.save()
  pen.translate(item.x, top + item.height / 2)
  pen.rotate(item.angle)
  pen.scale(item.mirrored ? -1 : 1, 1)
  if (painting.light.lampsLit && layout.window === null) paintRim(painting, item, plain)
  if (isPale(item)) edgePale(painting)
  pen.drawImage(sprite, -item.width / 2, -item.height / 2, item.width, item.height)
  pen.restore()
  if (floats) paintWaterline(painting, item)
  if (item.habitat === 'ground') paintFooting(painting, item)
  paintLampGlow(painting, item, top)
}

/** The drawing under the picture's light: coloured by the hour, bright on the side of sun or moon. */
function lightSprite(painting: Painting, item: PlacedSubject, plain: Canvas): Canvas {
  const { light, body, layout } = painting
  const canvas = createCanvas(plain.width, plain.height)
  const pen = canvas.getContext('2d')
  pen.drawImage(plain, 0, 0)
  pen.globalCompositeOperation = 'multiply'
  // Subjects take only part of the night's colour: they are what the picture is about.
  pen.fillStyle =
    layout.window === null
      ? mix('#ffffff', light.ambient, isPale(item) ? 0.25 : 0.62)
      : mix('#ffffff', light.lampsLit ? '#ffd9a0' : light.ambient, 0.3)
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.globalCompositeOperation = 'destination-in'
  pen.drawImage(plain, 0, 0)
  pen.globalCompositeOperation = 'source-atop'
  const isFromLeft = body.x < item.x !== item.mirrored
  const gradient = pen.createLinearGradient(
    isFromLeft ? 0 : canvas.width,
    0,
    isFromLeft ? canvas.width : 0,
    canvas.height * 0.6,
  )
  gradient.addColorStop(0, fade(lighten(light.glow, 0.4), isDark(item) ? 0.1 : 0.26))
  gradient.addColorStop(0.5, fade(light.glow, 0))
  gradient.addColorStop(1, fade(mix(light.ambient, '#1a1538', 0.7), 0.24))
  pen.fillStyle = gradient
  pen.fillRect(0, 0, canvas.width, canvas.height)
  if (layout.submerged) veil(pen, canvas, lit(painting, '#1f8ab8'), 0.2)
  else if (painting.scene.weather.includes('fog'))
    veil(pen, canvas, lighten(light.haze, 0.2), item.height > 380 ? 0.24 : 0.12)
  return canvas
}

function veil(pen: ReturnType<Canvas['getContext']>, canvas: Canvas, colour: Colour, alpha: number): void {
  pen.fillStyle = fade(colour, alpha)
  pen.fillRect(0, 0, canvas.width, canvas.height)
}

function isPale({ subject }: PlacedSubject): boolean {
  return subject.tint !== null && toLch(subject.tint).lightness > 0.85
}

/** Much light on black makes it brown. */
function isDark({ subject }: PlacedSubject): boolean {
  const colour = subject.tint ?? trueColourOf(subject.drawing)
  return colour !== null && toLch(colour).lightness < 0.36
}

/** A breath of shade around what is drawn next: a white cat in the snow ends somewhere. */
function edgePale({ pen, light, pixelsPerUnitX }: Painting): void {
  pen.shadowColor = fade(mix(light.ambient, '#1a1f4a', 0.75), 0.7)
  pen.shadowBlur = 9 * pixelsPerUnitX
}

/** In the dark an edge of light on the moon's side: without it a black cat at night is a hole in the picture. */
function paintRim({ pen, light, body }: Painting, item: PlacedSubject, plain: Canvas): void {
  const canvas = createCanvas(plain.width, plain.height)
  const rim = canvas.getContext('2d')
  rim.drawImage(plain, 0, 0)
  rim.globalCompositeOperation = 'source-in'
  rim.fillStyle = fade(lighten(light.glow, 0.35), 0.6)
  rim.fillRect(0, 0, canvas.width, canvas.height)
  const side = body.x < item.x !== item.mirrored ? -1 : 1
  pen.drawImage(canvas, -item.width / 2 + side * 3, -item.height / 2 - 3, item.width, item.height)
}

/** A breath of light behind each subject parts it from a background of its own colour. */
function paintHalo(painting: Painting, item: PlacedSubject): void {
  const { pen, light, layout } = painting
  const centre = item.habitat === 'air' || layout.submerged ? item.y : item.y - item.height / 2
  const alpha = light.lampsLit ? 0.3 : 0.16
  paintGlow(pen, {
    x: item.x,
    y: centre,
    radius: Math.max(item.width, item.height) * 0.85,
    colour: mix(light.glow, light.haze, 0.4),
    alpha,
  })
}

function paintShadow(painting: Painting, item: PlacedSubject): void {
  const { pen, light, body } = painting
  const lean = Math.max(-1, Math.min(1, (item.x - body.x) / 600)) * (light.bodyHeight < 0.2 ? 0.3 : 0.14)
  const colour = mix(light.ambient, '#0e0b28', 0.85)
  pen.fillStyle = fade(colour, 0.1)
  fillEllipse(
    pen,
    item.x + lean * item.width,
    item.y + item.height * 0.012,
    item.width * 0.6,
    Math.max(7, item.height * 0.055),
  )
  pen.fillStyle = fade(colour, 0.26)
  fillEllipse(pen, item.x + lean * item.width * 0.4, item.y - 1, item.width * 0.42, Math.max(4, item.height * 0.03))
}

/** Nothing grows here that could cover feet. */
const paved: ReadonlySet<string> = new Set(['space', 'city', 'harbour', 'sky', 'plain background'])

/** A few blades or flakes over the feet seat the drawing in the ground. */
function paintFooting(painting: Painting, item: PlacedSubject): void {
  const { pen, scene, layout } = painting
  if (layout.window !== null || layout.submerged || paved.has(scene.place)) return
  const random = painting.random(`footing ${Math.round(item.x)}`)
  const snowy = scene.weather.includes('snow') || scene.place === 'snow'
  const bare = scene.place === 'desert' || scene.place === 'beach' || scene.place === 'sea' || scene.place === 'island'
  const colour = lit(
    painting,
    snowy
      ? '#eef4fb'
      : scene.place === 'sea'
        ? '#8f8775'
        : bare
          ? '#d9bb85'
          : scene.season === 'autumn'
            ? '#b9762f'
            : '#5f9a45',
  )
  pen.fillStyle = colour
  const count = Math.round(item.width / 16) + 4
  for (let index = 0; index < count; index++) {
    const x = item.x + random.between(-0.52, 0.52) * item.width
    const y = item.y + random.between(1, 7)
    if (snowy || bare) {
      fillEllipse(pen, x, y, random.between(7, 18), random.between(3, 6))
      continue
    }
    const rise = random.between(8, 20)
    const lean = random.between(-6, 6)
    fillPolygon(pen, [
      [x - 3, y],
      [x + lean, y - rise],
      [x + 3, y],
    ])
  }
}

function paintReflection(painting: Painting, item: PlacedSubject, sprite: Canvas): void {
  const { pen, layout, width } = painting
  pen.save()
  pen.beginPath()
  pen.rect(0, item.y, width, Math.max(0, (layout.water?.end ?? item.y) - item.y - 16))
  pen.clip()
  pen.globalAlpha = 0.24
  pen.translate(item.x, item.y)
  pen.scale(item.mirrored ? -1 : 1, -0.55)
  pen.drawImage(sprite, -item.width / 2, -item.height, item.width, item.height)
  pen.restore()
}

/** The hull's edge is hidden by the water it pushes aside. */
function paintWaterline(painting: Painting, item: PlacedSubject): void {
  const { pen, light } = painting
  const random = painting.random(`waterline ${Math.round(item.x)}`)
  const water = mix(light.sky[1], lit(painting, '#2f86b8'), 0.6)
  pen.fillStyle = water
  fillEllipse(pen, item.x, item.y + 3, item.width * 0.42, Math.max(5, item.height * 0.022))
  pen.strokeStyle = fade(lighten(water, 0.5), 0.75)
  pen.lineCap = 'round'
  pen.lineWidth = 3
  for (let ring = 0; ring < 4; ring++) {
    const y = item.y + 1 + ring * 6
    const half = item.width * random.between(0.26, 0.56) * (1 - ring * 0.13)
    const x = item.x + random.between(-0.1, 0.1) * item.width
    pen.beginPath()
    pen.moveTo(x - half, y)
    pen.quadraticCurveTo(x, y + 5, x + half, y)
    pen.stroke()
  }
}

function lampOf(
  painting: Painting,
  item: PlacedSubject,
  top: number,
): { x: number; y: number; reach: number; colour: Colour; strength: number; beam: boolean } | null {
  const { drawing, view } = item.figure
  const lamp = drawing.light
  if (lamp === undefined) return null
  const scale = item.height / view.height
  const offset = ((lamp.x - view.x) / view.width - 0.5) * item.width * (item.mirrored ? -1 : 1)
  const dim = painting.light.lampsLit
    ? 1
    : painting.scene.weather.some((name) => name === 'fog' || name === 'rain' || name === 'storm')
      ? 0.75
      : 0.3
  return {
    x: item.x + offset,
    y: top + (lamp.y - view.y) * scale,
    reach: lamp.reach * scale,
    colour: lamp.colour,
    strength: dim,
    beam: lamp.beam === true,
  }
}

function paintLampGlow(painting: Painting, item: PlacedSubject, top: number): void {
  const lamp = lampOf(painting, item, top)
  if (lamp === null) return
  paintGlow(painting.pen, {
    x: lamp.x,
    y: lamp.y,
    radius: lamp.reach * 1.5,
    colour: lamp.colour,
    alpha: 0.55 * lamp.strength,
  })
}

/** The lighthouse's two beams, behind the tower. */
function paintBeam(painting: Painting, item: PlacedSubject): void {
  const { pen, width } = painting
  const lamp = lampOf(painting, item, item.y - item.height)
  if (lamp === null || !lamp.beam || lamp.strength < 0.5) return
  const toLeft = item.x > width / 2
  pen.save()
  pen.globalCompositeOperation = 'screen'
  for (const [side, reach, alpha] of [
    [toLeft ? -1 : 1, 760, 0.62],
    [toLeft ? 1 : -1, 420, 0.4],
  ] as const) {
    const gradient = pen.createLinearGradient(lamp.x, 0, lamp.x + side * reach, 0)
    gradient.addColorStop(0, fade(lamp.colour, alpha * lamp.strength))
    gradient.addColorStop(1, fade(lamp.colour, 0))
    pen.fillStyle = gradient
    fillPolygon(pen, [
      [lamp.x, lamp.y - 6],
      [lamp.x + side * reach, lamp.y - reach * 0.17],
      [lamp.x + side * reach, lamp.y + reach * 0.05],
      [lamp.x, lamp.y + 6],
    ])
  }
  pen.restore()
}
