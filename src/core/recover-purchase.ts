import type { FindOutcome } from '../domain/provider.ts'
import { retryDelayMs } from '../domain/retry.ts'
import type { Uuid } from '../lib/ids.ts'
import { isLate } from './check-task.ts'
import type { Context } from './context.ts'
import { failTask } from './finish-task.ts'
import type { Attempt } from './attempt.ts'
import { park, startPurchase } from './start-task.ts'

/**
 * A purchase that may or may not have reached its provider (DESIGN 3 "Never buy twice"). Found by our reference: accepted. Not
 * found after the quarantine: not sent, a new one may follow. Else resent with the same key while the provider still knows
 * the key. With neither, the task stays uncertain until its deadline and is never sent again.
 */
export async function recoverPurchase(context: Context, attempt: Attempt, purchase: Uuid): Promise<void> {
  const { job, provider, work } = attempt
  const recovery = provider.recoveryOf(work)
  const age = job.purchase_age_ms ?? 0
  if (recovery.lookup) {
    const found = await lookUp(context, attempt, purchase)
    if (found.kind === 'found') {
      await context.batches.fact.add({ purchase, state: 'accepted', reference: found.reference })
      return await park(context, attempt, { delayMs: found.checkAfterMs, running: true })
    }
    if (found.kind === 'not_found' && age > recovery.quarantineMs) {
      await context.batches.fact.add({ purchase, state: 'not_sent', reference: null })
      return await park(context, attempt, { delayMs: 0 })
    }
  }
  if (job.purchase_resendable === true && !job.cancel_requested) return await startPurchase(context, attempt, purchase)
  if (isLate(context, attempt)) {
    const message = 'It could not be found out whether the provider did the work.'
    return await failTask(context, job, { code: 'upstream_outcome_unknown', message, retryable: false })
  }
  await park(context, attempt, { delayMs: Math.min(60_000, retryDelayMs(0, Math.random()) + age / 10) })
}

async function lookUp(context: Context, attempt: Attempt, purchase: Uuid): Promise<FindOutcome> {
  try {
    return (await attempt.provider.findByClientReference?.(purchase)) ?? { kind: 'unreachable' }
  } catch (error) {
    context.log.warn({ error, task: attempt.job.task }, 'provider could not be asked for our reference')
    return { kind: 'unreachable' }
  }
}
