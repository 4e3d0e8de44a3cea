import { fade } from '../image/colour.ts'
import type { Painting } from '../image/painting.ts'
import type { PlaceName } from '../image/places/places.ts'
import { fillCircle, paintGlow } from '../image/shapes.ts'
import type { Frame, Stage } from './stage.ts'
import { depthAt, depths } from './stage.ts'

type Paint = (frame: Frame) => void
type Make = (stage: Stage, painting: Painting) => Paint | null

/** What lives in a place by itself, before its subjects. To add some: an entry here. */
const makers: Partial<Record<PlaceName, Make>> = {
  underwater: makeBubbles,
  space: makeShootingStars,
  forest: makeFireflies,
  meadow: (stage, painting) => makeFireflies(stage, painting) ?? makeBirds(stage, painting),
  mountains: makeBirds,
  sea: makeBirds,
  beach: makeBirds,
  island: makeBirds,
  cliff: makeBirds,
  harbour: makeBirds,
  village: makeBirds,
}

export function makePlaceMotion(stage: Stage, painting: Painting): Paint | null {
  const { place } = painting.scene
  return place === 'abstract' ? null : (makers[place]?.(stage, painting) ?? null)
}

function makeBubbles(stage: Stage, painting: Painting): Paint {
  const random = painting.random('bubbles in motion')
  const bubbles = Array.from({ length: Math.round((stage.width / 1000) * 34) }, () => ({
    x: random.between(0, stage.width),
    start: random.between(0, 1),
    radius: random.between(3, 13),
    phase: random.between(0, Math.PI * 2),
  }))
  return (frame) => {
    const { pen, seconds } = frame
    for (const { x, start, radius, phase } of bubbles) {
      // Large ones rise faster.
      const share = (start + seconds * (0.05 + radius * 0.009)) % 1
      frame.look(0.5 + radius / 20)
      const [atX, atY] = [x + 14 * Math.sin(seconds * 1.8 + phase), stage.height * (1.05 - share * 1.1)]
      pen.fillStyle = fade('#dff6ff', 0.16)
      fillCircle(pen, atX, atY, radius)
      pen.strokeStyle = fade('#ffffff', 0.55)
      pen.lineWidth = 1.6
      pen.stroke()
      pen.fillStyle = fade('#ffffff', 0.8)
      fillCircle(pen, atX - radius * 0.35, atY - radius * 0.35, radius * 0.2)
    }
  }
}

function makeShootingStars(stage: Stage, painting: Painting): Paint {
  const random = painting.random('shooting stars')
  const stars = Array.from({ length: 6 }, (_, index) => ({
    start: 0.7 + index * 1.7 + random.between(0, 0.8),
    x: random.between(0.2, 1) * stage.width,
    y: random.between(0.03, 0.35) * stage.height,
    fall: random.between(0.25, 0.5),
  }))
  return (frame) => {
    const { pen, seconds } = frame
    frame.look(depths.sky)
    pen.lineCap = 'round'
    for (const { start, x, y, fall } of stars) {
      const age = (seconds - start) / 0.7
      if (age < 0 || age > 1) continue
      const [headX, headY] = [x - 420 * age, y + 420 * fall * age]
      const length = 130 * Math.sin(age * Math.PI)
      const trail = pen.createLinearGradient(headX, headY, headX + length, headY - length * fall)
      trail.addColorStop(0, 'rgba(255,255,255,0.95)')
      trail.addColorStop(1, 'rgba(255,255,255,0)')
      pen.strokeStyle = trail
      pen.lineWidth = 3.2
      pen.beginPath()
      pen.moveTo(headX, headY)
      pen.lineTo(headX + length, headY - length * fall)
      pen.stroke()
    }
  }
}

/** Only in the dark, and not in the cold or wet. */
function makeFireflies(stage: Stage, painting: Painting): Paint | null {
  const { light, scene, layout } = painting
  if (!light.lampsLit || scene.weather.some((name) => name === 'snow' || name === 'rain' || name === 'storm'))
    return null
  const random = painting.random('fireflies')
  const flies = Array.from({ length: Math.round((stage.width / 1000) * 22) }, () => ({
    x: random.between(0, stage.width),
    y: random.between(layout.horizon * 0.8, stage.height * 0.97),
    reach: random.between(20, 60),
    speed: random.between(0.25, 0.7),
    phase: random.between(0, Math.PI * 2),
  }))
  return (frame) => {
    const { pen, seconds } = frame
    for (const { x, y, reach, speed, phase } of flies) {
      const strength = Math.max(0, Math.sin(seconds * speed * 4 + phase))
      if (strength < 0.06) continue
      frame.look(depthAt(stage, y), depths.ground)
      const atX = x + reach * Math.sin(seconds * speed * 2 + phase)
      const atY = y + reach * 0.5 * Math.cos(seconds * speed * 3 + phase * 2)
      paintGlow(pen, { x: atX, y: atY, radius: 24, colour: '#d8ff7a', alpha: 0.55 * strength })
      pen.fillStyle = fade('#f6ffd0', strength)
      fillCircle(pen, atX, atY, 2.6)
    }
  }
}

/** A few far birds by day: two strokes each that beat. */
function makeBirds(stage: Stage, painting: Painting): Paint | null {
  const { light, scene, layout } = painting
  const isHarsh = scene.weather.some((name) => name === 'snow' || name === 'rain' || name === 'storm' || name === 'fog')
  if (light.stars > 0.1 || isHarsh || scene.without.has('bird')) return null
  const random = painting.random('birds in motion')
  const side = random.chance(0.5) ? 1 : -1
  const [startX, startY] = [random.between(0.2, 0.8) * stage.width, random.between(0.2, 0.45) * layout.horizon]
  const birds = Array.from({ length: random.whole(3, 6) }, (_, index) => ({
    x: startX - side * index * random.between(26, 50),
    y: startY + (index % 2 === 0 ? 1 : -1) * index * random.between(7, 13),
    size: random.between(9, 15),
    phase: random.between(0, Math.PI * 2),
  }))
  return (frame) => {
    const { pen, seconds } = frame
    frame.look(depths.clouds)
    pen.lineCap = 'round'
    pen.strokeStyle = fade('#2b2a3f', 0.55)
    pen.lineWidth = 2.4
    for (const { x, y, size, phase } of birds) {
      const beat = Math.sin(seconds * 7 + phase)
      const atX = x + side * 30 * seconds
      const atY = y + 6 * Math.sin(seconds * 0.9 + phase)
      pen.beginPath()
      pen.moveTo(atX - size, atY - size * 0.5 * beat)
      pen.quadraticCurveTo(atX - size * 0.4, atY - size * 0.25, atX, atY)
      pen.quadraticCurveTo(atX + size * 0.4, atY - size * 0.25, atX + size, atY - size * 0.5 * beat)
      pen.stroke()
    }
  }
}
