import { traitsOf } from '../subjects/traits.ts'
import type { NamedSubject } from './hold-subjects.ts'

/** "Balloons floating over the hills" are on no water. */
export function whereOf(drawing: string, where: NamedSubject['where']): NamedSubject['where'] {
  return where === 'water' && traitsOf(drawing).habitat === 'air' ? 'air' : where
}
