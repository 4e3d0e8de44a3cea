import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { arrayOf } from './array-parameter.ts'

/** What came of one attempt to deliver a message, and what follows from it. */
export interface DeliveryAttempt {
  message: Uuid
  /** The fence. */
  claim: number
  /** Null = it says nothing about the lane, or about an endpoint. */
  lane: number | null
  endpoint: Uuid | null
  /** When it was sent, epoch ms. */
  at: number
  durationMs: number
  /** Null = no answer. */
  status: number | null
  /** A word; null = delivered. */
  error: string | null
  /** The beginning of the answer's body. */
  response: string | null
  url: string
  /** Nothing was sent: `back`, as if it had not been claimed; `dropped`, for there is nobody to send it to. */
  outcome: 'delivered' | 'later' | 'failed' | 'back' | 'dropped'
  /** Until the next attempt, for `later` and `back`. */
  delayMs: number
  /** For so long the receiver wants nothing at all; 0 = it did not say. */
  pauseMs: number
}

/** After so long with nothing but failures an endpoint is switched off. */
const PATIENCE_MS = 5 * 86_400_000
/** But only after so many within a day: one failure long ago and one now are no reason. */
const SEVERAL_FAILURES = 5
/** So many failures in a row, and the lane rests but for probes. */
const CIRCUIT_FAILURES = 10

/**
 * Writes attempts down (migration 000006); answers of each whether its endpoint has failed for too long. What is told of one
 * message twice (a process lost its lease, got a new one and claimed again what it was sending) is written in turn.
 */
export async function recordAttempts(sql: Sql, attempts: readonly DeliveryAttempt[]): Promise<boolean[]> {
  const overdue = new Set<Uuid>()
  for (let rest = attempts; rest.length > 0;) {
    const firsts = new Map<Uuid, DeliveryAttempt>()
    const again: DeliveryAttempt[] = []
    for (const attempt of rest) {
      if (firsts.has(attempt.message)) again.push(attempt)
      else firsts.set(attempt.message, attempt)
    }
    rest = again
    for (const endpoint of await recordEach(sql, [...firsts.values()])) overdue.add(endpoint)
  }
  return attempts.map(({ endpoint }) => endpoint !== null && overdue.has(endpoint))
}

/** No message is in it twice. Answers the endpoints that have failed for too long. */
async function recordEach(sql: Sql, attempts: readonly DeliveryAttempt[]): Promise<Uuid[]> {
  const rows = await sql.query<{ endpoint: Uuid }>(
    'record-attempts',
    `select endpoint from record_attempts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 * interval '1 ms', $15, $16)
      as overdue (endpoint)`,
    [
      arrayOf.uuid(attempts.map((attempt) => attempt.message)),
      arrayOf.int8(attempts.map((attempt) => attempt.claim)),
      arrayOf.int4(attempts.map((attempt) => attempt.lane)),
      arrayOf.uuid(attempts.map((attempt) => attempt.endpoint)),
      arrayOf.float8(attempts.map((attempt) => attempt.at)),
      arrayOf.int4(attempts.map((attempt) => attempt.durationMs)),
      arrayOf.int2(attempts.map((attempt) => attempt.status)),
      arrayOf.text(attempts.map((attempt) => attempt.error)),
      arrayOf.text(attempts.map((attempt) => attempt.response)),
      arrayOf.text(attempts.map((attempt) => attempt.url)),
      arrayOf.text(attempts.map((attempt) => attempt.outcome)),
      arrayOf.float8(attempts.map((attempt) => attempt.delayMs)),
      arrayOf.float8(attempts.map((attempt) => attempt.pauseMs)),
      PATIENCE_MS,
      SEVERAL_FAILURES,
      CIRCUIT_FAILURES,
    ],
  )
  return rows.map((row) => row.endpoint)
}
