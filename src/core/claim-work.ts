import type { Uuid } from '../lib/ids.ts'
import { claimDueJobs, claimReadyJobs, releaseUnknownJobs, type ClaimedJob } from '../store/claim-jobs.ts'
import type { Context } from './context.ts'

export type { ClaimedJob }

/** One provider's (or limited model's) place in the claim loop. */
export interface PoolSlot {
  pool: number
  provider: string
  /** Lane where the last claim of this process ended; begins at random so that processes do not walk in step. */
  cursor: number
}

/** Claims what is due and then what is ready, into the free places of each provider. The cursors move on. */
export async function claimWork(
  context: Context,
  slots: readonly PoolSlot[],
  worker: Uuid,
  freeOf: (provider: string) => number,
): Promise<ClaimedJob[]> {
  const open = slots.filter((slot) => freeOf(slot.provider) > 0)
  if (open.length === 0) return []
  const total = [...new Set(open.map((slot) => slot.provider))].reduce((sum, name) => sum + freeOf(name), 0)
  const pools = open.map((slot) => slot.pool)
  const claimed = await claimDueJobs(context.sql, { pools, limit: Math.min(CLAIM_MAX, total), worker })
  const taken = new Map<string, number>()
  for (const job of claimed) {
    const provider = context.catalogue.byKey(job.model_key).routes[0]?.provider ?? ''
    taken.set(provider, (taken.get(provider) ?? 0) + 1)
  }
  for (const slot of open) {
    const free = freeOf(slot.provider) - (taken.get(slot.provider) ?? 0)
    if (free <= 0) continue
    const limit = Math.min(CLAIM_MAX, free)
    const jobs = await claimReadyJobs(context.sql, { pool: slot.pool, after: slot.cursor, limit, worker })
    const last = jobs.at(-1)
    if (last !== undefined) slot.cursor = last.lane
    taken.set(slot.provider, (taken.get(slot.provider) ?? 0) + jobs.length)
    claimed.push(...jobs)
  }
  return claimed
}

/** Gives back what was claimed for this worker in an answer that never came. Not while a claim is under way. */
export async function returnUnknownJobs(context: Context, worker: Uuid, known: readonly number[]): Promise<void> {
  const returned = await releaseUnknownJobs(context.sql, { worker, known })
  if (returned > 0) context.log.warn({ jobs: returned }, 'jobs given back whose claim was never answered')
}

/** One claim's size at most: a claim is one transaction, and its jobs begin together. */
export const CLAIM_MAX = 200
