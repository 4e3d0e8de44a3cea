import type { FastifyRequest } from 'fastify'

import { GatewayError } from '../domain/errors.ts'

const VISIBLE_ASCII = /^[\x21-\x7e]{1,128}$/

/** RULINGS 35 and 66: an empty key is none (null); another than 1 to 128 visible ASCII characters is refused. */
export function idempotencyKeyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key']
  if (key === undefined || key === '') return null
  if (typeof key === 'string' && VISIBLE_ASCII.test(key)) return key
  const message = 'Idempotency-Key must be 1 to 128 visible ASCII characters.'
  throw new GatewayError('invalid_request', {
    message,
    issues: [{ path: ['Idempotency-Key'], message, type: 'format' }],
  })
}
