import type { PlacedSubject } from './arrange-subjects.ts'

/** Leans, sways or lifts what stands on the ground; who is asleep was drawn so. */
export function strikePose(item: PlacedSubject, index: number): void {
  if (item.habitat !== 'ground') return
  // Drawings look to the left.
  const forwards = item.mirrored ? 1 : -1
  switch (item.subject.pose) {
    case 'running':
      item.angle = forwards * 0.1
      item.lift = item.height * 0.05
      return
    case 'jumping':
      item.angle = forwards * -0.2
      item.lift = item.height * 0.5
      return
    case 'dancing':
      item.angle = index % 2 === 0 ? 0.17 : -0.17
      return
    case 'asleep':
    case null:
  }
}
