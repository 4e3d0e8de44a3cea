import type { FastifyReply, FastifyRequest } from 'fastify'

/** RULINGS 65: nobody waits longer in one request; proxies and clients give up at about twice that. */
export const WAIT_SECONDS_MAX = 60

/** What a client prefers (RFC 7240): to wait, seconds, or not to; null = it says nothing of it. */
export interface Preference {
  waitSeconds: number | null
  respondAsync: boolean
}

/** Reads `Prefer`. What cannot be understood is ignored, as the RFC has it; of one preference given twice the first counts. */
export function parsePreference(header: string | string[] | undefined): Preference {
  const preferences = new Map<string, string>()
  const text = Array.isArray(header) ? header.join(',') : (header ?? '')
  for (const part of text.split(',')) {
    const [name = '', value = ''] = (part.split(';', 1)[0] ?? '').split('=').map((side) => side.trim())
    const key = name.toLowerCase()
    if (!preferences.has(key)) preferences.set(key, value.replace(/^"(.*)"$/, '$1'))
  }
  const wait = preferences.get('wait') ?? ''
  return {
    waitSeconds: /^\d+$/.test(wait) ? Math.min(WAIT_SECONDS_MAX, Number(wait)) : null,
    respondAsync: preferences.has('respond-async'),
  }
}

/**
 * How long this request waits, ms. `unasked` = what its endpoint does by itself, in seconds. Says in the answer what was
 * applied.
 */
export function applyPreference(request: FastifyRequest, reply: FastifyReply, unasked: number): number {
  if (request.headers.prefer === undefined) return unasked * 1000
  const { waitSeconds, respondAsync } = parsePreference(request.headers.prefer)
  if (waitSeconds !== null) reply.header('preference-applied', `wait=${waitSeconds}`)
  else if (respondAsync) reply.header('preference-applied', 'respond-async')
  return (waitSeconds ?? (respondAsync ? 0 : unasked)) * 1000
}
