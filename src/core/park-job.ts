import { TASK_STATUSES } from '../domain/task.ts'
import type { ParkedJob } from '../store/run-tasks.ts'
import { addPatiently } from './add-patiently.ts'
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
  const { park: batch, parkWaiting } = context.batches
  if ((await addPatiently([batch, parkWaiting], parked)) !== 'parked') return
  context.wakeUps.jobsReadyIn(next.delayMs)
  if (parked.running) context.wakeUps.taskMoved(job.lane, job.task, Math.max(1, parked.progress))
  if (parked.running && TASK_STATUSES.indexOf('running') > job.status) context.wakeUps.logGrown(job.lane)
}
