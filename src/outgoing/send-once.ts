import type { Dispatcher } from 'undici'

import type { GuardedRequest, GuardedResponse } from './make-guarded-fetch.ts'
import { OutgoingError } from './outgoing-error.ts'
import { readBody } from './read-body.ts'

export type SentRequest = GuardedRequest & Required<Pick<GuardedRequest, 'keep' | 'mediaTypes'>>

interface Sending {
  signal: AbortSignal
  /** The answer's body is of no interest. */
  isRedirect(status: number): boolean
}

/** One request and its answer, without redirects. Compressed answers are not asked for, so none can unfold in memory. */
export async function sendOnce(
  agent: Dispatcher,
  url: URL,
  request: SentRequest,
  { signal, isRedirect }: Sending,
): Promise<GuardedResponse> {
  const { statusCode, headers, body } = await agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: request.method,
    headers: { 'accept-encoding': 'identity', ...request.headers },
    body: request.body,
    signal,
  })
  const plain = plainHeaders(headers)
  const answer = { status: statusCode, headers: plain, url: url.href }
  // An error that nobody reads any more would end the process.
  body.on('error', () => {})
  try {
    if (isRedirect(statusCode)) return { ...answer, body: await readBody(body, { keep: 'beginning', maxBytes: 0 }) }
    assertWanted(request, plain)
    return { ...answer, body: await readBody(body, request) }
  } catch (error) {
    body.destroy()
    throw error
  }
}

function assertWanted({ keep, maxBytes, mediaTypes }: SentRequest, headers: Readonly<Record<string, string>>): void {
  if (keep === 'beginning') return
  const type = headers['content-type']?.toLowerCase() ?? ''
  if (mediaTypes !== null && !mediaTypes.some((beginning) => type.startsWith(beginning))) {
    throw new OutgoingError('unexpected_type', 'Its media type is not one of those that can be used.')
  }
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity') throw new OutgoingError('unexpected_type', 'It is compressed.')
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw new OutgoingError('too_large', 'It is too large.')
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ])
  return Object.fromEntries(entries)
}
