import type { Pixels } from '../image/pixels/pixels.ts'
import { takePixels, toCanvas } from '../image/pixels/pixels.ts'
import type { Random } from '../image/random.ts'

/** What is in the air in a season: of any picture, whether anything green is in it or not. */
const colours = {
  autumn: ['#c8541f', '#e08a2a', '#b23a1c', '#e3b23a', '#8f4a22'],
  spring: ['#f7c6d9', '#fbe3ec', '#f2a9c4', '#ffffff'],
} as const

const COUNT = 46

/** Leaves or petals, near ones large and far ones small. */
export function paintFalling(pixels: Pixels, season: keyof typeof colours, random: Random): Pixels {
  const canvas = toCanvas(pixels)
  const pen = canvas.getContext('2d')
  const unit = Math.sqrt(pixels.width * pixels.height) / 1000
  for (let leaf = 0; leaf < COUNT; leaf++) {
    const size = (season === 'autumn' ? 5 + 15 * random.next() ** 2 : 4 + 8 * random.next() ** 2) * unit
    pen.save()
    pen.translate(random.between(0, pixels.width), random.between(0, pixels.height))
    pen.rotate(random.between(0, Math.PI * 2))
    // Seen from the side as often as from above.
    pen.scale(1, random.between(0.35, 1))
    pen.fillStyle = random.pick(colours[season])
    pen.globalAlpha = 0.92
    pen.beginPath()
    pen.moveTo(-size, 0)
    pen.quadraticCurveTo(-size * 0.2, -size * 0.95, size, 0)
    pen.quadraticCurveTo(-size * 0.2, size * 0.95, -size, 0)
    pen.fill()
    pen.restore()
  }
  return takePixels(canvas)
}
