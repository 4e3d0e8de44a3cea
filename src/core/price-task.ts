import type { CatalogueModel } from '../domain/catalogue.ts'
import type { CreditUnits } from '../domain/credits.ts'
import { isMostOf, priceLines, quantityOf, totalOf, type PriceLine } from '../domain/pricing.ts'
import type { CreateTask } from '../domain/task.ts'
import type { Context } from './context.ts'

export interface PricedTask {
  model: CatalogueModel
  version: number
  lines: PriceLine[]
  total: CreditUnits
}

/** What a create costs at this moment, at most: the one place where anything is priced, for creates and quotes alike. */
export function priceTask(context: Pick<Context, 'catalogue' | 'prices'>, create: CreateTask): PricedTask {
  const model = context.catalogue.byKey(create.modelKey)
  const { version, priceOf } = context.prices.current()
  const price = priceOf(model)
  const quantity = quantityOf(price.unit, create.work, model.durationSeconds)
  const isMost = isMostOf(price.unit, create.work)
  const order = { version, variant: create.priceVariant, quantity, results: create.work.count, isMost }
  const lines = priceLines(price, order)
  return { model, version, lines, total: totalOf(lines) }
}
