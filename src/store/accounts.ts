import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export interface Organisation {
  id: Uuid
  number: number
  name: string
  slug: string
}

/** Makes an organisation with its empty account; null when the slug is taken. */
export async function createOrganisation(
  sql: Sql,
  organisation: { name: string; slug: string },
): Promise<Organisation | null> {
  const [row] = await sql.query<Organisation>(
    'create-organisation',
    `with made as (insert into organisations (name, slug) values ($1, $2) on conflict (slug) do nothing
        returning id, number, name, slug),
      account as (insert into accounts (organisation) select number from made)
      select id, number, name, slug from made`,
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

/** Adds credits: the movement and the balance in one statement. Answers what is available afterwards, credit units. */
export async function grantCredits(
  sql: Sql,
  grant: { organisation: number; amount: number; actor: string; reason: string },
): Promise<number> {
  const [row] = await sql.query<{ available: number }>(
    'grant-credits',
    `with account as (update accounts set available = available + $2, movement_seq = movement_seq + 1
        where organisation = $1 returning organisation, available, movement_seq),
      movement as (insert into movements (organisation, seq, kind, debit, credit, amount, actor, reason)
        select organisation, movement_seq, 'grant', 'grants', 'available', $2, $3, $4 from account)
      select available from account`,
    [grant.organisation, grant.amount, grant.actor, grant.reason],
  )
  if (row === undefined) throw new Error(`Organisation ${grant.organisation} has no account`)
  return row.available
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
