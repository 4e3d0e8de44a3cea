import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export interface MessageRow {
  id: Uuid
  organisation: number
  task: Uuid | null
  endpoint: Uuid | null
  subject: Uuid | null
  kind: string
  sequence: number
  progress: number
  /** `task.refunded`: all that had been given back by then. */
  refunded: number | null
  state: number
  attempts: number
  created_at: number
  delivered_at: number | null
  last_status: number | null
  last_error: string | null
  /** Null when its endpoint is gone. */
  url: string | null
  /** In whose form it is: index of DIALECT_NAMES; null = our own. */
  dialect: number | null
  /** Null when nothing is to come. */
  next_attempt_at: number | null
}

const COLUMNS = `m.id, m.organisation, m.task, m.endpoint, m.subject, m.kind, m.sequence, m.progress, m.refunded, m.state, m.attempts, m.created_at,
  m.delivered_at, m.last_status, m.last_error, coalesce(e.url, t.callback_url) as url, coalesce(e.dialect, t.dialect) as dialect,
  d.run_at as next_attempt_at`
const JOINS = `left join endpoints e on e.id = m.endpoint left join tasks t on m.endpoint is null and t.id = m.task
  left join deliveries d on d.message = m.id`

export interface MessageQuery {
  /** Index of MESSAGE_STATES. */
  state: number | null
  endpoint: Uuid | null
  task: Uuid | null
  /** The last id of the page before; null = the newest first. */
  before: Uuid | null
  limit: number
}

/** One page of an organisation's messages, the newest first. */
export function listMessages(sql: Sql, organisation: number, query: MessageQuery): Promise<MessageRow[]> {
  return sql.query<MessageRow>(
    'list-messages',
    `select ${COLUMNS} from messages m ${JOINS} where m.organisation = $1 and ($2::smallint is null or m.state = $2)
        and ($3::uuid is null or m.endpoint = $3) and ($4::uuid is null or m.task = $4) and ($5::uuid is null or m.id < $5)
      order by m.id desc limit $6`,
    [organisation, query.state, query.endpoint, query.task, query.before, query.limit],
  )
}

export async function findMessage(sql: Sql, organisation: number, id: Uuid): Promise<MessageRow | null> {
  const [row] = await sql.query<MessageRow>(
    'find-message',
    `select ${COLUMNS} from messages m ${JOINS} where m.id = $2 and m.organisation = $1`,
    [organisation, id],
  )
  return row ?? null
}

export interface AttemptRow {
  at: number
  duration_ms: number
  status: number | null
  error: string | null
  response: string | null
  url: string
}

/** The tries of a message that are still in the log, in order: the last `limit`. */
export function listAttempts(sql: Sql, message: Uuid, limit: number): Promise<AttemptRow[]> {
  return sql.query<AttemptRow>(
    'list-attempts',
    `select * from (
        select at, duration_ms, status, error, response, url from attempts where message = $1 order by at desc limit $2) newest
      order by at`,
    [message, limit],
  )
}
