import { DIALECT_NAMES } from '../domain/task.ts'
import { HISTORY_MAX, type HistoryQuery } from '../domain/account.ts'
import { leastUuidAt } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { SUMMARY_COLUMNS, type TaskRow } from './to-task.ts'

export interface AccountRow {
  name: string
  available: number
  held: number
  granted: number
  max_active: number | null
  created_at: number
  updated_at: number
}

export async function readAccount(sql: Sql, organisation: number): Promise<AccountRow> {
  const [row] = await sql.query<AccountRow>(
    'read-account',
    `select o.name, a.available, a.held, nullif(a.max_active, 2147483647) as max_active, o.created_at,
        (select coalesce(sum(m.amount), 0)::bigint from movements m where m.organisation = $1 and m.kind = 'grant') as granted,
        coalesce((select m.at from movements m where m.organisation = $1 and m.seq = a.movement_seq), o.created_at) as updated_at
      from organisations o join accounts a on a.organisation = o.number where o.number = $1`,
    [organisation],
  )
  if (row === undefined) throw new Error(`Organisation ${organisation} has no account`)
  return row
}

export interface OpenTasksRow {
  dialect: number
  capability: string
  asked_model: string
  staged: number
  pending: number
  processing: number
}

/** The organisation's open tasks by what they are. */
export function countOpenTasks(sql: Sql, organisation: number): Promise<OpenTasksRow[]> {
  return sql.query<OpenTasksRow>(
    'count-open-tasks',
    `select t.dialect, t.capability, t.asked_model, count(*) filter (where j.phase = 0) as staged,
        count(*) filter (where j.phase > 0 and t.status < 2) as pending, count(*) filter (where j.phase > 0 and t.status = 2) as processing
      from jobs j join tasks t on t.id = j.task where j.lane = $1 and t.status < 3
      group by t.dialect, t.capability, t.asked_model order by t.dialect, t.capability, t.asked_model`,
    [organisation],
  )
}

const CHOSEN = `t.organisation = $1 and t.id >= $2 and t.id < $3
  and ($4::text[] is null or case when t.dialect = ${DIALECT_NAMES.indexOf('piapi')} then t.asked_model = any ($4) else t.capability = any ($5::text[]) end)`

function chosenBy(organisation: number, query: HistoryQuery): unknown[] {
  return [
    organisation,
    leastUuidAt(query.createdFrom ?? 0),
    query.createdBefore === null ? 'ffffffff-ffff-ffff-ffff-ffffffffffff' : leastUuidAt(query.createdBefore),
    query.models,
    query.capabilities,
  ]
}

/** Without inputs. */
export function listHistory(sql: Sql, organisation: number, query: HistoryQuery): Promise<Omit<TaskRow, 'input'>[]> {
  return sql.query<Omit<TaskRow, 'input'>>(
    'list-history',
    `select ${SUMMARY_COLUMNS} from tasks t join task_payloads w on w.task = t.id where ${CHOSEN}
      order by t.place desc offset $6 limit $7`,
    [...chosenBy(organisation, query), (query.page - 1) * query.pageSize, query.pageSize],
  )
}

export async function countHistory(sql: Sql, organisation: number, query: HistoryQuery): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    'count-history',
    `select count(*) as n from (select from tasks t where ${CHOSEN} limit ${HISTORY_MAX}) counted`,
    chosenBy(organisation, query),
  )
  return row?.n ?? 0
}
