import { setTimeout as delay } from 'node:timers/promises'

import { isDatabaseAway } from '../lib/sql.ts'
import type { PurchaseFact } from '../store/run-tasks.ts'
import type { Context } from './context.ts'

/** Between tries while the database is away; each try is itself patient for about ten seconds. */
const AGAIN_MS = 1000

/**
 * Writes a fact about a purchase. A reference that only this process knows is paid work: while the database is away it is kept
 * and tried again until the process stops, also after the lease is over (facts are not fenced).
 */
export async function recordFact(context: Context, fact: PurchaseFact): Promise<void> {
  for (;;) {
    try {
      await context.batches.fact.add(fact)
      return
    } catch (error) {
      // Only a database that is away gets better by waiting; anything else is the fact's own fault.
      if (context.stopping.aborted || !isDatabaseAway(error)) throw error
      context.log.error({ error, purchase: fact.purchase, state: fact.state }, 'fact not written yet')
      await delay(AGAIN_MS, undefined, { signal: context.stopping }).catch(() => {})
    }
  }
}
