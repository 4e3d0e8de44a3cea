import { createTransport } from 'nodemailer'

/** What became of a mail or message that was handed over. */
export type Handed =
  | { kind: 'sent' }
  /** Worth another try. */
  | { kind: 'unreachable'; error: string }
  /** It will not be taken, however often it is offered. */
  | { kind: 'refused'; error: string }

export interface OutgoingMail {
  id: string
  to: string
  subject: string
  text: string
  html: string
}

/** Hands mails to an SMTP server. */
export interface Postman {
  send(mail: OutgoingMail): Promise<Handed>
  close(): void
}

/**
 * `url` is nodemailer's: `smtp://user:password@host:587`, `smtps://…:465`, `?requireTLS=true`. Values never become headers by
 * themselves: nodemailer encodes them, and line breaks in them are none.
 */
export function makePostman({ url, from }: { url: string; from: string }): Postman {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
  return {
    async send({ id, to, subject, text, html }) {
      try {
        await transport.sendMail({
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId: `<${id}@medley>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return { kind: 'sent' }
      } catch (error) {
        return judge(error)
      }
    },
    close: () => transport.close(),
  }
}

/** Only what the server says of this mail is final; that it refuses us (a password, TLS) is for the operator to mend. */
function judge(error: unknown): Handed {
  const code = fieldOf(error, 'code')
  const status = Number(fieldOf(error, 'responseCode'))
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  // Never the server's own words: some repeat what they were sent.
  const text = Number.isInteger(status) && status > 0 ? `SMTP ${status}` : code === '' ? 'unreachable' : code
  return isAboutMail && status >= 500 ? { kind: 'refused', error: text } : { kind: 'unreachable', error: text }
}

function fieldOf(error: unknown, name: string): string {
  if (typeof error !== 'object' || error === null) return ''
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
