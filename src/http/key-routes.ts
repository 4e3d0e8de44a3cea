import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import type { Context } from '../core/context.ts'
import { changeKey, checkTerms, endKey, makeKey, readKeyPage, rotateKey, type KeyRealm } from '../core/manage-keys.ts'
import type { Origin } from '../domain/audit.ts'
import { GatewayError } from '../domain/errors.ts'
import type { KeyTerms } from '../domain/key-terms.ts'
import { makeParser } from '../domain/parse-body.ts'
import type { AddressList } from '../lib/address-guard.ts'
import { parseId } from '../lib/ids.ts'
import { asJson } from '../lib/json.ts'
import type { People } from '../people/make-people.ts'
import { mayDo } from '../people/roles.ts'
import { clientAddress } from './client-address.ts'
import { idOf } from './id-of.ts'
import { queryOf } from './operator/operator-route.ts'
import { changedTermsOf, limitsOf, overlapMsOf, pageOf, termsOf } from './operator/read-asked.ts'
import { renderKey, renderPage } from './operator/render.ts'
import { closed, KeyChange, KeyTermsBody, PAGE, Rotation } from './operator/schemas.ts'
import { sendWire } from './send-wire.ts'
import { signedIn } from './signed-in.ts'

/** Somebody at work on their organisation's keys. */
interface Keeper {
  origin: Origin
  organisation: number
  /** That organisation's. */
  realm: KeyRealm
}

interface KeyRoute {
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  status: 200 | 201
  /** What a role must allow (docs/people.md). */
  may: 'create' | 'read' | 'revoke'
  handle(context: Context, request: FastifyRequest, keeper: Keeper): Promise<object>
}

const PageQuery = Type.Object(PAGE, closed)
const parsePage = makeParser(PageQuery)
const parseTerms = makeParser(KeyTermsBody)
const parseChange = makeParser(KeyChange)
const parseRotation = makeParser(Rotation)

/** An organisation's keys, for its own people. No key may do any of this: one that was stolen makes no others. */
export const KEY_ROUTES: readonly KeyRoute[] = [
  {
    method: 'GET',
    path: '/v1/keys',
    status: 200,
    may: 'read',
    async handle(context, request, { organisation }) {
      const page = pageOf(parsePage(queryOf(request, PageQuery)), 'key')
      return renderPage(await readKeyPage(context, { organisation, ...page }), renderKey)
    },
  },
  {
    method: 'POST',
    path: '/v1/keys',
    status: 201,
    may: 'create',
    async handle(context, request, { origin, organisation }) {
      const body = parseTerms(request.body ?? {})
      const terms = termsOf(body)
      assertOrdinary(terms)
      checkTerms(terms, { catalogue: context.catalogue, now: context.databaseNow() })
      const { key, secret } = await makeKey(context, origin, organisation, terms, limitsOf(body.limits ?? {}))
      return { ...renderKey(key), secret }
    },
  },
  {
    method: 'PATCH',
    path: '/v1/keys/:id',
    status: 200,
    may: 'create',
    async handle(context, request, { origin, realm }) {
      const body = parseChange(request.body ?? {})
      const change = changedTermsOf(body)
      assertOrdinary(change)
      checkTerms(change, { catalogue: context.catalogue, now: context.databaseNow() })
      const limits = limitsOf(body.limits ?? {})
      return renderKey(await changeKey(context, origin, realm, parseId(idOf(request), ['key']), change, limits))
    },
  },
  {
    method: 'POST',
    path: '/v1/keys/:id/rotate',
    status: 200,
    may: 'create',
    async handle(context, request, { origin, realm }) {
      const overlapMs = overlapMsOf(parseRotation(request.body ?? {}))
      const { key, secret } = await rotateKey(context, origin, realm, parseId(idOf(request), ['key']), overlapMs)
      return { ...renderKey(key), secret }
    },
  },
  {
    method: 'POST',
    path: '/v1/keys/:id/revoke',
    status: 200,
    may: 'revoke',
    async handle(context, request, { origin, realm }) {
      return renderKey(await endKey(context, origin, realm, parseId(idOf(request), ['key'])))
    },
  },
]

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is at work on an organisation's keys; null elsewhere. */
    keeper: Keeper | null
  }
}

export function mountKeys(
  server: FastifyInstance,
  door: { context: Context; people: People; proxies: AddressList },
): void {
  server.decorateRequest('keeper', null)
  for (const { method, path, status, may, handle } of KEY_ROUTES) {
    server.route({
      method,
      url: path,
      config: { scope: 'person' },
      onRequest: async (request) => {
        request.keeper = await keeperOf(request, may, door)
      },
      handler: async (request, reply) => {
        if (request.keeper === null) throw new Error('nobody was asked who is at work')
        sendWire(reply, { status, body: asJson(await handle(door.context, request, request.keeper)) })
        return reply
      },
    })
  }
}

function assertOrdinary({ scopes }: Partial<KeyTerms>): void {
  if (scopes?.includes('operator') !== true) return
  throw new GatewayError('forbidden', { message: 'Only operators give the scope operator.' })
}

async function keeperOf(
  request: FastifyRequest,
  may: KeyRoute['may'],
  { people, proxies }: { people: People; proxies: AddressList },
): Promise<Keeper> {
  const { userId, email, organisation } = await signedIn(people, request)
  if (organisation === null || !mayDo(organisation.role, { key: [may] })) {
    throw new GatewayError('forbidden', { message: 'Your role in this organisation does not allow that.' })
  }
  const actor = { kind: 'person', id: userId, name: email } as const
  const origin = { actor, address: clientAddress(request, proxies), requestId: request.id }
  const { number } = organisation
  return { origin, organisation: number, realm: { kind: 'own', organisation: number } }
}
