import type { MovementKind } from '../domain/movement.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export interface PurchaseRow {
  ordinal: number
  provider: string
  model: string
  state: string
  restartable: boolean
  /** The provider's handle, once it gave one. */
  reference: string | null
  /** When it last may have gone out. */
  sent_at: number
  updated_at: number
}

/** What was bought, or tried to be, for a task. */
export function readPurchases(sql: Sql, task: Uuid): Promise<PurchaseRow[]> {
  return sql.query(
    'read-purchases',
    `select ordinal, provider, model, state, restartable, reference, sent_at, updated_at from purchases where task = $1 order by ordinal`,
    [task],
  )
}

export interface MovementRow {
  seq: number
  kind: MovementKind
  debit: string
  credit: string
  amount: number
  reason: string | null
  at: number
}

/** The task's own statement: every movement of credits for it. */
export function readTaskMovements(sql: Sql, task: Uuid): Promise<MovementRow[]> {
  return sql.query(
    'read-task-movements',
    'select seq, kind, debit, credit, amount, reason, at from movements where task = $1 order by seq',
    [task],
  )
}

export interface TaskAttemptRow {
  message: Uuid
  kind: string
  url: string
  at: number
  duration_ms: number
  status: number | null
  error: string | null
}

/** The tries to tell somebody of the task, in order: the last `limit`. */
export function readTaskAttempts(sql: Sql, task: Uuid, limit: number): Promise<TaskAttemptRow[]> {
  return sql.query(
    'read-task-attempts',
    `select * from (
        select a.message, m.kind, a.url, a.at, a.duration_ms, a.status, a.error
          from messages m join attempts a on a.message = m.id where m.task = $1 order by a.at desc limit $2) newest
      order by at`,
    [task, limit],
  )
}
