import type { Anatomy, Drawing } from './drawing.ts'
import { emojiSet } from './emoji.ts'

type Numbers = readonly [
  headX: number,
  headY: number,
  headWidth: number,
  eyesX: number,
  eyesY: number,
  mouthX: number,
  mouthY: number,
  handX?: number,
  handY?: number,
]

/** Heads of whole-bodied emoji, which look to the left. To add one: an entry here, read off its 32 by 32 units. */
const heads: Readonly<Record<string, Numbers>> = {
  cat: [8, 8.6, 9, 5.5, 11.8, 2.5, 14],
  'black-cat': [8, 8.6, 9, 5.5, 11.8, 2.5, 14],
  dog: [6.5, 8.6, 8, 4, 11, 3, 14],
  horse: [7, 3.6, 6, 5.4, 6.2, 3, 10],
  unicorn: [8, 7.6, 6, 5.4, 10.2, 3, 14],
  cow: [7.5, 5.5, 7, 7, 9, 4, 11],
  rabbit: [6, 10, 8, 5, 13, 2.5, 16.5],
  mouse: [7, 8.5, 9, 7, 12, 2, 14],
  rat: [7, 8.5, 9, 6, 12, 2, 14],
  pig: [6.5, 10.6, 9, 7.4, 17, 2, 18.5],
  tiger: [6.5, 10, 8, 5.2, 13.8, 3, 17],
  leopard: [6, 11, 7, 4, 14.5, 2, 17],
  elephant: [9, 7.4, 11, 6, 14, 3, 22],
  monkey: [9, 5, 10, 9, 10.3, 9, 15, 5, 27],
  penguin: [16, 5.4, 12, 16, 8.4, 16, 12, 28, 20],
  owl: [16, 4.4, 17, 16, 9.5, 16, 13],
  duck: [10, 4.2, 8, 10.4, 6.5, 4, 8.5],
  parrot: [10.5, 4.2, 9, 11, 6, 5, 9],
  goat: [7, 7, 7, 6.4, 8.8, 3, 11],
  ewe: [7, 6.6, 8, 6.2, 8.8, 3, 11],
  deer: [6.5, 7.4, 6, 5.5, 9, 2.5, 11],
  zebra: [7, 4.4, 6, 5.5, 6.4, 3, 10],
  giraffe: [6.2, 5, 4.5, 6, 6, 3.5, 7.5],
  camel: [5, 6, 5, 4.3, 7.5, 2, 9],
  gorilla: [8, 5, 9, 5, 8.5, 4, 12],
  turtle: [4, 19.6, 5, 3.5, 21, 1.5, 23],
  octopus: [16, 6.5, 16, 16, 13, 16, 18, 27, 24],
  dragon: [9, 6.6, 8, 7.3, 9.5, 4, 12],
  't-rex': [8.5, 5, 10, 9, 6.4, 3, 10, 11, 19],
  kangaroo: [5, 5, 5, 4, 6.2, 2.5, 8, 5.5, 19],
  bird: [11, 4.5, 10, 10, 8.7, 5, 11],
  pigeon: [11, 4.5, 10, 10, 8.7, 5, 11],
  rooster: [8, 6.4, 7, 6.7, 8.4, 3, 10],
  alien: [16, 7, 22, 16, 15, 16, 26],
  ghost: [16, 5.6, 14, 16, 10, 16, 17, 27, 20],
  'teddy-bear': [16, 6.4, 14, 16, 11, 16, 15, 28, 22],
  'snowman-without-snow': [17.5, 6.4, 10, 17, 8, 16, 12, 27, 14],
  knight: [15, 4, 15, 15, 10, 15, 17, 26.5, 28],
}

const ofAnimals: Numbers = [7.5, 8.5, 8, 6, 11, 3, 14]
const ofFigures: Numbers = [15, 6.4, 9, 15, 8.6, 15, 11.5]

/** The head of an emoji that is nothing but a head. */
export const ofFaces: Numbers = [16, 7.5, 21, 16, 14.4, 16, 22]

/** Where a drawing wears and holds things. */
export function anatomyOf(name: string, drawing: Drawing): Anatomy {
  if (drawing.anatomy !== undefined) return drawing.anatomy
  const known = Object.hasOwn(heads, name) ? heads[name] : undefined
  const isFigure = emojiSet().categories.get(name) === 'People & Body'
  const head = known ?? (name.endsWith('-face') ? ofFaces : isFigure ? ofFigures : ofAnimals)
  return fromHead(head, drawing)
}

/** All else follows from the head: what has no hands carries things in its mouth, and wears shirts below its neck. */
function fromHead(
  [headX, headY, width, eyesX, eyesY, mouthX, mouthY, handX, handY]: Numbers,
  drawing: Drawing,
): Anatomy {
  const isUpright = Math.abs(headX - drawing.width / 2) < 4
  const neckY = mouthY + (mouthY - eyesY) * 0.9
  const reach = handX === undefined ? width * 0.62 + 2.5 : handX - headX
  const handsAt = handY ?? neckY + width * 0.45
  const mouth = { x: mouthX, y: mouthY }
  const carrier = handX === undefined || handY === undefined ? mouth : { x: handX, y: handY }
  return {
    head: { x: headX, y: headY, width },
    eyes: { x: eyesX, y: eyesY },
    mouth,
    neck: { x: isUpright ? headX : headX + width * 0.55, y: neckY, width: width * 1.1 },
    hands: isUpright
      ? [
          { x: headX + reach, y: handsAt },
          { x: headX - reach, y: handsAt },
        ]
      : [carrier, carrier],
    feet: isUpright
      ? [
          { x: headX - width * 0.2, y: drawing.height - 2 },
          { x: headX + width * 0.2, y: drawing.height - 2 },
        ]
      : [
          { x: drawing.width * 0.34, y: drawing.height - 2 },
          { x: drawing.width * 0.72, y: drawing.height - 2 },
        ],
  }
}
