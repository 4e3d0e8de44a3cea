import type { Context } from '../core/context.ts'
import type { ClaimedJob } from '../core/claim-work.ts'

/** Progress is written at most this often (RULINGS 20). */
const EVERY_MS = 500

/**
 * What a provider calls with its percentage: written when it has risen and the last write is half a second old. The write
 * also tells whether the job still is ours: if not, `onLost`.
 */
export function makeProgressReporter(context: Context, job: ClaimedJob, onLost: () => void): (percent: number) => void {
  let written = 0
  let nextAt = 0
  return (percent) => {
    const progress = Math.min(99, Math.max(1, Math.floor(percent)))
    const now = context.clock.monotonic()
    if (progress <= written || now < nextAt) return
    written = progress
    nextAt = now + EVERY_MS
    context.batches.progress
      .add({ job: job.job, attempt: job.attempt, task: job.task, progress })
      .then((isOurs) => {
        if (isOurs) context.wakeUps.taskMoved(job.lane, job.task, progress)
        else onLost()
      })
      .catch((error: unknown) => context.log.warn({ error, task: job.task }, 'progress not written'))
  }
}
