import type { FastifyRequest } from 'fastify'

import { parseCredits, type CreditUnits } from '../domain/credits.ts'
import { invalidField } from '../domain/errors.ts'
import { isJsonObject, type JsonValue } from '../lib/json.ts'

const FIELD = 'max_credits'
const HEADER = 'X-Max-Credits'
const FAULT = 'must be a number of credits with at most four decimals'

/**
 * A create's body as the dialects know it, without our own field `max_credits`, which each of them takes at the body's root:
 * a decimal as JSON number or string.
 */
export function withoutMaxCredits(body: JsonValue): JsonValue {
  if (!isJsonObject(body) || body[FIELD] === undefined) return body
  const { [FIELD]: _own, ...rest } = body
  return rest
}

/** What a create may cost at most, by its body or by the header `X-Max-Credits`, whichever is less; null = anything. */
export function maxCreditsOf(request: FastifyRequest, body: JsonValue): CreditUnits | null {
  const header = request.headers['x-max-credits']
  const field = isJsonObject(body) ? body[FIELD] : undefined
  const most = [
    ...(field === undefined ? [] : [readCredits(field, FIELD)]),
    ...(header === undefined || header === '' ? [] : [readCredits(String(header).trim(), HEADER)]),
  ]
  return most.length === 0 ? null : Math.min(...most)
}

function readCredits(value: JsonValue, name: string): CreditUnits {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  const units = parseCredits(text)
  if (units === null) throw invalidField([name], FAULT, 'format')
  return units
}
