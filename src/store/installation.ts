import type { Sql } from '../lib/sql.ts'

/** The installation's own facts. `secret` signs what we hand out and get back. */
export async function readInstallation(sql: Sql): Promise<{ id: string; secret: string }> {
  const [row] = await sql.query<{ id: string; secret: string }>(
    'read-installation',
    'select id, secret from installation',
    [],
  )
  if (row === undefined) throw new Error('The database has no installation row: run `medley migrate`')
  return row
}

/** Database time as epoch milliseconds. */
export async function readDatabaseTime(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ now: number }>('read-database-time', 'select clock_timestamp() as now', [])
  if (row === undefined) throw new Error('The database gave no time')
  return row.now
}

/** Makes the pools of the given names and sets their limits; answers each one's id. */
export async function ensurePools(
  sql: Sql,
  pools: readonly { name: string; maxRunning: number | null }[],
): Promise<Map<string, number>> {
  const rows = await sql.query<{ id: number; name: string }>(
    'ensure-pools',
    `insert into pools (name, max_running) select name, max_running from unnest($1::text[], $2::int[]) as u (name, max_running)
      order by name on conflict (name) do update set max_running = excluded.max_running returning id, name`,
    [pools.map((pool) => pool.name), pools.map((pool) => pool.maxRunning)],
  )
  return new Map(rows.map((row) => [row.name, row.id]))
}

/** Makes the partitions of the coming days and months; safe from many processes. */
export async function ensurePartitions(sql: Sql): Promise<void> {
  await sql.query('ensure-partitions', 'select ensure_partitions()', [])
}

/** Figures for the queue's metrics. */
export async function readQueueFigures(
  sql: Sql,
): Promise<{ pool: string; ready: number; staged: number; running: number; oldest_ready_ms: number }[]> {
  return sql.query(
    'read-queue-figures',
    `select p.name as pool,
        (select count(*) from jobs j where j.pool = p.id and j.phase = 1) as ready,
        (select count(*) from jobs j where j.pool = p.id and j.phase = 0) as staged,
        (select count(*) from jobs j where j.pool = p.id and j.phase = 2) as running,
        coalesce((select extract(epoch from now() - min(j.run_at)) * 1000 from jobs j where j.pool = p.id and j.phase = 1), 0)::double precision
          as oldest_ready_ms
      from pools p order by p.id`,
    [],
  )
}

/** A partition whose rows nobody asks for any more. */
export interface OldPartition {
  parent: string
  name: string
}

/** Partitions by day that lie wholly before what is kept: keys 24 hours (two days stay), events 30 days. */
export function findOldPartitions(sql: Sql): Promise<OldPartition[]> {
  return sql.query<OldPartition>(
    'find-old-partitions',
    `select parent.relname as parent, child.relname as name
      from pg_inherits i join pg_class child on child.oid = i.inhrelid join pg_class parent on parent.oid = i.inhparent
      where (parent.relname = 'idempotency_keys' and child.relname < 'idempotency_keys_' || to_char(current_date - 2, 'YYYY_MM_DD')
          or parent.relname = 'events' and child.relname < 'events_' || to_char(current_date - 31, 'YYYY_MM_DD'))
        and child.relname ~ '_[0-9]{4}_[0-9]{2}_[0-9]{2}$'`,
    [],
  )
}
