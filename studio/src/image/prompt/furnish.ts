import { traitsOf } from '../subjects/traits.ts'
import type { NamedSubject } from './hold-subjects.ts'
import { layTable } from './lay-table.ts'
import type { Interior } from './scene.ts'

/** What a room does to the things in it. */
export function furnish(subjects: NamedSubject[], without: ReadonlySet<string>, interior: Interior): void {
  layTable(subjects, without, interior)
  // Indoors a lamp is one of the house.
  for (const subject of subjects)
    if (subject.word === 'lamp' && subject.drawing === 'street-lamp')
      subject.drawing = subject.held?.how === 'upon' ? 'table lamp' : 'floor lamp'
}

/** Over these one cooks outdoors. */
export function hasOpenFire(subjects: readonly NamedSubject[]): boolean {
  return subjects.some(({ drawing }) => /^(?:campfire|fire|tent)$/.test(drawing))
}

/** Among sunflowers a bee is small. */
export function dwarf(subjects: readonly NamedSubject[]): void {
  for (const subject of subjects) if (traitsOf(subject.drawing).size < SMALL) subject.scale *= 0.55
}

const SMALL = 0.8

/** Who was said to be on the hill, else the first thing that stands; null = nothing does. */
export function findOnHill(subjects: readonly NamedSubject[], said: NamedSubject | null): number | null {
  const index = said === null ? subjects.findIndex(({ held }) => held === null) : subjects.indexOf(said)
  return index === -1 ? null : index
}
