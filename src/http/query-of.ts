import type { FastifyRequest } from 'fastify'

/** The query as the client wrote it: repeated names, empty values and all. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.raw.url ?? '', 'http://localhost').searchParams
}
