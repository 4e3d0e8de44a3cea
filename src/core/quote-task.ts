import type { CreateTask } from '../domain/task.ts'
import type { Capability } from '../domain/work.ts'
import type { Context } from './context.ts'
import { assertMayMake, type Caller } from './create-task.ts'
import { priceTask, type PricedTask } from './price-task.ts'

export interface Quote extends PricedTask {
  capability: Capability
  /** The model as the client wrote it. */
  asked: string
  /** Who would do the work, by its public name. */
  resolvedModel: string
}

/** What a create would cost now, to the last digit; refuses what the create would refuse for its body. Holds nothing. */
export async function quoteTask(context: Context, caller: Caller, create: CreateTask): Promise<Quote> {
  await assertMayMake(context, caller, create)
  const priced = priceTask(context, create)
  const route = priced.model.routes[0]
  const resolvedModel = route?.provider === 'studio' ? route.model : priced.model.code
  return { ...priced, capability: create.work.capability, asked: create.askedModel, resolvedModel }
}
