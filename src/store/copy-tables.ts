import { escapeIdentifier } from 'pg'
import type { Session } from './make-database.ts'

export interface TableShape {
  name: string
  columns: string[]
  /** Tables whose rows have to be there first, by its foreign keys. */
  needs: string[]
}

export interface PartitionShape {
  parent: string
  name: string
  low: string
  high: string
  /** Storage parameters, as `name=value`. */
  options: string[]
}

export interface SequenceState {
  name: string
  /** A bigint as text. */
  last: string
}

/**
 * All tables of the schema, by name, each partitioned one once. Left out: the history of migrations, which belongs to the
 * database and not to its content, and the leases of processes that are not there.
 */
export function listTables(session: Session): Promise<TableShape[]> {
  return session.execute<TableShape>(`
    select c.relname::text as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      array(select distinct r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
    from pg_class c join pg_namespace s on s.oid = c.relnamespace and s.nspname = current_schema()
    where c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('schema_migrations', 'workers')
    order by c.relname`)
}

/** The partitions that have borders; the default ones are made with their tables. */
export async function listPartitions(session: Session): Promise<PartitionShape[]> {
  const rows = await session.execute<Omit<PartitionShape, 'low' | 'high'> & { bound: string }>(`
    select p.relname::text as parent, c.relname::text as name, pg_get_expr(c.relpartbound, c.oid) as bound,
      coalesce(c.reloptions, '{}') as options
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    join pg_namespace s on s.oid = p.relnamespace and s.nspname = current_schema()
    where p.relkind = 'p' order by c.relname`)
  return rows.flatMap(({ bound, ...row }) => {
    const match = /^FOR VALUES FROM \('([^']+)'\) TO \('([^']+)'\)$/.exec(bound)
    return match === null ? [] : [{ ...row, low: match[1] ?? '', high: match[2] ?? '' }]
  })
}

/** Makes a partition before rows come: afterwards they would lie in the default one, and stand in the way of any new one. */
export async function makePartition(session: Session, partition: PartitionShape): Promise<void> {
  const { parent, name, low, high, options } = partition
  const storage = options.length === 0 ? '' : `with (${options.join(', ')})`
  await session.execute('select attach_partition($1, $2, $3, $4, $5)', [parent, name, low, high, storage])
}

/** Sequences that have given a number, those of identity columns too. They know no transactions: read them last. */
export function listSequences(session: Session): Promise<SequenceState[]> {
  return session.execute<SequenceState>(`
    select sequencename::text as name, last_value::text as last from pg_sequences
    where schemaname = current_schema() and last_value is not null order by sequencename`)
}

export async function setSequence(session: Session, { name, last }: SequenceState): Promise<void> {
  await session.execute('select setval(quote_ident($1)::regclass, $2::bigint)', [name, last])
}

/** Through a select, for a partitioned table cannot be copied by itself. */
export function copyOutText({ name, columns }: Pick<TableShape, 'name' | 'columns'>): string {
  return `copy (select ${listed(columns)} from ${escapeIdentifier(name)}) to stdout`
}

/** Columns that are not named take their defaults. */
export function copyInText({ name, columns }: Pick<TableShape, 'name' | 'columns'>): string {
  return `copy ${escapeIdentifier(name)} (${listed(columns)}) from stdin`
}

function listed(columns: readonly string[]): string {
  return columns.map((column) => escapeIdentifier(column)).join(', ')
}

export async function hasRows(session: Session, table: string): Promise<boolean> {
  const rows = await session.execute<{ found: boolean }>(
    `select exists (select from ${escapeIdentifier(table)}) as found`,
  )
  return rows[0]?.found === true
}

export async function deleteRows(session: Session, table: string): Promise<void> {
  await session.execute(`delete from ${escapeIdentifier(table)}`)
}

/** One moment of the whole database, for as long as the transaction is open. */
export async function beginSnapshot(session: Session): Promise<void> {
  await session.execute('begin transaction isolation level repeatable read, read only')
}

/**
 * Begins to fill the database with nobody else in it: a gateway that starts meanwhile reads these tables first, waits, and
 * gives up after its own ten seconds. Gives up itself when somebody holds them.
 */
export async function beginFilling(session: Session): Promise<void> {
  await session.execute(`begin; set local lock_timeout = '5s'`)
  await session.execute('lock table installation, organisations in access exclusive mode')
}

/** What the processes of the exported installation held is free: none of them is here. No takeover is counted for it. */
export async function freeHeldWork(session: Session): Promise<void> {
  await session.execute('update jobs set worker = null, run_at = now() where worker is not null')
  await session.execute('update deliveries set worker = null, run_at = now() where worker is not null')
}

/** After a load the planner knows nothing yet, and the first statements would read whole tables. */
export async function analyzeTables(session: Session): Promise<void> {
  await session.execute('analyze')
}

export interface CopyFacts {
  /** Database time, as ISO text. */
  now: string
  server_version: number
  installation: string
  organisations: number
  /** Processes whose lease is in force. */
  workers: number
}

export async function readCopyFacts(session: Session): Promise<CopyFacts> {
  const [row] = await session.execute<CopyFacts>(`
    select to_json(now() at time zone 'UTC') #>> '{}' || 'Z' as now, current_setting('server_version_num')::int as server_version,
      (select id from installation) as installation, (select count(*)::int from organisations) as organisations,
      (select count(*)::int from workers where lease_until > now()) as workers`)
  if (row === undefined) throw new Error('the database answered without a row')
  return row
}

/**
 * Says that an older state was put back: every task that is there now was created before the epoch, also when the other
 * database's clock was ahead of this one's. Answers the epoch as epoch ms, and how many open tasks it is for.
 */
export async function stampEpoch(session: Session): Promise<{ epoch: number; open_tasks: number }> {
  const [row] = await session.execute<{ epoch: number; open_tasks: number }>(`
    update installation set epoch = greatest(clock_timestamp(),
        (select created_at + interval '1 millisecond' from tasks order by id desc limit 1))
      returning epoch, (select count(*)::int from jobs) as open_tasks`)
  if (row === undefined) throw new Error('The database has no installation row: run `medley migrate`')
  return row
}
