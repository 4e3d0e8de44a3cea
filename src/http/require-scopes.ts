import type { FastifyInstance } from 'fastify'

import type { RouteScope } from '../domain/scope.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route asks of a key. */
    scope?: RouteScope
  }
}

/** From here on a route that does not say what it asks of a key stops the start. */
export function requireScopes(server: FastifyInstance): void {
  server.addHook('onRoute', ({ method, url, config }) => {
    if (config?.scope === undefined) throw new Error(`${String(method)} ${url} has no scope`)
  })
}
