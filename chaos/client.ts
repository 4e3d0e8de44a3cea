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
    close: () => dispatcher.destroy(),
  }
}
