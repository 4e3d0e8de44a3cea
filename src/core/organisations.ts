import type { Origin } from '../domain/audit.ts'
import { GatewayError, invalidField } from '../domain/errors.ts'
import { toCrockford, type Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { createOrganisation } from '../store/accounts.ts'
import {
  findOrganisationById,
  findOrganisationId,
  listOrganisationPage,
  renameOrganisation as rename,
  type OrganisationRow,
} from '../store/organisations.ts'
import { audited } from './audit.ts'
import type { Context } from './context.ts'
import { readPage, type Page } from './read-page.ts'

export type { OrganisationRow }

/** An organisation with an empty account. Refuses a slug that is taken. */
export function makeOrganisation(
  context: Pick<Context, 'transaction'>,
  origin: Origin,
  { name, slug }: { name: string; slug: string },
): Promise<OrganisationRow> {
  return audited(context, origin, async (sql) => {
    const made = await createOrganisation(sql, { name, slug })
    if (made === null) throw invalidField(['slug'], 'is taken', 'not_unique')
    const { id, number: organisation } = made
    const result = await readOrganisation({ sql }, id)
    const subject = organisationIdOf(id)
    return { result, entry: { action: 'organisation.create', organisation, subject, details: { name, slug } } }
  })
}

export function renameOrganisation(
  context: Pick<Context, 'transaction'>,
  origin: Origin,
  id: Uuid | null,
  name: string,
): Promise<OrganisationRow> {
  return audited(context, origin, async (sql) => {
    const before = await readOrganisation({ sql }, id)
    await rename(sql, before.id, name)
    const details = { from: before.name, to: name }
    const subject = organisationIdOf(before.id)
    return {
      result: { ...before, name },
      entry: { action: 'organisation.rename', organisation: before.number, subject, details },
    }
  })
}

export async function readOrganisation({ sql }: { sql: Sql }, id: Uuid | null): Promise<OrganisationRow> {
  const row = id === null ? null : await findOrganisationById(sql, id)
  if (row === null) throw new GatewayError('not_found', { message: 'No organisation has this id.' })
  return row
}

/** One page, the newest first; `before` = the id of the last one of the page before. */
export function readOrganisationPage(
  context: Pick<Context, 'background'>,
  page: { before: Uuid | null; limit: number },
): Promise<Page<OrganisationRow>> {
  return readPage(page, (query) => listOrganisationPage(context.background, query))
}

/** The id of an organisation that there is. */
export async function organisationIdOfNumber({ sql }: { sql: Sql }, number: number): Promise<Uuid> {
  const id = await findOrganisationId(sql, number)
  if (id === null) throw new Error(`organisation ${number} is gone`)
  return id
}

export function organisationIdOf(id: Uuid): string {
  return `org_${toCrockford(id)}`
}
