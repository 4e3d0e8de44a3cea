import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { arrayOf } from './array-parameter.ts'
import type { TaskLimitName } from '../domain/limits.ts'
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
  /** Beyond a limit of tasks at once it waits as staged; else it is refused. */
  stages: boolean
}

export type CreateVerdict = 'created' | 'replay' | 'conflict' | 'poor' | 'full' | 'capped' | 'retry' | 'busy'

export interface CreateResult {
  verdict: CreateVerdict
  /** The task that exists: this one, or the first one of the key. Null for the refusals. */
  task: Uuid | null
  /** What the organisation has left, credit units; null when its account was not looked at. */
  available: number | null
  /** Which limit it would exceed, when it is `full` or `capped`. */
  exceeded: TaskLimitName | null
  /** Until a limit of credits counts anew; null = of none, or the task alone costs more than it allows. */
  wait_seconds: number | null
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
  return sql.query<CreateResult & Told>(
    'create-tasks',
    `select verdict, task, available, bound as exceeded, wait_seconds, told from create_tasks($1, $2, $3, $4, $5, $6, $7, $8, $9,
      $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20 * interval '1 ms', $21 * interval '1 ms', $22)`,
    [
      arrayOf.uuid(members.map((member) => member.id)),
      arrayOf.int4(members.map((member) => member.organisation)),
      arrayOf.uuid(members.map((member) => member.apiKey)),
      arrayOf.int2(members.map((member) => member.dialect)),
      arrayOf.text(members.map((member) => member.capability)),
      arrayOf.text(members.map((member) => member.askedModel)),
      arrayOf.text(members.map((member) => member.modelKey)),
      arrayOf.int2(members.map((member) => member.pool)),
      arrayOf.int2(members.map((member) => member.priority)),
      arrayOf.text(members.map((member) => member.priceLines)),
      arrayOf.int8(members.map((member) => member.held)),
      arrayOf.text(members.map((member) => member.callbackUrl)),
      arrayOf.text(members.map((member) => member.callbackSecret)),
      arrayOf.uuid(members.map((member) => member.idempotency?.key ?? null)),
      arrayOf.uuid(members.map((member) => member.idempotency?.body ?? null)),
      arrayOf.text(members.map((member) => member.input)),
      arrayOf.text(members.map((member) => member.work)),
      arrayOf.text(members.map((member) => member.extras)),
      arrayOf.bool(members.map((member) => member.stages)),
      options.startWithinMs,
      options.keepMs,
      options.wait,
    ],
  )
}

/** What was created under a key in the last 24 hours, as `create_tasks` looks for it; null = nothing. */
export async function findReplay(
  sql: Sql,
  organisation: number,
  key: Uuid,
): Promise<{ task: Uuid; body: Uuid } | null> {
  const [row] = await sql.query<{ task: Uuid; body: Uuid }>(
    'find-replay',
    `select task, body from idempotency_keys where organisation = $1 and key = $2 and created_at > now() - interval '24 hours'
      and day between current_date - 1 and current_date + 1 order by created_at desc limit 1`,
    [organisation, key],
  )
  return row ?? null
}
