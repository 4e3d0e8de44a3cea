import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** A claimed delivery with all that sending it needs but the task; a row of the database type `claimed_delivery`. */
export interface ClaimedDelivery {
  message: Uuid
  /** The fence: what follows from a failure carries it. */
  claim: number
  /** Made so far, in this round. */
  attempts: number
  lane: number
  organisation: number
  organisation_id: Uuid
  task: Uuid | null
  /** Null = the task's own URL. */
  endpoint: Uuid | null
  /** The endpoint that it is about, for kinds without a task. */
  subject: Uuid | null
  kind: string
  sequence: number
  progress: number
  /** `task.refunded`: all that had been given back by then. */
  refunded: number | null
  created_at: number
  /** Null = its endpoint is gone. */
  url: string | null
  /** In whose form the body is; null = our own. */
  dialect: number | null
  /** Whether there still is somebody to send it to. */
  enabled: boolean
  /** What it is signed with; none = the organisation's default has not been made yet. */
  secrets: string[]
}

/** Claims at most `limit` due deliveries, fairly by lane, beginning after lane `after` (migration 000006); `next` = where to go on. */
export async function claimDeliveries(
  sql: Sql,
  claim: {
    after: number
    limit: number
    worker: Uuid
    mostPerLane: number
    mostPerAilingLane: number
    /** How many lanes it looks at: what bounds its cost when thousands of receivers are away. */
    lanesMax: number
    /** Organisations that get nothing. */
    crowded: readonly number[]
  },
): Promise<{ deliveries: ClaimedDelivery[]; next: number }> {
  const rows = await sql.query<ClaimedDelivery | { message: null; lane: number }>(
    'claim-deliveries',
    `select message, claim, attempts, lane, organisation, organisation_id, task, endpoint, subject, kind, sequence, progress, refunded, created_at,
      url, dialect, enabled, secrets from claim_deliveries($1, $2, $3, $4, $5, $6, $7)`,
    [claim.after, claim.limit, claim.worker, claim.mostPerLane, claim.mostPerAilingLane, claim.lanesMax, claim.crowded],
  )
  const deliveries = rows.filter((row) => row.message !== null)
  return { deliveries, next: rows.at(-1)?.lane ?? claim.after }
}

/** As `releaseUnknownJobs`: frees what a living worker holds without knowing it. Answers how many. */
export async function releaseUnknownDeliveries(
  sql: Sql,
  held: { worker: Uuid; known: readonly Uuid[] },
): Promise<number> {
  const rows = await sql.query(
    'release-unknown-deliveries',
    `with pick as materialized (
        select message from deliveries where worker = $1 and message <> all($2::uuid[]) for update skip locked)
      update deliveries d set worker = null, run_at = now() from pick where d.message = pick.message returning d.message`,
    [held.worker, held.known],
  )
  return rows.length
}

/** Frees the deliveries of dead worker processes; answers how many. */
export async function takeOverDeliveries(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ taken: number }>('take-over-deliveries', 'select take_over_deliveries() as taken', [])
  return row?.taken ?? 0
}

/** Gives up deliveries that waited too long behind a receiver that is away; answers how many, at most `limit`. */
export async function expireDeliveries(sql: Sql, limit: number): Promise<number> {
  const rows = await sql.query(
    'expire-deliveries',
    // Their messages are locked first, as everywhere; then it is looked at again whether nobody has claimed or replayed them.
    `with late as materialized (select message from deliveries where expires_at < now() and worker is null limit $1),
      locked as materialized (
        select id from messages where id = any(array(select message from late)) order by id for no key update skip locked),
      gone as (
        delete from deliveries where message = any(array(select id from locked)) and expires_at < now() and worker is null
          returning message)
      update messages m set state = 2, last_error = coalesce(m.last_error, 'expired') from gone where m.id = gone.message
        returning m.id`,
    [limit],
  )
  return rows.length
}

/** Moves what waits for an endpoint from its lane of before to the present one. What is under way comes after its attempt. */
export async function moveDeliveries(
  sql: Sql,
  { endpoint, from, to }: { endpoint: Uuid; from: number; to: number },
): Promise<void> {
  await sql.query(
    'move-deliveries',
    `with waiting as materialized (
        select message from deliveries where lane = $2 and worker is null and endpoint = $1 for update skip locked)
      update deliveries d set lane = $3 where d.message = any(array(select message from waiting))`,
    [endpoint, from, to],
  )
}

/** Forgets lanes that nobody uses any more: per-task URLs may name any number of hosts. */
export async function dropIdleLanes(sql: Sql): Promise<void> {
  await sql.query(
    'drop-idle-lanes',
    `delete from delivery_lanes l where l.used_at < now() - interval '1 day'
      and not exists (select from deliveries d where d.lane = l.id) and not exists (select from endpoints e where e.lane = l.id)`,
    [],
  )
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Sends one message again (migration 000006); false when nobody is there to send it to. */
export async function replayMessage(sql: Sql, organisation: number, message: Uuid): Promise<boolean> {
  const { n } = await replay(sql, [organisation, message, FIRST_ID, LAST_ID, null, false, 1])
  return n > 0
}

/**
 * Sends the messages between two ids again, at most `limit`, in their order; answers the last one's id and how many, to go on
 * from. The id of a message is of the time when it was raised.
 */
export function replayMessages(
  sql: Sql,
  range: {
    organisation: number
    after: Uuid
    until: Uuid
    /** Null = all receivers. */
    endpoint: Uuid | null
    onlyFailed: boolean
    limit: number
  },
): Promise<{ last: Uuid | null; n: number }> {
  const { organisation, after, until, endpoint, onlyFailed, limit } = range
  return replay(sql, [organisation, null, after, until, endpoint, onlyFailed, limit])
}

async function replay(sql: Sql, values: readonly unknown[]): Promise<{ last: Uuid | null; n: number }> {
  const [row] = await sql.query<{ last: Uuid | null; n: number }>(
    'replay-messages',
    'select last, n from replay_messages($1, $2, $3, $4, $5, $6, $7)',
    values,
  )
  return row ?? { last: null, n: 0 }
}
