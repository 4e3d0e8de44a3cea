import type { Figure, Placement } from './compose-figure.ts'
import { emojiSet } from './emoji.ts'
import { traitsOf } from './traits.ts'

interface Seat {
  /** Where feet stand, and from where to where, in the drawing's units. */
  y: number
  from: number
  to: number
  isLong: boolean
}

const long = (y: number, from: number, to: number): Seat => ({ y, from, to, isLong: true })
const short = (y: number, from: number, to: number): Seat => ({ y, from, to, isLong: false })

/** What bears others. To add one: an entry here. */
const seats: Readonly<Record<string, Seat>> = {
  table: long(4.6, 2, 42),
  bench: long(14.2, 3, 41),
  bed: long(18, 9, 29),
  'couch-and-lamp': long(19, 9, 55),
  bridge: long(21.4, 4, 80),
  'stone-bridge': long(7, 4, 92),
  piano: long(13.6, 20, 42),
  wall: long(1, 4, 76),
  fence: long(3.6, 3, 57),
  log: long(3, 6, 40),
  shelf: long(2.4, 3, 49),
  windowsill: long(2.4, 3, 57),
  plate: long(4.5, 8, 36),
  rug: long(5, 8, 48),
  'picnic blanket': long(12, 8, 68),
  iceberg: long(17.5, 6, 50),
  sled: long(19, 5, 24),
  cake: long(9.4, 8, 36),
  chair: short(17.4, 9, 23),
  armchair: short(20, 10, 28),
  bookshelf: long(0.4, 3, 37),
  branch: long(6.4, 18, 58),
  rock: short(9, 8, 24),
  books: short(4.6, 4, 16),
  'treasure-chest': short(2.6, 8, 32),
  horse: short(13.4, 12, 22),
  'carousel-horse': short(15, 12, 22),
  unicorn: short(17.4, 12, 22),
  elephant: short(6.4, 10, 28),
  camel: short(10, 14, 22),
  dragon: short(17, 12, 24),
  turtle: short(13.6, 12, 24),
  bicycle: short(13, 14, 24),
  motorcycle: short(13.6, 14, 24),
  'motor-scooter': short(17, 14, 24),
  skateboard: short(17, 8, 24),
  mushroom: short(4.4, 8, 24),
  house: short(4, 10, 22),
  'house-with-garden': short(6, 9, 20),
  church: short(13, 9, 23),
  hut: short(6, 9, 23),
  cabin: short(6, 12, 34),
  barn: short(5, 14, 32),
  fireplace: long(8.6, 5, 43),
}

export function seatOf(drawing: string): Seat | null {
  return Object.hasOwn(seats, drawing) ? (seats[drawing] ?? null) : null
}

export function isLongSeat(drawing: string): boolean {
  return seatOf(drawing)?.isLong === true
}

interface Upon {
  drawing: string
  bearer: Figure
  /** The natural height of each as a share of the bearer's. */
  riders: readonly { figure: Figure; natural: number; drawing: string }[]
}

/** Side by side on its upper side, as large as that takes; what is no seat by nature bears them on its very top. */
export function seatUpon({ drawing, bearer, riders }: Upon): Placement[] {
  const { view } = bearer
  const seat =
    seatOf(drawing) ?? short(view.y + view.height * 0.05, view.x + view.width * 0.14, view.x + view.width * 0.86)
  const sizes = riders.map(({ figure, natural, drawing: rider }) => {
    const scale =
      (view.height * natural * (sits(rider, drawing) ? sittingScale(rider, drawing) : 1)) / figure.view.height
    return { scale, width: figure.view.width * scale, height: figure.view.height * scale }
  })
  const total = sizes.reduce((sum, { width }) => sum + width, 0)
  const tallest = Math.max(...sizes.map(({ height }) => height))
  // One alone may stand over the edge a little.
  const isSitter = riders.some((rider) => sits(rider.drawing, drawing))
  const room = (seat.to - seat.from) * (riders.length === 1 ? (isSitter ? 1.7 : 1.3) : 1)
  // On a flat thing they may be much taller than it is.
  const ceiling = Math.max(view.height * 1.5, (seat.to - seat.from) * 0.62)
  const shrink = Math.min(1, room / total, ceiling / tallest)
  const gap = (room - total * shrink) / (riders.length + 1)
  let x = (seat.from + seat.to - room) / 2 + gap
  return riders.map(({ figure, drawing: rider }, index) => {
    const { scale, width, height } = sizes[index] ?? { scale: 1, width: 0, height: 0 }
    const hanging = sits(rider, drawing) ? height * shrink * LEGS : 0
    const at = { x: x + (width * shrink) / 2, y: seat.y + hanging }
    x += width * shrink + gap
    return {
      at,
      pivot: { x: figure.view.x + figure.view.width / 2, y: figure.view.y + figure.view.height },
      scale: scale * shrink,
    }
  })
}

/** People sit: as large as the chair is made for, their legs before its front. */
function sits(rider: string, bearer: string): boolean {
  return /^(?:chair|armchair|couch-and-lamp|bench)$/.test(bearer) && isBoundToGround(rider) && !rider.includes('lotus')
}

function sittingScale(rider: string, bearer: string): number {
  const isChild = /^(?:boy|girl|child|baby)$/.test(rider)
  return (bearer === 'chair' ? 1.15 : 1.45) * (isChild ? 0.75 : 1)
}

/** The share of a sitter below the seat. */
const LEGS = 0.24

/** "A cat over the city" hangs in the air; a bridge over the river does not, nor does a boat or a person. */
export function canFly(drawing: string): boolean {
  const { habitat, size } = traitsOf(drawing)
  return habitat !== 'water' && size < 1.5 && !isBoundToGround(drawing)
}

/** People float in no sky, but those of tales and those in a suit for it do. */
export function isBoundToGround(drawing: string): boolean {
  const isPerson =
    emojiSet().categories.get(drawing) === 'People & Body' || drawing === 'knight' || drawing === 'pirate'
  return isPerson && traitsOf(drawing).habitat === 'ground' && !flyers.test(drawing)
}

const flyers = /astronaut|superhero|supervillain|fairy|angel|mage|genie|vampire|elf|santa|claus/
