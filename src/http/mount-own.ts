import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import type { Context } from '../core/context.ts'
import type { KeyRing } from '../core/keys.ts'
import type { Dialect, ParseContext } from '../domain/dialect.ts'
import { makeAuthenticate } from './authenticate.ts'
import { ignoreBody } from './parse-json-body.ts'

/** What our own routes work with. */
export interface OwnDoor {
  context: Context
  keys: KeyRing
  parse: ParseContext
}

/** A route that none of the three APIs has, in beatra's manner (RULINGS 68). */
export interface OwnRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  /** Takes any body and reads none. */
  ignoresBody?: true
  handle(door: OwnDoor, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>
}

/** Mounts our own routes behind the key as `dialect` reads it. */
export function mountOwn(server: FastifyInstance, routes: readonly OwnRoute[], dialect: Dialect, door: OwnDoor): void {
  const authenticate = makeAuthenticate(dialect, door.keys)
  for (const route of routes) {
    server.route({
      method: route.method,
      url: route.path,
      onRequest: route.ignoresBody === true ? [authenticate, ignoreBody] : [authenticate],
      handler: (request, reply) => route.handle(door, request, reply),
    })
  }
}
