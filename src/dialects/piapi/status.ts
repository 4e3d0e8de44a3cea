import type { Task, TaskStatus } from '../../domain/task.ts'

export type WireStatus = 'staged' | 'pending' | 'processing' | 'completed' | 'failed'

/** Lower case always: real clients compare so (contract section 6). `canceled` shows as failed (RULINGS 59). */
export function wireStatus(task: Pick<Task, 'status' | 'staged'>): WireStatus {
  switch (task.status) {
    case 'queued':
      return task.staged ? 'staged' : 'pending'
    case 'starting':
      return 'pending'
    case 'running':
      return 'processing'
    case 'succeeded':
      return 'completed'
    case 'failed':
    case 'canceled':
      return 'failed'
  }
}

/** Why a task stays as it is, in the words of RULINGS 60. */
export function cannotBeCanceled(taskId: string, status: TaskStatus): string {
  // A read shows `starting` as pending; "is pending and cannot be canceled" would contradict what pending promises.
  const word = status === 'starting' ? 'starting' : wireStatus({ status, staged: false })
  return `task ${taskId} is ${word} and cannot be canceled`
}
