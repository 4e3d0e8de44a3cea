import type { CatalogueModel } from '../domain/catalogue.ts'
import type { CreditUnits } from '../domain/credits.ts'
import type { PriceBook } from '../domain/price-book.ts'
import { isMostOf, priceLines, quantityOf, totalOf, type PriceLine } from '../domain/pricing.ts'
import type { CreateTask } from '../domain/task.ts'
import type { Context } from './context.ts'

export interface PricedTask {
  model: CatalogueModel
  version: number
  lines: PriceLine[]
  total: CreditUnits
}

/** What a create costs by these prices, at most: the one place where anything is priced, for creates and quotes alike. */
export function priceTask(
  { catalogue }: Pick<Context, 'catalogue'>,
  create: CreateTask,
  { version, priceOf }: PriceBook,
): PricedTask {
  const model = catalogue.byKey(create.modelKey)
  const price = priceOf(model)
  const quantity = quantityOf(price.unit, create.work, model.durationSeconds)
  const isMost = isMostOf(price.unit, create.work)
  const order = { version, variant: create.priceVariant, quantity, results: create.work.count, isMost }
  const lines = priceLines(price, order)
  return { model, version, lines, total: totalOf(lines) }
}
