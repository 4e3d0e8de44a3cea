import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { assertDurable } from './assert-durable.ts'
import { connectConfig, describeTarget, type DatabaseTarget } from './connect-config.ts'

/** Throws in a sentence when the database does not answer soon, or could not keep what Medley promises. */
export async function assertFit(target: DatabaseTarget, patienceMs: number): Promise<void> {
  const config = connectConfig(target, 'medley doctor', { plan_cache_mode: 'force_generic_plan' })
  await assertDurable({ ...config, connectionTimeoutMillis: patienceMs }, describeTarget(target), patienceMs)
}

async function one<Row>(sql: Sql, name: string, text: string): Promise<Row> {
  const [row] = await sql.query<Row>(name, text, [])
  if (row === undefined) throw new Error('the database answered without a row')
  return row
}

export interface ServerFigures {
  version: string
  used: number
  most: number
  reserved: number
  /** Each process of a gateway listens on one connection. */
  processes: number
  deadlocks: number
  /** Since when deadlocks are counted, epoch ms; null = since the database was made. */
  counted_since: number | null
}

/** Connections of the whole server count against its limit, whoever's they are. */
export function readServerFigures(sql: Sql): Promise<ServerFigures> {
  return one<ServerFigures>(
    sql,
    'doctor-server',
    `select current_setting('server_version') as version,
      (select count(*) from pg_stat_activity where backend_type = 'client backend') as used,
      current_setting('max_connections')::int as most,
      current_setting('superuser_reserved_connections')::int + current_setting('reserved_connections')::int as reserved,
      (select count(*) from pg_stat_activity where application_name = 'medley listen' and datname = current_database()) as processes,
      d.deadlocks, d.stats_reset as counted_since
    from pg_stat_database d where d.datname = current_database()`,
  )
}

export interface HoldUp {
  /** What keeps old rows from being cleaned up: a transaction, a prepared one, a replication slot. */
  kind: 'transaction' | 'prepared' | 'slot'
  name: string
  age_seconds: number | null
}

/** The oldest transactions of everybody in this database, ours excluded, and whatever else holds old rows. */
export function findHoldUps(sql: Sql): Promise<HoldUp[]> {
  return sql.query<HoldUp>(
    'doctor-hold-ups',
    `(select 'transaction' as kind, 'process ' || pid || ' (' || coalesce(nullif(application_name, ''), usename::text, '?') || ', ' || coalesce(state, '?') || ')' as name,
        extract(epoch from clock_timestamp() - xact_start)::double precision as age_seconds
      from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()
        and backend_type = 'client backend' order by xact_start limit 3)
    union all
    (select 'prepared', gid, extract(epoch from clock_timestamp() - prepared)::double precision
      from pg_prepared_xacts where database = current_database() order by prepared limit 3)
    union all
    (select 'slot', slot_name::text, null from pg_replication_slots where not active and (xmin is not null or catalog_xmin is not null) limit 3)`,
    [],
  )
}

export interface UncertainPurchase {
  purchase: Uuid
  task: Uuid
  provider: string
  age_seconds: number
  total: number
}

/** Purchases of open tasks of which nobody knows whether the provider took them; the oldest few, with how many there are. */
export function findUncertainPurchases(sql: Sql): Promise<UncertainPurchase[]> {
  return sql.query<UncertainPurchase>(
    'doctor-uncertain',
    `select p.id as purchase, p.task, p.provider, extract(epoch from now() - p.sent_at)::double precision as age_seconds,
      count(*) over () as total
    from jobs j join purchases p on p.task = j.task
    where j.phase = 2 and not p.restartable and (p.state = 'unknown' or (p.state = 'sending' and p.sent_at < now() - interval '5 minutes'))
    order by p.sent_at limit 3`,
    [],
  )
}

export interface WorkerFigures {
  alive: number
  dead: number
  /** Jobs that dead processes, or ones that are not even known any more, still hold. */
  stranded: number
  dead_seconds: number
}

export function readWorkers(sql: Sql): Promise<WorkerFigures> {
  return one<WorkerFigures>(
    sql,
    'doctor-workers',
    `select (select count(*) from workers where lease_until > now()) as alive,
      (select count(*) from workers where lease_until <= now()) as dead,
      (select count(*) from jobs j where j.worker is not null
        and not exists (select from workers w where w.id = j.worker and w.lease_until > now())) as stranded,
      coalesce((select extract(epoch from now() - min(lease_until)) from workers where lease_until <= now()), 0)::double precision as dead_seconds`,
  )
}

export interface SampledArtifact {
  id: Uuid
  size: number
}

/** Artifacts that have to be there: the newest, and some from a random place, for derived ids are spread evenly. */
export function sampleArtifacts(sql: Sql, each: number): Promise<SampledArtifact[]> {
  return sql.query<SampledArtifact>(
    'doctor-artifacts',
    // Of some that come in order, those that are files and not still coming in: to look for files alone might mean to look through the whole table.
    `with newest as materialized (
        select id, size, expires_at, content is null and sha256 <> '' as is_file from artifacts order by expires_at desc limit 10 * $1),
      anywhere as materialized (
        select id, size, expires_at, content is null and sha256 <> '' as is_file from artifacts where id >= (select gen_random_uuid()) order by id limit 10 * $1)
    (select id, size from newest where is_file and expires_at > now() + interval '1 minute' limit $1)
    union
    (select id, size from anywhere where is_file and expires_at > now() + interval '1 minute' limit $1)`,
    [each],
  )
}
