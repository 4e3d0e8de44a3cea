import type { KeyTerms } from '../domain/key-terms.ts'
import type { Asker } from '../domain/limits.ts'
import type { Scope } from '../domain/scope.ts'
import { parseAddressList, type AddressList } from '../lib/address-guard.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** For whom a key speaks, and what it may do. */
export interface KeyHolder {
  keyId: Uuid
  name: string
  organisation: { id: Uuid; number: number }
  scopes: readonly Scope[]
  /** Keys and codes of the catalogue; null = all. */
  models: readonly string[] | null
  /** From where; null = from anywhere. */
  networks: AddressList | null
  /** Null = neither it nor its organisation has limits of requests. */
  asker: Asker | null
}

/** Looks up keys by the SHA-256 of their secrets; null where there is none that is valid. */
export async function findKeys(sql: Sql, hashes: readonly Buffer[]): Promise<(KeyHolder | null)[]> {
  const rows = await sql.query<HolderRow>(
    'find-keys',
    `select s.hash, k.id, k.name, o.id as organisation, o.number, k.scopes, k.models, k.networks,
        exists (select from request_limits r where r.subject = k.id) as is_limited,
        exists (select from request_limits r where r.subject = o.id) as is_organisation_limited
      from unnest($1::bytea[]) as u (hash) join key_secrets s on s.hash = u.hash
      join api_keys k on k.id = s.api_key join organisations o on o.number = k.organisation
      where k.revoked_at is null and coalesce(k.expires_at > now(), true) and coalesce(s.expires_at > now(), true)`,
    [hashes],
  )
  const byHash = new Map(rows.map((row) => [row.hash.toString('hex'), row]))
  return hashes.map((hash) => {
    const row = byHash.get(hash.toString('hex'))
    return row === undefined ? null : toHolder(row)
  })
}

interface HolderRow {
  hash: Buffer
  id: Uuid
  name: string
  organisation: Uuid
  number: number
  scopes: Scope[]
  models: string[] | null
  networks: string[] | null
  is_limited: boolean
  is_organisation_limited: boolean
}

function toHolder({ id, name, organisation, number, scopes, models, networks, ...row }: HolderRow): KeyHolder {
  const asker = {
    organisation: row.is_organisation_limited ? organisation : null,
    key: row.is_limited ? id : null,
  }
  const isLimited = row.is_limited || row.is_organisation_limited
  return {
    keyId: id,
    name,
    organisation: { id: organisation, number },
    scopes,
    models,
    networks: networks === null ? null : parseAddressList(networks),
    asker: isLimited ? asker : null,
  }
}

interface Secret {
  visiblePrefix: string
  hash: Buffer
}

export async function createKey(sql: Sql, key: KeyTerms & Secret & { organisation: number }): Promise<Uuid> {
  const [row] = await sql.query<{ id: Uuid }>(
    'create-key',
    `with key as (
        insert into api_keys (organisation, name, visible_prefix, scopes, models, networks, expires_at)
          values ($1, $2, $3, $5, $6, $7, to_timestamp($8::double precision / 1000)) returning id)
      insert into key_secrets (hash, api_key) select $4, id from key returning api_key as id`,
    [key.organisation, key.name, key.visiblePrefix, key.hash, key.scopes, key.models, key.networks, key.expiresAt],
  )
  if (row === undefined) throw new Error('The key was not stored')
  return row.id
}

/** How many keys of an organisation are in force. Until the transaction ends nobody else counts them. */
export async function lockAndCountKeys(sql: Sql, organisation: number): Promise<number> {
  await sql.query('lock-keys', 'select from organisations where number = $1 for no key update', [organisation])
  const [row] = await sql.query<{ n: number }>(
    'count-keys',
    `select count(*) as n from api_keys
      where organisation = $1 and revoked_at is null and coalesce(expires_at > now(), true)`,
    [organisation],
  )
  return row?.n ?? 0
}

/** A key without its secret. */
export interface KeyRow {
  id: Uuid
  organisation: number
  organisation_id: Uuid
  slug: string
  name: string
  visible_prefix: string
  scopes: Scope[]
  models: string[] | null
  networks: string[] | null
  expires_at: number | null
  created_at: number
  last_used_at: number | null
  revoked_at: number | null
  /** Until when secrets that were replaced still work; null = none does. */
  replaced_until: number | null
  is_in_force: boolean
}

