import type { Task } from '../../domain/task.ts'
import { isQubico, type Names } from './names.ts'

/**
 * Money in PiAPI's units, which are our credit units (RULINGS 23). Qubico's models show the price as consumed from create
 * on, the others as frozen until the end; a task that failed or was canceled cost nothing (RULINGS 58).
 */
export function renderUsage(task: Task, names: Names): { type: string; frozen: number; consume: number } {
  const qubico = isQubico(names)
  const type = qubico ? 'llm' : 'point'
  switch (task.status) {
    case 'queued':
    case 'starting':
    case 'running':
      return qubico ? { type, frozen: 0, consume: task.held } : { type, frozen: task.held, consume: 0 }
    case 'succeeded':
      return { type, frozen: 0, consume: task.captured - task.refunded }
    case 'failed':
    case 'canceled':
      return { type, frozen: 0, consume: 0 }
  }
}
