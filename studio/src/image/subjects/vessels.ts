import type { Figure, Placement } from './compose-figure.ts'

interface Vessel {
  /** The height of the rim and its ends, in the drawing's units. */
  rim: number
  from: number
  to: number
  /** 'fan': stems in a vase; 'row': side by side, sunk in; 'before': all of it seen, in the middle of the room given. */
  how: 'fan' | 'row' | 'before'
  /** Where how is 'before': the lower end of the room. */
  floor?: number
  /** Where how is 'before': nothing shows below this height, an edge that hides feet. */
  cut?: number
}

/** What holds others inside. To add one: an entry here. */
const vessels: Readonly<Record<string, Vessel>> = {
  vase: { rim: 2, from: 8, to: 16, how: 'fan' },
  amphora: { rim: 3, from: 12, to: 20, how: 'fan' },
  'potted-plant': { rim: 20, from: 9, to: 23, how: 'fan' },
  'glass-of-milk': { rim: 4, from: 6, to: 26, how: 'fan' },
  basket: { rim: 14, from: 5, to: 27, how: 'row' },
  'picnic basket': { rim: 13, from: 6, to: 30, how: 'row' },
  bucket: { rim: 5, from: 6, to: 26, how: 'row' },
  'steaming-bowl': { rim: 16.5, from: 5, to: 27, how: 'row' },
  bowl: { rim: 2, from: 3, to: 33, how: 'row' },
  'bowl-with-spoon': { rim: 9, from: 7, to: 25, how: 'row' },
  bathtub: { rim: 13.5, from: 6, to: 24, how: 'row' },
  box: { rim: 8, from: 3, to: 33, how: 'row' },
  'rowing-boat': { rim: 8, from: 9, to: 37, how: 'row' },
  'hot-air-balloon': { rim: 44, from: 12.5, to: 23.5, how: 'row' },
  'hiking-boot': { rim: 9, from: 3, to: 15, how: 'row' },
  nest: { rim: 14, from: 6, to: 26, how: 'row' },
  automobile: { rim: 8.5, from: 8, to: 23, how: 'before', floor: 22, cut: 18.6 },
  'treasure-chest': { rim: 2, from: 6, to: 34, how: 'before', floor: 18, cut: 16 },
  fishbowl: { rim: 14, from: 5, to: 39, how: 'before', floor: 36 },
  sled: { rim: 16, from: 6, to: 24, how: 'row' },
  'sailing-boat': { rim: 20, from: 20, to: 38, how: 'before', floor: 39, cut: 35 },
  'pirate-ship': { rim: 20, from: 8, to: 48, how: 'before', floor: 40, cut: 35.5 },
  circle: { rim: 6, from: 6, to: 34, how: 'before', floor: 34 },
  square: { rim: 5, from: 5, to: 35, how: 'before', floor: 35 },
  shield: { rim: 6, from: 8, to: 24, how: 'before', floor: 22 },
  'red-heart': { rim: 7, from: 7, to: 25, how: 'before', floor: 22 },
  mirror: { rim: 7, from: 9, to: 23, how: 'before', floor: 22 },
  'deciduous-tree': { rim: 5, from: 8, to: 24, how: 'before', floor: 20 },
  'blossom tree': { rim: 6, from: 13, to: 39, how: 'before', floor: 30 },
  'evergreen-tree': { rim: 6, from: 10, to: 22, how: 'before', floor: 23 },
  'palm-tree': { rim: 3, from: 8, to: 24, how: 'before', floor: 11 },
  'christmas-tree': { rim: 6, from: 10, to: 22, how: 'before', floor: 23 },
  fireplace: { rim: 18, from: 14, to: 34, how: 'before', floor: 39 },
  jar: { rim: 10, from: 7, to: 25, how: 'before', floor: 27 },
  triangle: { rim: 14, from: 12, to: 28, how: 'before', floor: 33 },
  'wine-glass': { rim: 4, from: 9, to: 23, how: 'row' },
}

export function isVessel(drawing: string): boolean {
  return Object.hasOwn(vessels, drawing)
}

interface Inside {
  drawing: string
  bearer: Figure
  /** The natural height of each as a share of the bearer's. */
  riders: readonly { figure: Figure; natural: number }[]
}

/** Where each comes to stand in what holds it; what is no vessel by nature is sunk into at its upper edge. */
export function putInside({ drawing, bearer, riders }: Inside): Placement[] {
  const { view } = bearer
  const vessel: Vessel = vessels[drawing] ?? {
    rim: view.y + view.height * 0.3,
    from: view.x + view.width * 0.14,
    to: view.x + view.width * 0.86,
    how: 'row',
  }
  switch (vessel.how) {
    case 'fan':
      return fan(vessel, bearer, riders)
    case 'row':
      return sink(vessel, bearer, riders)
    case 'before':
      return fill(vessel, bearer, riders)
  }
}

