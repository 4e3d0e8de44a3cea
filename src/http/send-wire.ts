import type { FastifyReply } from 'fastify'

import type { WireResponse } from '../domain/dialect.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** Sends what a dialect rendered. A null body is an empty one; the JSON is exactly `JSON.stringify`'s. */
export function sendWire(reply: FastifyReply, response: WireResponse, contentType = JSON_TYPE): void {
  reply.code(response.status)
  if (response.headers !== undefined) reply.headers(response.headers)
  if (response.body === null) {
    reply.send()
    return
  }
  reply.header('content-type', contentType).send(JSON.stringify(response.body))
}
