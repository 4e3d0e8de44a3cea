import type { Pool } from 'pg'

import type { Uuid } from '../lib/ids.ts'
import type { Logger } from '../lib/log.ts'
import type { Sql } from '../lib/sql.ts'
import { findMembership } from '../store/people.ts'
import type { Auth } from './make-auth.ts'
import type { SignUp } from './make-hooks.ts'
import type { Person } from './person.ts'
import { isRole } from './roles.ts'

/** People: who they are, and how they sign in. */
export interface People {
  /** Who is signed in by the session cookie; null = nobody. For a request that changes something ask `isOwnOrigin` too. */
  sessionOf(headers: Headers): Promise<Person | null>
  /** Whether a browser says that a page of ours sent this: no page of others can act with a person's cookie. */
  isOwnOrigin(headers: Headers): boolean
  /** Answers a request to `/auth/…`. Throws what the database says of values that it cannot take. */
  answer(request: Request): Promise<Response>
}

export interface PeopleSetup {
  sql: Sql
  pool: Pool
  newId(): Uuid
  log: Logger
  /** How clients reach us, once that is known: the first request asks. */
  publicUrl(): string
  /** The installation's, and MEDLEY_SECRET if given. */
  installationSecret: string
  secret: string | null
  signUp: SignUp
  canMail: boolean
  canText: boolean
}

export function makePeople(setup: PeopleSetup): People {
  const { sql } = setup
  let made: Promise<Auth> | null = null
  // At the first use: half a second and 70 MB that an installation without people does without.
  const auth = () => (made ??= import('./make-auth.ts').then(({ makeAuth }) => makeAuth(setup)))
  return {
    async sessionOf(headers) {
      const session = await (await auth()).api.getSession({ headers, query: { disableRefresh: true } })
      if (session === null) return null
      const { id: userId, email, operator } = session.user
      const { id: sessionId } = session.session
      const organisation = await findMembership(sql, sessionId)
      const role = organisation?.role ?? ''
      return {
        userId,
        email,
        operator,
        sessionId,
        organisation: organisation !== null && isRole(role) ? { ...organisation, role } : null,
      }
    },
    isOwnOrigin: (headers) => headers.get('origin') === new URL(setup.publicUrl()).origin,
    answer: async (request) => await (await auth()).handler(request),
  }
}
