import { traitsOf } from './traits.ts'

/** Where a drawing bears others: the share of its height from its top, and whether more than one fits side by side. */
const seats: Readonly<Record<string, { down: number; isLong: boolean }>> = {
  table: { down: 0.04, isLong: true },
  bench: { down: 0.5, isLong: true },
  bed: { down: 0.5, isLong: true },
  'couch-and-lamp': { down: 0.62, isLong: true },
  bridge: { down: 0.4, isLong: true },
  piano: { down: 0.02, isLong: true },
  chair: { down: 0.55, isLong: false },
  rock: { down: 0.12, isLong: false },
  books: { down: 0.06, isLong: false },
  'treasure-chest': { down: 0.1, isLong: false },
  horse: { down: 0.42, isLong: false },
  'carousel-horse': { down: 0.3, isLong: false },
  unicorn: { down: 0.5, isLong: false },
  elephant: { down: 0.12, isLong: false },
  camel: { down: 0.3, isLong: false },
  turtle: { down: 0.3, isLong: false },
  bicycle: { down: 0.25, isLong: false },
  motorcycle: { down: 0.3, isLong: false },
  'motor-scooter': { down: 0.5, isLong: false },
  skateboard: { down: 0.2, isLong: false },
  fence: { down: 0.06, isLong: true },
  mushroom: { down: 0.06, isLong: false },
  house: { down: 0.1, isLong: false },
}

export function seatOf(drawing: string): { down: number; isLong: boolean } | null {
  return Object.hasOwn(seats, drawing) ? (seats[drawing] ?? null) : null
}

export function isLongSeat(drawing: string): boolean {
  return seatOf(drawing)?.isLong === true
}

/** "A cat over the city" hangs in the air; a bridge over the river does not, nor does a boat. */
export function canFly(drawing: string): boolean {
  const { habitat, size } = traitsOf(drawing)
  return habitat !== 'water' && size < 1.5
}
