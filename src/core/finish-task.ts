import { settledLines, totalOf, type PriceLine } from '../domain/pricing.ts'
import type { TaskError } from '../domain/task.ts'
import type { ProducedItem, TaskOutput } from '../domain/work.ts'
import { timeOfUuidV7 } from '../lib/ids.ts'
import type { ClaimedJob } from '../store/claim-jobs.ts'
import type { Settlement, SettleVerdict } from '../store/settle-tasks.ts'
import type { Context } from './context.ts'
import { logFailure, settleTask, WITHOUT_RESULT } from './settle-task.ts'
import { isLate } from './attempt.ts'
import { keepItems, type KeptItems } from './keep-items.ts'
import { park } from './park-job.ts'
import { recordFact } from './record-fact.ts'

/** Long enough for somebody to make room, short enough for whoever waits. */
const KEEP_AGAIN_MS = 10_000

/**
 * Ends a task with what came back: files first, then status, capture, release, event and job in one commit, fenced by the
 * attempt. Fewer results than asked are paid for as far as they came; none at all is a failure.
 */
export async function finishTask(context: Context, job: ClaimedJob, produced: readonly ProducedItem[]): Promise<void> {
  const delivered = produced.filter((item) => item.role === 'main')
  if (delivered.length === 0) {
    await failTask(context, job, {
      code: 'provider_error',
      message: 'The provider delivered no result.',
      retryable: true,
    })
    return
  }
  let kept: KeptItems
  try {
    kept = await keepItems(context, job, produced)
  } catch (error) {
    return await keepLater(context, job, error)
  }
  const { items, artifacts } = kept
  const lines: PriceLine[] = JSON.parse(job.price_lines)
  const output: TaskOutput = { items }
  const verdict = await settle(context, job, {
    status: 'succeeded',
    captured: totalOf(settledLines(lines, delivered)),
    output: JSON.stringify(output),
    error: null,
    purchaseState: 'finished',
    artifacts,
  })
  // It ended otherwise meanwhile: what came is a fact for the books, and its files are nobody's.
  if (verdict === 'terminal') {
    if (job.purchase !== null) {
      await recordFact(context, { purchase: job.purchase, state: 'delivered_late', reference: null })
    }
    await Promise.all(artifacts.map((artifact) => removeUnlessKept(context, job, artifact.id)))
  }
}

/**
 * The results are there but could not be written (a full disk): paid work, so it is fetched again until the task's deadline
 * rather than given up after some tries.
 */
async function keepLater(context: Context, job: ClaimedJob, error: unknown): Promise<void> {
  context.log.error({ error, task: job.task }, 'results could not be kept')
  if (!isLate(context, { job })) return await park(context, { job }, { delayMs: KEEP_AGAIN_MS })
  const message = 'The results could not be kept.'
  await failTask(context, job, { code: 'internal_error', message, retryable: true }, 'abandoned')
}

/**
 * Ends a task as failed, with its whole hold released. Its purchase, if one is open, is `failed` by its provider, or
 * `abandoned` by us: then it may still be delivered, late.
 */
export async function failTask(
  context: Context,
  job: ClaimedJob,
  error: TaskError,
  purchaseState: 'failed' | 'abandoned' = 'failed',
): Promise<void> {
  const outcome = { ...WITHOUT_RESULT, status: 'failed', error: JSON.stringify(error), purchaseState } as const
  if ((await settle(context, job, outcome)) !== 'settled') return
  logFailure(context, { task: job.task, organisation: job.lane, code: error.code })
}

/** After its deadline, with a last look just taken. What comes later is recorded on the purchase and changes nothing. */
export async function failLate(context: Context, job: ClaimedJob): Promise<void> {
  const message = 'The provider did not finish in time.'
  await failTask(context, job, { code: 'provider_timeout', message, retryable: true }, 'abandoned')
}

/** After its deadline, with nothing left by which to find out. It is never sent again. */
export async function failUncertain(context: Context, job: ClaimedJob): Promise<void> {
  const message = 'It could not be found out whether the provider did the work.'
  await failTask(context, job, { code: 'upstream_outcome_unknown', message, retryable: false }, 'abandoned')
}

/** Ends a task as canceled after its provider has stopped, or before anything was bought. */
export async function finishCanceled(context: Context, job: ClaimedJob): Promise<void> {
  await settle(context, job, { ...WITHOUT_RESULT, status: 'canceled' })
}

async function settle(
  context: Context,
  job: ClaimedJob,
  outcome: Pick<Settlement, 'status' | 'captured' | 'output' | 'error' | 'purchaseState' | 'artifacts'>,
): Promise<Exclude<SettleVerdict, 'busy'>> {
  const verdict = await settleTask(context, {
    ...outcome,
    task: job.task,
    guard: { kind: 'attempt', job: job.job, attempt: job.attempt },
    highestStatus: 'running',
    cancel: false,
  })
  if (verdict === 'settled') {
    context.metrics.taskDuration.observe(
      { capability: job.capability, status: outcome.status },
      Math.max(0, context.databaseNow() - timeOfUuidV7(job.task)) / 1000,
    )
    // A slot of its organisation is free: a neighbour may have been promoted.
    context.wakeUps.jobsReady()
    context.wakeUps.logGrown(job.lane)
  } else {
    context.log.info({ task: job.task, attempt: job.attempt, verdict, status: outcome.status }, 'outcome not written')
  }
  return verdict
}

/** Our own earlier attempt may have succeeded with the very same file: then it stays. */
async function removeUnlessKept(context: Context, job: ClaimedJob, artifact: string): Promise<void> {
  const row = await context.batches.get.add(job.task)
  if (row === null || row.output === null || !row.output.includes(artifact)) await context.artifacts.remove(artifact)
}
