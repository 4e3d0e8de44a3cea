import type { Origin } from '../domain/audit.ts'
import { GatewayError } from '../domain/errors.ts'
import { toCrockford, type Uuid } from '../lib/ids.ts'
import {
  findEmailTask,
  findSmsTask,
  listEmailTasks,
  listSmsTasks,
  type EmailTask,
  type OutboxPage,
  type SmsTask,
} from '../store/outbox.ts'
import { audited } from './audit.ts'
import type { Context } from './context.ts'
import { readPage, type Page } from './read-page.ts'

export type { EmailTask, SmsTask }

/** One page of mails to people, the newest first. */
export function readEmailPage(context: Pick<Context, 'background'>, page: OutboxPage): Promise<Page<EmailTask>> {
  return readPage(page, (query) => listEmailTasks(context.background, query))
}

export function readSmsPage(context: Pick<Context, 'background'>, page: OutboxPage): Promise<Page<SmsTask>> {
  return readPage(page, (query) => listSmsTasks(context.background, query))
}

/** A mail with what stands in it. That may be a link or code that opens a person's account: who reads it is written down. */
export function openEmail(context: Pick<Context, 'transaction'>, origin: Origin, id: Uuid | null): Promise<EmailTask> {
  return audited(context, origin, async (sql) => {
    const result = id === null ? null : await findEmailTask(sql, id)
    if (result === null) throw new GatewayError('not_found', { message: 'No e-mail has this id.' })
    const details = { to: result.to, template: result.template }
    return { result, entry: { action: 'email.read', organisation: null, subject: emailIdOf(result.id), details } }
  })
}

/** As `openEmail`. */
export function openSms(context: Pick<Context, 'transaction'>, origin: Origin, id: Uuid | null): Promise<SmsTask> {
  return audited(context, origin, async (sql) => {
    const result = id === null ? null : await findSmsTask(sql, id)
    if (result === null) throw new GatewayError('not_found', { message: 'No text message has this id.' })
    const details = { to: result.to }
    return { result, entry: { action: 'sms.read', organisation: null, subject: smsIdOf(result.id), details } }
  })
}

export function emailIdOf(id: Uuid): string {
  return `eml_${toCrockford(id)}`
}

export function smsIdOf(id: Uuid): string {
  return `sms_${toCrockford(id)}`
}
