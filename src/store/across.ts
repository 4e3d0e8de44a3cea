import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** Lists over all organisations look at so many rows for one page at most, however rare what is asked for is. */
export const WINDOW = 5000

export interface AcrossQuery {
  /** Null = of all organisations. */
  organisation: number | null
  /** By the number that is stored; null = any. */
  status: number | null
  /** The last id that was looked at. */
  before: Uuid | null
  limit: number
}

interface Scanned {
  id: Uuid
  organisation_id: Uuid
  status: number
  /** It is the last one of the window: there may be more behind it. It need not be what was asked for. */
  is_edge: boolean
}

export interface AcrossTaskRow extends Scanned {
  dialect: number
  capability: string
  model_key: string
  provider: string | null
  progress: number
  held: number
  captured: number
  released: number
  refunded: number
  api_key: Uuid | null
  error: string | null
  created_at: number
  updated_at: number
  completed_at: number | null
}

/** Tasks, the newest first. Of one organisation by its own index; of all by their ids. */
export function listTasksAcross(sql: Sql, query: AcrossQuery): Promise<AcrossTaskRow[]> {
  const isOne = query.organisation !== null
  const [place, scan] = isOne
    ? ['t.place < (select b.place from tasks b where b.id = $2)', 't.organisation = $1']
    : ['t.id < $2', '$1::int is null']
  const order = isOne ? 'place desc' : 'id desc'
  return sql.query<AcrossTaskRow>(
    isOne ? 'list-tasks-of-one' : 'list-tasks-across',
    `with scanned as (
        select t.id, t.place, t.organisation, t.status, t.dialect, t.capability, t.model_key, t.provider, t.progress, t.held,
          t.captured, t.released, t.refunded, t.api_key, t.error, t.created_at, t.updated_at, t.completed_at
        from tasks t where ${scan} and ($2::uuid is null or ${place}) order by t.${order} limit ${WINDOW}),
      numbered as (select s.*, row_number() over (order by s.${order}) = ${WINDOW} as is_edge from scanned s)
      select n.id, o.id as organisation_id, n.status, n.is_edge, n.dialect, n.capability, n.model_key, n.provider, n.progress,
        n.held, n.captured, n.released, n.refunded, n.api_key, n.error, n.created_at, n.updated_at, n.completed_at
      from numbered n join organisations o on o.number = n.organisation
      where n.is_edge or $3::smallint is null or n.status = $3 order by n.${order} limit $4`,
    [query.organisation, query.before, query.status, query.limit],
  )
}

export interface AcrossMessageRow extends Scanned {
  kind: string
  task: Uuid | null
  endpoint: Uuid | null
  url: string | null
  attempts: number
  created_at: number
  delivered_at: number | null
  last_status: number | null
  last_error: string | null
  next_attempt_at: number | null
}

/** Messages to clients, the newest first. `status` = their state. */
export function listMessagesAcross(sql: Sql, query: AcrossQuery): Promise<AcrossMessageRow[]> {
  return sql.query<AcrossMessageRow>(
    'list-messages-across',
    `with scanned as (
        select m.id, m.organisation, m.state, m.kind, m.task, m.endpoint, m.attempts, m.created_at, m.delivered_at, m.last_status,
          m.last_error
        from messages m where ($1::int is null or m.organisation = $1) and ($2::uuid is null or m.id < $2)
        order by m.id desc limit ${WINDOW}),
      numbered as (select s.*, row_number() over (order by s.id desc) = ${WINDOW} as is_edge from scanned s),
      page as (select * from numbered n where n.is_edge or $3::smallint is null or n.state = $3 order by n.id desc limit $4)
      select p.id, o.id as organisation_id, p.state as status, p.is_edge, p.kind, p.task, p.endpoint,
        coalesce(e.url, t.callback_url) as url, p.attempts, p.created_at, p.delivered_at, p.last_status, p.last_error,
        d.run_at as next_attempt_at
      from page p join organisations o on o.number = p.organisation left join endpoints e on e.id = p.endpoint
      left join tasks t on p.endpoint is null and t.id = p.task left join deliveries d on d.message = p.id
      order by p.id desc`,
    [query.organisation, query.before, query.status, query.limit],
  )
}
