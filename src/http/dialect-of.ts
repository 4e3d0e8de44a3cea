import type { DialectName } from '../domain/task.ts'

/** Whose words an error is written in; `problem` = RFC 9457 `application/problem+json`. */
export type Envelope = DialectName | 'problem'

const PIAPI_PREFIXES = [
  '/api/v1/task/',
  '/account/',
  '/api/open/',
  '/mj/',
  '/api/kling/',
  '/api/luma/',
  '/api/face_swap/',
] as const

/**
 * The one decision of RULINGS 1 and 69: which envelope an error at this request target has, whether or not a route is
 * there. Query, trailing slashes and escapes of plain letters make no difference; prefixes end at a slash, so
 * `/api/v1/task` is no prefix of `/api/v1/tasks`, and the bare `/v1` is not in `/v1/*`.
 */
export function envelopeOf(method: string, rawUrl: string): Envelope {
  const path = pathOf(rawUrl)
  if (path === '/api/v1/task' || path === '/api/ephemeral_resource') return 'piapi'
  if (path === '/api/v1/tasks' && method === 'DELETE') return 'piapi'
  if (PIAPI_PREFIXES.some((prefix) => path.startsWith(prefix))) return 'piapi'
  if (path.startsWith('/api/')) return 'omnapi'
  if (path.startsWith('/v1/')) return 'beatra'
  return 'problem'
}

/**
 * The path of a request target as the router understands it: origin, query and trailing slashes off. Only escapes of
 * characters that need none are read (`%76` is `v`), so the answer exists for broken escapes too.
 */
export function pathOf(rawUrl: string): string {
  let path = rawUrl
  if (!path.startsWith('/')) path = path.replace(/^https?:\/\/[^/?#]*/i, '')
  const end = path.search(/[?#]/)
  if (end !== -1) path = path.slice(0, end)
  if (path.includes('%')) path = path.replace(/%[0-9a-f]{2}/gi, readPlainEscape)
  while (path.length > 1 && path.endsWith('/')) path = path.slice(0, -1)
  return path === '' ? '/' : path
}

function readPlainEscape(escape: string): string {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  return /[\w.~-]/.test(character) ? character : escape
}
