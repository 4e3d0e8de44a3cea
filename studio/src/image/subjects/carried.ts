import type { Placement } from './compose-figure.ts'
import type { Anatomy } from './drawing.ts'
import type { Figure } from './compose-figure.ts'

interface Grip {
  /** Where it is held: shares of what shows of it. */
  x: number
  y: number
  /** Its height as a share of the bearer's. */
  height: number
  /** Behind the bearer: only what stands out on all sides is to be seen. */
  isBehind?: boolean
  /** Before the chest, in both hands. */
  inBoth?: boolean
  /** Drawn as it is held in the hand on the left side of the picture. */
  isOfLeft?: boolean
}

/** How things are held. To add one: an entry here. */
const grips: Readonly<Record<string, Grip>> = {
  'open-umbrella': { x: 0.5, y: 0.84, height: 1.12, isBehind: true },
  balloon: { x: 0.06, y: 0.98, height: 0.72 },
  kite: { x: 0.95, y: 0.98, height: 0.6, isOfLeft: true },
  tulip: { x: 0.5, y: 0.84, height: 0.46 },
  rose: { x: 0.45, y: 0.84, height: 0.46 },
  sunflower: { x: 0.5, y: 0.84, height: 0.46 },
  blossom: { x: 0.5, y: 0.84, height: 0.46 },
  hibiscus: { x: 0.7, y: 0.9, height: 0.4 },
  bouquet: { x: 0.85, y: 0.85, height: 0.42 },
  sword: { x: 0.5, y: 0.84, height: 0.72 },
  lantern: { x: 0.5, y: 0.04, height: 0.34 },
  handbag: { x: 0.5, y: 0.05, height: 0.3 },
  'shopping-bags': { x: 0.4, y: 0.03, height: 0.36 },
  luggage: { x: 0.5, y: 0.05, height: 0.38 },
  basket: { x: 0.5, y: 0.04, height: 0.34 },
  bucket: { x: 0.5, y: 0.1, height: 0.32 },
  'magic-wand': { x: 0.05, y: 0.95, height: 0.4 },
  broom: { x: 0.62, y: 0.4, height: 0.8 },
  'fishing-pole': { x: 0.95, y: 0.9, height: 0.6, isOfLeft: true },
  'fishing rod': { x: 0.1, y: 0.86, height: 0.95 },
  'watering can': { x: 0.36, y: 0.1, height: 0.34 },
  'picnic basket': { x: 0.5, y: 0.05, height: 0.36 },
  'soft-ice-cream': { x: 0.5, y: 0.85, height: 0.36 },
  lollipop: { x: 0.9, y: 0.92, height: 0.36, isOfLeft: true },
  microphone: { x: 0.3, y: 0.75, height: 0.3 },
  'open-book': { x: 0.5, y: 0.6, height: 0.26, inBoth: true },
  guitar: { x: 0.4, y: 0.66, height: 0.56, inBoth: true },
  violin: { x: 0.4, y: 0.66, height: 0.5, inBoth: true },
  laptop: { x: 0.5, y: 0.7, height: 0.32, inBoth: true },
  'wrapped-gift': { x: 0.5, y: 0.6, height: 0.34, inBoth: true },
  'birthday-cake': { x: 0.5, y: 0.85, height: 0.36, inBoth: true },
  sign: { x: 0.5, y: 0.94, height: 0.72 },
  flag: { x: 0.04, y: 0.9, height: 0.8 },
  shield: { x: 0.5, y: 0.5, height: 0.38 },
  torch: { x: 0.5, y: 0.8, height: 0.5 },
}

interface Carrying {
  drawing: string
  figure: Figure
  bearer: Figure
  anatomy: Anatomy
  /** Its height as a share of the bearer's, by nature. */
  natural: number
  /** "A tiny flower". */
  scale: number
}

/** Into one hand after the other; several in one hand spread outwards. */
export function carry(
  { drawing, figure, bearer, anatomy, natural, scale }: Carrying,
  index: number,
  count: number,
): Placement {
  const known = Object.hasOwn(grips, drawing) ? grips[drawing] : undefined
  const grip = known ?? {
    x: 0.5,
    y: 0.55,
    height: Math.max(0.24, Math.min(0.62, natural * 0.48)),
    inBoth: natural > 0.62,
  }
  const { view } = figure
  const base = {
    pivot: { x: view.x + view.width * grip.x, y: view.y + view.height * grip.y },
    // Many must leave the face free.
    scale: ((bearer.view.height * grip.height * scale) / view.height) * (count > 3 ? 0.66 : count > 2 ? 0.76 : 1),
    isBehind: grip.isBehind ?? false,
  }
  const [right, left] = anatomy.hands
  const hasHands = right.x !== left.x
  if (grip.inBoth === true && hasHands) {
    return { ...base, at: { x: (right.x + left.x) / 2, y: (right.y + left.y) / 2 + index } }
  }
  // What has no hands looks to the left, and so does what it carries in its mouth.
  const isLeft = !hasHands || index % 2 === 1
  const nth = hasHands ? Math.floor(index / 2) : index
  const turn = grip.isBehind === true ? 0 : (6 + nth * (count > 3 ? 31 : 24)) * (isLeft ? -1 : 1)
  return { ...base, at: isLeft ? left : right, turn, isFlipped: isLeft !== (grip.isOfLeft === true) }
}
