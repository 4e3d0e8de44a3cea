import type { FindOutcome } from '../domain/provider.ts'
import { retryDelayMs } from '../domain/retry.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Context } from './context.ts'
import { failUncertain } from './finish-task.ts'
import { isLate, type Attempt } from './attempt.ts'
import { recordFact } from './record-fact.ts'
import { park } from './park-job.ts'
import { resendPurchase } from './start-task.ts'

/**
 * A purchase that may or may not have reached its provider (DESIGN 3 "Never buy twice"). Found by our reference: accepted. Not
 * found after the quarantine: not sent, a new one may follow. Else resent with the same key while the provider still knows
 * the key. With neither, the task stays uncertain until its deadline and is never sent again.
 */
export async function recoverPurchase(context: Context, attempt: Attempt, purchase: Uuid): Promise<void> {
  const { job, provider, work } = attempt
  const recovery = provider.recoveryOf(work)
  // Since it was sent last.
  const age = job.purchase_age_ms ?? 0
  if (recovery.lookup) {
    const found = await lookUp(context, attempt, purchase)
    if (found.kind === 'found') {
      await recordFact(context, { purchase, state: 'accepted', reference: found.reference })
      return await park(context, attempt, { delayMs: found.checkAfterMs, running: true })
    }
    if (found.kind === 'not_found' && age > recovery.quarantineMs) {
      return await park(context, attempt, { delayMs: 0, close: { purchase, state: 'not_sent' } })
    }
  }
  if (job.purchase_resendable === true && !job.cancel_requested) {
    return await resendPurchase(context, attempt, purchase)
  }
  if (isLate(context, attempt)) return await failUncertain(context, job)
  // Uncertain shows as running (RULINGS 17): it may well be.
  await park(context, attempt, { delayMs: Math.min(60_000, retryDelayMs(0, Math.random()) + age / 10), running: true })
}

async function lookUp(context: Context, attempt: Attempt, purchase: Uuid): Promise<FindOutcome> {
  try {
    return (await attempt.provider.findByClientReference?.(purchase)) ?? { kind: 'unreachable' }
  } catch (error) {
    context.log.warn({ error, task: attempt.job.task }, 'provider could not be asked for our reference')
    return { kind: 'unreachable' }
  }
}
