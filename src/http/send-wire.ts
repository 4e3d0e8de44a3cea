import type { FastifyReply } from 'fastify'

import type { WireResponse } from '../domain/dialect.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** An answer as it goes out; `text` null = an empty body. */
export type WireText = Omit<WireResponse, 'body'> & { text: string | null }

/** Sends what was rendered. */
export function sendWire(reply: FastifyReply, response: WireResponse, contentType = JSON_TYPE): FastifyReply {
  return sendText(reply, toWireText(response), contentType)
}

/** A null body is an empty one; the JSON is exactly `JSON.stringify`'s. */
export function toWireText({ body, ...response }: WireResponse): WireText {
  return { ...response, text: body === null ? null : JSON.stringify(body) }
}

export function sendText(
  reply: FastifyReply,
  { status, headers, text }: WireText,
  contentType = JSON_TYPE,
): FastifyReply {
  reply.code(status)
  if (headers !== undefined) reply.headers(headers)
  return text === null ? reply.send() : reply.header('content-type', contentType).send(text)
}
