import type { Colour } from '../colour.ts'
import { fade, mix } from '../colour.ts'
import type { Painting, Pen } from '../painting.ts'
import type { Random } from '../random.ts'
import { weathers } from '../weathers/weathers.ts'

interface CloudColours {
  light: Colour
  shade: Colour
  alpha: number
}

/** As many clouds as the cloudiest weather of the scene asks for. */
export function paintClouds(painting: Painting): void {
  const { width, layout, light, scene } = painting
  const cover = Math.max(...scene.weather.map((name) => weathers[name].clouds))
  const random = painting.random('clouds')
  if (cover > 0.7) paintCloudBank(painting, cover, random)
  const count = Math.round((width / 1000) * (2 + cover * 9))
  const ceiling = layout.horizon
  const rows = Array.from({ length: cover > 0 ? count : Math.min(count, 3) }, () => random.next()).sort((a, b) => b - a)
  for (const row of rows) {
    // row 1 lies far off near the horizon, small and hazy; row 0 hangs above us.
    const size = (1 - row * 0.7) * random.between(190, 340) * (0.75 + cover * 0.5)
    const colours = {
      light: mix(light.cloudLight, light.sky[2], row * 0.45),
      shade: mix(light.cloudShade, light.sky[2], row * 0.45),
      alpha: 0.92 - row * 0.25,
    }
    const x = random.between(-0.05, 1.05) * width
    const y = ceiling * (0.14 + row * 0.62) + random.between(-30, 30)
    // Sun and moon stay in the open, unless the sky is closed.
    if (
      cover <= 0.7 &&
      Math.abs(x - painting.body.x) < size * 0.5 + 50 &&
      Math.abs(y - size * 0.12 - painting.body.y) < size * 0.2 + 60
    )
      continue
    paintCloud(painting.pen, { x, y, width: size }, colours, random)
  }
}

/** An overcast roof: rows of great clouds, darkest on top. */
function paintCloudBank(painting: Painting, cover: number, random: Random): void {
  const { pen, width, layout, light } = painting
  for (let row = 3; row >= 0; row--) {
    const depth = row / 3
    const y = layout.horizon * (0.06 + depth * 0.36) * cover
    const colours = {
      light: mix(light.cloudLight, light.sky[1], 0.2 + depth * 0.35),
      shade: mix(light.cloudShade, light.sky[0], 0.35 - depth * 0.2),
      alpha: 0.75,
    }
    const spacing = 230 - depth * 60
    for (let x = -60; x < width + 120; x += spacing * random.between(0.7, 1.2)) {
      paintCloud(
        pen,
        { x, y: y + random.between(-26, 26), width: random.between(330, 520) * (1 - depth * 0.35) },
        colours,
        random,
      )
    }
  }
}

/** One heap of puffs as a single shape, so that no overlap ever shows; the lit part is the same shape moved up. */
export function paintCloud(
  pen: Pen,
  { x, y, width }: { x: number; y: number; width: number },
  { light, shade, alpha }: CloudColours,
  random: Random,
): void {
  const puffs = random.whole(5, 7)
  const circles = Array.from({ length: puffs }, (_, index) => {
    const along = puffs === 1 ? 0 : (index / (puffs - 1)) * 2 - 1
    const radius = width * (0.1 + 0.11 * (1 - along * along)) * random.between(0.85, 1.2)
    return { x: x + along * width * 0.4, y: y - radius * random.between(0.5, 0.85), radius }
  })
  const trace = (dx: number, dy: number): void => {
    pen.beginPath()
    for (const circle of circles) {
      pen.moveTo(circle.x + dx + circle.radius, circle.y + dy)
      pen.arc(circle.x + dx, circle.y + dy, circle.radius, 0, Math.PI * 2)
    }
    pen.roundRect(x - width * 0.5 + dx, y - width * 0.1 + dy, width, width * 0.1, width * 0.05)
  }
  pen.save()
  trace(0, 0)
  pen.fillStyle = fade(shade, alpha)
  pen.fill()
  pen.clip()
  // Two steps between shade and light: flat enough for the style, soft enough not to look cut out.
  trace(-width * 0.012, -width * 0.03)
  pen.fillStyle = fade(mix(shade, light, 0.6), alpha)
  pen.fill()
  trace(-width * 0.028, -width * 0.07)
  pen.fillStyle = fade(light, alpha)
  pen.fill()
  pen.restore()
}