const COLUMNS = `k.id, k.organisation, o.id as organisation_id, o.slug, k.name, k.visible_prefix, k.scopes, k.models, k.networks,
  k.expires_at, k.created_at, k.last_used_at, k.revoked_at,
  (select max(s.expires_at) from key_secrets s where s.api_key = k.id and s.expires_at > now()) as replaced_until,
  k.revoked_at is null and coalesce(k.expires_at > now(), true) as is_in_force`

/** One page of keys, the newest first. */
export function listKeys(
  sql: Sql,
  page: {
    /** Null = of all organisations. */
    organisation: number | null
    /** The last one of the page before. */
    before: Uuid | null
    limit: number
  },
): Promise<KeyRow[]> {
  return sql.query<KeyRow>(
    'list-keys',
    `select ${COLUMNS} from api_keys k join organisations o on o.number = k.organisation
      where ($1::int is null or k.organisation = $1)
        and ($2::uuid is null or (k.created_at, k.id) < (select b.created_at, b.id from api_keys b where b.id = $2))
      order by k.created_at desc, k.id desc limit $3`,
    [page.organisation, page.before, page.limit],
  )
}

/** One key, of one organisation if said. */
export async function findKey(sql: Sql, id: Uuid, organisation: number | null): Promise<KeyRow | null> {
  const [row] = await sql.query<KeyRow>(
    'find-key',
    `select ${COLUMNS} from api_keys k join organisations o on o.number = k.organisation
      where k.id = $1 and ($2::int is null or k.organisation = $2)`,
    [id, organisation],
  )
  return row ?? null
}

/** Nobody else changes the key until the transaction ends. */
export async function lockKey(sql: Sql, id: Uuid): Promise<void> {
  await sql.query('lock-key', 'select id from api_keys where id = $1 for no key update', [id])
}

/** Changes what a key may do, in every process within three seconds. */
export async function updateKey(sql: Sql, id: Uuid, terms: KeyTerms): Promise<void> {
  await sql.query(
    'update-key',
    `update api_keys set name = $2, scopes = $3, models = $4, networks = $5, expires_at = to_timestamp($6::double precision / 1000)
      where id = $1`,
    [id, terms.name, terms.scopes, terms.models, terms.networks, terms.expiresAt],
  )
}

/** The keys in force that an id means, or the visible beginning of their secret or of one before it that still works. */
export async function findKeysByName(sql: Sql, idOrPrefix: string): Promise<Uuid[]> {
  const rows = await sql.query<{ id: Uuid }>(
    'find-keys-by-name',
    `select k.id from api_keys k where k.revoked_at is null and (k.id::text = $1 or k.visible_prefix = $1
        or exists (select from key_secrets s where s.api_key = k.id and s.visible_prefix = $1 and s.expires_at > now()))
      order by k.id`,
    [idOrPrefix],
  )
  return rows.map((row) => row.id)
}

/** Gives a key that is locked a new secret; those before it work for `overlapMs` more, or less if that was said before. */
export async function replaceSecret(sql: Sql, key: Secret & { id: Uuid; overlapMs: number }): Promise<void> {
  await sql.query(
    'expire-secrets',
    `with gone as (delete from key_secrets where api_key = $1 and expires_at <= now())
      update key_secrets s set expires_at = least(s.expires_at, now() + make_interval(secs => $2::double precision / 1000)),
          visible_prefix = coalesce(s.visible_prefix, k.visible_prefix)
        from api_keys k where k.id = $1 and s.api_key = k.id`,
    [key.id, key.overlapMs],
  )
  await sql.query(
    'add-secret',
    `with key as (update api_keys set visible_prefix = $2 where id = $1)
      insert into key_secrets (hash, api_key) values ($3, $1)`,
    [key.id, key.visiblePrefix, key.hash],
  )
}

/** Ends a key, with all its secrets. */
export async function revokeKey(sql: Sql, id: Uuid): Promise<void> {
  await sql.query('revoke-key', 'update api_keys set revoked_at = now() where id = $1 and revoked_at is null', [id])
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
