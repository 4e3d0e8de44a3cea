import type { ParkedJob } from '../store/run-tasks.ts'
import type { Attempt } from './attempt.ts'
import type { Context } from './context.ts'

/** Lets the job go until its next look, and tells the loop when that is. */
export async function park(
  context: Context,
  { job }: Pick<Attempt, 'job'>,
  next: { delayMs: number } & Partial<Pick<ParkedJob, 'progress' | 'running' | 'retried' | 'nothingBought'>>,
): Promise<void> {
  const parked = {
    job: job.job,
    attempt: job.attempt,
    task: job.task,
    progress: 0,
    running: false,
    retried: false,
    nothingBought: null,
    ...next,
  }
  if (await context.batches.park.add(parked)) context.wakeUps.jobsReadyIn(next.delayMs)
}
