import { Agent, fetch } from 'undici'

import { asJson, type JsonObject, type JsonValue } from '../src/lib/json.ts'

/** What came of a request; `status` 0 = no whole answer came. */
export interface Answer {
  status: number
  body: JsonValue
}

export interface Client {
  send(
    method: string,
    path: string,
    options?: { body?: JsonObject; key?: string | null; timeoutMs?: number },
  ): Promise<Answer>
  /**
   * Follows server-sent events behind `lastId` (empty = from now on) until `onFrame` says false, or the connection breaks or is
   * silent for too long. Answers the status, 0 = none came.
   */
  follow(path: string, lastId: string, silenceMs: number, onFrame: (text: string) => boolean): Promise<number>
  close(): Promise<void>
}

const TIMEOUT_MS = 10_000

/** Speaks HTTP as a plain client of any of the three APIs; a connection that breaks is an answer of status 0. */
export function makeClient(url: string, apiKey: string): Client {
  const dispatcher = new Agent({ connections: 64, pipelining: 1, keepAliveTimeout: 2000 })
  return {
    async send(method, path, { body, key = null, timeoutMs = TIMEOUT_MS } = {}) {
      try {
        const response = await fetch(`${url}${path}`, {
          method,
          dispatcher,
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            'x-api-key': apiKey,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(key === null ? {} : { 'idempotency-key': key }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        const text = await response.text()
        return { status: response.status, body: text === '' ? null : asJson(JSON.parse(text)) }
      } catch {
        return { status: 0, body: null }
      }
    },
    async follow(path, lastId, silenceMs, onFrame) {
      const agent = new Agent({ headersTimeout: silenceMs, bodyTimeout: silenceMs })
      const headers = { 'x-api-key': apiKey, ...(lastId === '' ? {} : { 'last-event-id': lastId }) }
      const decoder = new TextDecoder()
      try {
        const { status, body } = await fetch(`${url}${path}`, { dispatcher: agent, headers })
        let text = ''
        for await (const bytes of body ?? []) {
          const frames = `${text}${decoder.decode(bytes, { stream: true })}`.split('\n\n')
          text = frames.pop() ?? ''
          if (!frames.every((frame) => onFrame(frame))) break
        }
        return status
      } catch {
        return 0
      } finally {
        await agent.destroy()
      }
    },
    close: () => dispatcher.destroy(),
  }
}
