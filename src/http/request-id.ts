import { randomFillSync } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import { CROCKFORD_PAIRS } from '../lib/ids.ts'

const VISIBLE_ASCII = /^[\x21-\x7e]{1,128}$/

/** Random numbers are drawn for 256 ids at a time: a system call each would show in the request path. */
const pool = new Uint16Array(13 * 256)
let used = pool.length

/** RULINGS 10: the client's `X-Request-Id` if it is 1 to 128 visible ASCII characters, else one of ours. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && VISIBLE_ASCII.test(given) ? given : newRequestId()
}

/** `req_` and 26 random characters. */
export function newRequestId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  let text = 'req_'
  for (const end = used + 13; used < end; used += 1) text += CROCKFORD_PAIRS[(pool[used] ?? 0) & 1023]
  return text
}
