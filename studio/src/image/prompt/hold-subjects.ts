import {
  canContain,
  canWear,
  isBeing,
  isBoat,
  isCrossed,
  isFood,
  isHandy,
  isLarge,
  isPerson,
  isSeat,
  isServed,
  isSurface,
  isTree,
  isUmbrella,
  isVehicle,
  rises,
} from './can-hold.ts'
import type { Doing } from './poses.ts'
import type { Hold, NearHow, SceneSubject } from './scene.ts'
import { standNear } from './stand-near.ts'
import { isLongSeat } from '../subjects/seats.ts'

/** A subject while the prompt is still being read: it knows its holder itself, its number may still follow the holder's. */
export interface NamedSubject extends Omit<SceneSubject, 'held' | 'near'> {
  held: { by: NamedSubject; how: Hold['how'] } | null
  near: { how: NearHow; to: NamedSubject[] } | null
  hasNumber: boolean
  doing: Doing | null
}

/** One of its kind, as it comes, free. */
export function makeSubject(word: string, drawing: string): NamedSubject {
  const free = { where: null, held: null, near: null, pose: null, doing: null }
  return { word, drawing, count: 1, tints: [], parts: [], scale: 1, hasNumber: false, ...free }
}

/** What a word between two things says of them: 'towards' is nothing. */
export type Relation = NearHow | 'with' | 'wearing' | 'holding' | 'of' | 'on' | 'in' | 'from' | 'towards'

/** Who owns the thing that is named next, or is owned by it. */
export interface Bond {
  relation: Relation
  /** Named in this clause, the nearest first. */
  before: readonly NamedSubject[]
}

/** Ties what was named before to `next`, the way they can belong together; false = they stay side by side. */
export function holdSubjects({ relation, before }: Bond, next: NamedSubject): boolean {
  switch (relation) {
    case 'with':
    case 'wearing':
    case 'holding':
    case 'of': {
      if (next.held !== null) return false
      for (const holder of before) {
        const how = howHeld(relation, holder.drawing, next.drawing)
        if (how !== null) return tie(next, holder, how)
      }
      return false
    }
    case 'on':
    case 'in':
    case 'over':
    case 'from': {
      const [nearest] = before
      const isJump = relation === 'over' && nearest?.doing?.pose === 'jumping' && !isCrossed(next.drawing)
      if (isJump && standNear('over', before, next)) {
        nearest.where = null
        return true
      }
      if (relation === 'in' && nearest !== undefined && isBeing(nearest.drawing) && canWear(next.drawing))
        return tie(next, nearest, 'worn')
      const riders = before.filter((rider) => rider.held === null && (rider.where === null || rider === nearest))
      const taken = isLongSeat(next.drawing) || relation === 'in' || relation === 'from' ? riders : riders.slice(0, 1)
      const tied = taken.map((rider) => {
        const how = howBorne(relation, rider.drawing, next.drawing)
        if (how === null || !tie(rider, next, how)) return false
        // "Over a bridge" was read as in the air.
        if (relation === 'over') rider.where = null
        return true
      })
      return tied.includes(true)
    }
    case 'under': {
      const [nearest] = before
      const isSheltered = nearest !== undefined && isBeing(nearest.drawing) && isUmbrella(next.drawing)
      return isSheltered && next.held === null ? tie(next, nearest, 'held') : standNear('under', before, next)
    }
    case 'behind':
    case 'before':
    case 'between':
    case 'beside':
      return standNear(relation, before, next)
    case 'towards':
      return false
  }
}

function tie(thing: NamedSubject, by: NamedSubject, how: Hold['how']): boolean {
  for (let holder: NamedSubject | undefined = by; holder !== undefined; holder = holder.held?.by)
    if (holder === thing) return false
  thing.held = { by, how }
  // "Three cats wearing hats": each has one.
  if (how === 'worn' && !thing.hasNumber) thing.count = by.count
  // "Two boys with fishing rods": so has each of these.
  if (how === 'held' && !thing.hasNumber && thing.count > 1 && by.count > 1) thing.count = by.count
  return true
}

function howHeld(relation: Relation, holder: string, thing: string): Hold['how'] | null {
  if (isBeing(holder)) {
    if (relation !== 'holding' && relation !== 'of' && canWear(thing)) return 'worn'
    if (relation === 'holding') return isHandy(thing) || (isBeing(thing) && !isLarge(thing)) ? 'held' : null
    // A parasol stands in the sand, unless it is held.
    const isStanding = thing === 'umbrella-on-ground'
    return relation === 'with' && isPerson(holder) && isHandy(thing) && !isStanding ? 'held' : null
  }
  if (relation === 'wearing') return canWear(thing) ? 'worn' : null
  if (relation === 'holding') return null
  if (relation === 'of' && holder === 'plate') return isFood(thing) ? 'upon' : null
  if (relation === 'with' && rises(thing)) return 'upon'
  if (relation === 'with' && isSurface(holder)) return isToppingOf(holder, thing) ? 'upon' : null
  const holdsThings = canContain(holder) && !isVehicle(holder) && !isTree(holder)
  return holdsThings && (isFood(thing) || isHandy(thing)) ? 'inside' : null
}

/** On a table anything small, on a cake candles and what is eaten with it. */
function isToppingOf(bearer: string, thing: string): boolean {
  if (!isFood(bearer)) return isFood(thing) || isHandy(thing)
  return thing === 'candle' || (isFood(thing) && !isServed(thing))
}

function howBorne(relation: Relation, rider: string, bearer: string): Hold['how'] | null {
  // "Fishing from a boat".
  if (relation === 'from' && isBeing(rider) && isBoat(bearer)) return 'inside'
  if (relation === 'from') return rises(rider) ? 'upon' : null
  if (relation === 'over') return isCrossed(bearer) ? 'upon' : null
  if (relation === 'on') return isBeing(bearer) && canWear(rider) ? 'worn' : 'upon'
  if (isSeat(bearer)) return 'upon'
  return canContain(bearer) ? 'inside' : null
}
