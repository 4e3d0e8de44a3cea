import type { FastifyInstance } from 'fastify'

import { makeServer } from '../../src/http/make-server.ts'
import type { Logger } from '../../src/lib/log.ts'
import { makeMetrics } from '../../src/lib/metrics.ts'

/** Medley's HTTP shell without Medley's routes: Fastify, body parser, request ids, log line and metrics as in the product. */
export function makeShell(log: Logger): FastifyInstance {
  return makeServer({ dialects: [], log, metrics: makeMetrics(), ready: async () => true })
}

/** Listens on a spare port, says so to the bench, and ends when told to. */
export async function listenAsPeer(server: FastifyInstance): Promise<void> {
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  process.on('SIGTERM', () => process.exit(0))
  process.stdout.write(`ready at ${url}\n`)
}
