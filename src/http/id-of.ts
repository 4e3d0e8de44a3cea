import type { FastifyRequest } from 'fastify'

/** The `:id` of a route's path as the client wrote it. */
export function idOf(request: FastifyRequest): string {
  const params: unknown = request.params
  return typeof params === 'object' && params !== null && 'id' in params && typeof params.id === 'string'
    ? params.id
    : ''
}
