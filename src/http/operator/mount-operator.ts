import type { FastifyInstance, FastifyRequest } from 'fastify'

import type { Context } from '../../core/context.ts'
import type { Origin } from '../../domain/audit.ts'
import type { Dialect } from '../../domain/dialect.ts'
import { GatewayError } from '../../domain/errors.ts'
import { asJson } from '../../lib/json.ts'
import type { People } from '../../people/make-people.ts'
import { admitKey, type KeyCheck } from '../authenticate.ts'
import { clientAddress } from '../client-address.ts'
import { pathOf } from '../dialect-of.ts'
import { makeLimitRate } from '../limit-rate.ts'
import { sendWire } from '../send-wire.ts'
import { signedIn } from '../signed-in.ts'
import { openApiDocument } from './open-api-document.ts'
import { OPERATOR_ROUTES } from './operator-routes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who operates, and from where; null elsewhere. */
    origin: Origin | null
  }
}

export interface OperatorDoor extends KeyCheck {
  context: Context
  people: People
  /** How requests carry a key. */
  credential: Dialect['credential']
}

const ROOT = '/operator/v1'

/** Mounts the operator's API: for keys with the scope `operator`, and for people who are operators. */
export function mountOperator(server: FastifyInstance, door: OperatorDoor): void {
  const { context } = door
  server.decorateRequest('origin', null)
  const limitRate = makeLimitRate(context)
  const authenticate = async (request: FastifyRequest): Promise<void> => {
    request.origin = await originOf(request, door)
  }
  for (const route of OPERATOR_ROUTES) {
    server.route({
      method: route.method,
      url: `${ROOT}${route.path}`,
      config: { scope: 'operator' },
      onRequest: [authenticate, limitRate],
      handler: async (request, reply) => {
        if (request.origin === null) throw new Error('nobody was asked who operates')
        const body = asJson(await route.handle(context, request, reply, request.origin))
        sendWire(reply, { status: route.status, body })
        return reply
      },
    })
  }
  const document = openApiDocument(ROOT, OPERATOR_ROUTES)
  server.get(`${ROOT}/openapi.json`, { config: { scope: 'open' } }, (_request, reply) => {
    sendWire(reply, { status: 200, body: document })
    return reply
  })
}

/** A key speaks before a cookie does. */
async function originOf(request: FastifyRequest, door: OperatorDoor): Promise<Origin> {
  const place = { address: clientAddress(request, door.proxies), requestId: request.id }
  const credential = door.credential(request.headers, pathOf(request.raw.url ?? ''))
  if (credential.kind === 'key') {
    const { keyId, name } = await admitKey(request, credential.key, 'operator', door)
    return { ...place, actor: { kind: 'key', id: keyId, name } }
  }
  const person = await signedIn(door.people, request)
  if (!person.operator) throw new GatewayError('forbidden', { message: 'Only operators may do that.' })
  return { ...place, actor: { kind: 'person', id: person.userId, name: person.email } }
}
