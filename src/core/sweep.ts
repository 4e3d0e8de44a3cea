import type { TaskError } from '../domain/task.ts'
import { expireJobs, takeOverJobs } from '../store/claim-jobs.ts'
import { dropIdleLanes, expireDeliveries, takeOverDeliveries } from '../store/deliveries.ts'
import { deleteArtifacts, findExpiredArtifacts } from '../store/artifacts.ts'
import { dropPartition } from '../store/drop-partition.ts'
import { ensurePartitions, findOldPartitions } from '../store/installation.ts'
import type { Context } from './context.ts'
import { logFailure, settleTask, WITHOUT_RESULT } from './settle-task.ts'

const CHUNK = 200
const NOT_STARTED: TaskError = {
  code: 'provider_timeout',
  message: 'The task could not be started in time.',
  retryable: true,
}
const LEFT_ALONE: TaskError = {
  code: 'upstream_outcome_unknown',
  message: 'Its provider is not offered here any more.',
  retryable: false,
}

/** Frees what dead processes held and ends what was never started in time. Safe from any number of processes. */
export async function sweepJobs(context: Context): Promise<void> {
  const taken = await takeOverJobs(context.sql)
  if (taken > 0) {
    context.log.warn({ jobs: taken }, 'jobs taken over from a dead worker')
    context.wakeUps.jobsReady()
  }
  if ((await takeOverDeliveries(context.sql)) > 0) context.wakeUps.messagesRaised()
  const late = await expireJobs(context.sql, CHUNK)
  if (late.length === 0) return
  await Promise.all(
    late.map(async ({ task, lane, overdue }) => {
      const error = overdue ? LEFT_ALONE : NOT_STARTED
      const verdict = await settleTask(context, {
        ...WITHOUT_RESULT,
        task,
        guard: { kind: overdue ? 'overdue' : 'no_purchase' },
        highestStatus: 'running',
        status: 'failed',
        error: JSON.stringify(error),
        cancel: false,
      })
      if (verdict === 'settled') logFailure(context, { task, organisation: lane, code: error.code })
    }),
  )
  // Each end may have let a held-back neighbour in.
  context.wakeUps.jobsReady()
  for (const lane of new Set(late.map((job) => job.lane))) context.wakeUps.logGrown(lane)
}

/** Gives up messages that could not be delivered for days, and forgets receivers that nobody names any more. */
export async function sweepDeliveries(context: Context): Promise<void> {
  for (;;) {
    const expired = await expireDeliveries(context.background, CHUNK)
    if (expired < CHUNK) break
  }
  await dropIdleLanes(context.background)
}

/** Removes the files and rows of expired artifacts, files first: a crash between leaves a row that is swept again. */
export async function sweepArtifacts(context: Context): Promise<number> {
  let removed = 0
  for (;;) {
    const expired = await findExpiredArtifacts(context.sql, CHUNK)
    await Promise.all(expired.map((artifact) => context.artifacts.remove(artifact.id)))
    await deleteArtifacts(
      context.sql,
      expired.map((artifact) => artifact.id),
    )
    removed += expired.length
    if (expired.length < CHUNK) return removed
  }
}

/** Makes the partitions of the coming days and drops those that nobody asks for any more. */
export async function sweepPartitions(context: Context): Promise<void> {
  if (!(await ensurePartitions(context.sql))) context.log.info('partitions not made: a long reader was in the way')
  const old = await findOldPartitions(context.sql)
  if (old.length === 0) return
  await context.withSession(async (session) => {
    for (const partition of old) {
      // Another process may be at it, and one that cannot be dropped must not keep the others.
      await dropPartition(session, partition).catch((error: unknown) =>
        context.log.warn({ error, partition: partition.name }, 'old partition not dropped'),
      )
    }
  })
}
