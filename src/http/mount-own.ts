import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import type { Context } from '../core/context.ts'
import type { Dialect } from '../domain/dialect.ts'
import type { Scope } from '../domain/scope.ts'
import { makeAuthenticate, type KeyCheck } from './authenticate.ts'
import { makeLimitRate } from './limit-rate.ts'
import type { BodyRules } from './parse-context.ts'
import { ignoreBody } from './parse-json-body.ts'

/** What our own routes work with. */
export interface OwnDoor extends KeyCheck {
  context: Context
  parse: BodyRules
  /** As the dialects have it. */
  reserveBody(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

/** A route that none of the three APIs has, in beatra's manner (RULINGS 68). */
export interface OwnRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  /** What a key must be allowed. */
  scope: Scope
  /** Takes any body and reads none. */
  ignoresBody?: true
  /** Body bytes at most, where that is more than own routes usually take. */
  bodyLimit?: number
  handle(door: OwnDoor, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>
}

/** Mounts our own routes behind the key as `dialect` reads it. */
export function mountOwn(server: FastifyInstance, routes: readonly OwnRoute[], dialect: Dialect, door: OwnDoor): void {
  const limitRate = makeLimitRate(door.context)
  for (const route of routes) {
    server.route({
      method: route.method,
      url: route.path,
      config: { scope: route.scope },
      onRequest: [
        makeAuthenticate(dialect, route.scope, door),
        limitRate,
        ...(route.ignoresBody === true ? [ignoreBody] : []),
        ...(route.bodyLimit === undefined ? [] : [door.reserveBody]),
      ],
      handler: (request, reply) => route.handle(door, request, reply),
      ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    })
  }
}
