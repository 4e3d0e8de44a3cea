import { type AddressInfo, connect } from 'node:net'
import type { FastifyInstance } from 'fastify'

import type { Dialect } from '../domain/dialect.ts'
import { ERRORS } from '../domain/errors.ts'
import { type DialectName, DIALECT_NAMES } from '../domain/task.ts'
import { makeLog } from '../lib/log.ts'
import { makeMetrics } from '../lib/metrics.ts'
import { type ServerOptions, makeServer } from './make-server.ts'

/** For tests of the shell: an envelope that says whose it is, and what a dialect was given. */
export function makeFakeDialect(name: DialectName): Dialect {
  return {
    name,
    stagesExcess: false,
    routes: [],
    credential: () => ({ kind: 'missing' }),
    renderError: ({ code, message, details }, requestId) => ({
      status: ERRORS[code].status,
      body: {
        envelope: name,
        code,
        message,
        requestId,
        issues: (details.issues ?? []).map(({ path, type }) => ({ path: [...path], type })),
      },
    }),
    renderMessage: () => ({ body: {}, headers: {} }),
  }
}

export interface TestServer {
  server: FastifyInstance
  url: string
  port: number
  /** Log lines so far. */
  lines: string[]
}

/** A real server on loopback with the given routes; it stops when the block that declared it `await using` ends. */
export async function startTestServer(
  register: (server: FastifyInstance) => void,
  options: Partial<ServerOptions> = {},
): Promise<TestServer & AsyncDisposable> {
  const lines: string[] = []
  const log = makeLog('info', { write: (line: string) => lines.push(line) })
  const dialects = DIALECT_NAMES.map(makeFakeDialect)
  const timeouts = { drainMs: 0, ...options.timeouts }
  const server = makeServer({ dialects, log, metrics: makeMetrics(), ready: async () => true, ...options, timeouts })
  register(server)
  await server.listen({ host: '127.0.0.1', port: 0 })
  const address: AddressInfo | string | null = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  const { port } = address
  return { server, port, lines, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => server.close() }
}

/** Writes bytes as they are and gives back all that comes until the server ends the connection. */
export async function exchange(port: number, text: string | Buffer): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const chunks: Buffer[] = []
  const socket = connect(port, '127.0.0.1', () => socket.write(text))
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('end', () => resolve(Buffer.concat(chunks).toString()))
  socket.on('error', reject)
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}
