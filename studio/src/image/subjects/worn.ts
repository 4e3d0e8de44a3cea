import type { Placement } from './compose-figure.ts'
import type { Anatomy, Point } from './drawing.ts'

interface Garment {
  slot: keyof Pick<Anatomy, 'head' | 'eyes' | 'mouth' | 'neck' | 'feet' | 'hands'>
  /** The point of the drawing that comes to lie on the slot, in its units. */
  pivot: Point
  /** How many of the drawing's units are as wide as the head, or as the shoulders of what hangs from the neck. */
  span: number
  isBehind?: boolean
  /** What hangs below this height, a chin strap, is not shown. */
  end?: number
}

/** What can be worn. To add one: an entry here. */
const garments: Readonly<Record<string, Garment>> = {
  'top-hat': { slot: 'head', pivot: { x: 16, y: 26.5 }, span: 19.5 },
  'womans-hat': { slot: 'head', pivot: { x: 16, y: 25 }, span: 18.5 },
  'billed-cap': { slot: 'head', pivot: { x: 18, y: 22 }, span: 21 },
  crown: { slot: 'head', pivot: { x: 16, y: 27.5 }, span: 27 },
  'graduation-cap': { slot: 'head', pivot: { x: 16, y: 20 }, span: 17 },
  'military-helmet': { slot: 'head', pivot: { x: 16, y: 19 }, span: 23, end: 20 },
  'rescue-workers-helmet': { slot: 'head', pivot: { x: 16, y: 18.5 }, span: 20, end: 20 },
  'santa-hat': { slot: 'head', pivot: { x: 16, y: 23.5 }, span: 20 },
  'party-hat': { slot: 'head', pivot: { x: 12, y: 29 }, span: 22 },
  'wizard-hat': { slot: 'head', pivot: { x: 20, y: 30 }, span: 23 },
  'straw-hat': { slot: 'head', pivot: { x: 20, y: 15 }, span: 19 },
  'cowboy-hat': { slot: 'head', pivot: { x: 22, y: 16 }, span: 21 },
  beanie: { slot: 'head', pivot: { x: 14, y: 20.5 }, span: 23 },
  beret: { slot: 'head', pivot: { x: 16, y: 13 }, span: 24 },
  mask: { slot: 'eyes', pivot: { x: 15, y: 6 }, span: 27 },
  headphone: { slot: 'eyes', pivot: { x: 16, y: 21 }, span: 22 },
  glasses: { slot: 'eyes', pivot: { x: 16, y: 15.5 }, span: 29 },
  sunglasses: { slot: 'eyes', pivot: { x: 16, y: 15.5 }, span: 29 },
  goggles: { slot: 'eyes', pivot: { x: 16, y: 22 }, span: 29 },
  beard: { slot: 'mouth', pivot: { x: 16, y: 7.5 }, span: 30 },
  moustache: { slot: 'mouth', pivot: { x: 12, y: 5 }, span: 36 },
  ribbon: { slot: 'head', pivot: { x: 16, y: 24 }, span: 44 },
  'worn-scarf': { slot: 'neck', pivot: { x: 14, y: 5 }, span: 27 },
  'bow-tie': { slot: 'neck', pivot: { x: 12, y: 4 }, span: 34 },
  'worn-tie': { slot: 'neck', pivot: { x: 6, y: 0.5 }, span: 34 },
  't-shirt': { slot: 'neck', pivot: { x: 16, y: 9.5 }, span: 19 },
  coat: { slot: 'neck', pivot: { x: 16, y: 7.5 }, span: 19 },
  'lab-coat': { slot: 'neck', pivot: { x: 16, y: 7 }, span: 20 },
  kimono: { slot: 'neck', pivot: { x: 16, y: 6 }, span: 22 },
  dress: { slot: 'neck', pivot: { x: 16, y: 4 }, span: 18 },
  cape: { slot: 'neck', pivot: { x: 16, y: 1 }, span: 20, isBehind: true },
  backpack: { slot: 'neck', pivot: { x: 6, y: 6 }, span: 22, isBehind: true },
  necklace: { slot: 'neck', pivot: { x: 12, y: 2 }, span: 34 },
  'running-shoe': { slot: 'feet', pivot: { x: 16, y: 26 }, span: 62 },
  'hiking-boot': { slot: 'feet', pivot: { x: 14, y: 28 }, span: 62 },
  'boxing-glove': { slot: 'hands', pivot: { x: 16, y: 16 }, span: 62 },
  jeans: { slot: 'neck', pivot: { x: 16, y: -8 }, span: 20 },
  shorts: { slot: 'neck', pivot: { x: 16, y: -8 }, span: 20 },
  gloves: { slot: 'hands', pivot: { x: 16, y: 16 }, span: 70 },
}

export function isGarment(drawing: string): boolean {
  return Object.hasOwn(garments, drawing)
}

const anyGarment: Garment = { slot: 'neck', pivot: { x: 16, y: 12 }, span: 48 }

/** Two of what comes in pairs, each on its side. */
export function wear(drawing: string, { head, ...slots }: Anatomy): Placement[] {
  const { slot, pivot, span, isBehind = false, end } = garments[drawing] ?? anyGarment
  const width = slot === 'neck' ? slots.neck.width : head.width
  const spots = slot === 'head' ? [head] : slot === 'feet' || slot === 'hands' ? slots[slot] : [slots[slot]]
  const scale = width / span
  return spots.map((at) => ({
    at,
    pivot,
    scale,
    isBehind,
    ...(end === undefined ? {} : { cutAt: at.y + (end - pivot.y) * scale }),
  }))
}
