import { TASK_STATUSES, type TaskStatus } from '../domain/task.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { arrayOf } from './array-parameter.ts'
import type { Told } from './told.ts'

/** A file's row, written with the success that it belongs to. */
export interface NewArtifact {
  id: Uuid
  kind: string
  token: string
  extension: string
  media_type: string
  size: number
  sha256: string
  width: number | null
  height: number | null
  duration_seconds: number | null
  /** The bytes themselves where they are few; null = they lie in a file. */
  content: Uint8Array | null
}

export interface Settlement {
  task: Uuid
  /** What must hold: a worker's attempt, that nothing is bought (or it may be run again at will), or
   * that nobody has looked for a minute after its deadline. */
  guard: { kind: 'attempt'; job: number; attempt: number } | { kind: 'no_purchase' } | { kind: 'overdue' }
  /** The task is left alone when its status is above this one. */
  highestStatus: TaskStatus
  status: 'succeeded' | 'failed' | 'canceled'
  /** Credit units, at most the hold; the rest is released. */
  captured: number
  output: string | null
  error: string | null
  purchaseState: 'finished' | 'failed' | 'abandoned'
  /** A client's cancel: what it may not end at once is written down and hinted to the worker. */
  cancel: boolean
  artifacts: readonly NewArtifact[]
}
export type SettleVerdict = 'settled' | 'terminal' | 'lost' | 'purchased' | 'not_allowed' | 'missing' | 'busy'

/** Ends tasks: status, money, event, messages, purchase, artifacts and job commit together (migration 000005). `wait`: for locked accounts. */
export function settleTasks(
  sql: Sql,
  members: readonly Settlement[],
  options: { wait: boolean } = { wait: true },
): Promise<({ verdict: SettleVerdict } & Told)[]> {
  // With the member's place: only the one that settles a task brings its files.
  const files = members.flatMap((member, index) =>
    member.artifacts.map((artifact) => ({ ...artifact, place: index + 1 })),
  )
  return sql.query<{ verdict: SettleVerdict } & Told>(
    'settle-tasks',
    `select verdict, told from settle_tasks($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
      $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
    [
      arrayOf.uuid(members.map((member) => member.task)),
      arrayOf.text(members.map((member) => member.guard.kind)),
      arrayOf.int8(members.map((member) => (member.guard.kind === 'attempt' ? member.guard.job : null))),
      arrayOf.int4(members.map((member) => (member.guard.kind === 'attempt' ? member.guard.attempt : null))),
      arrayOf.int2(members.map((member) => TASK_STATUSES.indexOf(member.highestStatus))),
      arrayOf.int2(members.map((member) => TASK_STATUSES.indexOf(member.status))),
      arrayOf.int8(members.map((member) => member.captured)),
      arrayOf.text(members.map((member) => member.output)),
      arrayOf.text(members.map((member) => member.error)),
      arrayOf.text(members.map((member) => member.purchaseState)),
      arrayOf.bool(members.map((member) => member.cancel)),
      arrayOf.int4(files.map((file) => file.place)),
      arrayOf.uuid(files.map((file) => file.id)),
      arrayOf.text(files.map((file) => file.kind)),
      arrayOf.text(files.map((file) => file.token)),
      arrayOf.text(files.map((file) => file.extension)),
      arrayOf.text(files.map((file) => file.media_type)),
      arrayOf.int8(files.map((file) => file.size)),
      arrayOf.text(files.map((file) => file.sha256)),
      arrayOf.int4(files.map((file) => file.width)),
      arrayOf.int4(files.map((file) => file.height)),
      arrayOf.float8(files.map((file) => file.duration_seconds)),
      arrayOf.bytea(files.map((file) => file.content)),
      options.wait,
    ],
  )
}
