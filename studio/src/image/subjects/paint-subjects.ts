import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import type { Colour } from '../colour.ts'
import { fade, lighten, mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { lit } from '../painting.ts'
import { fillEllipse, fillPolygon, paintGlow } from '../shapes.ts'
import type { PlacedSubject } from './arrange-subjects.ts'
import type { Lamp } from './drawing.ts'
import { lightPixels } from './light-pixels.ts'
import { rasterise } from './make-sprite.ts'

export async function paintSubject(painting: Painting, item: PlacedSubject): Promise<void> {
  const { pen, pixelsPerUnitX, pixelsPerUnitY, layout } = painting
  const plain = await rasterise(item.figure, item.width * pixelsPerUnitX, item.height * pixelsPerUnitY)
  const sprite = lightSprite(painting, item, plain)
  if (painting.scene.framing !== 'logo') paintHalo(painting, item)
  paintBeams(painting, item)
  const floats = item.habitat === 'water' && !layout.submerged && !layout.weightless
  if (item.habitat === 'ground') paintShadow(painting, item)
  if (floats) paintReflection(painting, item, sprite)
  const top =
    item.habitat === 'air' || (item.habitat === 'water' && layout.submerged)
      ? item.y - item.height / 2
      : item.y - item.height - item.lift
  if (item.subject.pose === 'running') paintSpeed(painting, item)
  pen.save()
  pen.translate(item.x, top + item.height / 2)
  pen.rotate(item.angle)
  pen.scale(item.mirrored ? -1 : 1, 1)
  if (painting.light.lampsLit && layout.window === null) paintRim(painting, item, plain)
  if (item.figure.isPale) edgePale(painting)
  pen.drawImage(sprite, -item.width / 2, -item.height / 2, item.width, item.height)
  pen.restore()
  if (floats) paintWaterline(painting, item)
  if (item.habitat === 'ground' && item.lift === 0) paintFooting(painting, item)
  paintLampGlow(painting, item, top)
}

/** Strokes of the air behind who runs. */
function paintSpeed({ pen }: Painting, { x, y, width, height, mirrored }: PlacedSubject): void {
  const back = mirrored ? -1 : 1
  pen.strokeStyle = fade('#ffffff', 0.7)
  pen.lineCap = 'round'
  pen.lineWidth = Math.max(3, height * 0.022)
  for (const [rise, from, to] of [
    [0.68, 0.56, 0.82],
    [0.45, 0.62, 0.98],
    [0.22, 0.56, 0.78],
  ] as const) {
    pen.beginPath()
    pen.moveTo(x + back * width * from, y - height * rise)
    pen.lineTo(x + back * width * to, y - height * rise)
    pen.stroke()
  }
}

/** The drawing under the picture's light: coloured by the hour, bright on the side of sun or moon. */
function lightSprite(painting: Painting, item: PlacedSubject, plain: Canvas): Canvas {
  const { light, body, layout, scene } = painting
  const canvas = createCanvas(plain.width, plain.height)
  const pen = canvas.getContext('2d')
  pen.drawImage(plain, 0, 0)
  if (scene.framing === 'logo') return canvas
  lightPixels(canvas, subjectLight(painting))
  const isFromLeft = body.x < item.x !== item.mirrored
  const [lit1, shaded] = isFromLeft ? [0, canvas.width] : [canvas.width, 0]
  const gradient = pen.createLinearGradient(lit1, 0, shaded, canvas.height * 0.6)
  gradient.addColorStop(0, fade(lighten(light.glow, 0.4), 0.42))
  gradient.addColorStop(0.5, fade(light.glow, 0))
  gradient.addColorStop(1, fade(mix(light.ambient, '#1a1538', 0.7), 0.4))
  // Soft light leaves black black and white white.
  pen.globalCompositeOperation = 'soft-light'
  pen.fillStyle = gradient
  pen.fillRect(0, 0, canvas.width, canvas.height)
  const shade = pen.createLinearGradient(lit1, 0, shaded, canvas.height * 0.6)
  shade.addColorStop(0.45, 'rgba(40,40,52,0)')
  shade.addColorStop(1, 'rgba(40,40,52,0.1)')
  pen.globalCompositeOperation = 'multiply'
  pen.fillStyle = shade
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.globalCompositeOperation = 'destination-in'
  pen.drawImage(plain, 0, 0)
  pen.globalCompositeOperation = 'source-atop'
  if (layout.submerged) veil(pen, canvas, lit(painting, '#1f8ab8'), 0.2)
  else if (scene.weather.includes('fog')) veil(pen, canvas, lighten(light.haze, 0.2), item.height > 380 ? 0.24 : 0.12)
  return canvas
}

/** Subjects take only part of the hour's colour: they are what the picture is about. */
function subjectLight({ light, layout, scene }: Painting): Colour {
  const share = scene.framing === 'wide' ? 0.5 : 0.34
  if (layout.window !== null) return mix('#ffffff', light.lampsLit ? '#ffd9a0' : light.ambient, 0.3)
  // Blue light in full would make all that is yellow, skin too, olive.
  return light.lampsLit
    ? mix('#ffffff', mix(light.ambient, '#8d86a0', 0.55), share)
    : mix('#ffffff', light.ambient, share)
}

function veil(pen: ReturnType<Canvas['getContext']>, canvas: Canvas, colour: Colour, alpha: number): void {
  pen.fillStyle = fade(colour, alpha)
  pen.fillRect(0, 0, canvas.width, canvas.height)
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
  const { x, width } = standOf(item)
  pen.fillStyle = fade(colour, 0.1)
  fillEllipse(pen, x + lean * width, item.y + item.height * 0.012, width * 0.6, Math.max(7, item.height * 0.055))
  pen.fillStyle = fade(colour, 0.26)
  fillEllipse(pen, x + lean * width * 0.4, item.y - 1, width * 0.42, Math.max(4, item.height * 0.03))
}

/** Where it meets the ground: an umbrella held aside does not. */
function standOf({ figure: { drawing, view }, x, width, mirrored }: PlacedSubject): { x: number; width: number } {
  if (drawing.stand === undefined) return { x, width }
  const { from, to } = drawing.stand
  const share = ((from + to) / 2 - view.x) / view.width - 0.5
  return { x: x + share * width * (mirrored ? -1 : 1), width: ((to - from) / view.width) * width }
}

/** Nothing grows here that could cover feet. */
const paved: ReadonlySet<string> = new Set(['space', 'city', 'harbour', 'sky', 'greenhouse', 'plain background'])

/** A few blades or flakes over the feet seat the drawing in the ground. */
function paintFooting(painting: Painting, item: PlacedSubject): void {
  const { pen, scene, layout } = painting
  if (layout.window !== null || layout.submerged || paved.has(scene.place)) return
  const random = painting.random(`footing ${Math.round(item.x)}`)
  const stand = standOf(item)
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
          : scene.season === 'autumn' || scene.place === 'savanna'
            ? '#b9823a'
            : '#5f9a45',
  )
  pen.fillStyle = colour
  const count = Math.round(stand.width / 16) + 4
  for (let index = 0; index < count; index++) {
    const x = stand.x + random.between(-0.52, 0.52) * stand.width
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

interface PlacedLamp extends Lamp {
  strength: number
}

/** Its lamps, where they are in the picture. */
function lampsOf({ light, scene }: Painting, item: PlacedSubject, top: number): PlacedLamp[] {
  const { drawing, view } = item.figure
  const scale = item.height / view.height
  const isDim = scene.weather.some((name) => name === 'fog' || name === 'rain' || name === 'storm')
  return (drawing.lamps ?? []).map((lamp) => ({
    ...lamp,
    x: item.x + ((lamp.x - view.x) / view.width - 0.5) * item.width * (item.mirrored ? -1 : 1),
    y: top + (lamp.y - view.y) * scale,
    reach: lamp.reach * scale,
    strength: light.lampsLit ? 1 : isDim ? 0.75 : 0.3,
  }))
}

function paintLampGlow(painting: Painting, item: PlacedSubject, top: number): void {
  for (const { x, y, reach, colour, strength } of lampsOf(painting, item, top))
    paintGlow(painting.pen, { x, y, radius: reach * 1.5, colour, alpha: 0.55 * strength })
}

/** The lighthouse's two beams, behind the tower. */
function paintBeams(painting: Painting, item: PlacedSubject): void {
  for (const lamp of lampsOf(painting, item, item.y - item.height))
    if (lamp.beam === true && lamp.strength >= 0.5) paintBeam(painting, item, lamp)
}

function paintBeam({ pen, width }: Painting, item: PlacedSubject, lamp: PlacedLamp): void {
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
