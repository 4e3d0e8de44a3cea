import {
  LeaseTooShort,
  MediaRefused,
  taskErrorCodeOf,
  type ProviderError,
  type Recovery,
  type StartOutcome,
} from '../domain/provider.ts'
import { mayRetry, retryDelayMs } from '../domain/retry.ts'
import type { Work } from '../domain/work.ts'
import { deriveUuid, type Uuid } from '../lib/ids.ts'
import { withinGrace } from '../lib/within-grace.ts'
import type { ClaimedJob } from '../store/claim-jobs.ts'
import { readContent } from '../store/artifacts.ts'
import { addPatiently } from './add-patiently.ts'
import type { Context } from './context.ts'
import { failLate, failTask, failUncertain, finishCanceled, finishTask } from './finish-task.ts'
import { ABORT_GRACE_MS, isLate, type Attempt } from './attempt.ts'
import { park } from './park-job.ts'
import { makeMediaReader, MediaUnavailable } from './make-media-reader.ts'
import { recordFact } from './record-fact.ts'

/** Commits a purchase, then starts it. The only place where something new is bought. */
export async function buyTask(context: Context, attempt: Attempt): Promise<void> {
  const { job, provider, work } = attempt
  if (isLate(context, attempt)) return await failLate(context, job)
  const ordinal = job.purchases
  const purchase = deriveUuid('purchase', job.task, ordinal)
  const recovery = provider.recoveryOf(work)
  const uncertain = mayHaveBeenBought(job, recovery)
  const { begin, beginWaiting } = context.batches
  const verdict = await addPatiently([begin, beginWaiting], {
    job: job.job,
    attempt: job.attempt,
    task: job.task,
    purchase,
    ordinal,
    provider: provider.name,
    model: attempt.providerModel,
    restartable: recovery.restartable,
    resendMs: recovery.resendMs,
    running: provider.synchronous,
    deadlineMs: provider.deadlineMs,
    uncertain,
    hopeless: uncertain && !recovery.lookup,
  })
  switch (verdict) {
    case 'begun':
      if (provider.synchronous) {
        context.wakeUps.taskMoved(job.lane, job.task, 1)
        context.wakeUps.logGrown(job.lane)
      }
      if (uncertain) return await park(context, attempt, { delayMs: 0 })
      // A provider that only knows keys may have accepted this one in the lost time: nothing but its answer closes the purchase.
      if (job.before_epoch && !recovery.restartable) return await resendPurchase(context, attempt, purchase)
      return await startPurchase(context, attempt, purchase)
    case 'canceling':
      return await finishCanceled(context, job)
    case 'open': // it appeared between claim and now: somebody else's fact, looked at in the next round
      return await park(context, attempt, { delayMs: 0 })
    case 'lost':
      return
  }
}

/**
 * After an older state was put back, the next purchase of a task may have happened in the lost time. Where the provider can be
 * asked, it is asked first; where it only knows keys, the same key makes every start harmless for as long as it knows them;
 * elsewhere the purchase stays uncertain (engine-review hole 7).
 */
function mayHaveBeenBought(job: ClaimedJob, recovery: Recovery): boolean {
  return job.before_epoch && !recovery.restartable && (recovery.lookup || recovery.resendMs === null)
}

/** Runs restartable work again under the purchase that it has (RULINGS 28). */
export async function runAgain(context: Context, attempt: Attempt, purchase: Uuid): Promise<void> {
  if (isLate(context, attempt)) return await failLate(context, attempt.job)
  await startPurchase(context, attempt, purchase)
}

/**
 * Sends an uncertain purchase again with the same key. That it goes out now is written down first: a quarantine counts from
 * the last time. Its being refused for now, or not sent, says nothing of what was sent before: that stays uncertain, and its
 * quarantine goes on.
 */
export async function resendPurchase(context: Context, attempt: Attempt, purchase: Uuid): Promise<void> {
  await recordFact(context, { purchase, state: 'sending', reference: null })
  const outcome = await callStart(context, attempt, purchase)
  context.metrics.upstreamRequests.inc({ provider: attempt.provider.name, outcome: outcome.kind })
  const isNothing =
    outcome.kind === 'no_lease' ||
    outcome.kind === 'not_sent' ||
    (outcome.kind === 'refused' && outcome.error.retryable)
  if (!isNothing && outcome.kind !== 'unknown') return await carryOn(context, attempt, purchase, outcome)
  if (isLate(context, attempt)) return await failUncertain(context, attempt.job)
  if (!isNothing) return await staysUnknown(context, attempt, purchase)
  await park(context, attempt, { ...soon(), nothingBought: { purchase, state: 'unknown' } })
}

