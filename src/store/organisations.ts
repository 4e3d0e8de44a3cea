import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export interface OrganisationRow {
  id: Uuid
  number: number
  name: string
  slug: string
  created_at: number
  /** Credit units. */
  available: number
  held: number
  /** Tasks that are let in and have not ended. */
  active: number
}

const COLUMNS = 'o.id, o.number, o.name, o.slug, o.created_at, a.available, a.held, a.active'

/** One page of organisations, the newest first; `before` = the last one of the page before. */
export function listOrganisationPage(
  sql: Sql,
  page: { before: Uuid | null; limit: number },
): Promise<OrganisationRow[]> {
  return sql.query<OrganisationRow>(
    'list-organisation-page',
    `select ${COLUMNS} from organisations o join accounts a on a.organisation = o.number
      where $1::uuid is null or o.number < (select b.number from organisations b where b.id = $1)
      order by o.number desc limit $2`,
    [page.before, page.limit],
  )
}

export async function findOrganisationById(sql: Sql, id: Uuid): Promise<OrganisationRow | null> {
  const [row] = await sql.query<OrganisationRow>(
    'find-organisation-by-id',
    `select ${COLUMNS} from organisations o join accounts a on a.organisation = o.number where o.id = $1`,
    [id],
  )
  return row ?? null
}

export async function findOrganisationId(sql: Sql, number: number): Promise<Uuid | null> {
  const text = 'select id from organisations where number = $1'
  const [row] = await sql.query<{ id: Uuid }>('find-organisation-id', text, [number])
  return row?.id ?? null
}

export async function renameOrganisation(sql: Sql, id: Uuid, name: string): Promise<void> {
  await sql.query('rename-organisation', 'update organisations set name = $2 where id = $1', [id, name])
}
