import type { FastifyInstance } from 'fastify'

import type { SigningKey } from '../lib/webhook-signature.ts'

/** `GET /.well-known/jwks.json`: the public key by which anybody can check that a webhook is ours (`v1a`). */
export function registerJwks(server: FastifyInstance, { jwk }: SigningKey): void {
  server.get('/.well-known/jwks.json', { config: { scope: 'open' } }, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').send({ keys: [jwk] }),
  )
}
