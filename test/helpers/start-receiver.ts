import { createServer, type IncomingHttpHeaders } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import type { JsonObject } from '../../src/lib/json.ts'
import { until } from './start-medley.ts'

/** One request as it came. */
export interface Received {
  path: string
  headers: IncomingHttpHeaders
  /** The exact bytes, as text. */
  text: string
  body: JsonObject
  at: number
}

export interface Reply {
  status: number
  headers?: Record<string, string>
  body?: string
}

export interface Receiver {
  url: string
  received: Received[]
  /** Waits until so many requests came to a path; answers all that came to it. */
  arrived(path: string, count?: number): Promise<Received[]>
  /** What it answers from now on; a promise keeps the sender waiting. */
  answer(reply: (request: Received) => Reply | Promise<Reply>): void
  stop(): Promise<void>
}

/** A client's webhook receiver on loopback; answers 200 until told otherwise. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const received: Received[] = []
  let reply: (request: Received) => Reply | Promise<Reply> = () => ({ status: 200 })
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const text = Buffer.concat(chunks).toString()
    const one = { path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text), at: Date.now() }
    received.push(one)
    const { status, headers = {}, body = '' } = await reply(one)
    response.writeHead(status, headers).end(body)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    arrived: (path, count = 1) =>
      until(async () => {
        const found = received.filter((one) => one.path === path)
        return found.length >= count ? found : null
      }),
    answer(next) {
      reply = next
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** What a verifier of Standard Webhooks looks at. */
export function signedHeaders(one: Received): Record<string, string> {
  return {
    'webhook-id': String(one.headers['webhook-id']),
    'webhook-timestamp': String(one.headers['webhook-timestamp']),
    'webhook-signature': String(one.headers['webhook-signature']),
  }
}
