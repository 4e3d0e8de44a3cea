import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** The membership in which a session acts. */
export interface Membership {
  id: Uuid
  number: number
  role: string
}

/** The membership that a session acts in, with the role as it is now; null = none. */
export async function findMembership(sql: Sql, session: Uuid): Promise<Membership | null> {
  const [row] = await sql.query<Membership>(
    'find-membership',
    `select o.id, o.number, m.role from sessions s
      join members m on m.user_id = s.user_id and m.organization_id = s.active_organization_id
      join organisations o on o.id = m.organization_id where s.id = $1`,
    [session],
  )
  return row ?? null
}

/** The organisation that a person joined first. */
export async function findFirstOrganisation(sql: Sql, user: Uuid): Promise<Uuid | null> {
  const [row] = await sql.query<{ id: Uuid }>(
    'find-first-organisation',
    'select organization_id as id from members where user_id = $1 order by created_at, id limit 1',
    [user],
  )
  return row?.id ?? null
}

/** Whether an operator has locked the person out. */
export async function isLocked(sql: Sql, user: Uuid): Promise<boolean> {
  const text = 'select id from users where id = $1 and locked_at is not null'
  return (await sql.query('is-locked', text, [user])).length > 0
}

/** Whether somebody invited this address, and the invitation can still be accepted. */
export async function isInvited(sql: Sql, invitation: { id: Uuid; email: string }): Promise<boolean> {
  const rows = await sql.query(
    'is-invited',
    `select id from invitations where id = $1 and lower(email) = lower($2) and status = 'pending' and expires_at > now()`,
    [invitation.id, invitation.email],
  )
  return rows.length > 0
}

/** Ends all of a person's sessions; they have to sign in again. */
export async function endSessions(sql: Sql, user: Uuid): Promise<void> {
  await sql.query('end-sessions', 'delete from sessions where user_id = $1', [user])
}

/**
 * Makes a person whose address the operator vouches for, with a password and, if wanted, a first membership. Null when the
 * address is taken.
 */
export async function createPerson(
  sql: Sql,
  person: { email: string; name: string; passwordHash: string; organisation: Uuid | null; role: string | null },
): Promise<{ id: Uuid } | null> {
  const [row] = await sql.query<{ id: Uuid }>(
    'create-person',
    `with made as (insert into users (name, email, email_verified) values ($2, lower($1), true) on conflict (email) do nothing returning id),
      account as (insert into user_accounts (account_id, provider_id, user_id, password, updated_at)
        select id::text, 'credential', id, $3, now() from made),
      member as (insert into members (organization_id, user_id, role, created_at)
        select $4, id, $5, now() from made where $4::uuid is not null)
      select id from made`,
    [person.email, person.name, person.passwordHash, person.organisation, person.role],
  )
  return row ?? null
}

/** Whose address it is; null = nobody's. */
export async function findPersonId(sql: Sql, email: string): Promise<Uuid | null> {
  const text = 'select id from users where email = lower($1)'
  const [row] = await sql.query<{ id: Uuid }>('find-person-id', text, [email])
  return row?.id ?? null
}

/** What time has overtaken: sessions, links, counters. */
export async function dropStaleAuth(sql: Sql): Promise<void> {
  await sql.query(
    'drop-stale-auth',
    `with s as (delete from sessions where expires_at < now()),
      v as (delete from verifications where expires_at < now()),
      t as (delete from password_tries where since < now() - interval '1 day')
      delete from auth_rates where last_request < (extract(epoch from now() - interval '1 day') * 1000)::bigint`,
    [],
  )
}
