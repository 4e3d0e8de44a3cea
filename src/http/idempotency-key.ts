import { hash } from 'node:crypto'

import type { FastifyRequest } from 'fastify'

import type { Idempotency } from '../core/create-task.ts'
import { GatewayError } from '../domain/errors.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import { bodyOf } from './parse-json-body.ts'

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

/** What makes this request and another one the same; null = it has no key. `path` is what the key belongs to. */
export function idempotencyOf(request: FastifyRequest, path: string): Idempotency | null {
  const key = idempotencyKeyOf(request)
  if (key === null) return null
  const body = hash('sha256', canonicalJson(bodyOf(request)), 'buffer')
  return { method: request.method, path, key, body }
}
