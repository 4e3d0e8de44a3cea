import {
  claimDeliveries,
  DELIVERY_CLAIM_MAX,
  returnUnknownDeliveries,
  type ClaimedDelivery,
} from '../core/claim-deliveries.ts'
import type { Context } from '../core/context.ts'
import { deliverMessage, type SendingRoom } from '../core/deliver-message.ts'
import type { Uuid } from '../lib/ids.ts'
import { makeGates } from '../lib/gates.ts'
import type { Lease } from './make-lease.ts'
import { makeLoop } from './make-loop.ts'

/** The safety net behind the wake-ups, and what finds the retries that have become due. */
const POLL_MS = 1000
const COMPARE_MS = 5000
/** Of one process, claimed: they wait on the network, so what bounds them is memory. */
const FLYING_MAX = 4096
/** What one process sends to one lane at once; more is claimed, so that nothing waits for the database. */
const SENDING_MAX = 32
/** Who has waited for so long behind others of its lane goes back: the receiver is slow or away, and others want the room. */
const WAITING_MS = 5000
/** Of one process: bodies with an input of megabytes. */
const LARGE_MAX = 4
/** So many answers, or half of what is under way, and there is room for another claim: one for each answer would cost more. */
const LANDED_MAX = 128
/** How long a stop waits for answers; what is cut off then goes out again, under the same id. */
const STOP_MS = 2000

/** Sends messages to clients while the lease lasts: claims what is due, makes one attempt of each, looks again. */
export function runDeliveries(context: Context, lease: Lease): { stop(): Promise<void> } {
  const flying = new Map<Uuid, Promise<void>>()
  const stopping = new AbortController()
  const lanes = makeGates<number>(SENDING_MAX)
  const large = makeGates<'large'>(LARGE_MAX)
  const room: SendingRoom = {
    signal: stopping.signal,
    enter: ({ lane, isLarge }, send) => {
      const since = context.clock.monotonic()
      return lanes.pass(lane, async () => {
        if (context.clock.monotonic() - since > WAITING_MS) return null
        return isLarge ? await large.pass('large', send) : await send()
      })
    },
  }
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
    const { deliveries, next } = await claimDeliveries(context, { after: cursor, limit, worker })
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
        if (flying.get(delivery.message) === flight) flying.delete(delivery.message)
        landed += 1
        if (landed >= Math.min(LANDED_MAX, flyingAtClaim / 2)) loop.look()
      })
    flying.set(delivery.message, flight)
  }

  context.wakeUps.onMessages(loop.look)
  const poll = setInterval(loop.look, POLL_MS)
  loop.look()
  return {
    async stop() {
      clearInterval(poll)
      await loop.stop()
      const timer = setTimeout(() => stopping.abort(), STOP_MS)
      await Promise.allSettled(flying.values())
      clearTimeout(timer)
    },
  }
}
