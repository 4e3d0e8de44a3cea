import { canBeStopped, taskErrorCodeOf, type CheckOutcome } from '../domain/provider.ts'
import { withinGrace } from '../lib/within-grace.ts'
import type { Context } from './context.ts'
import { failLate, failTask, finishCanceled, finishTask } from './finish-task.ts'
import { ABORT_GRACE_MS, isLate, type Attempt } from './attempt.ts'
import { park } from './park-job.ts'
import { tryLater } from './start-task.ts'

/** Where neither side knows better: a provider that cannot be asked is asked again after this. */
const ASK_AGAIN_MS = 5000

/** Asks the provider how an accepted purchase is doing and carries the outcome on. */
export async function checkTask(context: Context, attempt: Attempt, reference: string): Promise<void> {
  const { job, provider } = attempt
  if (job.cancel_requested) await askToCancel(context, attempt, reference)
  const outcome = await callCheck(context, attempt, reference)
  context.metrics.upstreamRequests.inc({ provider: provider.name, outcome: `check_${outcome.kind}` })
  switch (outcome.kind) {
    case 'finished':
      return await finishTask(context, job, outcome.items)
    case 'failed': {
      if (job.cancel_requested && !outcome.charged) return await finishCanceled(context, job)
      if (!outcome.charged && job.purchase !== null) {
        return await tryLater(context, attempt, job.purchase, 'refused', outcome.error)
      }
      const { message, retryable } = outcome.error
      return await failTask(context, job, { code: taskErrorCodeOf(outcome.error), message, retryable })
    }
    case 'pending':
      if (outcome.unknownStatus !== undefined) {
        const status = outcome.unknownStatus.slice(0, 100)
        context.log.warn({ task: job.task, provider: provider.name, status }, 'provider reports a status unknown to us')
      }
      if (isLate(context, attempt)) return await failLate(context, job)
      return await park(context, attempt, {
        delayMs: outcome.checkAfterMs,
        progress: Math.min(99, Math.max(0, Math.round(outcome.progress ?? 0))),
        running: true,
      })
    case 'unreachable':
      if (isLate(context, attempt)) return await failLate(context, job)
      return await park(context, attempt, { delayMs: ASK_AGAIN_MS, running: true })
  }
}

async function callCheck(context: Context, attempt: Attempt, reference: string): Promise<CheckOutcome> {
  const { provider, provide, job } = attempt
  const unreachable = { fault: 'gateway', retryable: true, message: 'The provider could not be asked.' } as const
  try {
    if (provider.check === undefined) return { kind: 'unreachable', error: unreachable }
    return await withinGrace(provider.check(reference, provide), provide.signal, ABORT_GRACE_MS)
  } catch (error) {
    context.log.error({ error, task: job.task, provider: provider.name }, 'check failed')
    return { kind: 'unreachable', error: unreachable }
  }
}

/** Best effort: whether it worked shows in the outcome that follows, which decides (RULINGS 21). */
async function askToCancel(context: Context, attempt: Attempt, reference: string): Promise<void> {
  if (!canBeStopped(attempt.provider, reference)) return
  try {
    await attempt.provider.cancel?.(reference)
  } catch (error) {
    context.log.warn({ error, task: attempt.job.task }, 'provider could not be asked to cancel')
  }
}
