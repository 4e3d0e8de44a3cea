import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** For whom a key speaks. */
export interface KeyHolder {
  keyId: Uuid
  organisation: { id: Uuid; number: number }
  operator: boolean
}

/** Looks up keys by the SHA-256 of their secrets; null where there is none that is valid. */
export async function findKeys(sql: Sql, hashes: readonly Buffer[]): Promise<(KeyHolder | null)[]> {
  const rows = await sql.query<{ hash: Buffer; id: Uuid; organisation: Uuid; number: number; operator: boolean }>(
    'find-keys',
    `select k.hash, k.id, o.id as organisation, o.number, k.operator from unnest($1::bytea[]) as u (hash)
      join api_keys k on k.hash = u.hash join organisations o on o.number = k.organisation where k.revoked_at is null`,
    [hashes],
  )
  const byHash = new Map(rows.map((row) => [row.hash.toString('hex'), row]))
  return hashes.map((hash) => {
    const row = byHash.get(hash.toString('hex'))
    if (row === undefined) return null
    return { keyId: row.id, organisation: { id: row.organisation, number: row.number }, operator: row.operator }
  })
}

export async function createKey(
  sql: Sql,
  key: { organisation: number; name: string; visiblePrefix: string; hash: Buffer; operator: boolean },
): Promise<Uuid> {
  const [row] = await sql.query<{ id: Uuid }>(
    'create-key',
    `insert into api_keys (organisation, name, visible_prefix, hash, operator) values ($1, $2, $3, $4, $5) returning id`,
    [key.organisation, key.name, key.visiblePrefix, key.hash, key.operator],
  )
  if (row === undefined) throw new Error('The key was not stored')
  return row.id
}

export interface KeyListing {
  id: Uuid
  organisation: string
  name: string
  visible_prefix: string
  operator: boolean
  created_at: number
  last_used_at: number | null
  revoked_at: number | null
}

export function listKeys(sql: Sql): Promise<KeyListing[]> {
  return sql.query<KeyListing>(
    'list-keys',
    `select k.id, o.slug as organisation, k.name, k.visible_prefix, k.operator, k.created_at, k.last_used_at, k.revoked_at
      from api_keys k join organisations o on o.number = k.organisation order by k.created_at, k.id`,
    [],
  )
}

/** Revokes by id or visible prefix; answers the keys that it took effect on. */
export async function revokeKeys(sql: Sql, idOrPrefix: string): Promise<Uuid[]> {
  const rows = await sql.query<{ id: Uuid }>(
    'revoke-keys',
    `update api_keys set revoked_at = now() where revoked_at is null and (id::text = $1 or visible_prefix = $1) returning id`,
    [idOrPrefix],
  )
  return rows.map((row) => row.id)
}

/** Notes that keys were used; at most once a minute each is enough for people. */
export async function touchKeys(sql: Sql, ids: readonly Uuid[]): Promise<void> {
  await sql.query(
    'touch-keys',
    `with pick as materialized (select id from api_keys where id = any($1) order by id for no key update skip locked)
      update api_keys k set last_used_at = now() from pick where k.id = pick.id`,
    [ids],
  )
}
