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
  // Who stands there with it shares the object.
  if (thing.near === null) thing.near = { how, to: [other] }
  else thing.near.to.push(other)
  return true
}

/** "A couple under a tree": the second stands where the first does, unless that is with himself. */
export function standWith(subject: NamedSubject, first: NamedSubject): void {
  const { near } = first
  if (subject.near !== null || near === null) return
  if (near.to.every((other) => other !== subject && !leadsTo(other, subject))) subject.near = near
}

/** A hat stands where its wearer does. */
function holderOf(subject: NamedSubject): NamedSubject {
  return subject.held === null ? subject : holderOf(subject.held.by)
}

/** Whether `thing` is behind it all; or it shares where `thing` stands, and would come to stand near itself. */
function leadsTo({ near }: NamedSubject, thing: NamedSubject): boolean {
  if (near === null) return false
  return near === thing.near || near.to.some((other) => other === thing || leadsTo(other, thing))
}
