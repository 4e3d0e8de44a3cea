import { fade } from '../colour.ts'
import { foliage } from '../painting.ts'
import type { Painting } from '../painting.ts'
import type { Weather } from './weather.ts'

export const wind: Weather = {
  words: ['wind', 'windy', 'breeze', 'breezy', 'gale', 'gust', 'gusty', 'windswept'],
  clouds: 0.35,
  paintOver: (painting) => {
    paintGusts(painting)
    paintLeaves(painting)
  },
}

/** Long strokes that end in a curl. */
function paintGusts(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('gusts')
  pen.save()
  pen.lineCap = 'round'
  for (let gust = 0; gust < Math.round((width / 1000) * 9); gust++) {
    const x = random.between(-0.1, 0.8) * width
    const y = random.between(0.12, 0.85) * height
    const length = random.between(180, 380)
    const curl = random.between(16, 34)
    pen.strokeStyle = fade('#ffffff', random.between(0.35, 0.65))
    pen.lineWidth = random.between(3, 5.5)
    pen.beginPath()
    pen.moveTo(x, y)
    pen.bezierCurveTo(x + length * 0.3, y - 26, x + length * 0.6, y + 22, x + length, y)
    if (random.chance(0.6)) pen.arc(x + length, y - curl, curl, Math.PI / 2, -Math.PI * 0.9, true)
    pen.stroke()
  }
  pen.restore()
}

function paintLeaves(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('leaves')
  for (let leaf = 0; leaf < Math.round((width / 1000) * 26); leaf++) {
    pen.save()
    pen.translate(random.between(0, width), random.between(0.15, 0.95) * height)
    pen.rotate(random.between(0, Math.PI * 2))
    const size = random.between(6, 15)
    pen.fillStyle = fade(foliage(painting, random.pick(['#7fb24a', '#d99a3a', '#a4c25a']), random), 0.9)
    pen.beginPath()
    pen.moveTo(-size, 0)
    pen.quadraticCurveTo(0, -size * 0.8, size, 0)
    pen.quadraticCurveTo(0, size * 0.8, -size, 0)
    pen.fill()
    pen.restore()
  }
}
