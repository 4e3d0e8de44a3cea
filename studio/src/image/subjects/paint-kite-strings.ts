import { fade } from '../colour.ts'
import type { Pen } from '../painting.ts'
import { anatomyOf } from './anatomy.ts'
import type { PlacedSubject } from './arrange-subjects.ts'
import { isBoundToGround } from './seats.ts'

/** From each kite in the air to a hand of somebody below who has none yet. */
export function paintKiteStrings(pen: Pen, placed: readonly PlacedSubject[]): void {
  const people = placed.filter(({ subject, habitat }) => habitat === 'ground' && isBoundToGround(subject.drawing))
  const kites = placed.filter(({ subject, habitat }) => subject.drawing === 'kite' && habitat === 'air')
  pen.strokeStyle = fade('#f4f1ea', 0.9)
  pen.lineWidth = 3
  for (const [index, kite] of kites.entries()) {
    const owner = people[index % Math.max(1, people.length)]
    if (owner === undefined) return
    const { drawing, view } = owner.figure
    const { hands } = anatomyOf(owner.subject.drawing, drawing)
    const shares = hands.map((hand) => (hand.x - view.x) / view.width - 0.5)
    const side = kite.x < owner.x ? Math.min(...shares) : Math.max(...shares)
    const [hand] = hands
    const x = owner.x + side * owner.width
    const y = owner.y - owner.height * (1 - (hand.y - view.y) / view.height)
    pen.beginPath()
    pen.moveTo(x, y)
    pen.quadraticCurveTo(
      (x + kite.x) / 2 + (kite.x - x) * 0.15,
      (y + kite.y) / 2 + Math.abs(y - kite.y) * 0.18,
      kite.x,
      kite.y,
    )
    pen.stroke()
  }
}
