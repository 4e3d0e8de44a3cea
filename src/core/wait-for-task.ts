import { isTerminal, type Task } from '../domain/task.ts'
import { parseTaskId } from '../lib/ids.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'
import { readTask } from './read-task.ts'

/**
 * A task of the caller's once it has ended, or as it is when the time is over, the client is gone or the process stops.
 * Refuses at once what `readTask` refuses.
 */
export async function waitForTask(
  context: Context,
  caller: Caller,
  wireId: string,
  { forMs, gone }: { forMs: number; gone: AbortSignal },
): Promise<Task> {
  const id = parseTaskId(wireId)
  if (id === null) return await readTask(context, caller, wireId)
  const until = context.clock.monotonic() + forMs
  const follower = context.followedTasks.follow(id, 'end')
  try {
    for (;;) {
      const task = await readTask(context, caller, wireId)
      const leftMs = until - context.clock.monotonic()
      if (isTerminal(task.status) || leftMs <= 0 || gone.aborted || context.stopping.aborted) return task
      await follower.next(leftMs, gone)
    }
  } finally {
    follower.close()
  }
}
