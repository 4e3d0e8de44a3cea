import { GatewayError } from '../domain/errors.ts'
import type { Instant } from '../domain/task.ts'
import type { Uuid } from '../lib/ids.ts'
import { findOpenTasks } from '../store/find-open-tasks.ts'
import { cancelTask } from './cancel-task.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'

/** Which tasks are to be canceled: these, or all open ones that were created before a moment. */
export type CancelChoice = { kind: 'these'; ids: readonly string[] } | { kind: 'open'; createdBefore: Instant | null }

/** What became of one of them: `requested` = something is bought, and the outcome there decides. */
export interface Canceled {
  /** As it was asked for; of open ones the task's id. */
  id: string
  outcome: 'canceled' | 'requested' | 'already_terminal' | 'not_found'
}

export const CANCELED_MAX = 500
/** So many are under way together: what is ended in one transaction. */
const AT_ONCE = 64

/**
 * Cancels many tasks, each as `cancelTask` does, by itself: one that cannot be canceled keeps none of the others. At most
 * `CANCELED_MAX` of the open ones in a call, the oldest first; `isMore` = there were more. Asked again it goes on where it was, for
 * what is canceled, or is to be, is not among them.
 */
export async function cancelTasks(
  context: Context,
  caller: Caller,
  choice: CancelChoice,
): Promise<{ tasks: Canceled[]; isMore: boolean }> {
  const ids = choice.kind === 'these' ? [...new Set(choice.ids)] : await findOpen(context, caller, choice.createdBefore)
  const chosen = ids.slice(0, CANCELED_MAX)
  const tasks: Canceled[] = []
  for (let from = 0; from < chosen.length; from += AT_ONCE) {
    tasks.push(...(await Promise.all(chosen.slice(from, from + AT_ONCE).map((id) => cancelOne(context, caller, id)))))
  }
  return { tasks, isMore: ids.length > chosen.length }
}

function findOpen({ background, databaseNow }: Context, caller: Caller, before: Instant | null): Promise<Uuid[]> {
  // Created from now on they were not meant.
  const moment = Math.min(before ?? Infinity, databaseNow())
  return findOpenTasks(background, caller.organisation.number, moment, CANCELED_MAX + 1)
}

async function cancelOne(context: Context, caller: Caller, id: string): Promise<Canceled> {
  try {
    const { kind } = await cancelTask(context, caller, id, ['queued', 'starting', 'running'])
    return { id, outcome: kind === 'not_allowed' ? 'already_terminal' : kind }
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'task_not_found') return { id, outcome: 'not_found' }
    throw error
  }
}
