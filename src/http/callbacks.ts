import type { FastifyInstance } from 'fastify'

import type { Context } from '../core/context.ts'
import { hintAboutPurchase } from '../core/hint-purchase.ts'
import { GatewayError } from '../domain/errors.ts'
import type { Uuid } from '../lib/ids.ts'
import { ignoreBody } from './parse-json-body.ts'

/** `POST /callbacks/:token`: a provider says that something happened. Its body is not read: the next check asks. */
export function registerCallbacks(
  server: FastifyInstance,
  options: { context: Context; purchaseOf(token: string): Uuid | null },
): void {
  server.post<{ Params: { token: string } }>(
    '/callbacks/:token',
    { onRequest: [ignoreBody], config: { scope: 'open' } },
    async (request, reply) => {
      const purchase = options.purchaseOf(request.params.token)
      if (purchase === null) throw new GatewayError('not_found')
      await hintAboutPurchase(options.context, purchase)
      return reply.code(204).send()
    },
  )
}
