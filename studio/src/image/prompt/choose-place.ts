import type { PlaceName } from '../places/places.ts'
import { places } from '../places/places.ts'
import type { Random } from '../random.ts'
import { emojiSet } from '../subjects/emoji.ts'
import { homeOf, traitsOf } from '../subjects/traits.ts'
import { belongsOnTable, isBeing } from './can-hold.ts'
import type { NamedSubject } from './hold-subjects.ts'
import type { Scene } from './scene.ts'

interface PlaceQuestion {
  asked: readonly (PlaceName | 'abstract')[]
  subjects: readonly NamedSubject[]
  /** Weather was asked for: it is seen best where it falls. */
  isOutdoors: boolean
  /** An hour was asked for, which space and the deep do not show. */
  hasTime: boolean
  /** Something was named that nothing came of: a picture of it is no pattern. */
  hasUnknown: boolean
  random: Random
}

/** What is asked for, else where the subjects are at home, else what chance says. */
export function choosePlace({
  asked,
  subjects,
  isOutdoors,
  hasTime,
  hasUnknown,
  random,
}: PlaceQuestion): Pick<Scene, 'place' | 'backdrop'> {
  // "Abstract waves": said first, it is what the picture is.
  if (asked[0] === 'abstract' && subjects.length === 0) return { place: 'abstract', backdrop: null }
  // A plain background with nothing before it is a blank sheet.
  const isEmpty = subjects.length === 0 && asked.length > 1
  const named = asked.filter((name) => name !== 'abstract').filter((name) => !(isEmpty && name === 'plain background'))
  const [first, second] = named
  const hasSwimmer = subjects.some(({ drawing, where }) => where === null && traitsOf(drawing).habitat === 'water')
  if (first !== undefined) {
    if (second === undefined)
      return hasSwimmer && places[first].role === 'back'
        ? { place: 'lake', backdrop: first }
        : { place: first, backdrop: null }
    return joinPlaces(first, second)
  }
  if (asked.length > 0) return { place: 'abstract', backdrop: null }
  // The largest decides: a lighthouse brings the sea with it, whatever stands beside it, a dragon the hills it rests on.
  const bySize = subjects
    .filter(({ drawing, held }) => held === null || (isBeing(drawing) && traitsOf(drawing).size > 1.1))
    .toSorted((one, other) => traitsOf(other.drawing).size - traitsOf(one.drawing).size)
  const homes = bySize.map(({ drawing }) => usualPlace(drawing)).filter((home) => home !== null)
  const outdoorHome = homes.find((home) => !secluded.has(home) || (!isOutdoors && (!hasTime || home === 'room')))
  // All or none: one chair does not move a lion indoors, though balloons may be anywhere.
  const atHome = bySize.filter(({ drawing }) => usualPlace(drawing) !== null || isIndoorsToo(drawing))
  const home =
    outdoorHome !== undefined && secluded.has(outdoorHome) && atHome.length < bySize.length ? undefined : outdoorHome
  if (home !== undefined && (!secluded.has(home) || homes.every((other) => other === home)))
    return { place: home, backdrop: null }
  const open = homes.find((other) => !secluded.has(other))
  if (open !== undefined) return { place: open, backdrop: null }
  if (subjects.length === 0 && !isOutdoors && !hasTime && !hasUnknown) return { place: 'abstract', backdrop: null }
  return {
    place: random.pick<PlaceName>(hasSwimmer ? ['lake', 'sea'] : ['meadow', 'mountains', 'lake', 'forest']),
    backdrop: null,
  }
}

function isIndoorsToo(drawing: string): boolean {
  const category = emojiSet().categories.get(drawing)
  return category === 'Activities' || category === 'Objects'
}

function usualPlace(drawing: string): PlaceName | null {
  return homeOf(drawing) ?? (belongsOnTable(drawing) ? 'room' : null)
}

/** Places without weather of their own: chosen only where nothing speaks for the open air. */
const secluded: ReadonlySet<PlaceName> = new Set(['room', 'space', 'underwater', 'plain background'])

function joinPlaces(first: PlaceName, second: PlaceName): Pick<Scene, 'place' | 'backdrop'> {
  for (const name of [first, second]) if (secluded.has(name)) return { place: name, backdrop: null }
  const [one, other] = [places[first].role, places[second].role]
  if (one === 'back') return { place: second, backdrop: first }
  if (other === 'back') return { place: first, backdrop: second }
  // Two grounds: water wins over a meadow, else the first named.
  return { place: first === 'meadow' ? second : first, backdrop: null }
}
