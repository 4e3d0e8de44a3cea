import type { Uuid } from '../lib/ids.ts'
import { claimDeliveries as claim, releaseUnknownDeliveries, type ClaimedDelivery } from '../store/deliveries.ts'
import type { Context } from './context.ts'

export type { ClaimedDelivery }

/** Of one claim: it is one transaction, and its messages go out together. */
export const DELIVERY_CLAIM_MAX = 200
/**
 * What is claimed of one lane at once, by all processes together, as near as makes no difference. A message stays
 * claimed until its attempt is committed: with fewer, a fast receiver would wait for our disk.
 */
const MOST_PER_LANE = 400
/** The same of a lane that is slow or has just failed. */
const MOST_PER_AILING_LANE = 16

/** Of one claim; those who are away are looked at too. */
const LANES_MAX = 1000

/**
 * Claims what is due, fairly by lane from `after` on, and nothing of the organisations `crowded`; `next` is where the next
 * claim begins.
 */
export function claimDeliveries(
  context: Context,
  claiming: { after: number; limit: number; worker: Uuid; crowded: readonly number[] },
): Promise<{ deliveries: ClaimedDelivery[]; next: number }> {
  const most = { mostPerLane: MOST_PER_LANE, mostPerAilingLane: MOST_PER_AILING_LANE, lanesMax: LANES_MAX }
  return claim(context.sql, { ...claiming, ...most })
}

/** As `returnUnknownJobs`. */
export async function returnUnknownDeliveries(context: Context, worker: Uuid, known: readonly Uuid[]): Promise<void> {
  const returned = await releaseUnknownDeliveries(context.sql, { worker, known })
  if (returned > 0) context.log.warn({ deliveries: returned }, 'deliveries given back whose claim was never answered')
}
