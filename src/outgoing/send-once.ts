import type { Dispatcher } from 'undici'

import type { GuardedRequest, GuardedResponse } from './make-guarded-fetch.ts'
import { OutgoingError } from './outgoing-error.ts'
import { toAnswerError } from './to-outgoing-error.ts'

export type SentRequest = GuardedRequest & Required<Pick<GuardedRequest, 'keep' | 'mediaTypes'>>

interface Sending {
  cut: Cut
  /** The answer's body is of no interest. */
  isRedirect(status: number): boolean
}

/** How a request is given up from outside: an AbortSignal for one listener, at a fraction of its cost. */
export interface Cut {
  /** Why it was given up; null = it was not. */
  error: OutgoingError | null
  /** Called when it is given up. */
  onCut(error: OutgoingError): void
}

/** So long is waited for the beginning of a body, once its head is there. */
const BEGINNING_MS = 2000

/**
 * One request and its answer, without redirects. Compressed answers are not asked for, so none can unfold in memory. Of its body
 * at most `maxBytes` are collected: an answer that has more ends its connection, and is an OutgoingError `too_large` (`whole`)
 * or cut off (`beginning`).
 */
export function sendOnce(
  agent: Dispatcher,
  url: URL,
  request: SentRequest,
  { cut, isRedirect }: Sending,
): Promise<GuardedResponse> {
  return new Promise((resolve, reject) => {
    if (cut.error !== null) return reject(cut.error)
    const answer = { status: 0, headers: {}, url: url.href }
    const chunks: Buffer[] = []
    let bytes = 0
    let { keep, maxBytes } = request
    let timer: NodeJS.Timeout | undefined
    let isSent = false
    const settle = (): void => {
      clearTimeout(timer)
      resolve({ ...answer, body: Buffer.concat(chunks).subarray(0, maxBytes) })
    }
    const fail = (error: unknown): void => {
      if (keep === 'beginning' && answer.status !== 0) settle()
      else reject(error)
    }
    const options = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: { 'accept-encoding': 'identity', ...request.headers },
      body: request.body,
    }
    cut.onCut = reject
    // Settling it again changes nothing: whoever aborts has said before why.
    agent.dispatch(options, {
      onRequestStart(controller) {
        if (cut.error !== null) return controller.abort(cut.error)
        isSent = true
        cut.onCut = (error) => {
          fail(error)
          controller.abort(error)
        }
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return
        answer.status = status
        answer.headers = plainHeaders(headers)
        if (isRedirect(status)) {
          keep = 'beginning'
          maxBytes = 0
        }
        if (keep === 'beginning') {
          timer = setTimeout(() => cut.onCut(tooSlow()), BEGINNING_MS)
          return
        }
        const error = findUnwanted(request, answer)
        if (error !== null) cut.onCut(error)
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes > maxBytes) cut.onCut(new OutgoingError('too_large', 'It is too large.'))
      },
      onResponseEnd: settle,
      onResponseError: (_controller, error) => fail(isSent ? toAnswerError(error) : error),
    })
  })
}

function tooSlow(): OutgoingError {
  return new OutgoingError('timeout', 'Its body did not end in time.')
}

function findUnwanted(
  { maxBytes, mediaTypes }: SentRequest,
  { status, headers }: Pick<GuardedResponse, 'status' | 'headers'>,
): OutgoingError | null {
  const type = headers['content-type']?.toLowerCase() ?? ''
  // What says that there is nothing says so in a type of its own.
  if (mediaTypes !== null && status < 300 && !mediaTypes.some((beginning) => type.startsWith(beginning))) {
    return new OutgoingError('unexpected_type', 'Its media type is not one of those that can be used.')
  }
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity') return new OutgoingError('unexpected_type', 'It is compressed.')
  if (Number(headers['content-length'] ?? 0) > maxBytes) return new OutgoingError('too_large', 'It is too large.')
  return null
}

/** undici gives names in lower case. */
function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    plain[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')
  }
  return plain
}
