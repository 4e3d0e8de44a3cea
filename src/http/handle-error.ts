import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Dialect, WireResponse } from '../domain/dialect.ts'
import { type ErrorCode, GatewayError } from '../domain/errors.ts'
import type { Logger } from '../lib/log.ts'
import { envelopeOf } from './dialect-of.ts'
import { PROBLEM_TYPE, renderProblem } from './problem.ts'
import { sendWire } from './send-wire.ts'
import { toGatewayError } from './to-gateway-error.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Why it was refused, for its log line; null = it was not. */
    refusal: ErrorCode | null
  }
}

/** Answers any thrown value in the envelope of the request's path. */
export type HandleError = (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => void

/** Headers that speak of the answer that did not come about. */
const LEFTOVERS = ['etag', 'last-modified', 'content-disposition', 'content-range', 'content-encoding', 'location']

/**
 * The one catcher of requests. Takes anything that was thrown, answers in the envelope of RULINGS 1 and logs what is our
 * own fault with its stack; public text never carries internals.
 */
export function makeHandleError(options: { dialects: readonly Dialect[]; log: Logger }): HandleError {
  const { log } = options
  const dialects = new Map<string, Dialect>(options.dialects.map((dialect) => [dialect.name, dialect]))

  function render(error: GatewayError, request: FastifyRequest): WireResponse & { contentType?: string } {
    const dialect = dialects.get(envelopeOf(request.method, request.raw.url ?? ''))
    if (dialect === undefined) return { ...renderProblem(error, request.id), contentType: PROBLEM_TYPE }
    try {
      return dialect.renderError(error, request.id)
    } catch (fault) {
      log.error({ requestId: request.id, err: fault }, 'a dialect could not render an error')
      const internal = new GatewayError('internal', {}, { cause: fault })
      return { ...renderProblem(internal, request.id), contentType: PROBLEM_TYPE }
    }
  }

  return function handleError(thrown, request, reply) {
    const error = toGatewayError(thrown)
    request.refusal = error.code
    if (error.code === 'internal') {
      log.error({ requestId: request.id, err: error.cause ?? error }, 'request failed')
    } else if (error.code === 'unavailable') {
      log.warn({ requestId: request.id, err: error }, 'request turned away')
    }
    // Part of an answer is on its way: cutting it off is the only way to say that it is not whole.
    if (reply.raw.headersSent) {
      reply.raw.destroy()
      return
    }
    for (const name of LEFTOVERS) reply.removeHeader(name)
    reply.header('cache-control', 'no-store')
    // Fastify closes after every bad body, for the client may be sending still; once all of it is read, it need not.
    if (request.raw.complete && error.code !== 'unavailable') reply.removeHeader('connection')
    const { allow, retryAfterSeconds } = error.details
    if (allow !== undefined) reply.header('allow', allow.join(', '))
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterSeconds)))
    const response = render(error, request)
    sendWire(reply, response, response.contentType)
  }
}

/** Answers as `application/problem+json` wherever the path leads, for what RULINGS 69 lists. */
export function sendProblem(error: GatewayError, request: FastifyRequest, reply: FastifyReply): void {
  request.refusal = error.code
  sendWire(reply, renderProblem(error, request.id), PROBLEM_TYPE)
}
