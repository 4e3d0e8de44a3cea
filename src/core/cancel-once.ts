import type { CancelOutcome } from '../domain/dialect.ts'
import { GatewayError } from '../domain/errors.ts'
import { isTerminal, type Task, type TaskStatus } from '../domain/task.ts'
import { forgetKey, rememberKey } from '../store/idempotency-keys.ts'
import { cancelTask } from './cancel-task.ts'
import type { Context } from './context.ts'
import { derivedOf, type Caller, type Idempotency } from './create-task.ts'
import { readTask } from './read-task.ts'

/**
 * A cancel that may bear an Idempotency-Key. It does nothing twice by itself, so one that comes again after it was accepted is
 * accepted again, with the task as it is by then. The key for another task or with another body is `idempotency_conflict`, and
 * cancels nothing. What was refused, or had nothing left to cancel, is not remembered. `from` as in `cancelTask`.
 */
export async function cancelOnce(
  context: Context,
  caller: Caller,
  wireId: string,
  { from, idempotency }: { from: readonly TaskStatus[]; idempotency: Idempotency | null },
): Promise<CancelOutcome & { replayed: boolean }> {
  if (idempotency === null) return { ...(await cancelTask(context, caller, wireId, from)), replayed: false }
  const before = await readTask(context, caller, wireId)
  const request = { organisation: caller.organisation.number, ...derivedOf(idempotency), subject: before.id }
  const { memory, subject } = await rememberKey(context.sql, request)
  if (memory === 'conflict' || subject !== before.id) {
    const message = 'This Idempotency-Key was used to cancel another task, or with another body.'
    throw new GatewayError('idempotency_conflict', { message })
  }
  let isAccepted = false
  try {
    const { kind, task } = await cancelTask(context, caller, before.id, from)
    // One of the same key may have been faster, also where this one was the first to be remembered. That the wish stands on the
    // task, not the key, says that it was accepted.
    const isOurs = memory === 'replay' || !isTerminal(before.status)
    isAccepted = isOurs && task.cancelRequestedAt !== null
    const replayed = isAccepted && memory === 'replay'
    return { kind: isAccepted ? acceptedKind(task) : kind, task, replayed }
  } finally {
    if (!isAccepted && memory === 'new') await forgetKey(context.sql, request)
  }
}

function acceptedKind(task: Task): CancelOutcome['kind'] {
  return task.status === 'canceled' ? 'canceled' : 'requested'
}
