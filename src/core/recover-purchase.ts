import type { FindOutcome } from '../domain/provider.ts'
import { RETRIES_MAX, retryDelayMs } from '../domain/retry.ts'
import { deriveUuid, type Uuid } from '../lib/ids.ts'
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
 *
 * After an older state was put back, "not found" may also mean that it was refused in the lost time and followed by another
 * one. So those are looked up too, and a provider that can be asked is sent nothing before it has said no to all of them.
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
    const later = job.before_epoch && found.kind === 'not_found' ? await lookUpLater(context, attempt) : found.kind
    if (later === 'found') {
      return await park(context, attempt, { delayMs: 0, retried: true, nothingBought: { purchase, state: 'refused' } })
    }
    if (later === 'not_found' && age > recovery.quarantineMs) {
      return await park(context, attempt, { delayMs: 0, nothingBought: { purchase, state: 'not_sent' } })
    }
  }
  const mustBeAsked = job.before_epoch && recovery.lookup
  if (job.purchase_resendable === true && !job.cancel_requested && !mustBeAsked) {
    return await resendPurchase(context, attempt, purchase)
  }
  if (isLate(context, attempt)) return await failUncertain(context, job)
  // Uncertain shows as running (RULINGS 17): it may well be.
  await park(context, attempt, { delayMs: Math.min(60_000, retryDelayMs(0, Math.random()) + age / 10), running: true })
}

/** A task gets `RETRIES_MAX` refusals, and each crash before a send can end one more purchase: so many are looked for. */
const LATER_MAX = RETRIES_MAX + 5

/** Whether a purchase was made after the open one. */
async function lookUpLater(context: Context, attempt: Attempt): Promise<FindOutcome['kind']> {
  const { task, purchases } = attempt.job
  for (let ordinal = purchases; ordinal < purchases + LATER_MAX; ordinal += 1) {
    const found = await lookUp(context, attempt, deriveUuid('purchase', task, ordinal))
    if (found.kind !== 'not_found') return found.kind
  }
  return 'not_found'
}

async function lookUp(context: Context, attempt: Attempt, purchase: Uuid): Promise<FindOutcome> {
  try {
    return (await attempt.provider.findByClientReference?.(purchase)) ?? { kind: 'unreachable' }
  } catch (error) {
    context.log.warn({ error, task: attempt.job.task }, 'provider could not be asked for our reference')
    return { kind: 'unreachable' }
  }
}
