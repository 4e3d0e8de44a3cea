import { bearerOf, canWear, isBeing, isServed } from './can-hold.ts'
import type { NamedSubject } from './hold-subjects.ts'
import type { Hold } from './scene.ts'
import type { Mentions } from './walk.ts'

/** Chimneys go onto the house that was named, beards onto a man; without one they are not drawn. */
export function attachParts(mentions: Mentions): void {
  for (const part of [...mentions.subjects]) {
    const isBearer = bearerOf(part.drawing)
    const isLost = part.held !== null && !mentions.subjects.includes(part.held.by)
    if (isBearer === null || (part.held !== null && !isLost)) continue
    const by = mentions.subjects.findLast((other) => other !== part && isBearer(other.drawing))
    const how = part.drawing === 'beard' || part.drawing === 'moustache' ? 'worn' : 'upon'
    part.held = by === undefined ? null : { by, how }
    if (by !== undefined) continue
    mentions.subjects = mentions.subjects.filter((other) => other !== part)
    mentions.unpainted.push(part.word)
    return attachParts(mentions)
  }
}

/** "A pirate with a parrot on his shoulder", "a cat on her lap", "books with a candle on top". */
export function putUpon(subjects: readonly NamedSubject[], part: 'top' | 'back' | 'arms'): void {
  const [rider, ...others] = subjects.toReversed()
  const bearer = others.find(({ drawing, held }) => held?.by !== rider && (part === 'top' || isBeing(drawing)))
  if (rider === undefined || rider.held?.how === 'worn' || bearer === undefined) return
  rider.held = { by: bearer, how: howUpon(part, rider.drawing, bearer.drawing) }
}

function howUpon(part: 'top' | 'back' | 'arms', rider: string, bearer: string): Hold['how'] {
  switch (part) {
    case 'arms':
      return 'held'
    case 'back':
      return canWear(rider) ? 'worn' : 'upon'
    case 'top':
      // On top of a soup is in the bowl.
      return isServed(bearer) ? 'inside' : 'upon'
  }
}
