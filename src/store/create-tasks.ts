import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import type { Told } from './told.ts'

/** One member of a create batch, all of it decided: what is left is credit, replay and limits. */
export interface NewTask {
  id: Uuid
  organisation: number
  apiKey: Uuid | null
  dialect: number
  capability: string
  askedModel: string
  modelKey: string
  pool: number
  priority: number
  priceLines: string
  /** Credit units. */
  held: number
  callbackUrl: string | null
  callbackSecret: string | null
  idempotency: { key: Uuid; body: Uuid } | null
  input: string
  work: string
  extras: string
}

export type CreateVerdict = 'created' | 'replay' | 'conflict' | 'poor' | 'retry' | 'busy'

export interface CreateResult {
  verdict: CreateVerdict
  /** The task that exists: this one, or the first one of the key. Null for the refusals. */
  task: Uuid | null
  /** What the organisation has left, credit units; null when its account was not looked at. */
  available: number | null
}

/**
 * Creates a batch in one round trip (migration 000002); a result for each member in order. `wait`: for locked accounts. `told`
 * of each: there are messages to deliver.
 */
export function createTasks(
  sql: Sql,
  members: readonly NewTask[],
  options: { startWithinMs: number; keepMs: number; wait: boolean },
): Promise<(CreateResult & Told)[]> {
  const column = <Value>(pick: (member: NewTask) => Value): Value[] => members.map(pick)
  return sql.query<CreateResult & Told>(
    'create-tasks',
    `select verdict, task, available, told from create_tasks($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
      $17, $18, $19 * interval '1 ms', $20 * interval '1 ms', $21)`,
    [
      column((member) => member.id),
      column((member) => member.organisation),
      column((member) => member.apiKey),
      column((member) => member.dialect),
      column((member) => member.capability),
      column((member) => member.askedModel),
      column((member) => member.modelKey),
      column((member) => member.pool),
      column((member) => member.priority),
      column((member) => member.priceLines),
      column((member) => member.held),
      column((member) => member.callbackUrl),
      column((member) => member.callbackSecret),
      column((member) => member.idempotency?.key ?? null),
      column((member) => member.idempotency?.body ?? null),
      column((member) => member.input),
      column((member) => member.work),
      column((member) => member.extras),
      options.startWithinMs,
      options.keepMs,
      options.wait,
    ],
  )
}
