import { setImmediate } from 'node:timers/promises'

import type { StudioContext } from '../contract.ts'

/** Lets waiting messages in (an abort arrives as one), then throws the signal's reason if it is set. */
export async function pauseUnlessAborted(context: Pick<StudioContext, 'signal'>): Promise<void> {
  await setImmediate()
  context.signal.throwIfAborted()
}
