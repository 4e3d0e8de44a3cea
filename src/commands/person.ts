import { randomBytes } from 'node:crypto'

import { hashPassword } from 'better-auth/crypto'

import { audited } from '../core/audit.ts'
import { changePerson, personIdOf } from '../core/manage-people.ts'
import { COMMAND_LINE } from '../domain/audit.ts'
import { StartupError } from '../lib/startup-error.ts'
import { isRole, ROLES } from '../people/roles.ts'
import { createPerson, findPersonId } from '../store/people.ts'
import { listPeople } from '../store/people-admin.ts'
import type { Given } from './command.ts'
import { mustFindOrganisation } from './find-organisation.ts'
import { withDatabase } from './with-database.ts'

/** `medley person create`: prints a password alone on stdout, once; it is stored as a hash only. The address is taken as theirs. */
export async function createNewPerson({ values, words }: Given): Promise<number> {
  const email = emailOf(words)
  const role = values.role ?? 'owner'
  if (!isRole(role)) throw new StartupError(`--role is one of ${ROLES.join(', ')}, not ${role}`)
  const name = values.name ?? email
  if (name === '' || name.length > 200 || /\p{Cc}/u.test(name)) {
    throw new StartupError('a name has 1 to 200 characters, and none that cannot be seen')
  }
  const password = randomBytes(15).toString('base64url')
  const passwordHash = await hashPassword(password)
  await withDatabase(async (database) => {
    const organisation = await mustFindOrganisation(database, values.organisation)
    await audited(database, COMMAND_LINE, async (sql) => {
      const made = await createPerson(sql, { email, name, passwordHash, organisation: organisation.id, role })
      if (made === null) throw new StartupError(`there is a person ${email} already`)
      const entry = {
        action: 'person.create',
        organisation: organisation.number,
        subject: personIdOf(made.id),
      } as const
      return { result: made, entry: { ...entry, details: { email, role } } }
    })
  })
  process.stdout.write(`${password}\n`)
  return 0
}

export async function listAllPeople(): Promise<number> {
  for (const person of await withDatabase((database) => listPeople(database))) {
    const facts = [
      ...person.memberships.map(({ slug, role }) => `${slug} ${role}`),
      ...(person.operator ? ['operator'] : []),
      ...(person.email_verified ? [] : ['address not confirmed']),
      ...(person.two_factor_enabled ? ['second factor'] : []),
    ]
    process.stdout.write(`${person.email}  ${person.name}  ${facts.join(', ')}\n`)
  }
  return 0
}

/** `medley person operator`: who may use the operator's API. Signs the person out. */
export async function makeOperator({ words }: Given): Promise<number> {
  const email = emailOf(words)
  const [, wish = ''] = words
  if (wish !== 'on' && wish !== 'off') throw new StartupError(`say on or off, not ${wish}`)
  const operator = wish === 'on'
  await withDatabase(async (database) => {
    const id = await findPersonId(database, email)
    if (id === null) throw new StartupError(`there is no person ${email}`)
    await changePerson(database, COMMAND_LINE, id, { operator, locked: null })
  })
  process.stdout.write(`${email}: ${operator ? 'an operator' : 'no operator'}\n`)
  return 0
}

function emailOf(words: readonly string[]): string {
  const email = (words[0] ?? '').toLowerCase()
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254) {
    throw new StartupError(`EMAIL is the person's address, not ${email}`)
  }
  return email
}
