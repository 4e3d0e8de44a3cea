import { Agent } from 'undici'

import { judgeUrl, type AddressList } from '../lib/address-guard.ts'
import { makeGuardedConnector } from './make-guarded-connector.ts'
import { OutgoingError } from './outgoing-error.ts'
import { makeDnsResolver, type ResolveHost } from './resolve-host.ts'
import { sendOnce, type Cut, type SentRequest } from './send-once.ts'
import { toOutgoingError } from './to-outgoing-error.ts'

/** Sends requests to URLs that came from outside: webhooks, input files, results. */
export interface GuardedFetch {
  /** Answers with any status; throws OutgoingError when there is none. */
  request(request: GuardedRequest): Promise<GuardedResponse>
  /** Ends all connections; requests that are at work fail. */
  close(): Promise<void>
}

export interface GuardedRequest {
  url: string
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array | null
  /** For all of it: look-up, connection, redirects, the whole answer. */
  timeoutMs: number
  /** Of the answer's body. */
  maxBytes: number
  /**
   * `whole` (the default): a larger or compressed answer is an error. `beginning`: its first `maxBytes`, as they came, or what
   * there is of them two seconds after its head, or when the connection breaks: the head is the answer.
   */
  keep?: 'whole' | 'beginning'
  /** How many are followed, of GET and HEAD only; each is judged as the first URL was. 0 = a redirect is the answer. */
  redirects: number
  /** Beginnings of the media types that may come with a 2xx (`image/`); null (the default) = any. */
  mediaTypes?: readonly string[] | null
  signal: AbortSignal | null
}

export interface GuardedResponse {
  status: number
  /** By lower-case names. */
  headers: Readonly<Record<string, string>>
  body: Uint8Array
  /** Where the answer came from, after redirects. */
  url: string
}

interface FetchOptions {
  /** Addresses that may be reached though they are private. */
  allowPrivate: AddressList
  resolve?: ResolveHost
  ca?: string
}

/** What may cross to another origin: all else could be a secret meant for the first. */
const HARMLESS_HEADERS = new Set(['accept', 'accept-language', 'user-agent', 'range'])
/** However long the other side offers to keep an idle connection: it is our memory too. */
const IDLE_MS_MAX = 10_000
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * The only way out for URLs that we did not choose. Before a byte is sent, each URL (the given one and each redirect's) must be
 * http or https without credentials on a port of HTTP, and every address of its host public or allowed by the operator; the
 * connection goes to an address that was judged, never to one that is looked up again. Environment proxies are not used.
 */
export function makeGuardedFetch({ allowPrivate, resolve = makeDnsResolver(), ca }: FetchOptions): GuardedFetch {
  const connect = makeGuardedConnector({ allowPrivate, resolve, ca: ca ?? null })
  // The request's own time limit holds for all of it.
  const limits = { headersTimeout: 0, bodyTimeout: 0, keepAliveMaxTimeout: IDLE_MS_MAX }
  const agent = new Agent({ connect, allowH2: false, ...limits })

  async function follow(request: GuardedRequest, cut: Cut): Promise<GuardedResponse> {
    let sent: SentRequest = { ...request, keep: request.keep ?? 'whole', mediaTypes: request.mediaTypes ?? null }
    const follows = request.method === 'GET' || request.method === 'HEAD' ? request.redirects : 0
    for (let hops = 0; ; hops += 1) {
      const url = readUrl(sent.url, allowPrivate)
      const isRedirect = (status: number): boolean => follows > 0 && REDIRECTS.has(status)
      const response = await sendOnce(agent, url, sent, { cut, isRedirect })
      const { location } = response.headers
      if (!isRedirect(response.status) || location === undefined) return response
      if (hops === follows) throw new OutgoingError('too_many_redirects', 'It redirects too often.')
      sent = redirected(sent, url, location)
    }
  }

  return {
    async request(request) {
      const cut: Cut = { error: null, onCut: () => {} }
      const giveUp = (error: OutgoingError): void => {
        cut.error = error
        cut.onCut(error)
      }
      const onTimeout = (): void => giveUp(new OutgoingError('timeout', 'There was no answer in time.'))
      const onAbort = (): void => giveUp(new OutgoingError('aborted', 'The request was given up.'))
      const timer = setTimeout(onTimeout, request.timeoutMs)
      request.signal?.addEventListener('abort', onAbort)
      if (request.signal?.aborted === true) onAbort()
      try {
        return await follow(request, cut)
      } catch (error) {
        throw toOutgoingError(error)
      } finally {
        clearTimeout(timer)
        request.signal?.removeEventListener('abort', onAbort)
      }
    },
    close: () => agent.destroy(),
  }
}

function readUrl(url: string, allowPrivate: AddressList): URL {
  const verdict = judgeUrl(url, allowPrivate)
  switch (verdict.kind) {
    case 'fine':
      return verdict.url
    case 'bad_url':
      throw new OutgoingError('bad_url', `The URL ${verdict.sentence}.`)
    case 'private_address':
      throw new OutgoingError('refused_address', 'The URL leads to an address that may not be reached.')
  }
}

function redirected(sent: SentRequest, from: URL, location: string): SentRequest {
  const to = URL.parse(location, from.href)
  if (to === null) throw new OutgoingError('bad_url', 'It redirects to what is no URL.')
  if (to.origin === from.origin) return { ...sent, url: to.href }
  const harmless = Object.entries(sent.headers).filter(([name]) => HARMLESS_HEADERS.has(name.toLowerCase()))
  return { ...sent, url: to.href, headers: Object.fromEntries(harmless) }
}
