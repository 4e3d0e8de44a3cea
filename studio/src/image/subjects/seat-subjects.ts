import type { PlacedSubject } from './arrange-subjects.ts'
import { scaleBy } from './scale-by.ts'
import { isLongSeat, seatOf } from './seats.ts'

/** Puts each onto what bears it, as large as that takes; says how far back it is to be painted. */
export function seatSubjects(
  groups: readonly PlacedSubject[][],
  standing: readonly PlacedSubject[],
): Map<PlacedSubject, number> {
  const depths = new Map<PlacedSubject, number>()
  const bearers = new Map<PlacedSubject, PlacedSubject[]>()
  for (const item of groups.flat()) {
    const all = standing.filter(({ subject }) => subject.drawing === item.subject.on)
    const bearer = all[(isLongSeat(item.subject.on ?? '') ? 0 : depths.size) % Math.max(1, all.length)]
    if (bearer === undefined) continue
    bearers.set(bearer, [...(bearers.get(bearer) ?? []), item])
    depths.set(item, bearer.y + 0.5)
  }
  for (const [bearer, riders] of bearers) {
    const room = bearer.width * (riders.length > 1 || isLongSeat(bearer.subject.drawing) ? 0.86 : 0.8)
    const total = riders.reduce((sum, { width }) => sum + width, 0)
    const tallest = Math.max(...riders.map(({ height }) => height))
    const scale = Math.min(1, room / total, (bearer.height * 1.3) / tallest)
    const gap = (room - total * scale) / (riders.length + 1)
    const foot = bearer.y - bearer.height * (1 - (seatOf(bearer.subject.drawing)?.down ?? 0))
    let x = bearer.x - room / 2 + gap
    for (const rider of riders) {
      scaleBy(rider, scale)
      // Of the air: on a seat there is no shadow on the ground and no grass about the feet.
      rider.habitat = 'air'
      rider.angle = 0
      rider.x = x + rider.width / 2
      rider.y = foot - rider.height / 2 + rider.height * 0.03
      x += rider.width + gap
    }
  }
  return depths
}