/** Every other one is shorter and stands between two longer ones, so that all heads can be counted. */
function fan({ rim, from, to }: Vessel, { view }: Figure, riders: Inside['riders']): Placement[] {
  const last = riders.length - 1
  const spread = last === 0 ? 0 : Math.min(58, 14 + riders.length * 8)
  return riders.map(({ figure }, index) => {
    const share = last === 0 ? 0 : (index / last) * 2 - 1
    const isShort = riders.length > 2 && index % 2 === 1
    return {
      at: { x: (from + to) / 2 + (share * (to - from)) / 4, y: rim + view.height * 0.12 },
      pivot: { x: figure.view.x + figure.view.width / 2, y: figure.view.y + figure.view.height },
      scale: (view.height * (isShort ? 1.06 : 1.34)) / figure.view.height,
      turn: share * spread,
      isBehind: true,
    }
  })
}

/** Cut flowers have long stems: in a vase their heads stand apart. */
export function withStem(figure: Figure): Figure {
  const { drawing, view } = figure
  const [x, y] = [view.x + view.width / 2, view.y + view.height]
  const length = view.height * 0.9
  return {
    ...figure,
    drawing: {
      ...drawing,
      height: y + length,
      body: `<path fill="#4f9a3a" d="M${x - 1.2} ${y - 3}h2.400v${length + 3}h-2.400z"/>${drawing.body}`,
    },
    view: { ...view, height: view.height + length },
  }
}

/** Holds stems. */
export function isForStems(drawing: string): boolean {
  return Object.hasOwn(vessels, drawing) && vessels[drawing]?.how === 'fan'
}

/** Side by side behind the rim, the lower part hidden. */
function sink({ rim, from, to }: Vessel, { view }: Figure, riders: Inside['riders']): Placement[] {
  const perRow = riders.length > 4 ? Math.ceil(riders.length / 2) : riders.length
  const room = (to - from) / perRow
  const overlap = riders.length > 3 ? 1.06 : 1.45
  const isFlat = view.width > view.height * 2
  return riders.map(({ figure, natural }, index) => {
    // Those behind come first: they are painted first.
    const inBack = riders.length - perRow
    const isBack = index < inBack
    const inRow = isBack ? inBack : perRow
    const nth = isBack ? index : index - inBack
    const height = view.height * Math.min(isFlat ? 1.6 : 1.1, Math.max(0.42, natural))
    // Neighbours overlap, but many only a little; a tall one is hidden to the waist, a round one less.
    const scale = Math.min(height / figure.view.height, (room * overlap) / figure.view.width)
    const tall = figure.view.height * scale
    const sunk = figure.view.height > figure.view.width * 1.2 ? 0.42 : 0.3
    return {
      at: { x: (from + to) / 2 + (nth - (inRow - 1) / 2) * room, y: rim + tall * (isBack ? -0.45 : sunk) },
      pivot: { x: figure.view.x + figure.view.width / 2, y: figure.view.y + figure.view.height },
      scale,
      isBehind: true,
      // Else long legs would come out below.
      cutAt: rim + (view.y + view.height - rim) * 0.5,
    }
  })
}

/** In the midst of it, before it, as large as the room allows and nature wants; behind an edge feet are hidden. */
function fill({ rim, from, to, floor = rim, cut }: Vessel, { view }: Figure, riders: Inside['riders']): Placement[] {
  const room = (to - from) / riders.length
  const isFrame = cut === undefined && to - from > view.width * 0.6
  return riders.map(({ figure, natural }, index) => {
    const wanted = isFrame ? Infinity : Math.max(0.24, natural * (cut === undefined ? 0.6 : 0.85)) * view.height
    const overlap = cut === undefined ? 1 : 1.2
    const tall = Math.min(floor - rim, wanted, ((room * overlap) / figure.view.width) * figure.view.height)
    const x = from + room * (index + 0.5)
    const pivot = {
      x: figure.view.x + figure.view.width / 2,
      y: figure.view.y + figure.view.height * (isFrame ? 0.5 : 1),
    }
    const scale = tall / figure.view.height
    if (cut !== undefined) return { at: { x, y: cut + tall * 0.3 }, pivot, scale, cutAt: cut }
    return { at: { x, y: isFrame ? (rim + floor) / 2 : floor }, pivot, scale }
  })
}
