import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** A claimed job with all that its first step needs; a row of the database type `claimed_job`. */
export interface ClaimedJob {
  job: number
  pool: number
  /** The organisation's number. */
  lane: number
  task: Uuid
  /** The fence: decisions carry it. */
  attempt: number
  takeovers: number
  deadline: number
  model_key: string
  capability: string
  status: number
  retry_count: number
  held: number
  price_lines: string
  keep_until: number
  cancel_requested: boolean
  /** An older state was put back since, and its next purchase may have happened in the lost time. */
  before_epoch: boolean
  /** JSON text of a `Work`. */
  work: string
  /** How many purchases there were so far: the next one's ordinal. */
  purchases: number
  purchase: Uuid | null
  purchase_state: string | null
  purchase_provider: string | null
  purchase_model: string | null
  purchase_restartable: boolean | null
  purchase_reference: string | null
  /** Milliseconds since it was sent last, by database time. */
  purchase_age_ms: number | null
  purchase_resendable: boolean | null
}

const COLUMNS = `job, pool, lane, task, attempt, takeovers, deadline, model_key, capability, status, retry_count, held, price_lines,
  keep_until, cancel_requested, before_epoch, work, purchases, purchase, purchase_state, purchase_provider, purchase_model,
  purchase_restartable, purchase_reference, purchase_age_ms, purchase_resendable`

/** One look at several pools in one statement: in each what is due, then what is ready, at most `limit` of both together. */
export function claimJobs(
  sql: Sql,
  slots: readonly { pool: number; after: number; limit: number }[],
  worker: Uuid,
): Promise<ClaimedJob[]> {
  return sql.query('claim-jobs', `select ${COLUMNS} from claim_jobs($1, $2, $3, $4)`, [
    slots.map((slot) => slot.pool),
    slots.map((slot) => slot.after),
    slots.map((slot) => slot.limit),
    worker,
  ])
}

/** Claims at most `limit` ready jobs of a pool, fairly by lane, beginning after lane `after` (migration 000003). */
export function claimReadyJobs(
  sql: Sql,
  claim: { pool: number; after: number; limit: number; worker: Uuid },
): Promise<ClaimedJob[]> {
  return sql.query('claim-ready-jobs', `select ${COLUMNS} from claim_ready_jobs($1, $2, $3, $4)`, [
    claim.pool,
    claim.after,
    claim.limit,
    claim.worker,
  ])
}

/** Claims at most `limit` jobs of these pools whose next look is due, the oldest first. */
export function claimDueJobs(
  sql: Sql,
  claim: { pools: readonly number[]; limit: number; worker: Uuid },
): Promise<ClaimedJob[]> {
  return sql.query('claim-due-jobs', `select ${COLUMNS} from claim_due_jobs($1, $2, $3)`, [
    claim.pools,
    claim.limit,
    claim.worker,
  ])
}

/**
 * Frees jobs that a living worker holds without knowing it: their claim committed, and its answer was lost with the
 * connection. Nobody else would, for its lease goes on. Answers how many.
 */
export async function releaseUnknownJobs(sql: Sql, held: { worker: Uuid; known: readonly number[] }): Promise<number> {
  const rows = await sql.query(
    'release-unknown-jobs',
    `with pick as materialized (
        select id from jobs where worker = $1 and id <> all($2::bigint[]) for update skip locked)
      update jobs j set worker = null, run_at = now() from pick where j.id = pick.id returning j.id`,
    [held.worker, held.known],
  )
  return rows.length
}

/** Frees the jobs of dead worker processes; answers how many. */
export async function takeOverJobs(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ taken: number }>('take-over-jobs', 'select take_over_jobs() as taken', [])
  return row?.taken ?? 0
}

/**
 * Tasks that never started in time, and `overdue` ones that nobody looks at any more, to be failed; tasks that otherwise run
 * past their deadline get one last look at once.
 */
export function expireJobs(sql: Sql, limit: number): Promise<{ task: Uuid; lane: number; overdue: boolean }[]> {
  return sql.query('expire-jobs', 'select task, lane, overdue from expire_jobs($1)', [limit])
}
