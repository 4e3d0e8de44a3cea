import type { NamedSubject } from './hold-subjects.ts'
import { belongsOnTable, isFood } from './can-hold.ts'
import { makeSubject } from './hold-subjects.ts'
import type { Interior } from './scene.ts'

/** Indoors food and small things stand on a table, named or not, unless something else bears them. */
export function layTable(subjects: NamedSubject[], without: ReadonlySet<string>, interior: Interior): void {
  const free = subjects.filter(({ held }) => held === null)
  const table = free.find(({ drawing }) => drawing === 'table')
  const loose = free.filter((subject) => subject !== table)
  const isSideBySide = loose.every(
    ({ drawing, where }) => belongsOnTable(drawing) && (where === null || sides.has(where)),
  )
  // Who cooks does not cook on the floor.
  const hasFood = interior === 'kitchen' && loose.some(({ drawing }) => isFood(drawing))
  if (loose.length === 0 || without.has('table') || (table === undefined && !isSideBySide && !hasFood)) return
  const scale = isSideBySide ? 1 : BESIDE_OTHERS
  const bearer = table ?? { ...makeSubject('table', 'table'), scale }
  if (table === undefined) subjects.push(bearer)
  // Of "a bed, a desk and a laptop" only the laptop.
  for (const subject of loose)
    if (isSideBySide || belongsOnTable(subject.drawing)) subject.held = { by: bearer, how: 'upon' }
}

/** The scale of a table that somebody stands at: it reaches to the waist. */
const BESIDE_OTHERS = 0.6

/** They stay the order in which things stand on it. */
const sides: ReadonlySet<string> = new Set(['left', 'middle', 'right'])
