import assert from 'node:assert/strict'

import { assertUnits, type CreditUnits } from './credits.ts'

/** Units a price counts in. `task` is flat: it is charged whole for a success, whatever came back. */
export type PriceUnit = 'task' | 'image' | 'second' | 'character' | 'token'

/** What one entry of the catalogue costs. */
export interface Price {
  /** RULINGS 47: `image_count`, `music_task`, `lyrics_task`, `audio_seconds` … */
  meter: string
  unit: PriceUnit
  /** Per unit. */
  each: CreditUnits
  /** Other prices of the same entry by name (`hd`). */
  variants: Readonly<Record<string, CreditUnits>>
}

/** A resolved line: what this task pays for what. Stored on the task; settlement reads nothing else. */
export interface PriceLine {
  meter: string
  unit: PriceUnit
  quantity: number
  /** Per unit. */
  each: CreditUnits
  amount: CreditUnits
}

/** The price of a create, frozen: quantity times unit price, rounded up to a whole credit unit. */
export function priceLines(price: Price, variant: string | null, quantity: number): PriceLine[] {
  assert.ok(Number.isFinite(quantity) && quantity > 0, `not a quantity: ${quantity}`)
  const each = variant === null ? price.each : price.variants[variant]
  assert.ok(each !== undefined, `the entry has no price ${variant}`)
  return [{ meter: price.meter, unit: price.unit, quantity, each, amount: amountOf(each, quantity) }]
}

/**
 * What a success costs when `delivered` of the asked results came back: a line counted in images pays for those only,
 * every other line is paid whole. Never above the held amount.
 */
export function settledLines(lines: readonly PriceLine[], delivered: number): PriceLine[] {
  return lines.map((line) => {
    if (line.unit !== 'image') return line
    const quantity = Math.min(line.quantity, delivered)
    return { ...line, quantity, amount: amountOf(line.each, quantity) }
  })
}

export function totalOf(lines: readonly PriceLine[]): CreditUnits {
  return lines.reduce((sum, line) => sum + line.amount, 0)
}

function amountOf(each: CreditUnits, quantity: number): CreditUnits {
  const amount = Math.ceil(each * quantity)
  assertUnits(amount)
  return amount
}
