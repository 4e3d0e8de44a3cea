import type { FastifyReply, FastifyRequest } from 'fastify'

import { GatewayError } from '../domain/errors.ts'
import { callerOf } from './authenticate.ts'

/** Smaller bodies are not worth counting. */
const COUNTED_BYTES = 1024 * 1024
/** Large bodies that one process holds at once: parsing and storing one takes several times its size in memory. */
const PROCESS_BYTES_MAX = 160 * 1024 * 1024
/** And of one organisation, so that it cannot take them all. */
const ORGANISATION_BYTES_MAX = 80 * 1024 * 1024

/**
 * An `onRequest` hook for routes that take large bodies, after the key is known: what would not fit beside the bodies that
 * are already being read is turned away with 503 and Retry-After, before a byte of it is taken in.
 */
export function makeBodyBudget() {
  const byOrganisation = new Map<number, number>()
  let total = 0

  return async function reserveBody(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const said = Number(request.headers['content-length'])
    // A chunked body does not say how long it will be: it may become as long as the route allows.
    const bytes = Number.isFinite(said) ? said : request.routeOptions.bodyLimit
    if (request.headers['transfer-encoding'] === undefined && !(bytes > COUNTED_BYTES)) return
    const { number } = callerOf(request).organisation
    const held = byOrganisation.get(number) ?? 0
    if (total + bytes > PROCESS_BYTES_MAX || held + bytes > ORGANISATION_BYTES_MAX) {
      throw new GatewayError('unavailable', { retryAfterSeconds: 2, message: 'Too many large bodies at once.' })
    }
    total += bytes
    byOrganisation.set(number, held + bytes)
    reply.raw.once('close', () => {
      total -= bytes
      const left = (byOrganisation.get(number) ?? 0) - bytes
      if (left > 0) byOrganisation.set(number, left)
      else byOrganisation.delete(number)
    })
  }
}
