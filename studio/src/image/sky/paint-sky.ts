import { fade, mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { fillCircle, paintGlow, verticalGradient } from '../shapes.ts'
import { weathers } from '../weathers/weathers.ts'
import { paintClouds } from './paint-clouds.ts'

export function paintSky(painting: Painting): void {
  const { pen, width, height, layout, light, scene } = painting
  const [top, middle, low] = light.sky
  const bottom = layout.weightless ? height : layout.horizon + 20
  pen.fillStyle = verticalGradient(pen, 0, bottom, [
    [0, top],
    [0.55, middle],
    [1, low],
  ])
  pen.fillRect(0, 0, width, height)
  paintStars(painting)
  for (const name of scene.weather) weathers[name].paintSky?.(painting)
  paintBody(painting)
  if (!scene.without.has('cloud')) paintClouds(painting)
}

function paintStars(painting: Painting): void {
  const { pen, width, layout, light, scene } = painting
  if (light.stars <= 0 || scene.without.has('star')) return
  const random = painting.random('stars')
  const count = Math.round(light.stars * width * 0.2)
  for (let index = 0; index < count; index++) {
    const x = random.between(0, width)
    // Squared: dense above, thin towards the haze of the horizon.
    const y = random.next() ** 1.5 * layout.horizon * 0.95
    const radius = 0.6 + random.next() ** 5 * 3
    const alpha = random.between(0.35, 1) * (1 - (y / layout.horizon) * 0.75) * Math.min(1, light.stars + 0.3)
    pen.fillStyle = fade(random.pick(['#ffffff', '#fff4d8', '#d7e6ff']), alpha)
    fillCircle(pen, x, y, radius)
    if (radius > 2.4) paintSparkle(painting, x, y, radius * 3.4, alpha)
  }
}

function paintSparkle({ pen }: Painting, x: number, y: number, reach: number, alpha: number): void {
  pen.fillStyle = fade('#ffffff', alpha * 0.85)
  pen.beginPath()
  for (let point = 0; point < 8; point++) {
    const angle = (point * Math.PI) / 4
    const distance = point % 2 === 0 ? reach : reach * 0.16
    pen.lineTo(x + Math.cos(angle) * distance, y + Math.sin(angle) * distance)
  }
  pen.closePath()
  pen.fill()
}

function paintBody(painting: Painting): void {
  const { light, scene, layout } = painting
  const overcast = scene.weather.some((name) => weathers[name].hidesBody === true)
  if (light.body === 'sun' && scene.without.has('sun')) return
  if (light.body === 'moon' && scene.without.has('moon')) return
  const { x, y } = painting.body
  const { pen } = painting
  const low = light.bodyHeight < 0.2
  paintGlow(pen, { x, y, radius: low ? 620 : 420, colour: light.glow, alpha: overcast ? 0.35 : low ? 0.75 : 0.5 })
  if (light.body === 'none' || (overcast && !scene.moonAsked)) return
  if (light.body === 'moon') return paintMoon(painting)
  const radius = low ? 74 : 54
  paintGlow(pen, { x, y, radius: radius * 2.6, colour: light.bodyColour, alpha: 0.7 })
  pen.fillStyle = light.bodyColour
  fillCircle(pen, x, Math.min(y, layout.horizon + radius * 0.3), radius)
}

function paintMoon(painting: Painting): void {
  const { pen, light, scene } = painting
  const { x, y } = painting.body
  const random = painting.random('moon')
  // Of a crescent little is left.
  const radius = scene.moonPhase === 'full' ? 58 : 84
  paintGlow(pen, { x, y, radius: radius * 2.8, colour: light.bodyColour, alpha: 0.4 })
  pen.save()
  pen.beginPath()
  if (scene.moonPhase === 'full') pen.arc(x, y, radius, 0, Math.PI * 2)
  else outlineMoon(painting, radius, scene.moonPhase === 'half' ? 0 : 0.68)
  pen.clip()
  pen.fillStyle = light.bodyColour
  fillCircle(pen, x, y, radius)
  pen.fillStyle = fade(mix(light.bodyColour, '#8d8aa8', 0.5), 0.4)
  for (let crater = 0; crater < 7; crater++) {
    const angle = random.between(0, Math.PI * 2)
    const distance = random.between(0.1, 0.8) * radius
    fillCircle(pen, x + Math.cos(angle) * distance, y + Math.sin(angle) * distance, radius * random.between(0.07, 0.2))
  }
  // A soft terminator gives the disc volume.
  pen.fillStyle = fade(mix(light.sky[1], light.bodyColour, 0.3), 0.4)
  pen.beginPath()
  pen.rect(x - radius, y - radius, radius * 2, radius * 2)
  pen.arc(x + radius * 0.2, y - radius * 0.16, radius * 1.04, 0, Math.PI * 2)
  pen.fill('evenodd')
  pen.restore()
}

/** The lit right limb, and the edge of the shadow: an ellipse as far from a straight line as `hollow`, 0 to 1, says. */
function outlineMoon({ pen, body: { x, y } }: Painting, radius: number, hollow: number): void {
  const lean = Math.PI / 7
  pen.arc(x, y, radius, lean - Math.PI / 2, lean + Math.PI / 2)
  pen.ellipse(x, y, radius * hollow, radius, lean, Math.PI / 2, -Math.PI / 2, true)
  pen.closePath()
}
