import type { FastifyReply } from 'fastify'

/** Aborts when the client has gone away before its answer was out, so that nothing more is done for it. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => controller.abort())
  return controller.signal
}
