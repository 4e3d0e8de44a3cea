import type { CancelOutcome } from '../domain/dialect.ts'
import { GatewayError } from '../domain/errors.ts'
import { isTerminal, type TaskStatus } from '../domain/task.ts'
import type { Context } from './context.ts'
import { settleTask, WITHOUT_RESULT } from './settle-task.ts'
import type { Caller } from './create-task.ts'
import { readTask } from './read-task.ts'

/**
 * Cancels a task (RULINGS 21). Nothing bought, or only work of our own studio: canceled and released in this transaction, the
 * worker fenced and told. Something bought: the wish is written down, the worker asks the provider, the outcome decides.
 * `from` = the statuses in which the dialect lets a client cancel.
 */
export async function cancelTask(
  context: Context,
  caller: Caller,
  wireId: string,
  from: readonly TaskStatus[],
): Promise<CancelOutcome> {
  const before = await readTask(context, caller, wireId)
  if (isTerminal(before.status)) return { kind: 'already_terminal', task: before }
  const verdict = await settleTask(context, {
    ...WITHOUT_RESULT,
    task: before.id,
    guard: { kind: 'no_purchase' },
    highestStatus: highestOf(from),
    status: 'canceled',
    cancel: true,
  })
  if (verdict === 'settled' || verdict === 'purchased') {
    context.wakeUps.stopWork(before.id)
    // Its end may have let a held-back neighbour in.
    context.wakeUps.jobsReady()
    context.wakeUps.logGrown(caller.organisation.number)
  }
  const task = await readTask(context, caller, wireId)
  switch (verdict) {
    case 'settled':
      return { kind: 'canceled', task }
    case 'purchased':
      // It may have ended between the two statements.
      if (isTerminal(task.status)) return { kind: task.status === 'canceled' ? 'canceled' : 'already_terminal', task }
      return { kind: 'requested', task }
    case 'terminal':
    case 'lost': // only an attempt's guard is ever lost
      return { kind: 'already_terminal', task }
    case 'not_allowed':
      return { kind: 'not_allowed', task }
    case 'missing':
      throw new GatewayError('task_not_found')
  }
}

const ORDER = ['queued', 'starting', 'running'] as const

function highestOf(from: readonly TaskStatus[]): TaskStatus {
  return ORDER.findLast((status) => from.includes(status)) ?? 'queued'
}
