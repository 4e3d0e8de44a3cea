import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export interface Organisation {
  id: Uuid
  number: number
  name: string
  slug: string
}

/** Makes an organisation, and with it (a trigger) its empty account; null when the slug is taken. */
export async function createOrganisation(
  sql: Sql,
  organisation: { name: string; slug: string },
): Promise<Organisation | null> {
  const [row] = await sql.query<Organisation>(
    'create-organisation',
    'insert into organisations (name, slug) values ($1, $2) on conflict (slug) do nothing returning id, number, name, slug',
    [organisation.name, organisation.slug],
  )
  return row ?? null
}

export async function findOrganisation(sql: Sql, slug: string): Promise<Organisation | null> {
  const [row] = await sql.query<Organisation>(
    'find-organisation',
    'select id, number, name, slug from organisations where slug = $1',
    [slug],
  )
  return row ?? null
}

/**
 * How many tasks of an organisation may run at once; null = no limit. Applies to creates and finishes from now on; staged
 * tasks that a higher limit lets in are ready with it.
 */
export async function limitActiveTasks(sql: Sql, organisation: number, maxActive: number | null): Promise<void> {
  await sql.query('limit-active-tasks', 'select limit_active_tasks($1, coalesce($2, 2147483647))', [
    organisation,
    maxActive,
  ])
}

export interface OrganisationListing extends Organisation {
  available: number
  held: number
  active: number
  /** Null = no limit. */
  max_active: number | null
}

export function listOrganisations(sql: Sql): Promise<OrganisationListing[]> {
  return sql.query<OrganisationListing>(
    'list-organisations',
    `select o.id, o.number, o.name, o.slug, a.available, a.held, a.active, nullif(a.max_active, 2147483647) as max_active
      from organisations o join accounts a on a.organisation = o.number order by o.number`,
    [],
  )
}
