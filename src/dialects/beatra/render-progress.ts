import type { Task } from '../../domain/task.ts'
import type { JsonObject } from '../../lib/json.ts'

/** `{percent, stage, message}`, always an object with all three (RULINGS 20, 46, 49). */
export function renderProgress(task: Task): JsonObject {
  const { stage, message } = describe(task)
  return { percent: task.progress, stage, message }
}

/** The stage `storing` is not used: a task does not say that its results are being stored. */
function describe(task: Task): { stage: string; message: string } {
  const canceling = task.cancelRequestedAt !== null
  switch (task.status) {
    case 'queued':
      return { stage: 'queued', message: task.staged ? 'Waiting for other tasks to end.' : 'Waiting to start.' }
    case 'starting':
      return { stage: 'preparing', message: canceling ? 'Cancel requested.' : 'Starting.' }
    case 'running':
      return { stage: 'generating', message: canceling ? 'Cancel requested.' : 'Being made.' }
    case 'succeeded':
      return { stage: 'completed', message: 'Done.' }
    case 'failed':
      return { stage: 'failed', message: 'Failed.' }
    case 'canceled':
      return { stage: 'canceled', message: 'Canceled.' }
  }
}
