import type { NamedSubject } from './hold-subjects.ts'
import type { NearHow } from './scene.ts'

/** Says of the nearest thing named before, or of who has it, how it stands to `next`; false = that cannot be. */
export function standNear(how: NearHow, before: readonly NamedSubject[], next: NamedSubject): boolean {
  const [nearest] = before
  if (nearest === undefined) return false
  const [thing, other] = [holderOf(nearest), holderOf(next)]
  if (thing === other || leadsTo(other, thing)) return false
  // "Between a tree and a house".
  const isSecond = thing.near?.how === 'between' && how === 'between'
  if (thing.near !== null && !isSecond) return false
  thing.near = { how, to: [...(thing.near?.to ?? []), other] }
  return true
}

/** A hat stands where its wearer does. */
function holderOf(subject: NamedSubject): NamedSubject {
  return subject.held === null ? subject : holderOf(subject.held.by)
}

function leadsTo({ near }: NamedSubject, thing: NamedSubject): boolean {
  return near !== null && near.to.some((other) => other === thing || leadsTo(other, thing))
}
