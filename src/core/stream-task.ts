import { PROGRESS_KIND } from '../domain/event.ts'
import type { TaskMoment } from '../domain/message.ts'
import { isTerminal, type Task } from '../domain/task.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'
import { taskEvent } from './event-log.ts'
import { readTask } from './read-task.ts'
import { makeBeat, type StreamItem } from './stream-log.ts'

/**
 * The life of one task: its steps after the `passed` ones (1 queued, 2 running, 3 ended), each once, and its progress between
 * them. Told from the task itself, so it can be cut and resumed anywhere. Ends with the task, or when the process stops.
 */
export async function* streamTask(
  context: Context,
  caller: Caller,
  { id, passed, gone }: { id: Uuid; passed: number; gone: AbortSignal },
): AsyncGenerator<StreamItem> {
  const follower = context.followedTasks.follow(id, 'all')
  const beat = makeBeat(context)
  let told = passed
  let progress = 0
  try {
    for (;;) {
      const task = await readTask(context, caller, id)
      const steps = stepsOf(task).filter((step) => step.number > told)
      for (const { number, ...step } of steps) {
        yield { kind: 'event', id: String(number), event: taskEvent(context, task, step) }
        told = number
        beat.told()
      }
      if (isTerminal(task.status) || gone.aborted || context.stopping.aborted) return
      if (task.progress > Math.max(1, progress)) {
        yield { kind: 'event', id: null, event: taskEvent(context, task, progressOf(task)) }
        progress = task.progress
        beat.told()
      }
      if (await beat.isDue(follower, gone)) yield { kind: 'heartbeat' }
    }
  } finally {
    follower.close()
  }
}

/** What the task has gone through so far. */
export function stepsOf(task: Task): (TaskMoment & { number: number })[] {
  const { createdAt, startedAt, completedAt, status } = task
  const none = { refunded: null }
  const steps = [{ ...none, number: 1, kind: 'task.queued', progress: 0, at: createdAt }]
  if (startedAt !== null) steps.push({ ...none, number: 2, kind: 'task.running', progress: 1, at: startedAt })
  if (isTerminal(status)) {
    const at = completedAt ?? task.statusChangedAt
    steps.push({ ...none, number: 3, kind: `task.${status}`, progress: task.progress, at })
  }
  return steps
}

function progressOf(task: Task): TaskMoment {
  return { kind: PROGRESS_KIND, progress: task.progress, refunded: null, at: task.updatedAt }
}
