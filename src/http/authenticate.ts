import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Caller } from '../core/create-task.ts'
import type { KeyHolder, KeyRing } from '../core/keys.ts'
import type { Dialect } from '../domain/dialect.ts'
import { GatewayError } from '../domain/errors.ts'
import type { RouteScope } from '../domain/scope.ts'
import type { AddressList } from '../lib/address-guard.ts'
import { clientAddress } from './client-address.ts'
import { pathOf } from './dialect-of.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on routes without a key. */
    caller: Caller | null
  }
}

export interface KeyCheck {
  keys: KeyRing
  /** Whose X-Forwarded-For is believed. */
  proxies: AddressList
}

/**
 * An `onRequest` hook: the key as the dialect reads it, from where it is used, and what it may do; before a byte of the body
 * (RULINGS 2, 8).
 */
export function makeAuthenticate(dialect: Pick<Dialect, 'credential'>, scope: RouteScope, check: KeyCheck) {
  return async function authenticate(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
    const credential = dialect.credential(request.headers, pathOf(request.raw.url ?? ''))
    if (credential.kind === 'missing') {
      const { message } = credential
      throw new GatewayError('unauthorized', message === undefined ? {} : { message })
    }
    request.caller = await admitKey(request, credential.key, scope, check)
  }
}

/** The one place where keys are let in. Whose it is, if it may be used from here and for this; its requests count from now on (`limit-rate.ts`). */
export async function admitKey(
  request: FastifyRequest,
  secret: string,
  scope: RouteScope,
  { keys, proxies }: KeyCheck,
): Promise<KeyHolder> {
  const holder = await keys.holderOf(secret)
  if (holder.networks !== null && !holder.networks.has(clientAddress(request, proxies))) {
    throw new GatewayError('forbidden', { message: 'This key may not be used from this address.' })
  }
  if (scope !== 'any' && !holder.scopes.some((own) => own === scope)) {
    throw new GatewayError('forbidden', { message: `This key has not the scope ${scope}.` })
  }
  request.asker = holder.asker
  return holder
}

/** The caller of a route whose hook has run. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('a route was mounted without its authenticate hook')
  return request.caller
}
