import { setTimeout as delay } from 'node:timers/promises'

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import type { AddressList } from '../lib/address-guard.ts'
import { errorCodeOf } from '../lib/sql.ts'
import type { People } from '../people/make-people.ts'
import { PEER_HEADER } from '../people/peer-header.ts'
import { clientAddress } from './client-address.ts'

/** What of better-auth is open. The rest of it (other people's log-ins, teams, roles of one's own) does not exist here. */
const AUTH_ROUTES = {
  GET: [
    'verify-email',
    'reset-password/:token',
    'get-session',
    'list-sessions',
    'organization/list',
    'organization/get-organization',
    'organization/get-full-organization',
    'organization/list-members',
    'organization/get-active-member',
    'organization/get-active-member-role',
    'organization/list-invitations',
    'organization/get-invitation',
    'organization/list-user-invitations',
  ],
  POST: [
    'sign-up/email',
    'sign-in/email',
    'sign-out',
    'send-verification-email',
    'request-password-reset',
    'reset-password',
    'change-password',
    'update-user',
    'revoke-session',
    'revoke-sessions',
    'revoke-other-sessions',
    'two-factor/enable',
    'two-factor/disable',
    'two-factor/get-totp-uri',
    'two-factor/verify-totp',
    'two-factor/send-otp',
    'two-factor/verify-otp',
    'two-factor/generate-backup-codes',
    'two-factor/verify-backup-code',
    'phone-number/send-otp',
    'phone-number/verify',
    'organization/create',
    'organization/check-slug',
    'organization/update',
    'organization/set-active',
    'organization/invite-member',
    'organization/accept-invitation',
    'organization/reject-invitation',
    'organization/cancel-invitation',
    'organization/remove-member',
    'organization/update-member-role',
    'organization/leave',
    'organization/has-permission',
  ],
} as const

/**
 * More is done for an address that is known than for one that is not, or less. The answers come in whole steps of this, which is
 * far longer than the difference.
 */
const EVEN_MS = 500
const EVEN_PATHS = new Set(['sign-up/email', 'request-password-reset'])

/** Headers of a client that say nothing to better-auth, or would say it something that is not so. */
const DROPPED_HEADERS = new Set(['connection', 'content-length', 'transfer-encoding', 'host', PEER_HEADER])

/** A value that the database does not take: its form, its length, a check, a page below zero. */
const BAD_VALUE_CODES = new Set(['22P02', '22021', '22001', '23514', '2201W', '2201X'])

export interface AuthDoor {
  people: People
  publicUrl(): string
  /** Whose X-Forwarded-For is believed. */
  proxies: AddressList
}

/** Mounts `/auth/…`: better-auth, which answers in its own JSON whatever comes past path, size and syntax. */
export function registerAuth(server: FastifyInstance, door: AuthDoor): void {
  for (const method of ['GET', 'POST'] as const) {
    for (const path of AUTH_ROUTES[method]) {
      server.route({
        method,
        url: `/auth/${path}`,
        config: { scope: 'open' },
        handler: async (request, reply) => {
          const begun = performance.now()
          const response = await door.people.answer(toRequest(request, door)).catch(toRefusal)
          if (EVEN_PATHS.has(path)) await delay(EVEN_MS - ((performance.now() - begun) % EVEN_MS))
          return await send(reply, response)
        },
      })
    }
  }
}

/** The same request at the public URL, whatever host the client named. */
function toRequest(request: FastifyRequest, { publicUrl, proxies }: AuthDoor): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || DROPPED_HEADERS.has(name)) continue
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one)
  }
  headers.set(PEER_HEADER, clientAddress(request, proxies))
  headers.set('x-request-id', request.id)
  const url = `${publicUrl()}${request.url}`
  if (request.method !== 'POST') return new Request(url, { method: 'GET', headers })
  headers.set('content-type', 'application/json')
  return new Request(url, { method: 'POST', headers, body: JSON.stringify(request.body ?? {}) })
}

/** What the database does not take is the client's mistake. */
function toRefusal(error: unknown): Response {
  if (!BAD_VALUE_CODES.has(errorCodeOf(error) ?? '')) throw error
  return Response.json(
    { code: 'INVALID_VALUE', message: 'A value has not the form that it must have.' },
    { status: 400 },
  )
}

async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  const retryAfter = response.headers.get('x-retry-after')
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  reply.header('cache-control', 'no-store')
  return await reply.code(response.status).send(Buffer.from(await response.arrayBuffer()))
}
