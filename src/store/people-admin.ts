import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export interface PersonRow {
  id: Uuid
  email: string
  name: string
  email_verified: boolean
  two_factor_enabled: boolean
  operator: boolean
  locked_at: number | null
  created_at: number
  memberships: { organisation: Uuid; slug: string; role: string }[]
}

const COLUMNS = `u.id, u.email, u.name, u.email_verified, coalesce(u.two_factor_enabled, false) as two_factor_enabled, u.operator,
  u.locked_at, u.created_at,
  coalesce((select json_agg(json_build_object('organisation', o.id, 'slug', o.slug, 'role', m.role) order by m.created_at, m.id)
    from members m join organisations o on o.id = m.organization_id where m.user_id = u.id), '[]') as memberships`

/** All people, by address: for the command line. */
export function listPeople(sql: Sql): Promise<PersonRow[]> {
  return sql.query<PersonRow>('list-people', `select ${COLUMNS} from users u order by u.email`, [])
}

/** One page of people, the newest first; `before` = the last one of the page before. */
export function listPeoplePage(sql: Sql, page: { before: Uuid | null; limit: number }): Promise<PersonRow[]> {
  return sql.query<PersonRow>(
    'list-people-page',
    `select ${COLUMNS} from users u
      where $1::uuid is null or (u.created_at, u.id) < (select b.created_at, b.id from users b where b.id = $1)
      order by u.created_at desc, u.id desc limit $2`,
    [page.before, page.limit],
  )
}

export async function findPerson(sql: Sql, id: Uuid): Promise<PersonRow | null> {
  const [row] = await sql.query<PersonRow>('find-person', `select ${COLUMNS} from users u where u.id = $1`, [id])
  return row ?? null
}

/** Nobody else changes the person, and no session begins, until the transaction ends. */
export async function lockPersonRow(sql: Sql, id: Uuid): Promise<void> {
  await sql.query('lock-person-row', 'select id from users where id = $1 for no key update', [id])
}

export async function flagPerson(
  sql: Sql,
  id: Uuid,
  { operator, locked }: { operator: boolean; locked: boolean },
): Promise<void> {
  await sql.query(
    'flag-person',
    `update users set operator = $2, locked_at = case when $3 then coalesce(locked_at, now()) end, updated_at = now() where id = $1`,
    [id, operator, locked],
  )
}
