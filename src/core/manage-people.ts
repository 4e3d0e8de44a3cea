import type { AuditAction, Origin } from '../domain/audit.ts'
import { GatewayError } from '../domain/errors.ts'
import { toCrockford, type Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { endSessions } from '../store/people.ts'
import { findPerson, flagPerson, listPeoplePage, lockPersonRow, type PersonRow } from '../store/people-admin.ts'
import { addAuditEntry } from '../store/audit-log.ts'
import type { Context } from './context.ts'
import { readPage, type Page } from './read-page.ts'

export type { PersonRow }

/**
 * Says who is an operator and who is locked out; what is null stays. Either way the person's sessions end: none from before has
 * new powers, and who is locked cannot go on.
 */
export function changePerson(
  context: Pick<Context, 'transaction'>,
  origin: Origin,
  id: Uuid | null,
  change: { operator: boolean | null; locked: boolean | null },
): Promise<PersonRow> {
  return context.transaction(async (sql) => {
    if (id !== null) await lockPersonRow(sql, id)
    const before = await readPerson(sql, id)
    const wasLocked = before.locked_at !== null
    const operator = change.operator ?? before.operator
    const locked = change.locked ?? wasLocked
    const subject = personIdOf(before.id)
    const note = (action: AuditAction, details: { operator?: boolean }): Promise<void> =>
      addAuditEntry(sql, origin, { action, organisation: null, subject, details: { email: before.email, ...details } })
    if (operator !== before.operator) await note('person.operator', { operator })
    if (locked !== wasLocked) await note(locked ? 'person.lock' : 'person.unlock', {})
    if (operator === before.operator && locked === wasLocked) return before
    await flagPerson(sql, before.id, { operator, locked })
    await endSessions(sql, before.id)
    return await readPerson(sql, before.id)
  })
}

/** One page, the newest first; `before` = the id of the last one of the page before. */
export function readPeoplePage(
  context: Pick<Context, 'background'>,
  page: { before: Uuid | null; limit: number },
): Promise<Page<PersonRow>> {
  return readPage(page, (query) => listPeoplePage(context.background, query))
}

export async function readPerson(sql: Sql, id: Uuid | null): Promise<PersonRow> {
  const row = id === null ? null : await findPerson(sql, id)
  if (row === null) throw new GatewayError('not_found', { message: 'No person has this id.' })
  return row
}

export function personIdOf(id: Uuid): string {
  return `usr_${toCrockford(id)}`
}
