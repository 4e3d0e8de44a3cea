import { GatewayError } from '../domain/errors.ts'
import type { PriceBook } from '../domain/price-book.ts'
import type { CreateTask } from '../domain/task.ts'
import type { Capability } from '../domain/work.ts'
import { rememberKey } from '../store/idempotency-keys.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Context } from './context.ts'
import { assertMayMake, derivedOf, type Caller, type Idempotency } from './create-task.ts'
import { priceTask, type PricedTask } from './price-task.ts'

export interface Quote extends PricedTask {
  capability: Capability
  /** The model as the client wrote it. */
  asked: string
  /** Who would do the work, by its public name. */
  resolvedModel: string
}

/**
 * What a create would cost now, to the last digit; refuses what the create would refuse for its body. Holds nothing. Asked for
 * again under its Idempotency-Key it is the same quote, by the prices of then; with another body an `idempotency_conflict`.
 */
export async function quoteTask(
  context: Context,
  caller: Caller,
  create: CreateTask,
  idempotency: Idempotency | null,
): Promise<Quote & { replayed: boolean }> {
  await assertMayMake(context, caller, create)
  const now = context.prices.current()
  const quote = quoteBy(context, create, now)
  if (idempotency === null) return { ...quote, replayed: false }
  const organisation = caller.organisation.number
  const request = { organisation, ...derivedOf(idempotency), subject: subjectOf(now.version) }
  const { memory, subject } = await rememberKey(context.sql, request)
  if (memory === 'conflict') throw new GatewayError('idempotency_conflict')
  if (memory === 'new' || subject === request.subject) return { ...quote, replayed: memory === 'replay' }
  return { ...quoteBy(context, create, await context.prices.ofVersion(versionOf(subject))), replayed: true }
}

function quoteBy(context: Context, create: CreateTask, prices: PriceBook): Quote {
  const priced = priceTask(context, create, prices)
  const route = priced.model.routes[0]
  const resolvedModel = route?.provider === 'studio' ? route.model : priced.model.code
  return { ...priced, capability: create.work.capability, asked: create.askedModel, resolvedModel }
}

/** A version of the prices as keys remember what they were about: its number in the digits of an id. */
function subjectOf(version: number): Uuid {
  return `00000000-0000-0000-0000-${version.toString(16).padStart(12, '0')}`
}

function versionOf(subject: Uuid): number {
  return Number.parseInt(subject.slice(-12), 16)
}
