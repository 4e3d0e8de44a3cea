import {
  claimDeliveries,
  DELIVERY_CLAIM_MAX,
  returnUnknownDeliveries,
  type ClaimedDelivery,
} from '../core/claim-deliveries.ts'
import type { Context } from '../core/context.ts'
import { deliverMessage } from '../core/deliver-message.ts'
import type { Uuid } from '../lib/ids.ts'
import { findCrowded } from './find-crowded.ts'
import type { Lease } from './make-lease.ts'
import { makeLoop } from './make-loop.ts'
import { makeSendingRoom } from './make-sending-room.ts'

/** The safety net behind the wake-ups, and what finds the retries that have become due. */
const POLL_MS = 1000
const COMPARE_MS = 5000
/** Of one process, claimed: they wait on the network, so what bounds them is memory. */
const FLYING_MAX = 4096
/** So many answers, or half of what is under way, and there is room for another claim: one for each answer would cost more. */
const LANDED_MAX = 128
/** How long a stop waits for answers; what is cut off then goes out again, under the same id. */
const STOP_MS = 2000

/** Sends messages to clients while the lease lasts: claims what is due, makes one attempt of each, looks again. */
export function runDeliveries(context: Context, lease: Lease): { stop(): Promise<void> } {
  const flying = new Map<Uuid, { organisation: number; landed: Promise<void> }>()
  const stopping = new AbortController()
  const room = makeSendingRoom(context.clock, stopping.signal)
  let cursor = 0
  let landed = 0
  let flyingAtClaim = 0
  let comparedAt = context.clock.monotonic()

  const loop = makeLoop(context.log, async () => {
    const worker = lease.workerId()
    if (worker === null) return
    if (context.clock.monotonic() - comparedAt >= COMPARE_MS) {
      await returnUnknownDeliveries(context, worker, [...flying.keys()])
      comparedAt = context.clock.monotonic()
    }
    const limit = Math.min(DELIVERY_CLAIM_MAX, FLYING_MAX - flying.size)
    if (limit <= 0) return
    landed = 0
    const crowded = findCrowded(flying.values(), FLYING_MAX)
    const { deliveries, next } = await claimDeliveries(context, { after: cursor, limit, worker, crowded })
    cursor = next
    for (const delivery of deliveries) fly(delivery)
    flyingAtClaim = flying.size
    if (deliveries.length === limit) loop.look()
  })

  function fly(delivery: ClaimedDelivery): void {
    const flight = deliverMessage(context, delivery, room)
      // It stays ours in the database until the next comparison gives it back.
      .catch((error: unknown) => context.log.warn({ error, message: delivery.message }, 'attempt not written down'))
      .finally(() => {
        if (flying.get(delivery.message)?.landed === flight) flying.delete(delivery.message)
        landed += 1
        if (landed >= Math.min(LANDED_MAX, flyingAtClaim / 2)) loop.look()
      })
    flying.set(delivery.message, { organisation: delivery.organisation, landed: flight })
  }

  context.wakeUps.onMessages(loop.look)
  const poll = setInterval(loop.look, POLL_MS)
  loop.look()
  return {
    async stop() {
      clearInterval(poll)
      await loop.stop()
      const timer = setTimeout(() => stopping.abort(), STOP_MS)
      await Promise.allSettled([...flying.values()].map((flight) => flight.landed))
      clearTimeout(timer)
    },
  }
}
