import { setTimeout as delay } from 'node:timers/promises'

import type { Context } from '../core/context.ts'
import { deliverOutbox, type Carriers } from '../people/deliver-outbox.ts'
import { makeLoop } from './make-loop.ts'

/** A person waits for most mails. */
const POLL_MS = 1000
/** How long a stop waits for servers that carry mail; what is cut off then goes out again. */
const STOP_MS = 2000

/** Delivers mails and text messages; asks for none where nothing could carry them. */
export function runOutbox(context: Context, carriers: Carriers): { stop(): Promise<void> } {
  const loop = makeLoop(context.log, async () => {
    if ((await deliverOutbox(context, carriers)) > 0) loop.look()
  })
  const isIdle = carriers.postman === null && carriers.texter === null
  const poll = isIdle ? null : setInterval(loop.look, POLL_MS)
  return {
    async stop() {
      if (poll !== null) clearInterval(poll)
      await Promise.race([loop.stop(), delay(STOP_MS, undefined, { ref: false })])
      carriers.postman?.close()
      await carriers.texter?.close()
    },
  }
}
