import assert from 'node:assert/strict'

/**
 * Money: a safe integer of 1/10,000 credit. 1 credit = 0.001 USD (RULINGS 23), so one unit is 1e-7 USD: beatra's four
 * decimals and PiAPI's 10,000,000 units a dollar are exact. Never a fraction, never above 2^53 - 1.
 */
export type CreditUnits = number

export const UNITS_PER_CREDIT = 10_000
/** A price above this is refused: sums of many stay far below 2^53 (engine-review hole 13). */
export const PRICE_MAX: CreditUnits = 1_000_000_000_000

export function assertUnits(units: number): asserts units is CreditUnits {
  assert.ok(Number.isSafeInteger(units) && units >= 0, `not an amount of credits: ${units}`)
}

/** Reads a decimal of credits with at most four decimals ("0.5", "300"); null when it is anything else. */
export function parseCredits(text: string): CreditUnits | null {
  const match = /^(\d{1,12})(?:\.(\d{1,4}))?$/.exec(text)
  if (match === null) return null
  const units = Number(match[1]) * UNITS_PER_CREDIT + Number((match[2] ?? '').padEnd(4, '0'))
  return Number.isSafeInteger(units) ? units : null
}

/** Credits as a decimal string with four digits ("80.0000"): beatra's form. */
export function creditsText(units: CreditUnits): string {
  return decimalText(units, UNITS_PER_CREDIT)
}

/** Credits as a JSON number with at most four decimals: OmnAPI's form. */
export function creditsNumber(units: CreditUnits): number {
  return Number(creditsText(units))
}

/** The US-dollar reference of an amount, four digits, rounded half up: for display, never for charging. */
export function usdReferenceText(units: CreditUnits): string {
  // 1,000 units are 0.0001 USD.
  return decimalText(Math.floor((units + 500) / 1000), 10_000)
}

function decimalText(scaled: number, scale: 10_000): string {
  assertUnits(scaled)
  const whole = Math.floor(scaled / scale)
  return `${whole}.${String(scaled % scale).padStart(4, '0')}`
}
