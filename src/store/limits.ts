import type { Limits, LimitUse } from '../domain/limits.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { limitActiveTasks } from './accounts.ts'

/** Whose limits: an organisation's own, which all its keys share, or those of one key besides. */
export type LimitSubject = { kind: 'organisation'; number: number } | { kind: 'key'; id: Uuid }

export interface LimitState {
  limits: Limits
  used: LimitUse
  /** Whether an organisation's tasks beyond its tasks at once wait in every dialect; false for a key, whose organisation says. */
  stagesExcess: boolean
}

interface LimitRow {
  per_second: number | null
  per_day: number | null
  per_month: number | null
  today: number | null
  this_month: number | null
  max_active: number | null
  active: number | null
  credits_per_day: number | null
  credits_per_month: number | null
  credits_today: number | null
  credits_this_month: number | null
  stages_excess: boolean
}

/** The limits of an organisation or a key and how much of them is used; null = there is no such one. */
export async function readLimits(sql: Sql, subject: LimitSubject): Promise<LimitState | null> {
  const isKey = subject.kind === 'key'
  const [row] = await sql.query<LimitRow>(
    isKey ? 'read-limits-of-key' : 'read-limits-of-organisation',
    `select r.per_second, r.per_day, r.per_month, counted_today(r.day, d.today, r.today) as today,
        counted_this_month(r.day, d.today, r.this_month) as this_month,
        ${isKey ? 't.max_active, t.active' : 'nullif(a.max_active, 2147483647) as max_active, a.active'},
        t.credits_per_day, t.credits_per_month, counted_today(t.day, d.today, t.today) as credits_today,
        counted_this_month(t.day, d.today, t.this_month) as credits_this_month, ${isKey ? 'false' : 'a.stages_excess'} as stages_excess
      from ${isKey ? 'api_keys s' : 'organisations s join accounts a on a.organisation = s.number'}
      cross join (select (now() at time zone 'UTC')::date as today) d
      left join request_limits r on r.subject = s.id
      left join task_limits t on ${isKey ? 't.api_key = s.id' : 't.organisation = s.number and t.api_key is null'}
      where ${isKey ? 's.id' : 's.number'} = $1`,
    [isKey ? subject.id : subject.number],
  )
  return row === undefined ? null : toState(row)
}

function toState(row: LimitRow): LimitState {
  return {
    limits: {
      requestsPerSecond: row.per_second,
      requestsPerDay: row.per_day,
      requestsPerMonth: row.per_month,
      tasksAtOnce: row.max_active,
      creditsPerDay: row.credits_per_day,
      creditsPerMonth: row.credits_per_month,
    },
    used: {
      requestsToday: row.today,
      requestsThisMonth: row.this_month,
      tasksAtOnce: row.active,
      creditsToday: row.credits_today,
      creditsThisMonth: row.credits_this_month,
    },
    stagesExcess: row.stages_excess,
  }
}

/** Nobody else changes these limits until the transaction ends: what is read after it is what will be replaced. */
export async function lockLimits(sql: Sql, subject: LimitSubject): Promise<void> {
  const isKey = subject.kind === 'key'
  await sql.query(
    isKey ? 'lock-limits-of-key' : 'lock-limits-of-organisation',
    isKey
      ? `select from accounts a where a.organisation = (select k.organisation from api_keys k where k.id = $1) for no key update`
      : `select from accounts a where a.organisation = $1 for no key update`,
    [isKey ? subject.id : subject.number],
  )
}

/** Sets all limits of an organisation or a key that exists; staged tasks that are no longer held back are let in. */
export async function setLimits(sql: Sql, subject: LimitSubject, limits: Limits): Promise<void> {
  const { requestsPerSecond, requestsPerDay, requestsPerMonth, tasksAtOnce, creditsPerDay, creditsPerMonth } = limits
  const isKey = subject.kind === 'key'
  const from = isKey
    ? 'from (select id, organisation, id as key from api_keys where id = $1) s'
    : 'from (select id, number as organisation, null::uuid as key from organisations where number = $1) s'
  const id = isKey ? subject.id : subject.number
  await sql.query(
    isKey ? 'limit-requests-of-key' : 'limit-requests-of-organisation',
    `select limit_requests(s.id, s.organisation, $2, $3, $4) ${from}`,
    [id, requestsPerSecond, requestsPerDay, requestsPerMonth],
  )
  await sql.query(
    isKey ? 'limit-tasks-of-key' : 'limit-tasks-of-organisation',
    `select limit_tasks(s.organisation, s.key, $2, $3, $4) ${from}`,
    [id, isKey ? tasksAtOnce : null, creditsPerDay, creditsPerMonth],
  )
  if (!isKey) await limitActiveTasks(sql, subject.number, tasksAtOnce)
}

/** Whether tasks beyond an organisation's limits of tasks at once wait as staged in every dialect. */
export async function setStagesExcess(sql: Sql, organisation: number, stagesExcess: boolean): Promise<void> {
  await sql.query('set-stages-excess', 'update accounts set stages_excess = $2 where organisation = $1', [
    organisation,
    stagesExcess,
  ])
}
