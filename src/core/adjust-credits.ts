import type { CreditUnits } from '../domain/credits.ts'
import { GatewayError, invalidField } from '../domain/errors.ts'
import { deriveUuid, type Uuid } from '../lib/ids.ts'
import { grantCredits as grant, refundTask as refund, type AdjustmentKey } from '../store/adjust-credits.ts'
import type { Context } from './context.ts'

/** What an operator moved by hand. */
export interface Adjustment {
  organisation: number
  /** The number of the movement in the organisation's ledger. */
  seq: number
  amount: CreditUnits
  /** The same key had been used for the very same before: nothing moved now. */
  replayed: boolean
}

/**
 * Adds credits to an organisation, `amount` above zero. With an idempotency key once, however often it is asked for; another
 * amount or reason under the same key is an `idempotency_conflict`. There is no end to a key's life.
 */
export async function grantCredits(
  context: Pick<Context, 'sql'>,
  actor: string,
  reason: string,
  order: { organisation: number; amount: CreditUnits; idempotencyKey: string | null },
): Promise<Adjustment> {
  const { organisation, amount } = order
  const idempotency = keyOf('grant', order.idempotencyKey, [organisation, amount, reason])
  const { verdict, seq } = await grant(context.sql, { organisation, amount, actor, reason, idempotency })
  switch (verdict) {
    case 'granted':
    case 'replay':
      return { organisation, seq: seq ?? 0, amount, replayed: verdict === 'replay' }
    case 'conflict':
      throw new GatewayError('idempotency_conflict')
    case 'too_large':
      throw balanceTooLarge()
    case 'missing':
      throw new GatewayError('not_found', { message: 'No organisation has this number.' })
  }
}

/**
 * Gives back what a task that succeeded was charged, all that is left of it or a part, never more. Shown wherever the task is:
 * its charge is less from then on. Idempotent as `grantCredits`.
 */
export async function refundTask(
  context: Pick<Context, 'sql' | 'wakeUps'>,
  actor: string,
  reason: string,
  order: { task: Uuid; amount: CreditUnits | 'all'; idempotencyKey: string | null },
): Promise<Adjustment> {
  const { task } = order
  const idempotency = keyOf('refund', order.idempotencyKey, [task, order.amount, reason])
  const amount = order.amount === 'all' ? null : order.amount
  if (amount !== null && amount <= 0) throw invalidField(['credits'], 'must be above zero', 'range')
  const result = await refund(context.sql, { task, amount, actor, reason, idempotency })
  switch (result.verdict) {
    case 'refunded':
    case 'replay': {
      const organisation = result.organisation ?? 0
      if (result.verdict === 'refunded') context.wakeUps.logGrown(organisation)
      if (result.told) context.wakeUps.messagesRaised()
      const { seq, amount: moved } = result
      return { organisation, seq: seq ?? 0, amount: moved ?? 0, replayed: result.verdict === 'replay' }
    }
    case 'conflict':
      throw new GatewayError('idempotency_conflict')
    case 'missing':
      throw new GatewayError('task_not_found')
    case 'not_charged':
      throw invalidField(['task_id'], 'has not succeeded: nothing was charged for it', 'range')
    case 'too_much':
      throw invalidField(['credits'], 'is above what is left of the charge', 'range')
    case 'too_large':
      throw balanceTooLarge()
  }
}

function balanceTooLarge(): GatewayError {
  return invalidField(['credits'], 'would make the balance larger than what is exact', 'range')
}

function keyOf(what: string, key: string | null, body: readonly unknown[]): AdjustmentKey | null {
  return key === null ? null : { key: deriveUuid(what, key), body: deriveUuid(JSON.stringify(body)) }
}
