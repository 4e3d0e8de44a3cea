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
  /** What the requests of one kind share is put into words once. */
  const kinds = new Map<string, Kind>()

  function kindOf(method: string, route: string, status: number): Kind {
    const name = `${method} ${status} ${route}`
    let kind = kinds.get(name)
    if (kind === undefined) {
      kind = { labels: { route, method, status }, log: log.child({ method, route, status }) }
      kinds.set(name, kind)
    }
    return kind
  }

  return (request, reply, startedAt) => {
    const { raw } = reply
    const ms = Math.round((performance.now() - startedAt) * 1000) / 1000
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown')
    const status = raw.writableFinished ? raw.statusCode : CLIENT_CLOSED
    const kind = kindOf(request.method, route, status)
    httpRequestDuration.observe(kind.labels, ms / 1000)
    if (request.refusal === null) kind.log.info({ ms, requestId: request.id }, 'request')
    else kind.log.info({ ms, requestId: request.id, code: request.refusal }, 'request')
  }
}

interface Kind {
  labels: { route: string; method: string; status: number }
  log: Logger
}
