import http, { type IncomingMessage, type RequestListener, type Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

import { ERRORS, type ErrorCode } from '../domain/errors.ts'
import { systemClock } from '../lib/clock.ts'
import type { Logger } from '../lib/log.ts'
import { PROBLEM_TYPE, type Problem, problemBody } from './problem.ts'
import { newRequestId, requestIdOf } from './request-id.ts'

export interface Timeouts {
  /** From the first byte of a request to the end of its head. */
  headersMs: number
  /** From the first byte of a request to the end of its body: 100 MB at 3 Mbit/s. Answers may take longer. */
  requestMs: number
  /** An idle connection is kept this long; longer than the 60 s of common load balancers, so that they close first. */
  keepAliveMs: number
  /** A stop closes a connection that has waited for a request this long. */
  drainMs: number
  /** A stop cuts off what is still not sent, answered or read after this. */
  stopMs: number
  /** How often the first two are looked at. */
  checkMs: number
}

export const TIMEOUTS: Timeouts = {
  headersMs: 30_000,
  requestMs: 300_000,
  keepAliveMs: 72_000,
  drainMs: 500,
  stopMs: 7000,
  checkMs: 10_000,
}

/**
 * Node's server with an answer for everything that never becomes a request: garbage, an HTTP/2 preface, CONNECT, an
 * `Expect` that we do not know, a head too large or too slow. Their path cannot be read or says nothing, so the answer is
 * `application/problem+json` (RULINGS 69). No client's behaviour ends the process.
 */
export function makeHttpServer(handler: RequestListener, log: Logger, timeouts: Timeouts): Server {
  const server = http.createServer(
    {
      // A missing Host is answered in our own words (make-server.ts); Node's answer has none.
      requireHostHeader: false,
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: timeouts.checkMs,
      // Notices peers that vanished without a word while they wait for an answer.
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
      noDelay: true,
    },
    handler,
  )
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    answerUnreadable(socket, problemOfClientError(error), newRequestId(), log)
  })
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    const problem = { ...problemOf('method_not_allowed'), detail: 'This is no proxy: CONNECT is not served.' }
    answerUnreadable(socket, problem, requestIdOf(request), log)
  })
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = renderUnreadable(problemOf('expectation_failed'), requestIdOf(request), log)
    response.writeHead(status, headers).end(body)
  })
  // After listening this is a failed accept, as when file descriptors run out: it passes, and must not end the process.
  server.on('error', (error) => {
    if (server.listening) log.error({ err: error }, 'a connection could not be accepted')
  })
  return server
}

function problemOf(code: ErrorCode): Problem {
  const { status, retryable, message } = ERRORS[code]
  return { status, code, detail: message, retryable, issues: [] }
}

/** Null = there is nobody to answer. */
function problemOfClientError(error: NodeJS.ErrnoException): Problem | null {
  switch (error.code) {
    case 'ECONNRESET':
    case 'EPIPE':
      return null
    case 'HPE_HEADER_OVERFLOW':
      return problemOf('header_too_large')
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return problemOf('payload_too_large')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, code: 'request_timeout', detail: 'The request took too long.', retryable: true, issues: [] }
    default:
      return { ...problemOf('invalid_request'), detail: 'What was sent is not an HTTP/1.1 request.' }
  }
}

/** Writes the answer past Node's response machinery, which has no request to answer to, and ends the connection. */
function answerUnreadable(socket: Duplex, problem: Problem | null, requestId: string, log: Logger): void {
  if (problem === null || !socket.writable || hasBegunAnswer(socket)) {
    socket.destroy()
    return
  }
  const { status, headers, body } = renderUnreadable(problem, requestId, log)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const head = [`HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? 'Error'}`, ...lines]
  socket.on('error', () => socket.destroy())
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  // The other side closes when it has read the answer. Closing at once could reset the connection before it has; what
  // else it sends comes back here, finds the socket ended, and destroys it.
  setTimeout(() => socket.destroy(), 1000).unref()
}

function renderUnreadable(problem: Problem, requestId: string, log: Logger) {
  const { status, code } = problem
  log.info({ status, code, requestId }, 'unreadable request')
  const body = JSON.stringify(problemBody(problem, requestId))
  const headers: Record<string, string> = {
    'Content-Type': PROBLEM_TYPE,
    'Content-Length': String(Buffer.byteLength(body)),
    'X-Request-Id': requestId,
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': '*',
    Date: new Date(systemClock.now()).toUTCString(),
    Connection: 'close',
  }
  if (status === 405) headers['Allow'] = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'
  return { status, headers, body }
}

/**
 * Whether the head of an answer to an earlier request of this connection is out: ours would land inside it. Node keeps the
 * answer that is being written in a field that its own handlers use in this way.
 */
function hasBegunAnswer(socket: Duplex): boolean {
  // oxlint-disable-next-line no-underscore-dangle
  const message = '_httpMessage' in socket ? socket._httpMessage : null
  return message instanceof ServerResponse && message.headersSent
}
