import { invalidField } from '../domain/errors.ts'
import { parsePrices, PricesError, SHIPPED_VERSION } from '../domain/price-book.ts'
import type { JsonValue } from '../lib/json.ts'
import { addPrices, readPriceVersions, type PriceVersionRow } from '../store/prices.ts'
import type { Context } from './context.ts'

export type { PriceVersionRow }

/**
 * Sets what everything costs, from `starts_at` of the prices on or at once, for all processes within seconds. What they do not
 * name costs as shipped. Refuses them whole (`invalid_request`) when anything in them is wrong. Answers their version.
 */
export async function setPrices(
  context: Pick<Context, 'sql' | 'catalogue' | 'prices' | 'wakeUps'>,
  actor: string,
  reason: string,
  prices: JsonValue,
): Promise<number> {
  const { startsAt } = startOf(context, prices)
  const version = await addPrices(context.sql, {
    startsAt,
    prices: JSON.stringify(prices),
    fingerprint: null,
    actor,
    reason,
  })
  if (version === null) throw new Error('prices of an operator were taken for those of a file')
  await context.prices.refresh()
  context.wakeUps.pricesChanged()
  return version
}

/** Every version that was ever set, in order; the shipped prices, version 1, have no row. */
export function listPriceVersions(context: Pick<Context, 'sql'>): Promise<PriceVersionRow[]> {
  return readPriceVersions(context.sql, SHIPPED_VERSION)
}

function startOf({ catalogue }: Pick<Context, 'catalogue'>, prices: JsonValue): { startsAt: number | null } {
  try {
    return parsePrices(prices, catalogue)
  } catch (error) {
    if (!(error instanceof PricesError)) throw error
    throw invalidField(['prices'], `cannot be used: ${error.message}`, 'format')
  }
}
