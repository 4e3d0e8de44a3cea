import type { Colour } from '../colour.ts'
import { darken, fade, lighten } from '../colour.ts'
import type { Painting, Pen } from '../painting.ts'
import { foliage, isSnowy, lit } from '../painting.ts'
import type { Random } from '../random.ts'
import { fillCircle, fillEllipse, fillPolygon } from '../shapes.ts'

/** Where a plant stands: its foot, its height, and how far off it is (0 near, 1 at the horizon). */
interface Spot {
  x: number
  y: number
  size: number
  depth: number
}

export function paintPine(painting: Painting, { x, y, size, depth }: Spot, random: Random): void {
  if (painting.scene.without.has('tree')) return
  const { pen } = painting
  const green = lit(painting, random.pick(['#2f6b4f', '#28614a', '#3a7a55']), depth)
  const snowy = isSnowy(painting)
  pen.fillStyle = lit(painting, '#5b4334', depth)
  pen.fillRect(x - size * 0.03, y - size * 0.16, size * 0.06, size * 0.16)
  for (let tier = 0; tier < 4; tier++) {
    const bottom = y - size * (0.1 + tier * 0.2)
    const half = size * (0.27 - tier * 0.05)
    const top = bottom - size * 0.36
    pen.fillStyle = green
    fillPolygon(pen, [
      [x - half, bottom],
      [x, top],
      [x + half, bottom],
      [x, bottom + size * 0.035],
    ])
    pen.fillStyle = darken(green, 0.18)
    fillPolygon(pen, [
      [x + half * 0.1, bottom + size * 0.03],
      [x, top],
      [x + half, bottom],
    ])
    if (!snowy) continue
    pen.fillStyle = lit(painting, '#f3f8fd', depth)
    fillPolygon(pen, [
      [x - half * 0.75, bottom - size * 0.06],
      [x, top],
      [x + half * 0.6, bottom - size * 0.1],
      [x + half * 0.1, bottom - size * 0.14],
    ])
  }
}

export function paintRoundTree(painting: Painting, { x, y, size, depth }: Spot, random: Random): void {
  if (painting.scene.without.has('tree')) return
  const { pen } = painting
  const leaf = lit(painting, foliage(painting, random.pick(['#4f9a4a', '#5fa84e', '#3f8a4c']), random), depth)
  pen.fillStyle = lit(painting, '#6b4a35', depth)
  fillPolygon(pen, [
    [x - size * 0.045, y],
    [x - size * 0.025, y - size * 0.5],
    [x + size * 0.025, y - size * 0.5],
    [x + size * 0.045, y],
  ])
  const puffs = [
    [-0.17, -0.52, 0.19],
    [0.17, -0.54, 0.18],
    [0, -0.7, 0.23],
    [0, -0.5, 0.2],
  ] as const
  pen.fillStyle = darken(leaf, 0.16)
  for (const [dx, dy, radius] of puffs) fillCircle(pen, x + dx * size, y + dy * size, radius * size)
  pen.fillStyle = leaf
  for (const [dx, dy, radius] of puffs)
    fillCircle(pen, x + (dx - 0.025) * size, y + (dy - 0.035) * size, radius * size * 0.88)
  pen.fillStyle = fade(lighten(leaf, 0.3), 0.16)
  fillCircle(pen, x - size * 0.06, y - size * 0.74, size * 0.15)
}

export function paintBush(painting: Painting, { x, y, size, depth }: Spot, random: Random): void {
  if (painting.scene.without.has('bush')) return
  const { pen } = painting
  const leaf = lit(painting, foliage(painting, random.pick(['#3f7f46', '#4b8d4a', '#35743f']), random), depth)
  pen.fillStyle = leaf
  for (let puff = -2; puff <= 2; puff++) {
    const radius = size * (0.34 - Math.abs(puff) * 0.06) * random.between(0.85, 1.15)
    fillCircle(pen, x + puff * size * 0.26, y - radius * 0.55, radius)
  }
}

export function paintPalm(painting: Painting, { x, y, size, depth }: Spot, random: Random): void {
  if (painting.scene.without.has('tree')) return
  const { pen } = painting
  const lean = random.between(-0.16, 0.16) * size
  const topX = x + lean
  const topY = y - size * 0.78
  pen.save()
  pen.lineCap = 'round'
  pen.strokeStyle = lit(painting, '#8a6239', depth)
  pen.lineWidth = size * 0.055
  pen.beginPath()
  pen.moveTo(x, y)
  pen.quadraticCurveTo(x + lean * 0.15, y - size * 0.45, topX, topY)
  pen.stroke()
  const leaf = lit(painting, '#3f9150', depth)
  for (let frond = 0; frond < 9; frond++) {
    const angle = Math.PI * (0.95 + (frond / 8) * 1.1) + random.between(-0.08, 0.08)
    const reach = size * random.between(0.34, 0.44)
    const endX = topX + Math.cos(angle) * reach
    const endY = topY + Math.sin(angle) * reach * 0.62 + reach * 0.3
    pen.fillStyle = frond % 2 === 0 ? leaf : darken(leaf, 0.16)
    pen.beginPath()
    pen.moveTo(topX, topY)
    pen.quadraticCurveTo(
      topX + Math.cos(angle) * reach * 0.6,
      topY - reach * 0.32 + Math.sin(angle) * reach * 0.4,
      endX,
      endY,
    )
    pen.quadraticCurveTo(
      topX + Math.cos(angle) * reach * 0.45,
      topY - reach * 0.04 + Math.sin(angle) * reach * 0.3,
      topX,
      topY,
    )
    pen.fill()
  }
  pen.fillStyle = lit(painting, '#6b4527', depth)
  for (const dx of [-0.025, 0.025]) fillCircle(pen, topX + dx * size, topY + size * 0.025, size * 0.028)
  pen.restore()
}

