import type { FastifyReply } from 'fastify'

/**
 * Aborts when the client has gone away before its answer was out, so that nothing more is done for it: at once when it has gone
 * by now.
 */
export function goneSignal(reply: FastifyReply): AbortSignal {
  if (reply.raw.destroyed) return AbortSignal.abort()
  const controller = new AbortController()
  reply.raw.once('close', () => controller.abort())
  return controller.signal
}
