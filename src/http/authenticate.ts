import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Caller } from '../core/create-task.ts'
import type { KeyRing } from '../core/keys.ts'
import type { Dialect } from '../domain/dialect.ts'
import { GatewayError } from '../domain/errors.ts'
import { pathOf } from './dialect-of.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on routes without a key. */
    caller: Caller | null
  }
}

/** An `onRequest` hook: the key is read as the dialect reads it, before a byte of the body (RULINGS 2, 8). */
export function makeAuthenticate(dialect: Dialect, keys: KeyRing) {
  return async function authenticate(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
    const credential = dialect.credential(request.headers, pathOf(request.raw.url ?? ''))
    if (credential.kind === 'missing') throw new GatewayError('unauthorized')
    request.caller = await keys.holderOf(credential.key)
  }
}

/** The caller of a route whose hook has run. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('a route was mounted without its authenticate hook')
  return request.caller
}
