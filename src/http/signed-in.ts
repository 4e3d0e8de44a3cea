import type { FastifyRequest } from 'fastify'

import { GatewayError } from '../domain/errors.ts'
import type { People } from '../people/make-people.ts'
import type { Person } from '../people/person.ts'

/**
 * Who is signed in by the session cookie. A request that changes something has to come from a page of ours: browsers say so by
 * themselves (`Origin`, `Sec-Fetch-Site`), and no page of others can make them say it.
 */
export async function signedIn(people: People, request: FastifyRequest): Promise<Person> {
  const headers = new Headers()
  for (const name of ['cookie', 'origin']) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  const person = headers.has('cookie') ? await people.sessionOf(headers) : null
  if (person === null) throw new GatewayError('unauthorized', { message: 'Nobody is signed in.' })
  const site = request.headers['sec-fetch-site'] ?? 'same-origin'
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (!isRead && (site !== 'same-origin' || !people.isOwnOrigin(headers))) {
    throw new GatewayError('forbidden', {
      message: 'This has to come from a page of this server: its Origin is another.',
    })
  }
  return person
}