/** Calls the provider under a committed purchase and carries the outcome on. */
async function startPurchase(context: Context, attempt: Attempt, purchase: Uuid): Promise<void> {
  const { provider, provide } = attempt
  const isRestartable = provider.recoveryOf(attempt.work).restartable
  // Work of our own that hangs would hold its thread and the client's credits for ever.
  const limit = isRestartable ? AbortSignal.timeout(provider.deadlineMs) : null
  const signal = limit === null ? provide.signal : AbortSignal.any([provide.signal, limit])
  const outcome = await callStart(context, { ...attempt, provide: { ...provide, signal } }, purchase)
  context.metrics.upstreamRequests.inc({ provider: provider.name, outcome: outcome.kind })
  if (isRestartable && provide.signal.aborted) return
  if (limit?.aborted === true && outcome.kind !== 'finished')
    return await failLate(context, { ...attempt.job, purchase })
  await carryOn(context, attempt, purchase, outcome)
}

async function carryOn(context: Context, attempt: Attempt, purchase: Uuid, outcome: CallOutcome): Promise<void> {
  const bought = { ...attempt, job: { ...attempt.job, purchase } }
  switch (outcome.kind) {
    case 'finished':
      return await finishTask(context, bought.job, outcome.items)
    case 'started':
      await recordFact(context, { purchase, state: 'accepted', reference: outcome.reference })
      return await park(context, bought, { delayMs: outcome.checkAfterMs, running: true })
    case 'no_lease':
      // A try is one that the task or its provider had: an outage of ours never uses one up.
      return await park(context, bought, {
        delayMs: retryDelayMs(0, Math.random()),
        nothingBought: { purchase, state: 'not_sent' },
      })
    case 'refused':
    case 'not_sent':
      return await tryLater(context, bought, purchase, outcome.kind, outcome.error)
    case 'unknown':
      return await staysUnknown(context, attempt, purchase)
  }
}

async function staysUnknown(context: Context, attempt: Attempt, purchase: Uuid): Promise<void> {
  await recordFact(context, { purchase, state: 'unknown', reference: null })
  await park(context, attempt, soon())
}

/** Uncertain shows as running (RULINGS 17): it may well be. */
function soon(): { delayMs: number; running: true } {
  return { delayMs: retryDelayMs(0, Math.random()), running: true }
}

/** `no_lease`: too little was left of our own lease, and nothing was sent. */
type CallOutcome = StartOutcome | { kind: 'no_lease' }

async function callStart(context: Context, attempt: Attempt, purchase: Uuid): Promise<CallOutcome> {
  const { provider, work, provide } = attempt
  const fault = { fault: 'gateway', retryable: true, message: 'The work could not be done.' } as const
  const notice = (error: unknown): void => {
    if (provide.signal.aborted) return
    context.log.error({ error, task: attempt.job.task, provider: provider.name }, 'start failed')
  }
  let texts: Map<Uuid, string>
  try {
    texts = await readTexts(context, work)
  } catch (error) {
    notice(error)
    return { kind: 'not_sent', error: fault }
  }
  try {
    const callbackUrl = context.callbackUrl(purchase)
    const readMedia = makeMediaReader(context, { work, organisation: attempt.job.lane, signal: provide.signal })
    const request = { work, model: attempt.providerModel, clientReference: purchase, texts, readMedia, callbackUrl }
    return await withinGrace(provider.start(request, provide), provide.signal, ABORT_GRACE_MS)
  } catch (error) {
    if (error instanceof LeaseTooShort) return { kind: 'no_lease' }
    if (error instanceof MediaRefused) {
      return { kind: 'refused', error: { fault: 'caller', retryable: error.mayPass, message: error.message } }
    }
    if (error instanceof MediaUnavailable) {
      notice(error)
      return { kind: 'not_sent', error: fault }
    }
    // Our own fault. A restartable provider bought nothing; of any other we cannot know.
    notice(error)
    return { kind: provider.recoveryOf(work).restartable ? 'refused' : 'unknown', error: fault }
  }
}

async function readText(context: Context, artifact: Uuid): Promise<string> {
  const content = await readContent(context.sql, artifact)
  return content === null ? await context.artifacts.readText(artifact) : content.toString('utf8')
}

async function readTexts(context: Context, work: Work): Promise<Map<Uuid, string>> {
  const id = work.capability === 'music.compose' ? work.lyricsArtifact : null
  return id === null ? new Map() : new Map([[id, await readText(context, id)]])
}

/** Nothing was bought: the purchase is closed, and another one may follow unless the failure is final. */
export async function tryLater(
  context: Context,
  attempt: Attempt,
  purchase: Uuid,
  state: 'refused' | 'not_sent',
  error: ProviderError,
): Promise<void> {
  const { job } = attempt
  if (mayRetry(error, job.retry_count) && !job.cancel_requested) {
    const delayMs = retryDelayMs(job.retry_count, Math.random())
    return await park(context, attempt, { delayMs, retried: true, nothingBought: { purchase, state } })
  }
  if (job.cancel_requested) return await finishCanceled(context, job)
  const { message, retryable } = error
  await failTask(context, job, { code: taskErrorCodeOf(error), message, retryable })
}
