import type { Dispatcher } from 'undici'

import type { GuardedRequest, GuardedResponse } from './make-guarded-fetch.ts'
import { OutgoingError } from './outgoing-error.ts'

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
        cut.onCut = (error) => {
          reject(error)
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
          return
        }
        const error = findUnwanted(request, answer.headers)
        if (error !== null) cut.onCut(error)
      },
      onResponseData(controller, chunk) {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes <= maxBytes) return
        const error = new OutgoingError('too_large', 'It is too large.')
        if (keep === 'beginning') resolve({ ...answer, body: Buffer.concat(chunks).subarray(0, maxBytes) })
        else reject(error)
        controller.abort(error)
      },
      onResponseEnd: () => resolve({ ...answer, body: Buffer.concat(chunks) }),
      onResponseError: (_controller, error) => reject(error),
    })
  })
}

function findUnwanted(
  { keep, maxBytes, mediaTypes }: SentRequest,
  headers: Readonly<Record<string, string>>,
): OutgoingError | null {
  if (keep === 'beginning') return null
  const type = headers['content-type']?.toLowerCase() ?? ''
  if (mediaTypes !== null && !mediaTypes.some((beginning) => type.startsWith(beginning))) {
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
