import { once } from 'node:events'

import { SMTPServer } from 'smtp-server'

import { until } from './start-medley.ts'

/** A mail as it came over the wire. */
export interface ReceivedMail {
  to: string
  /** Headers and body, with soft line breaks and escapes of quoted-printable undone. */
  text: string
  raw: string
}

export interface Mailbox {
  url: string
  mails: ReceivedMail[]
  /** The next mail to this address that has this in it and has not been asked for before. */
  next(to: string, words: string): Promise<ReceivedMail>
  /** What it says to the next recipients; null = takes everything. */
  refuse(answer: { code: number; message: string } | null): void
  stop(): Promise<void>
}

/** A real SMTP server on loopback. */
export async function startMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = []
  const seen = new Set<ReceivedMail>()
  let refusal: { code: number; message: string } | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(_address, _session, done) {
      done(refusal === null ? null : Object.assign(new Error(refusal.message), { responseCode: refusal.code }))
    },
    async onData(stream, session, done) {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(Buffer.from(chunk))
      const raw = Buffer.concat(chunks).toString()
      for (const { address } of session.envelope.rcptTo) mails.push({ to: address, raw, text: plain(raw) })
      done()
    },
  })
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('the mailbox has no port')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    next: (to, words) =>
      until(async () => {
        const mail = mails.find((one) => one.to === to && one.text.includes(words) && !seen.has(one))
        if (mail === undefined) return null
        seen.add(mail)
        return mail
      }),
    refuse(answer) {
      refusal = answer
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function plain(raw: string): string {
  return raw
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
