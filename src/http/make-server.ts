import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'

import type { Dialect } from '../domain/dialect.ts'
import { GatewayError } from '../domain/errors.ts'
import type { Logger } from '../lib/log.ts'
import type { Metrics } from '../lib/metrics.ts'
import { makeConnectionEnds } from './connection-ends.ts'
import { EXPOSED_HEADERS, isOwnOriginPath } from './cors.ts'
import { pathOf } from './dialect-of.ts'
import { makeHandleError, sendProblem } from './handle-error.ts'
import { TIMEOUTS, type Timeouts, makeHttpServer } from './http-server.ts'
import { makeObserveRequest } from './observe-request.ts'
import { addBodyParsers, settleContentType } from './parse-json-body.ts'
import { registerProbes } from './probes.ts'
import { answerPreflight, refusePath } from './refuse-path.ts'
import { requestIdOf } from './request-id.ts'

export interface ServerOptions {
  /** Whose envelopes errors are written in. Their routes are mounted by `mount-dialect.ts`. */
  dialects: readonly Dialect[]
  log: Logger
  metrics: Metrics
  /** Whether requests can be served now: the database answers. A throw counts as no. */
  ready(): Promise<boolean>
  timeouts?: Partial<Timeouts>
}

/** RULINGS 7: own routes and OmnAPI; routes that take base64 set their own `bodyLimit`. */
const BODY_BYTES_MAX = 1_048_576

/**
 * The HTTP shell: everything about a request that is the same for all routes (RULINGS 1 to 13 and 69). A route gets its
 * order of checks from where its own hooks stand: this shell has refused unknown paths and methods before any of them;
 * `onRequest` hooks (key, permission, rate) run before a byte of the body is parsed; the handler finds `request.body` as
 * a JsonValue or undefined. Whatever is thrown anywhere is answered in the envelope of the path.
 */
export function makeServer(options: ServerOptions): FastifyInstance {
  const { log, metrics } = options
  const handleError = makeHandleError(options)
  const observeRequest = makeObserveRequest(log, metrics)
  const timeouts = { ...TIMEOUTS, ...options.timeouts }
  const ends = makeConnectionEnds({ idleMs: timeouts.drainMs, stopMs: timeouts.stopMs })
  const server = Fastify({
    serverFactory: (handler) => makeHttpServer(handler, log, timeouts),
    // makeHttpServer has its own.
    clientErrorHandler: () => {},
    genReqId: requestIdOf,
    bodyLimit: BODY_BYTES_MAX,
    // Ids of any length reach their route, which answers 404 (RULINGS 16); the head's own limit bounds them.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 65_536 },
    return503OnClosing: false,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, request, reply) => {
      openAnswer(request, reply, performance.now())
      if (request.raw.url === '*' && request.method === 'OPTIONS') {
        answerPreflight(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], reply)
      } else {
        handleError(error, request, reply)
      }
    },
  })

  function openAnswer(request: FastifyRequest, reply: FastifyReply, startedAt: number): void {
    reply.header('x-request-id', request.id)
    reply.header('cache-control', 'no-store')
    reply.header('access-control-allow-origin', '*')
    if (request.raw.headers.origin !== undefined) reply.header('access-control-expose-headers', EXPOSED_HEADERS)
    reply.raw.on('close', () => observeRequest(request, reply, startedAt))
    ends.begin(request.raw, reply.raw)
  }

  server.decorateRequest('refusal', null)
  // One logger for all: a child for each request costs more than the rest of this shell.
  server.setChildLoggerFactory(() => log)
  server.setErrorHandler(handleError)
  server.setSerializerCompiler(() => (data) => JSON.stringify(data))
  addBodyParsers(server)
  server.addHook('onRequest', (request, reply, done) => {
    if (ends.isTold(request.raw)) {
      reply.hijack()
      return
    }
    openAnswer(request, reply, performance.now())
    if (request.raw.headers.host === undefined && request.raw.httpVersion === '1.1') {
      sendProblem(new GatewayError('invalid_request', { message: 'The Host header is missing.' }), request, reply)
    } else if (request.raw.url === '*' && request.raw.method !== 'OPTIONS') {
      // The router takes it for the root.
      handleError(new GatewayError('not_found'), request, reply)
    } else if (request.is404) {
      if (isOwnOriginPath(pathOf(request.raw.url ?? ''))) dropCors(reply)
      refusePath(server, handleError, request, reply)
    } else {
      settleContentType(request)
      done()
    }
  })
  server.addHook('onRoute', (route) => {
    if (!isOwnOriginPath(route.url)) return
    const own = route.onRequest ?? []
    route.onRequest = [dropCorsHook, ...(Array.isArray(own) ? own : [own])]
  })
  server.addHook('onSend', (request, reply, payload, done) => {
    // Else the client could send its next request into the end of the connection.
    if (ends.endsWith(request.raw)) reply.header('connection', 'close')
    done(null, payload)
  })
  server.server.on('connection', ends.open)
  server.addHook('preClose', ends.stop)
  registerProbes(server, options)
  return server
}

function dropCorsHook(_request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  dropCors(reply)
  done()
}

function dropCors(reply: FastifyReply): void {
  reply.removeHeader('access-control-allow-origin')
  reply.removeHeader('access-control-expose-headers')
}
