import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** What makes two requests of an operator the same one: hashes of the client's key and of what it asks for. */
export interface AdjustmentKey {
  key: Uuid
  body: Uuid
}

export type GrantVerdict = 'granted' | 'replay' | 'conflict' | 'too_large' | 'missing'

export interface GrantResult {
  verdict: GrantVerdict
  /** The number of the movement; null for the refusals. */
  seq: number | null
  /** Credit units. */
  available: number | null
}

/** Adds credits: the movement and the balance in one statement (migration 000009). */
export async function grantCredits(
  sql: Sql,
  grant: { organisation: number; amount: number; actor: string; reason: string; idempotency?: AdjustmentKey | null },
): Promise<GrantResult> {
  const [row] = await sql.query<GrantResult>(
    'grant-credits',
    'select verdict, seq, available from grant_credits($1, $2, $3, $4, $5, $6)',
    [
      grant.organisation,
      grant.amount,
      grant.actor,
      grant.reason,
      grant.idempotency?.key ?? null,
      grant.idempotency?.body ?? null,
    ],
  )
  if (row === undefined) throw new Error('the database answered without a row')
  return row
}

export type RefundVerdict = 'refunded' | 'replay' | 'conflict' | 'missing' | 'not_charged' | 'too_much' | 'too_large'

export interface RefundResult {
  verdict: RefundVerdict
  organisation: number | null
  seq: number | null
  /** What came back, credit units; for a refusal, what is left of the charge. */
  amount: number | null
  told: boolean
}

/** Gives back what a task was charged, or a part of it; `amount` null = all that is left of the charge (migration 000009). */
export async function refundTask(
  sql: Sql,
  refund: {
    task: Uuid
    amount: number | null
    actor: string
    reason: string
    idempotency: AdjustmentKey | null
  },
): Promise<RefundResult> {
  const [row] = await sql.query<RefundResult>(
    'refund-task',
    'select verdict, organisation, seq, amount, told from refund_task($1, $2, $3, $4, $5, $6)',
    [
      refund.task,
      refund.amount,
      refund.actor,
      refund.reason,
      refund.idempotency?.key ?? null,
      refund.idempotency?.body ?? null,
    ],
  )
  if (row === undefined) throw new Error('the database answered without a row')
  return row
}
