import type { PlacedSubject, Stage } from './arrange-subjects.ts'
import { scaleBy } from './scale-by.ts'

export function cornerOf({ subject }: PlacedSubject): { x: -1 | 1; y: -1 | 1 } | null {
  switch (subject.where) {
    case 'top left':
      return { x: -1, y: -1 }
    case 'top right':
      return { x: 1, y: -1 }
    case 'bottom left':
      return { x: -1, y: 1 }
    case 'bottom right':
      return { x: 1, y: 1 }
    default:
      return null
  }
}

/** Into the corner and, if they are several, from there inwards. */
export function putInCorner(group: readonly PlacedSubject[], stage: Stage): void {
  let inwards = stage.width * 0.035
  for (const item of group) {
    const corner = cornerOf(item)
    if (corner === null) continue
    scaleBy(item, Math.min(1, (stage.width * 0.36) / item.width))
    item.x = corner.x < 0 ? inwards + item.width / 2 : stage.width - inwards - item.width / 2
    inwards += item.width * 1.06
    const low = stage.height * 0.965
    if (item.habitat === 'air') item.y = corner.y < 0 ? stage.height * 0.04 + item.height / 2 : low - item.height / 2
    else item.y = low
  }
}
