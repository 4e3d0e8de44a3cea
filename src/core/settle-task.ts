import type { Settlement, SettleVerdict } from '../store/settle-tasks.ts'
import type { Context } from './context.ts'

/**
 * Ends one task through the shared batch; a member whose account somebody else holds goes on in the batch that waits, so that
 * its neighbours need not.
 */
export async function settleTask(context: Context, settlement: Settlement): Promise<Exclude<SettleVerdict, 'busy'>> {
  let verdict = await context.batches.settle.add(settlement)
  while (verdict === 'busy') verdict = await context.batches.settleWaiting.add(settlement)
  return verdict
}
