import type { PlacedSubject } from './arrange-subjects.ts'

export function scaleBy(item: PlacedSubject, factor: number): void {
  item.width *= factor
  item.height *= factor
}
