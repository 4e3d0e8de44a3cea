import type { Uuid } from '../lib/ids.ts'
import { claimJobs, releaseUnknownJobs, type ClaimedJob } from '../store/claim-jobs.ts'
import type { Context } from './context.ts'

export type { ClaimedJob }

/** One pool's place in the claim loop. */
export interface PoolSlot {
  pool: number
  provider: string
  /** Lane where the last claim of this process ended; begins at random so that processes do not walk in step. */
  cursor: number
}

/** A claimed job and who does its work, by the pool that it was claimed from. */
export interface ClaimedWork {
  job: ClaimedJob
  provider: string
}

/**
 * Claims, in one statement, what is due and then what is ready, into the free places of each pool. The cursors move on.
 * Knows pools only: a job whose model this process has never heard of is no danger to its neighbours.
 */
export async function claimWork(
  context: Context,
  slots: readonly PoolSlot[],
  worker: Uuid,
  freeOf: (slot: PoolSlot) => number,
): Promise<ClaimedWork[]> {
  const open: { slot: PoolSlot; limit: number }[] = []
  for (const slot of slots) {
    const limit = Math.min(CLAIM_MAX, freeOf(slot))
    if (limit > 0) open.push({ slot, limit })
  }
  if (open.length === 0) return []
  const asked = open.map(({ slot, limit }) => ({ pool: slot.pool, after: slot.cursor, limit }))
  const jobs = await claimJobs(context.sql, asked, worker)
  const byPool = new Map(slots.map((slot) => [slot.pool, slot]))
  return jobs.map((job) => {
    const slot = byPool.get(job.pool)
    if (slot !== undefined && job.attempt === 1) slot.cursor = job.lane
    return { job, provider: slot?.provider ?? '' }
  })
}

/** Gives back what was claimed for this worker in an answer that never came. Not while a claim is under way. */
export async function returnUnknownJobs(context: Context, worker: Uuid, known: readonly number[]): Promise<void> {
  const returned = await releaseUnknownJobs(context.sql, { worker, known })
  if (returned > 0) context.log.warn({ jobs: returned }, 'jobs given back whose claim was never answered')
}

/** One claim's size at most: a claim is one transaction, and its jobs begin together. */
export const CLAIM_MAX = 200
