import { randomInt } from 'node:crypto'

import {
  CLAIM_MAX,
  claimWork,
  returnUnknownJobs,
  type ClaimedJob,
  type ClaimedWork,
  type PoolSlot,
} from '../core/claim-work.ts'
import type { Context } from '../core/context.ts'
import { makeLeaseKeeper } from '../core/lease-keeper.ts'
import { poolsOf } from '../core/pools.ts'
import { letGo } from '../core/let-go.ts'
import { isFault, runJob } from '../core/run-job.ts'
import type { Uuid } from '../lib/ids.ts'
import { makeLease, type Lease } from './make-lease.ts'
import { makeLoop } from './make-loop.ts'
import { runDeliveries } from './run-deliveries.ts'
import { startSweeps } from './start-sweeps.ts'
import { makeProgressReporter } from './report-progress.ts'

export interface Worker {
  /** Hands everything back that can be; waits for the rest until `deadlineMs` from now. */
  stop(deadlineMs: number): Promise<void>
}

/** The safety net behind the wake-ups: a lost notification costs at most this. */
const POLL_MS = 1000
/** How often it is made sure that the jobs which are ours by the database are those which we run. */
const COMPARE_MS = 5000

interface Running {
  job: ClaimedJob
  provider: string
  controller: AbortController
  done: Promise<void>
}

/**
 * The door for time: claims jobs while there are free places, runs each, and looks again when something is said to be ready, a
 * place becomes free, or a second has passed.
 */
export async function runWorker(context: Context): Promise<Worker> {
  const running = new Map<number, Running>()
  const slots: PoolSlot[] = poolsOf(context.catalogue).map(({ name, provider }) => ({
    pool: context.pools.get(name) ?? 0,
    provider,
    cursor: randomInt(2 ** 31 - 1),
  }))
  const lease = await makeLease({
    keeper: makeLeaseKeeper(context),
    newId: context.newId,
    clock: context.clock,
    log: context.log,
    onLost: () => abortAll(running),
  })
  let comparedAt = context.clock.monotonic()
  const loop = makeLoop(context.log, async () => {
    const worker = lease.workerId()
    // In turn with the claims: all that were answered are in `running` by now.
    if (worker !== null && context.clock.monotonic() - comparedAt >= COMPARE_MS) {
      await returnUnknownJobs(context, worker, [...running.keys()])
      comparedAt = context.clock.monotonic()
    }
    await claimAndRun(context, lease, slots, running, loop.look)
  })
  context.wakeUps.onJobsReady(loop.look)
  context.wakeUps.onStopWork((task) => abortTask(running, task))
  const poll = setInterval(loop.look, POLL_MS)
  const sweeps = startSweeps(context, 'work')
  const deliveries = runDeliveries(context, lease)
  loop.look()
  return {
    async stop(deadlineMs) {
      clearInterval(poll)
      sweeps.stop()
      await loop.stop()
      for (const entry of running.values()) {
        // A synchronous upstream's answer is paid work: waited for. Everything else goes on elsewhere.
        if (!isWorthWaitingFor(context, entry)) entry.controller.abort(new Error('the process stops'))
      }
      const settled = Promise.allSettled([...running.values()].map((entry) => entry.done))
      await Promise.all([Promise.race([settled, wait(deadlineMs)]), deliveries.stop()])
      abortAll(running)
      await lease.stop()
    },
  }
}

async function claimAndRun(
  context: Context,
  lease: Lease,
  slots: readonly PoolSlot[],
  running: Map<number, Running>,
  look: () => void,
): Promise<void> {
  const worker = lease.workerId()
  if (worker === null) return
  const freeOf = ({ pool, provider }: PoolSlot): number => {
    const busy = [...running.values()].filter(({ job }) => job.pool === pool).length
    return (context.providers.get(provider)?.concurrency ?? 0) - busy
  }
  const claimed = await claimWork(context, slots, worker, freeOf)
  const assertLease = (): void => lease.assertLeft(worker)
  for (const work of claimed) runOne(context, assertLease, running, work, look)
  // A full claim says that there may be more.
  if (claimed.length >= CLAIM_MAX) look()
}

function runOne(
  context: Context,
  assertLease: () => void,
  running: Map<number, Running>,
  { job, provider }: ClaimedWork,
  look: () => void,
): void {
  const controller = new AbortController()
  const provide = {
    signal: controller.signal,
    assertLease,
    onProgress: makeProgressReporter(context, job, () => controller.abort(new Error('the job is no longer ours'))),
  }
  const done = runJob(context, job, provide)
    .catch((error: unknown) => {
      const fields = { error, task: job.task, attempt: job.attempt }
      if (isFault(error)) context.log.error(fields, 'attempt failed')
      else context.log.warn(fields, 'attempt given back')
      return letGo(context, job, { signal: controller.signal, isFault: isFault(error) })
    })
    .finally(() => {
      if (running.get(job.job)?.controller === controller) running.delete(job.job)
      look()
    })
  running.set(job.job, { job, provider, controller, done })
}

function abortAll(running: ReadonlyMap<number, Running>): void {
  for (const entry of running.values()) entry.controller.abort(new Error('the lease is over'))
}

function abortTask(running: ReadonlyMap<number, Running>, task: Uuid): void {
  for (const entry of running.values()) {
    if (entry.job.task === task) entry.controller.abort(new Error('the task was canceled'))
  }
}

function isWorthWaitingFor(context: Context, entry: Running): boolean {
  const provider = context.providers.get(entry.provider)
  return provider?.synchronous === true && !provider.recoveryOf(JSON.parse(entry.job.work)).restartable
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
