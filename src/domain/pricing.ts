import assert from 'node:assert/strict'

import { assertUnits, type CreditUnits } from './credits.ts'
import type { Capability, ItemFacts, Work } from './work.ts'

/** Units a price counts in. `task` is flat: it is charged whole for a success, whatever came back. */
export const PRICE_UNITS = ['task', 'image', 'megapixel', 'second', 'character', 'token'] as const
export type PriceUnit = (typeof PRICE_UNITS)[number]

/** What one entry of the catalogue costs. */
export interface Price {
  /** RULINGS 47: `image_count`, `music_task`, `lyrics_task`, `audio_seconds` … */
  meter: string
  unit: PriceUnit
  /** For `per` of the unit. */
  each: CreditUnits
  /** So many of the unit cost `each`: what a single token costs may be less than the smallest amount. */
  per: number
  /** Other prices of the same entry by name (`hd`), for `per` of the unit too. */
  variants: Readonly<Record<string, CreditUnits>>
}

/** A resolved line: what this task pays for what. Stored on the task; settlement reads nothing else. */
export interface PriceLine {
  /** Which version of the prices it is from. */
  version: number
  meter: string
  unit: PriceUnit
  /** At most six decimals. */
  quantity: number
  /** For `per` of the unit. */
  each: CreditUnits
  per: number
  /** Of how many results the quantity is, when they are paid for one by one. */
  results: number
  /** The quantity is the most that it can become: in the end each result is paid by its own. */
  isMost: boolean
  amount: CreditUnits
}

/** How much of a price is ordered. */
export interface Order {
  version: number
  /** Which price of the entry applies: null = its normal one. */
  variant: string | null
  quantity: number
  results: number
  /** As in `PriceLine`. */
  isMost: boolean
}

/** The price of a create, frozen: quantity times unit price, exactly, and only then rounded up to a whole credit unit. */
export function priceLines(price: Price, { version, variant, quantity, results, isMost }: Order): PriceLine[] {
  const each = variant === null ? price.each : price.variants[variant]
  assert.ok(each !== undefined, `the entry has no price ${variant}`)
  const { meter, unit, per } = price
  const line = { version, meter, unit, quantity: toMicros(quantity) / MICROS, each, per, results, isMost }
  return [{ ...line, amount: amountOf(line) }]
}

/** What the price of a result is settled by. */
export type Delivered = Pick<ItemFacts, 'durationSeconds'>

/**
 * What a success costs when these main results came back: a line that counts in the results themselves pays for those only,
 * every other line is paid whole. Never above the held amount.
 */
export function settledLines(lines: readonly PriceLine[], delivered: readonly Delivered[]): PriceLine[] {
  return lines.map((line) => {
    const quantity = settledQuantity(line, delivered)
    if (quantity >= line.quantity) return line
    const settled = { ...line, quantity: toMicros(quantity) / MICROS }
    return { ...settled, amount: Math.min(line.amount, amountOf(settled)) }
  })
}

function settledQuantity({ unit, quantity, results, isMost }: PriceLine, delivered: readonly Delivered[]): number {
  if (!isPaidByResult(unit)) return quantity
  // Begun seconds are whole ones (piapi.md 16).
  if (isMost) return delivered.reduce((sum, { durationSeconds }) => sum + Math.ceil(durationSeconds ?? quantity), 0)
  return delivered.length >= results ? quantity : (quantity * delivered.length) / results
}

/** Whether results that do not come are not paid for. */
export function isPaidByResult(unit: PriceUnit): boolean {
  return unit === 'image' || unit === 'megapixel' || unit === 'second'
}

export function totalOf(lines: readonly PriceLine[]): CreditUnits {
  return lines.reduce((sum, line) => sum + line.amount, 0)
}

/**
 * How much of a unit a piece of work is, at most: nothing that it turns out to be can cost more. `seconds` = how long its
 * results are where the work does not say.
 */
export function quantityOf(unit: PriceUnit, work: Work, seconds: number | null): number {
  switch (unit) {
    case 'task':
      return 1
    case 'image':
      return work.count
    case 'megapixel':
      return work.capability === 'image.generate' ? (work.width * work.height * work.count) / MICROS : 1
    case 'second':
      return secondsOf(work, seconds) * work.count
    case 'character':
      return Math.max(1, [...work.prompt].length)
    case 'token':
      // No token is shorter than a byte.
      return Math.max(1, Buffer.byteLength(work.prompt))
  }
}

/** A soundtrack is as long as its film, of which nothing is known at create but that no more than this is played to. */
const SOUNDTRACK_SECONDS_MAX = 30

function secondsOf(work: Work, seconds: number | null): number {
  if (!('durationSeconds' in work)) return seconds ?? 1
  return work.durationSeconds ?? SOUNDTRACK_SECONDS_MAX
}

/** Whether the quantity at create is only the most that it can become. */
export function isMostOf(unit: PriceUnit, work: Work): boolean {
  return unit === 'second' && 'durationSeconds' in work && work.durationSeconds === null
}

/** What an entry of a capability can be priced by, since its work says how much of it there is. */
export function canCount(unit: PriceUnit, capability: Capability, seconds: number | null): boolean {
  switch (unit) {
    case 'task':
    case 'character':
      return true
    case 'image':
      return capability === 'image.generate' || capability === 'image.edit'
    case 'megapixel':
      // A changed picture is as large as the one that it was, which nobody has seen at create.
      return capability === 'image.generate'
    case 'second':
      return seconds !== null
    case 'token':
      return capability === 'chat.complete'
  }
}

/** RULINGS 47. */
export function meterOf(unit: PriceUnit, capability: Capability): string {
  switch (unit) {
    case 'task':
      return `${capability.split('.')[0]}_task`
    case 'image':
      return 'image_count'
    case 'megapixel':
      return 'image_megapixels'
    case 'second':
      return capability === 'video.generate' ? 'video_seconds' : 'audio_seconds'
    case 'character':
      return 'characters'
    case 'token':
      return 'input_tokens'
  }
}

const MICROS = 1_000_000

/** A quantity in millionths: 12.3 seconds is a double, and five thousand times that double is not a whole number. */
function toMicros(quantity: number): number {
  const micros = Math.round(quantity * MICROS)
  assert.ok(Number.isSafeInteger(micros) && micros >= 0, `not a quantity: ${quantity}`)
  return micros
}

function amountOf({ each, quantity, per }: Pick<PriceLine, 'each' | 'quantity' | 'per'>): CreditUnits {
  if (per === 1 && Number.isInteger(quantity)) {
    assertUnits(each * quantity)
    return each * quantity
  }
  const divisor = BigInt(MICROS) * BigInt(per)
  const amount = Number((BigInt(each) * BigInt(toMicros(quantity)) + divisor - 1n) / divisor)
  assertUnits(amount)
  return amount
}
