import { makeGuardedFetch } from '../outgoing/make-guarded-fetch.ts'
import { OutgoingError } from '../outgoing/outgoing-error.ts'
import type { Handed } from './make-postman.ts'

/** Hands text messages to an HTTP gateway, in Twilio's request form. */
export interface Texter {
  send(message: { to: string; body: string }): Promise<Handed>
  close(): Promise<void>
}

/** The operator's own gateway may be anywhere. */
const ANYWHERE = { has: () => true }

/** `url` has the account's credentials, and the number that messages come from as `?From=`. */
export function makeTexter(given: string): Texter {
  const url = new URL(given)
  const from = url.searchParams.get('From') ?? ''
  const account = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  url.searchParams.delete('From')
  url.username = ''
  url.password = ''
  const outgoing = makeGuardedFetch({ allowPrivate: ANYWHERE })
  return {
    async send({ to, body }) {
      try {
        const { status } = await outgoing.request({
          url: url.href,
          method: 'POST',
          headers: {
            authorization: `Basic ${Buffer.from(account).toString('base64')}`,
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: new URLSearchParams({ To: to, From: from, Body: body }).toString(),
          timeoutMs: 15_000,
          maxBytes: 0,
          keep: 'beginning',
          redirects: 0,
          signal: null,
        })
        return judge(status)
      } catch (error) {
        if (error instanceof OutgoingError) return { kind: 'unreachable', error: error.kind }
        throw error
      }
    },
    close: () => outgoing.close(),
  }
}

/** 400 and 404 speak of this message; a wrong account (401, 403) is for the operator to mend. */
function judge(status: number): Handed {
  if (status >= 200 && status < 300) return { kind: 'sent' }
  const error = `HTTP ${status}`
  return status === 400 || status === 404 ? { kind: 'refused', error } : { kind: 'unreachable', error }
}
