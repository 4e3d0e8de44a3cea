import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { GatewayError } from '../domain/errors.ts'
import { ALLOWED_HEADERS, isOwnOriginPath } from './cors.ts'
import { pathOf } from './dialect-of.ts'
import type { HandleError } from './handle-error.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/**
 * Answers a request that no route takes, before its key and body are looked at (RULINGS 2): 404 for an unknown path or an
 * empty id, 405 with `Allow` for a path that other methods have, 204 for OPTIONS on a known path (RULINGS 12 and 13).
 * The routes are asked then and there, so it holds for whatever is registered, and costs served requests nothing.
 */
export function refusePath(
  server: FastifyInstance,
  handleError: HandleError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const url = request.raw.url ?? '/'
  const methods = methodsOf(server, url)
  const preflight = request.method === 'OPTIONS' && !isOwnOriginPath(pathOf(url))
  if (methods.length === 0 || (!preflight && namesNoId(server, request.method, url))) {
    handleError(new GatewayError('not_found'), request, reply)
  } else if (preflight) {
    answerPreflight([...methods, 'OPTIONS'], reply)
  } else {
    const allow = isOwnOriginPath(pathOf(url)) ? methods : [...methods, 'OPTIONS']
    handleError(new GatewayError('method_not_allowed', { allow }), request, reply)
  }
}

/** RULINGS 12. The methods are those of the path; `*` has all. */
export function answerPreflight(methods: readonly string[], reply: FastifyReply): void {
  const list = methods.join(', ')
  reply
    .code(204)
    .header('allow', list)
    .header('access-control-allow-methods', list)
    .header('access-control-allow-headers', ALLOWED_HEADERS)
    .header('access-control-max-age', '3600')
    .send()
}

function methodsOf(server: FastifyInstance, url: string): string[] {
  return METHODS.filter((method) => isRouted(server, method, url)).flatMap((method) =>
    method === 'GET' ? ['GET', 'HEAD'] : [method],
  )
}

/** `GET /api/v1/task/`: with an id it would be a route, so it is one whose id is empty and names nothing. */
function namesNoId(server: FastifyInstance, method: string, url: string): boolean {
  const path = url.split(/[?#]/, 1)[0] ?? ''
  const routed = METHODS.find((known) => known === (method === 'HEAD' ? 'GET' : method))
  return routed !== undefined && path.endsWith('/') && isRouted(server, routed, `${path}x`)
}

function isRouted(server: FastifyInstance, method: (typeof METHODS)[number], url: string): boolean {
  // Fastify's type leaves the null out.
  const found: unknown = server.findRoute({ method, url })
  return found !== null
}
