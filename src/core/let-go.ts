import { setTimeout as delay } from 'node:timers/promises'

import type { ClaimedJob } from '../store/claim-jobs.ts'
import type { Context } from './context.ts'
import { park } from './park-job.ts'

/** Until a job whose attempt broke by an exception is looked at again. */
const AGAIN_MS = 5000

/**
 * Gives a job back after an attempt that broke. Without it the job would stay ours for as long as the process lives. While
 * the database is away it keeps trying, until the lease is over (then the job is somebody else's anyway). `isFault`: it
 * counts towards giving the task up; an outage or a model that only others know does not.
 */
export async function letGo(
  context: Context,
  job: ClaimedJob,
  options: { signal: AbortSignal; isFault: boolean },
): Promise<void> {
  const { signal, isFault } = options
  // Once at least: an abort also means that the task is to stop, and then the job still is ours to give back.
  do {
    try {
      return await park(context, { job }, { delayMs: AGAIN_MS, retried: isFault })
    } catch (error) {
      context.log.warn({ error, task: job.task }, 'job could not be given back')
      await delay(AGAIN_MS, undefined, { signal }).catch(() => {})
    }
  } while (!signal.aborted)
}
