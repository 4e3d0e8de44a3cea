import type { SendingRoom } from '../core/deliver-message.ts'
import type { Clock } from '../lib/clock.ts'
import { makeGates } from '../lib/gates.ts'

/** What one process sends to one lane at once; more is claimed, so that nothing waits for the database. */
export const SENDING_MAX = 32
/** Who has waited for so long behind others of its lane goes back: the receiver is slow or away, and others want the room. */
export const WAITING_MS = 5000
/** What one process sends for one organisation at once of bodies with an input of megabytes. */
const LARGE_MAX = 2

/**
 * Bounds what one process sends: to each receiver, and for each organisation of what is large. A receiver that stops answering
 * holds its place for seconds, and only its own organisation waits.
 */
export function makeSendingRoom(clock: Pick<Clock, 'monotonic'>, signal: AbortSignal): SendingRoom {
  const lanes = makeGates<number>(SENDING_MAX)
  const large = makeGates<number>(LARGE_MAX)
  return {
    signal,
    enter({ lane, organisation, isLarge }, send) {
      const since = clock.monotonic()
      return lanes.pass(lane, async () => {
        if (clock.monotonic() - since > WAITING_MS) return null
        return isLarge ? await large.pass(organisation, send) : await send()
      })
    },
  }
}
