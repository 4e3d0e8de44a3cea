import { setTimeout as delay } from 'node:timers/promises'

import type { ClaimedJob } from '../store/claim-jobs.ts'
import type { Context } from './context.ts'

/** Until a job whose attempt broke by an exception is looked at again. */
const AGAIN_MS = 5000

/**
 * Gives a job back after an attempt that broke. Without it the job would stay ours for as long as the process lives. While
 * the database is away it keeps trying, until the lease is over (then the job is somebody else's anyway).
 */
export async function letGo(context: Context, job: ClaimedJob, signal: AbortSignal): Promise<void> {
  // Once at least: an abort also means that the task is to stop, and then the job still is ours to give back.
  do {
    try {
      await context.batches.park.add({
        job: job.job,
        attempt: job.attempt,
        task: job.task,
        delayMs: AGAIN_MS,
        progress: 0,
        running: false,
        retried: true,
        close: null,
      })
      return
    } catch (error) {
      context.log.warn({ error, task: job.task }, 'job could not be given back')
      await delay(AGAIN_MS, undefined, { signal }).catch(() => {})
    }
  } while (!signal.aborted)
}
