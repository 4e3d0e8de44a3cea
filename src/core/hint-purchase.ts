import { createHmac, timingSafeEqual } from 'node:crypto'

import type { Uuid } from '../lib/ids.ts'
import { parseTaskId } from '../lib/ids.ts'
import { hintPurchase } from '../store/run-tasks.ts'
import type { Context } from './context.ts'

/** Callback tokens: a purchase's id and a signature, so that nobody can make us look at tasks by guessing. */
export interface CallbackTokens {
  tokenOf(purchase: Uuid): string
  purchaseOf(token: string): Uuid | null
}

export function makeCallbackTokens(secret: string): CallbackTokens {
  const sign = (purchase: Uuid): string =>
    createHmac('sha256', secret).update(`callback ${purchase}`).digest('base64url').slice(0, 22)
  return {
    tokenOf: (purchase) => `${purchase}.${sign(purchase)}`,
    purchaseOf(token) {
      const [id = '', signature = ''] = token.split('.')
      const purchase = parseTaskId(id)
      if (purchase === null) return null
      const expected = Buffer.from(sign(purchase))
      const given = Buffer.from(signature)
      return given.length === expected.length && timingSafeEqual(given, expected) ? purchase : null
    },
  }
}

/** A provider called back: its task is checked at once. A hint, never the truth (DESIGN 3 "Finish"). */
export async function hintAboutPurchase(context: Context, purchase: Uuid): Promise<void> {
  await hintPurchase(context.sql, purchase)
  context.wakeUps.jobsReady()
}
