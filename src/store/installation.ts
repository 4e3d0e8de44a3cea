import { errorCodeOf, type Sql } from '../lib/sql.ts'

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

/**
 * Makes the partitions of the coming days and months; safe from many processes. False when a long reader was in the way:
 * it gives up within moments rather than make everybody wait behind it, and is to be tried again.
 */
export async function ensurePartitions(sql: Sql): Promise<boolean> {
  try {
    await sql.query('ensure-partitions', 'select ensure_partitions(), ensure_message_partitions()', [])
    return true
  } catch (error) {
    if (errorCodeOf(error) === '55P03') return false
    throw error
  }
}

/** A partition whose rows nobody asks for any more. */
export interface OldPartition {
  parent: string
  name: string
  /** `detaching`: somebody died while detaching it; `detached`: only the drop is left. */
  state: 'attached' | 'detaching' | 'detached'
}

/** Partitions by day that lie wholly before what is kept: keys 24 hours (two days stay), events and attempts 30 days. */
export function findOldPartitions(sql: Sql): Promise<OldPartition[]> {
  return sql.query<OldPartition>(
    'find-old-partitions',
    `select kept.parent, child.relname as name,
        case when i.inhrelid is null then 'detached' when i.inhdetachpending then 'detaching' else 'attached' end as state
      from (values ('idempotency_keys', current_date - 2), ('events', current_date - 31), ('attempts', current_date - 31)) as kept (parent, since)
      join pg_class child on child.relkind = 'r' and child.relnamespace = current_schema()::regnamespace
        and child.relname ~ ('^' || kept.parent || '_[0-9]{4}_[0-9]{2}_[0-9]{2}$')
        and child.relname < kept.parent || '_' || to_char(kept.since, 'YYYY_MM_DD')
      left join pg_inherits i on i.inhrelid = child.oid
      order by child.relname`,
    [],
  )
}
