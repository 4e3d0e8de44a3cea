import type { Logger } from '../lib/log.ts'
import type { Sql } from '../lib/sql.ts'
import type { Handed, Postman } from '../mail/make-postman.ts'
import type { Texter } from '../mail/make-texter.ts'
import {
  claimEmailTasks,
  claimSmsTasks,
  settleOutboxTask,
  type EmailTask,
  type OutboxOutcome,
  type OutboxTable,
  type SmsTask,
} from '../store/outbox.ts'

/** Who carries what; null = not set up, and its rows wait. */
export interface Carriers {
  postman: Postman | null
  texter: Texter | null
}

const CLAIM_MAX = 20
/** Longer than any attempt takes: whoever claimed it is dead, and it goes out again. */
const CLAIM_SECONDS = 120
/** Between the tries of one mail, each from the one before; the last one repeats. */
const RETRY_SECONDS = [10, 60, 300, 1800, 7200, 18_000] as const

/** Sends what is due, once; answers how much that was. At least once: what dies between sending and writing it down goes out again. */
export async function deliverOutbox(
  { sql, log }: { sql: Sql; log: Logger },
  { postman, texter }: Carriers,
): Promise<number> {
  const claim = { limit: CLAIM_MAX, claimSeconds: CLAIM_SECONDS }
  const mails = postman === null ? [] : await claimEmailTasks(sql, claim)
  const texts = texter === null ? [] : await claimSmsTasks(sql, claim)

  async function settle(table: OutboxTable, task: EmailTask | SmsTask, handed: Handed): Promise<void> {
    const outcome = outcomeOf(task, handed)
    await settleOutboxTask(sql, table, task, outcome)
    if (outcome.kind === 'sent') return
    const facts = { task: task.id, table, attempts: task.attempts, fault: outcome.error }
    if (outcome.kind === 'failed') log.error(facts, 'message given up')
    else log.warn(facts, 'message not sent: it is tried again')
  }

  await Promise.all([
    ...mails.map(async (mail) => {
      if (postman !== null) await settle('email_tasks', mail, await postman.send({ ...mail, ...bodiesOf(mail) }))
    }),
    ...texts.map(async (text) => {
      if (texter !== null) await settle('sms_tasks', text, await texter.send(text))
    }),
  ])
  return mails.length + texts.length
}

function outcomeOf(task: { attempts: number; max_retries: number }, handed: Handed): OutboxOutcome {
  if (handed.kind === 'sent') return handed
  if (handed.kind === 'refused' || task.attempts > task.max_retries) return { kind: 'failed', error: handed.error }
  const seconds = RETRY_SECONDS[Math.min(task.attempts, RETRY_SECONDS.length) - 1] ?? 10
  return { kind: 'later', afterSeconds: seconds * (0.9 + Math.random() / 5), error: handed.error }
}

function bodiesOf({ payload }: EmailTask): { text: string; html: string } {
  const { text, html }: { text: string; html: string } = JSON.parse(payload)
  return { text, html }
}
