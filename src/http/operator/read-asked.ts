import type { LimitChange } from '../../core/limits.ts'
import { parseCredits, type CreditUnits } from '../../domain/credits.ts'
import { invalidField } from '../../domain/errors.ts'
import { ORDINARY_TERMS, type KeyTerms } from '../../domain/key-terms.ts'
import { parseId } from '../../lib/ids.ts'
import type { Static } from 'typebox'

import { LIMIT_DEFAULT, type KeyChange, type KeyTermsBody, type LimitsChange } from './schemas.ts'

/** Where a page of a list begins, and how long it is; cursors are ids of what was last on the page before. */
export function pageOf({ cursor, limit }: { cursor?: string; limit?: number }, prefix: string) {
  const before = cursor === undefined ? null : parseId(cursor, [prefix])
  if (cursor !== undefined && before === null) throw invalidField(['cursor'], 'is not a cursor of this list', 'format')
  return { before, limit: limit ?? LIMIT_DEFAULT }
}

/** Above zero. */
export function creditsOf(text: string): CreditUnits {
  const units = parseCredits(text) ?? 0
  if (units === 0) throw invalidField(['credits'], 'must be above zero', 'range')
  return units
}

/** An overlap is a day unless said. */
export function overlapMsOf({ overlap_seconds: seconds }: { overlap_seconds?: number }): number {
  return (seconds ?? 86_400) * 1000
}

export function termsOf(body: Static<typeof KeyTermsBody>): KeyTerms {
  return { ...ORDINARY_TERMS, name: body.name, ...changedTermsOf(body) }
}

/** What is absent is left out: it stays. */
export function changedTermsOf(body: Static<typeof KeyChange>): Partial<KeyTerms> {
  const { name, scopes, models, networks, expires_at: until } = body
  return {
    ...(name === undefined ? {} : { name }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(models === undefined ? {} : { models }),
    ...(networks === undefined ? {} : { networks }),
    ...(until === undefined ? {} : { expiresAt: until === null ? null : momentOf(until) }),
  }
}

/** After what the format lets through: no clock shows a leap second, and no year is written with five digits. */
function momentOf(text: string): number {
  const at = Date.parse(text)
  if (Number.isNaN(at) || at >= Date.UTC(10_000, 0))
    throw invalidField(['expires_at'], 'is no moment in time', 'format')
  return at
}

/** What is absent is left out: it stays. */
export function limitsOf(body: Static<typeof LimitsChange>): LimitChange {
  const change: Record<string, number | null> = {}
  for (const [name, wire] of LIMIT_NAMES) {
    const value = body[wire]
    if (value === undefined) continue
    change[name] = typeof value === 'string' ? creditsLimit(wire, value) : value
  }
  return change
}

const LIMIT_NAMES = [
  ['requestsPerSecond', 'requests_per_second'],
  ['requestsPerDay', 'requests_per_day'],
  ['requestsPerMonth', 'requests_per_month'],
  ['tasksAtOnce', 'tasks_at_once'],
  ['creditsPerDay', 'credits_per_day'],
  ['creditsPerMonth', 'credits_per_month'],
] as const

function creditsLimit(name: string, text: string): CreditUnits {
  const units = parseCredits(text)
  if (units === null) throw invalidField([name], 'is more than can be counted', 'range')
  return units
}
