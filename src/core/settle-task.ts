import type { TaskErrorCode } from '../domain/task.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Settlement, SettleVerdict } from '../store/settle-tasks.ts'
import { addPatiently } from './add-patiently.ts'
import type { Context } from './context.ts'

/** An end with nothing to show for it; the hold is released whole. */
export const WITHOUT_RESULT = {
  captured: 0,
  output: null,
  error: null,
  purchaseState: 'abandoned',
  artifacts: [],
} as const satisfies Partial<Settlement>

/** A line for whoever looks for the reason later: which task, whose, and why. Nothing of what was asked for, or answered. */
export function logFailure(
  { log }: Pick<Context, 'log'>,
  failure: { task: Uuid; organisation: number; code: TaskErrorCode },
): void {
  log.info(failure, 'task failed')
}

/** Ends one task through the shared batch, and tells whoever waits for it. */
export async function settleTask(context: Context, settlement: Settlement): Promise<Exclude<SettleVerdict, 'busy'>> {
  const { settle, settleWaiting } = context.batches
  const verdict = await addPatiently([settle, settleWaiting], settlement)
  if (verdict === 'settled') context.wakeUps.taskEnded(settlement.task)
  return verdict
}
