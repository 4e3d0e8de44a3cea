import { TASK_STATUSES, type TaskStatus } from '../domain/task.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import type { Told } from './told.ts'

/** A file's row, written with the success that it belongs to. */
export interface NewArtifact {
  id: Uuid
  task: Uuid
  kind: string
  token: string
  extension: string
  media_type: string
  size: number
  sha256: string
  width: number | null
  height: number | null
  duration_seconds: number | null
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
export async function settleTasks(
  sql: Sql,
  members: readonly Settlement[],
  options: { wait: boolean } = { wait: true },
): Promise<({ verdict: SettleVerdict } & Told)[]> {
  return await sql.query<{ verdict: SettleVerdict } & Told>(
    'settle-tasks',
    'select verdict, told from settle_tasks($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) order by ord',
    [
      members.map((member) => member.task),
      members.map((member) => member.guard.kind),
      members.map((member) => (member.guard.kind === 'attempt' ? member.guard.job : null)),
      members.map((member) => (member.guard.kind === 'attempt' ? member.guard.attempt : null)),
      members.map((member) => TASK_STATUSES.indexOf(member.highestStatus)),
      members.map((member) => TASK_STATUSES.indexOf(member.status)),
      members.map((member) => member.captured),
      members.map((member) => member.output),
      members.map((member) => member.error),
      members.map((member) => member.purchaseState),
      members.map((member) => member.cancel),
      // With the member's place, that only the one that settles a task brings its files.
      JSON.stringify(
        members.flatMap((member, index) => member.artifacts.map((artifact) => ({ ...artifact, ord: index + 1 }))),
      ),
      options.wait,
    ],
  )
}
