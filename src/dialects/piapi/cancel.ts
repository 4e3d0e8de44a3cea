import type { CancelOutcome, WireResponse } from '../../domain/dialect.ts'
import { cannotBeCanceled } from './status.ts'

/** 200 with `code` and `message` only (contract section 12); a task that is past pending: 400 (RULINGS 60). */
export function renderCancel({ kind, task }: CancelOutcome): WireResponse {
  switch (kind) {
    case 'canceled':
      return { status: 200, body: { code: 200, message: `task ${task.id} canceled` } }
    case 'requested':
      return { status: 200, body: { code: 200, message: `task ${task.id} cancel requested` } }
    case 'already_terminal':
    case 'not_allowed':
      return { status: 400, body: { code: 400, data: null, message: cannotBeCanceled(task.id, task.status) } }
  }
}
