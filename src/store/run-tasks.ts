import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { arrayOf } from './array-parameter.ts'
import type { Told } from './told.ts'

export interface NewPurchase {
  job: number
  attempt: number
  task: Uuid
  purchase: Uuid
  ordinal: number
  provider: string
  model: string
  restartable: boolean
  /** How long a resend with the same key is the same purchase upstream; null = never. */
  resendMs: number | null
  /** The work begins with the start itself, so the task runs from now on; else it runs once accepted. */
  running: boolean
  /** From now until the task fails. */
  deadlineMs: number
  /** It is not sent now, but may have been before an older state was put back: it counts as sent then. */
  uncertain: boolean
  /** And nobody can ever tell: the deadline counts from then as well. */
  hopeless: boolean
}
export type PurchaseVerdict = 'begun' | 'open' | 'canceling' | 'lost' | 'busy'

/** Commits purchases under their tasks' locks, before any byte goes upstream (migration 000004). `wait`: for locked accounts. */
export function beginPurchases(
  sql: Sql,
  members: readonly NewPurchase[],
  options: { wait: boolean },
): Promise<({ verdict: PurchaseVerdict } & Told)[]> {
  return sql.query<{ verdict: PurchaseVerdict } & Told>(
    'begin-purchases',
    'select verdict, told from begin_purchases($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) order by ord',
    [
      arrayOf.int8(members.map((member) => member.job)),
      arrayOf.int4(members.map((member) => member.attempt)),
      arrayOf.uuid(members.map((member) => member.task)),
      arrayOf.uuid(members.map((member) => member.purchase)),
      arrayOf.int2(members.map((member) => member.ordinal)),
      arrayOf.text(members.map((member) => member.provider)),
      arrayOf.text(members.map((member) => member.model)),
      arrayOf.bool(members.map((member) => member.restartable)),
      arrayOf.float8(members.map((member) => member.resendMs)),
      arrayOf.bool(members.map((member) => member.running)),
      arrayOf.float8(members.map((member) => member.deadlineMs)),
      arrayOf.bool(members.map((member) => member.uncertain)),
      arrayOf.bool(members.map((member) => member.hopeless)),
      options.wait,
    ],
  )
}

export interface ParkedJob {
  job: number
  attempt: number
  task: Uuid
  /** Until the next look. */
  delayMs: number
  progress: number
  /** The provider has accepted: the task runs. */
  running: boolean
  /** This was a failed try that counts. */
  retried: boolean
  /**
   * The last send under this purchase bought nothing. `refused` and `not_sent` close it, and another one may follow; `unknown`
   * leaves it as uncertain as the sends before made it, and as long ago. Null leaves it as it is.
   */
  nothingBought: { purchase: Uuid; state: 'refused' | 'not_sent' | 'unknown' } | null
}

export type ParkVerdict = 'parked' | 'lost' | 'busy'

/** Lets go of jobs until their next look, unless they are not the caller's any more. `wait`: for locked accounts. */
export function parkJobs(
  sql: Sql,
  members: readonly ParkedJob[],
  options: { wait: boolean },
): Promise<({ verdict: ParkVerdict } & Told)[]> {
  return sql.query<{ verdict: ParkVerdict } & Told>(
    'park-jobs',
    'select verdict, told from park_jobs($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) order by ord',
    [
      arrayOf.int8(members.map((member) => member.job)),
      arrayOf.int4(members.map((member) => member.attempt)),
      arrayOf.uuid(members.map((member) => member.task)),
      arrayOf.float8(members.map((member) => member.delayMs)),
      arrayOf.int2(members.map((member) => member.progress)),
      arrayOf.bool(members.map((member) => member.running)),
      arrayOf.bool(members.map((member) => member.retried)),
      arrayOf.uuid(members.map((member) => member.nothingBought?.purchase ?? null)),
      arrayOf.text(members.map((member) => member.nothingBought?.state ?? null)),
      options.wait,
    ],
  )
}

export interface Progress {
  job: number
  attempt: number
  task: Uuid
  /** 1 to 99. */
  progress: number
}

/** Writes progress; answers for each whether the job still is the caller's. */
export function reportProgress(sql: Sql, members: readonly Progress[]): Promise<({ still_ours: boolean } & Told)[]> {
  return sql.query<{ still_ours: boolean } & Told>(
    'report-progress',
    'select still_ours, told from report_progress($1, $2, $3, $4) order by ord',
    [
      arrayOf.int8(members.map((member) => member.job)),
      arrayOf.int4(members.map((member) => member.attempt)),
      arrayOf.uuid(members.map((member) => member.task)),
      arrayOf.int2(members.map((member) => member.progress)),
    ],
  )
}

export interface PurchaseFact {
  purchase: Uuid
  /** `sending`: it goes out again now, under the same key. */
  state: 'sending' | 'accepted' | 'unknown' | 'delivered_late'
  /** The provider's handle, as it came; null keeps what is known. */
  reference: string | null
}

/** Writes down facts about purchases. Never fenced: accepted from anyone, at any time. */
export async function recordPurchaseFacts(sql: Sql, members: readonly PurchaseFact[]): Promise<undefined[]> {
  await sql.query('record-purchase-facts', 'select record_purchase_facts($1, $2, $3)', [
    arrayOf.uuid(members.map((member) => member.purchase)),
    arrayOf.text(members.map((member) => member.state)),
    arrayOf.text(members.map((member) => member.reference)),
  ])
  return members.map(() => undefined)
}

/** A callback says that something happened to a purchase: its task is looked at at once. Unknown purchases do nothing. */
export async function hintPurchase(sql: Sql, purchase: Uuid): Promise<void> {
  await sql.query('hint-purchase', 'select hint_task(task) from purchases where id = $1', [purchase])
}
