import type { Settlement, SettleVerdict } from '../store/settle-tasks.ts'
import type { Context } from './context.ts'

/** An end with nothing to show for it; the hold is released whole. */
export const WITHOUT_RESULT = {
  captured: 0,
  output: null,
  error: null,
  purchaseState: 'abandoned',
  artifacts: [],
} as const satisfies Partial<Settlement>

/**
 * Ends one task through the shared batch, and tells whoever waits for it; a member whose account somebody else holds goes on in the batch that waits, so that
 * its neighbours need not.
 */
export async function settleTask(context: Context, settlement: Settlement): Promise<Exclude<SettleVerdict, 'busy'>> {
  let verdict = await context.batches.settle.add(settlement)
  while (verdict === 'busy') verdict = await context.batches.settleWaiting.add(settlement)
  if (verdict === 'settled') context.wakeUps.taskEnded(settlement.task)
  return verdict
}
