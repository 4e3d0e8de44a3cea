import type { Task } from '../domain/task.ts'
import { readTaskMovements, type MovementRow } from '../store/read-history.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'
import { readTask } from './read-task.ts'

/** What a task has cost and why: every movement of credits for it. */
export interface TaskStatement {
  /** At least as new as the movements, so that it knows the reason of each. */
  task: Task
  movements: MovementRow[]
}

export async function readTaskStatement(context: Context, caller: Caller, wireId: string): Promise<TaskStatement> {
  const { id } = await readTask(context, caller, wireId)
  const movements = await readTaskMovements(context.background, id)
  return { task: await readTask(context, caller, id), movements }
}
