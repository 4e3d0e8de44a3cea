import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Context } from '../core/context.ts'
import { refusalOfRequest } from '../core/limits.ts'
import type { Asker, RequestPolicy } from '../domain/limits.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose limits of requests this one counts against; null = nobody's. */
    asker: Asker | null
  }
}

/**
 * An `onRequest` hook behind the key: counts the request against the limits of its key and organisation, once, whatever becomes
 * of it, and says on every answer how they stand. What is above them is refused and not counted (RULINGS 2: before the body).
 * Who has no such limits is not asked about and pays nothing.
 */
export function makeLimitRate({ batches }: Pick<Context, 'batches'>) {
  return function limitRate(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    if (request.asker === null) {
      done()
      return
    }
    batches.takeRequest.add(request.asker).then(({ granted, policies }) => {
      if (policies.length > 0) {
        reply.header('ratelimit-policy', policyField(policies))
        reply.header('ratelimit', limitField(policies))
      }
      done(granted ? undefined : refusalOfRequest(policies))
    }, done)
  }
}

/** draft-ietf-httpapi-ratelimit-headers-11, 3: `"key-second";q=100;w=1, "key-day";q=5000;w=86400`. */
function policyField(policies: readonly RequestPolicy[]): string {
  return policies.map(({ name, quota, windowSeconds }) => `"${name}";q=${quota};w=${windowSeconds}`).join(', ')
}

/** The same, 4: `"key-second";r=99;t=1, "key-day";r=4999;t=3600`. */
function limitField(policies: readonly RequestPolicy[]): string {
  return policies.map(({ name, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`).join(', ')
}
