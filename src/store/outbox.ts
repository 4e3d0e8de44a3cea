import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export type OutboxStatus = 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED'

interface OutboxTask {
  id: Uuid
  user_id: Uuid | null
  to: string
  status: OutboxStatus
  attempts: number
  retry_count: number
  max_retries: number
  error_message: string | null
  /** Epoch ms; null = it is over. */
  scheduled_at: number | null
  sent_at: number | null
  created_at: number
  updated_at: number
}

/** OmnAPI's EmailTask. */
export interface EmailTask extends OutboxTask {
  subject: string
  template: string
  /** A JSON object: what the template is filled with. `{}` once cleared. */
  payload: string
}

/** OmnAPI's SmsTask. */
export interface SmsTask extends OutboxTask {
  body: string
}

const SHARED = `id, user_id, "to", status, attempts, retry_count, max_retries, error_message, scheduled_at, sent_at, created_at, updated_at`
const EMAIL_COLUMNS = `${SHARED}, subject, template, payload`
const SMS_COLUMNS = `${SHARED}, body`

export async function addEmailTask(
  sql: Sql,
  task: { id: Uuid; user: Uuid | null; to: string; subject: string; template: string; payload: string },
): Promise<void> {
  await sql.query(
    'add-email-task',
    'insert into email_tasks (id, user_id, "to", subject, template, payload) values ($1, $2, $3, $4, $5, $6)',
    [task.id, task.user, task.to, task.subject, task.template, task.payload],
  )
}

export async function addSmsTask(
  sql: Sql,
  task: { id: Uuid; user: Uuid | null; to: string; body: string },
): Promise<void> {
  await sql.query('add-sms-task', 'insert into sms_tasks (id, user_id, "to", body) values ($1, $2, $3, $4)', [
    task.id,
    task.user,
    task.to,
    task.body,
  ])
}

/** Claims due mails, each for `claimSeconds`: then it is due again, whatever became of who claimed it. */
export function claimEmailTasks(sql: Sql, claim: { limit: number; claimSeconds: number }): Promise<EmailTask[]> {
  return sql.query<EmailTask>('claim-email-tasks', claimText('email_tasks', EMAIL_COLUMNS), [
    claim.limit,
    claim.claimSeconds,
  ])
}

export function claimSmsTasks(sql: Sql, claim: { limit: number; claimSeconds: number }): Promise<SmsTask[]> {
  return sql.query<SmsTask>('claim-sms-tasks', claimText('sms_tasks', SMS_COLUMNS), [claim.limit, claim.claimSeconds])
}

function claimText(table: OutboxTable, columns: string): string {
  return `with due as materialized (
      select id as due_id from ${table} where scheduled_at <= now() order by scheduled_at limit $1 for update skip locked)
    update ${table} set status = 'PROCESSING', attempts = attempts + 1, updated_at = now(),
      scheduled_at = now() + make_interval(secs => $2) from due where id = due_id returning ${columns}`
}

export type OutboxTable = 'email_tasks' | 'sms_tasks'

export type OutboxOutcome =
  | { kind: 'sent' }
  | { kind: 'later'; afterSeconds: number; error: string }
  | { kind: 'failed'; error: string }

/** Writes down what came of an attempt, if its claim still holds. */
export async function settleOutboxTask(
  sql: Sql,
  table: OutboxTable,
  { id, attempts }: { id: Uuid; attempts: number },
  outcome: OutboxOutcome,
): Promise<void> {
  const status = { sent: 'COMPLETED', later: 'PENDING', failed: 'FAILED' }[outcome.kind]
  await sql.query(
    `settle-${table}`,
    `update ${table} set status = $3, updated_at = now(), error_message = $4,
        sent_at = case when $3 = 'COMPLETED' then now() end, scheduled_at = now() + make_interval(secs => $5)
      where id = $1 and attempts = $2 and status = 'PROCESSING'`,
    [
      id,
      attempts,
      status,
      outcome.kind === 'sent' ? null : outcome.error,
      outcome.kind === 'later' ? outcome.afterSeconds : null,
    ],
  )
}

/** Clears links and codes from what ended a day ago, and forgets what ended 90 days ago. */
export async function clearOutbox(sql: Sql): Promise<void> {
  await sql.query(
    'clear-email-tasks',
    `with old as (delete from email_tasks where scheduled_at is null and updated_at < now() - interval '90 days')
      update email_tasks set payload = '{}' where scheduled_at is null and payload <> '{}' and updated_at < now() - interval '1 day'`,
    [],
  )
  await sql.query(
    'clear-sms-tasks',
    `with old as (delete from sms_tasks where scheduled_at is null and updated_at < now() - interval '90 days')
      update sms_tasks set body = '' where scheduled_at is null and body <> '' and updated_at < now() - interval '1 day'`,
    [],
  )
}

/** Pages through mails, newest first; `before` = the id of the last one of the page before. */
export function listEmailTasks(sql: Sql, page: OutboxPage): Promise<EmailTask[]> {
  return sql.query<EmailTask>('list-email-tasks', listText('email_tasks', EMAIL_COLUMNS), pageValues(page))
}

export function listSmsTasks(sql: Sql, page: OutboxPage): Promise<SmsTask[]> {
  return sql.query<SmsTask>('list-sms-tasks', listText('sms_tasks', SMS_COLUMNS), pageValues(page))
}

export async function findEmailTask(sql: Sql, id: Uuid): Promise<EmailTask | null> {
  const text = `select ${EMAIL_COLUMNS} from email_tasks where id = $1`
  const [row] = await sql.query<EmailTask>('find-email-task', text, [id])
  return row ?? null
}

export async function findSmsTask(sql: Sql, id: Uuid): Promise<SmsTask | null> {
  const text = `select ${SMS_COLUMNS} from sms_tasks where id = $1`
  const [row] = await sql.query<SmsTask>('find-sms-task', text, [id])
  return row ?? null
}

export interface OutboxPage {
  before: Uuid | null
  /** Null = any. */
  status: OutboxStatus | null
  limit: number
}

function listText(table: OutboxTable, columns: string): string {
  return `select ${columns} from ${table} where ($1::uuid is null or id < $1) and ($2::text is null or status = $2)
    order by id desc limit $3`
}

function pageValues({ before, status, limit }: OutboxPage): readonly unknown[] {
  return [before, status, limit]
}
