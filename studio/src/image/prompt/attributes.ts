import type { Colour } from '../colour.ts'
import { isPerson } from './can-hold.ts'
import type { NamedSubject } from './hold-subjects.ts'

export const WOOD: Colour = '#9a653a'

/** What a thing is made of, where it is named before it: "a chocolate cake". */
export const attributeTints: Readonly<Record<string, Colour>> = {
  chocolate: '#6b3f25',
  coffee: '#7a5236',
  strawberry: '#f2808f',
  cherry: '#c8213f',
  lemon: '#ffe04a',
  orange: '#ff8a1f',
  lime: '#a5d93a',
  pumpkin: '#f08a24',
  blueberry: '#5a63b8',
  grape: '#7a3fa0',
  rose: '#f0a0b4',
  lavender: '#b49be8',
  cheese: '#f7cf57',
  brick: '#b5573d',
  wood: WOOD,
  glass: '#b5dfe0',
  milk: '#f6f1e6',
  ice: '#bfe6f7',
  robot: '#9aa4b0',
  skeleton: '#ece9e0',
  zombie: '#8fb07a',
  ghost: '#dfe6f2',
}

/** Of these colours and cuts there are heads; the rest of a name stays. */
export type Hair = 'red-hair' | 'white-hair' | 'blonde-hair' | 'curly-hair' | 'bald'

const grown: Readonly<Record<string, string>> = {
  man: 'man',
  boy: 'man',
  woman: 'woman',
  girl: 'woman',
  person: 'person',
}

/** Gives the last person named such hair; null = nobody there can have it. */
export function findFeature(subjects: readonly NamedSubject[], hair: Hair): NamedSubject | null {
  const owner = subjects.findLast(({ drawing }) => isPerson(drawing))
  const stem = owner === undefined ? undefined : grown[owner.drawing]
  if (owner === undefined || stem === undefined) return null
  owner.drawing = `${stem}-${hair}`
  return owner
}