export function paintCactus(painting: Painting, { x, y, size, depth }: Spot): void {
  if (painting.scene.without.has('cactus')) return
  const { pen } = painting
  pen.save()
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  const green = lit(painting, '#4c8a5a', depth)
  const limb = (points: readonly (readonly [number, number])[], thickness: number, colour: Colour): void => {
    pen.strokeStyle = colour
    pen.lineWidth = thickness * size
    pen.beginPath()
    points.forEach(([dx, dy], index) =>
      index === 0 ? pen.moveTo(x + dx * size, y + dy * size) : pen.lineTo(x + dx * size, y + dy * size),
    )
    pen.stroke()
  }
  limb(
    [
      [0, -0.04],
      [0, -0.9],
    ],
    0.16,
    green,
  )
  limb(
    [
      [0, -0.36],
      [-0.25, -0.36],
      [-0.25, -0.62],
    ],
    0.11,
    green,
  )
  limb(
    [
      [0, -0.48],
      [0.24, -0.48],
      [0.24, -0.76],
    ],
    0.11,
    green,
  )
  limb(
    [
      [-0.04, -0.08],
      [-0.04, -0.88],
    ],
    0.025,
    lighten(green, 0.18),
  )
  pen.restore()
}

export function paintRock(painting: Painting, { x, y, size, depth }: Spot, random: Random): void {
  if (painting.scene.without.has('rock')) return
  const { pen } = painting
  const stone = lit(painting, random.pick(['#8b8794', '#7d7a88', '#968f92']), depth)
  const top = y - size * random.between(0.45, 0.6)
  const left = x - size * 0.55
  const right = x + size * 0.55
  pen.fillStyle = stone
  fillPolygon(pen, [
    [left, y],
    [x - size * 0.42, y - size * 0.3],
    [x - size * 0.12, top],
    [x + size * 0.24, top + size * 0.08],
    [x + size * 0.46, y - size * 0.22],
    [right, y],
  ])
  pen.fillStyle = darken(stone, 0.2)
  fillPolygon(pen, [
    [x + size * 0.02, y],
    [x + size * 0.08, top + size * 0.2],
    [x + size * 0.24, top + size * 0.08],
    [x + size * 0.46, y - size * 0.22],
    [right, y],
  ])
  pen.fillStyle = isSnowy(painting) ? lit(painting, '#f5f9fd', depth) : lighten(stone, 0.14)
  fillPolygon(pen, [
    [x - size * 0.36, y - size * 0.33],
    [x - size * 0.12, top],
    [x + size * 0.22, top + size * 0.08],
    [x - size * 0.02, top + size * 0.16],
  ])
}

export function paintGrass(pen: Pen, { x, y, size }: Omit<Spot, 'depth'>, colour: Colour, random: Random): void {
  pen.fillStyle = colour
  const blades = random.whole(4, 7)
  for (let blade = 0; blade < blades; blade++) {
    const root = x + (blade - blades / 2) * size * 0.12
    const tip = root + random.between(-0.35, 0.35) * size
    const rise = size * random.between(0.6, 1.05)
    pen.beginPath()
    pen.moveTo(root - size * 0.05, y)
    pen.quadraticCurveTo(root, y - rise * 0.6, tip, y - rise)
    pen.quadraticCurveTo(root + size * 0.09, y - rise * 0.5, root + size * 0.06, y)
    pen.fill()
  }
}

export function paintFlower(painting: Painting, { x, y, size }: Omit<Spot, 'depth'>, random: Random): void {
  if (painting.scene.without.has('flower')) return
  const { pen } = painting
  const petal = lit(painting, random.pick(['#ff7aa8', '#ffd24a', '#ffffff', '#b78bff', '#ff6b5e', '#7fb4ff']))
  pen.strokeStyle = lit(painting, '#3f8a45')
  pen.lineWidth = size * 0.1
  pen.beginPath()
  pen.moveTo(x, y)
  pen.lineTo(x, y - size)
  pen.stroke()
  pen.fillStyle = petal
  for (let index = 0; index < 5; index++) {
    const angle = (index / 5) * Math.PI * 2 - Math.PI / 2
    fillEllipse(
      pen,
      x + Math.cos(angle) * size * 0.22,
      y - size + Math.sin(angle) * size * 0.22,
      size * 0.19,
      size * 0.19,
    )
  }
  pen.fillStyle = lit(painting, '#ffb02e')
  fillCircle(pen, x, y - size, size * 0.14)
}
