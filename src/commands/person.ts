import { randomBytes } from 'node:crypto'

import { hashPassword } from 'better-auth/crypto'

import { audited } from '../core/audit.ts'
import { personIdOf } from '../core/manage-people.ts'
import { COMMAND_LINE } from '../domain/audit.ts'
import { StartupError } from '../lib/startup-error.ts'
import { isRole, ROLES } from '../people/roles.ts'
import { createPerson, listPeople, setOperator } from '../store/people.ts'
import { mustFindOrganisation } from './find-organisation.ts'
import { readOptions } from './read-options.ts'
import { withDatabase } from './with-database.ts'

/** `medley person create`: prints a password alone on stdout, once; it is stored as a hash only. The address is taken as theirs. */
export async function createNewPerson(args: readonly string[]): Promise<number> {
  const { values, words } = readOptions(args, ['name', 'organisation', 'role'])
  const email = emailOf(words)
  const role = values.role ?? 'owner'
  if (!isRole(role)) throw new StartupError(`a role is one of ${ROLES.join(', ')}`)
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
      ...person.memberships,
      ...(person.operator ? ['operator'] : []),
      ...(person.email_verified ? [] : ['address not confirmed']),
      ...(person.two_factor_enabled ? ['second factor'] : []),
    ]
    process.stdout.write(`${person.email}  ${person.name}  ${facts.join(', ')}\n`)
  }
  return 0
}

/** `medley person operator`: who may use the operator's API. Signs the person out. */
export async function makeOperator(args: readonly string[]): Promise<number> {
  const { words } = readOptions(args, [])
  const email = emailOf(words)
  const wish = words[1] ?? 'on'
  if (wish !== 'on' && wish !== 'off') throw new StartupError('say on or off: medley person operator EMAIL on|off')
  const operator = wish === 'on'
  await withDatabase((database) =>
    audited(database, COMMAND_LINE, async (sql) => {
      const id = await setOperator(sql, email, operator)
      if (id === null) throw new StartupError(`there is no person ${email}`)
      const entry = {
        action: 'person.operator',
        organisation: null,
        subject: personIdOf(id),
        details: { email, operator },
      } as const
      return { result: id, entry }
    }),
  )
  process.stdout.write(`${email}: ${wish === 'on' ? 'an operator' : 'no operator'}\n`)
  return 0
}

function emailOf(words: readonly string[]): string {
  const email = (words[0] ?? '').toLowerCase()
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254) throw new StartupError("say the person's e-mail address")
  return email
}
