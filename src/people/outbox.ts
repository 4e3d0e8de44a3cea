import type { Letter } from '../mail/letter.ts'
import { codeMessage } from '../mail/templates/code.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Logger } from '../lib/log.ts'
import type { Sql } from '../lib/sql.ts'
import { addEmailTask, addSmsTask } from '../store/outbox.ts'

/** Takes mails and text messages: once it resolves, the row is committed, and a worker delivers it. */
export interface Outbox {
  mail(to: { user: Uuid | null; email: string }, letter: Letter): Promise<void>
  /** A code in a text message. */
  text(to: { user: Uuid | null; phoneNumber: string }, code: string): Promise<void>
  /** Whether text messages can be sent at all. */
  canText: boolean
}

export function makeOutbox(options: {
  sql: Sql
  newId(): Uuid
  log: Logger
  canMail: boolean
  canText: boolean
}): Outbox {
  const { sql, newId, log, canMail, canText } = options
  return {
    canText,
    async mail({ user, email }, { template, subject, text, html }) {
      const id = newId()
      const payload = JSON.stringify({ text, html })
      await addEmailTask(sql, { id, user, to: email, subject, template, payload })
      if (canMail) return
      log.warn({ emailTask: id, template }, 'mail kept: MEDLEY_SMTP_URL is not set. Read it with: medley mail list')
    },
    async text({ user, phoneNumber }, code) {
      await addSmsTask(sql, { id: newId(), user, to: phoneNumber, body: codeMessage(code) })
    },
  }
}
