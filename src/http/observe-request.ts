import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Logger } from '../lib/log.ts'
import type { Metrics } from '../lib/metrics.ts'

/** The status of a request whose client went away before its answer was out, as nginx has it. */
const CLIENT_CLOSED = 499

/**
 * Makes the observer of requests: one line and one measurement when the answer is out or the client is gone. Both name
 * the route's pattern, never the URL: ids, tokens and queries stay out (DESIGN 8). Takes `close` rather than Fastify's
 * `onResponse`, which is silent about clients that left and costs two listeners.
 */
export function makeObserveRequest(
  log: Logger,
  metrics: Metrics,
): (request: FastifyRequest, reply: FastifyReply, startedAt: number) => void {
  const { httpRequestDuration } = metrics
  return (request, reply, startedAt) => {
    const { raw } = reply
    const ms = Math.round((performance.now() - startedAt) * 1000) / 1000
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown')
    const status = raw.writableFinished ? raw.statusCode : CLIENT_CLOSED
    const { method } = request
    httpRequestDuration.observe({ route, method, status }, ms / 1000)
    const line = { method, route, status, ms, requestId: request.id }
    if (request.refusal === null) log.info(line, 'request')
    else log.info({ ...line, code: request.refusal }, 'request')
  }
}
