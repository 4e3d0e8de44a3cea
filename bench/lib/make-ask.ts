import { Agent, request as startRequest } from 'node:http'
import { text as readText } from 'node:stream/consumers'

export interface Question {
  method: 'GET' | 'POST'
  url: string
  headers: Readonly<Record<string, string>>
  body?: string
}

export type Outcome = Answered | Lost

export interface Answered {
  kind: 'answered'
  status: number
  isReplay: boolean
  body: string
  ms: number
}

export interface Lost {
  kind: 'lost'
  /** The socket's error: ECONNREFUSED, ECONNRESET … */
  code: string
  /** The connection had carried a request before: the server may have closed it while this one was under way. */
  isReused: boolean
}

/**
 * A client with kept-alive connections to any number of servers, to which every outcome is a value: for benches that count
 * refusals and lost connections. `runLoad` costs its core less.
 */
export function makeAsk(connections: number): { ask(question: Question): Promise<Outcome>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    ask: ({ method, url, headers, body = '' }) =>
      new Promise((resolve) => {
        const startedAt = performance.now()
        const length =
          body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
        const request = startRequest(url, { method, agent, headers: { ...headers, ...length } })
        const lose = (error: NodeJS.ErrnoException): void =>
          resolve({ kind: 'lost', code: error.code ?? error.message, isReused: request.reusedSocket })
        request.on('error', lose)
        request.on('response', (response) => {
          readText(response).then((text) => {
            const isReplay = response.headers['idempotent-replayed'] === 'true'
            const ms = performance.now() - startedAt
            resolve({ kind: 'answered', status: response.statusCode ?? 0, isReplay, body: text, ms })
          }, lose)
        })
        request.end(body)
      }),
    close: () => agent.destroy(),
  }
}
