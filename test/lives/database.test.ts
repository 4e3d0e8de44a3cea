import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readServerFile } from '../../src/lib/embedded-postgres/server-process.ts'
import { startEmbeddedPostgres } from '../../src/lib/embedded-postgres/start-embedded-postgres.ts'
import { assertDurable } from '../../src/store/assert-durable.ts'
import { connectConfig, describeTarget } from '../../src/store/connect-config.ts'
import { makeDatabase, type Database, type Queryable } from '../../src/store/make-database.ts'
import { explain, nodesOf } from '../helpers/explain.ts'
import { quietLog } from '../helpers/quiet-log.ts'
import { until } from '../helpers/start-medley.ts'
import { startFakePooler } from '../helpers/start-fake-pooler.ts'
import { makeEmptyDatabase, type TestDatabase } from '../helpers/test-database.ts'

let fresh: TestDatabase
let database: Database

beforeAll(async () => {
  fresh = await makeEmptyDatabase()
  database = fresh.database
  await execute('create table things (name text primary key, seq int generated always as identity)')
})

afterAll(() => fresh.drop())

function execute<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> {
  return database.withSession((session) => session.execute<Row>(text, values))
}

function insert(queryable: Queryable, name: string): Promise<unknown> {
  return queryable.query('insert-thing', 'insert into things (name) values ($1)', [name])
}

async function names(like: string): Promise<string[]> {
  const rows = await execute<{ name: string }>('select name from things where name like $1 order by seq', [like])
  return rows.map((row) => row.name)
}

async function backend(queryable: Queryable): Promise<number> {
  const [row] = await queryable.query<{ pid: number }>('backend', 'select pg_backend_pid() as pid', [])
  return row?.pid ?? 0
}

function lookup(lane: Queryable): Promise<unknown[]> {
  const text = 'select f.other from filling f join unnest($1::int[]) as wanted (id) on f.id = wanted.id'
  return lane.query('filling', text, [[1, 2, 3]])
}

test('columns arrive without loss: bigints as numbers, times with microseconds, dates and json as they should', async () => {
  const text = `select 9007199254740991::bigint as most, '{1,null,-5}'::bigint[] as list, '{}'::bigint[] as none, count(*) as count,
    '2026-11-21 20:51:00.123456+02'::timestamptz as at, '1969-12-31 23:59:59.5Z'::timestamptz as early, 'infinity'::timestamptz as never,
    '2026-11-21'::date as day, '{"b":1,"a":2}'::text as raw, 1.5::numeric as exact, '\\x00ff'::bytea as bytes from things`
  const [row] = await database.query('columns', text, [])
  expect(row).toEqual({
    most: 9_007_199_254_740_991,
    list: [1, null, -5],
    none: [],
    count: 0,
    at: Date.UTC(2026, 10, 21, 18, 51, 0) + 123.456,
    early: -500,
    never: Infinity,
    day: '2026-11-21',
    raw: '{"b":1,"a":2}',
    exact: '1.5',
    bytes: Buffer.from([0, 255]),
  })
})

test('a bigint that a number cannot hold is an error, never a rounded value', async () => {
  await expect(database.query('big', 'select 9007199254740992::bigint as n', [])).rejects.toThrow(/does not fit/)
  expect(await backend(database)).toBeGreaterThan(0)
})

test('requests and jobs have pinned plans and time limits, the background plans for each question', async () => {
  const text = `select current_setting('enable_seqscan') as scan, current_setting('plan_cache_mode') as plans,
    current_setting('transaction_timeout') as whole, current_setting('idle_in_transaction_session_timeout') as idle,
    current_setting('timezone') as zone, current_setting('application_name') as name`
  const limits = { whole: '10s', idle: '5s', zone: 'UTC' }
  expect(await database.query('settings', text, [])).toEqual([
    { scan: 'off', plans: 'force_generic_plan', name: 'medley', ...limits },
  ])
  expect(await database.background.query('settings', text, [])).toEqual([
    { scan: 'on', plans: 'force_custom_plan', name: 'medley background', ...limits },
  ])
})

test('a plan made while the table was empty still uses the index when it is full', async () => {
  await execute(`create table filling (id int primary key, other text); analyze filling`)
  const plans = await explain(database, fresh.connection, async (sql) => {
    await lookup(sql)
    await execute('insert into filling select generate_series(1, 10000)')
    await lookup(sql)
  })
  expect(plans).toHaveLength(2)
  const scans = plans.flatMap(nodesOf).filter((node) => node['Relation Name'] === 'filling')
  expect(scans.map((node) => node['Index Name'])).toEqual(['filling_pkey', 'filling_pkey'])
})

test('a refused statement does not cost its connection', async () => {
  const before = await backend(database)
  await insert(database, 'd1')
  await expect(insert(database, 'd1')).rejects.toMatchObject({ code: '23505' })
  expect(await backend(database)).toBe(before)
})

test('a lost connection fails what was on it and nothing else', async () => {
  const lost = expect(database.query('sleep', 'select pg_sleep(600)', [])).rejects.toThrow(/terminat/)
  await until(async () => {
    const ended = await execute(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and query like '%pg_sleep%' and state = 'active'`,
    )
    return ended.length > 0 ? true : null
  })
  await lost
  await insert(database, 'e3')
  expect(await names('e%')).toEqual(['e3'])
})

test('listening goes on after the connection was lost, and says so', async () => {
  const heard: string[] = []
  let listened = 0
  const listener = await database.listen(
    'Odd "channel"',
    (payload) => heard.push(payload),
    () => (listened += 1),
  )
  const notify = (payload: string): Promise<unknown> => execute('select pg_notify($1, $2)', ['Odd "channel"', payload])
  await notify('one')
  await expect.poll(() => heard).toEqual(['one'])
  await execute(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'medley listen' and datname = current_database()`,
  )
  await expect.poll(() => listened).toBe(2)
  await notify('two')
  await expect.poll(() => heard).toEqual(['one', 'two'])
  await listener.close()
  await notify('three')
  const text = `select 1 from pg_stat_activity where application_name = 'medley listen' and datname = current_database()`
  await expect.poll(() => execute(text)).toEqual([])
  expect(heard).toEqual(['one', 'two'])
})

test('losing the whole server is an error to callers, not the end of the process; its return is enough', async () => {
  const folder = mkdtempSync(join(tmpdir(), `medley-test-${process.pid}-`))
  const dataDir = join(folder, 'data')
  const first = await startEmbeddedPostgres({ dataDir, log: quietLog })
  const own = makeDatabase({ connection: first.connection, poolSize: 3, log: quietLog })
  let listened = 0
  await own.listen(
    'wake',
    () => {},
    () => (listened += 1),
  )
  await Promise.all([backend(own), backend(own), own.background.query('one', 'select 1 as one', [])])
  process.kill(readServerFile(join(dataDir, 'postgres'))?.pid ?? 0, 'SIGKILL')
  await new Promise((resolve) => first.onExit(resolve))
  await expect(backend(own)).rejects.toThrow()
  await first.stop()
  const second = await startEmbeddedPostgres({ dataDir, log: quietLog })
  expect(await backend(own)).toBeGreaterThan(0)
  await expect.poll(() => listened).toBe(2)
  await own.close()
  await second.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a server that could lose what it confirmed is refused, in sentences', async () => {
  const folder = mkdtempSync(join(tmpdir(), `medley-test-${process.pid}-`))
  const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: quietLog, settings })
  const own = makeDatabase({ connection: server.connection, poolSize: 1, log: quietLog })
  const refusal = await own.assertDurable().then(
    () => '',
    (error: unknown) => String(error),
  )
  for (const setting of Object.keys(settings))
    expect(refusal).toContain(`The embedded database runs with ${setting}=off`)
  await own.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a good server is accepted; one of another encoding or a read-only one is not', async () => {
  await database.assertDurable()
  await execute(`alter database ${fresh.connection.database} set default_transaction_read_only = on`)
  await expect(database.assertDurable()).rejects.toThrow(/is a read-only replica/)
  await execute(`begin read write; alter database ${fresh.connection.database} reset all; commit`)
  const name = `${fresh.connection.database}_ascii`
  await execute(`create database ${name} template template0 encoding 'SQL_ASCII'`)
  const ascii = makeDatabase({ connection: { ...fresh.connection, database: name }, poolSize: 1, log: quietLog })
  await expect(ascii.assertDurable()).rejects.toThrow(/has the encoding SQL_ASCII; Medley needs UTF8/)
  await ascii.close()
  await execute(`drop database ${name} with (force)`)
})

test('a transaction pooler in front is told from the server itself', async () => {
  const pooler = await startFakePooler(fresh.connection)
  const { database: name, user } = fresh.connection
  const url = `postgres://${user}@127.0.0.1:${pooler.port}/${name}`
  const behind = makeDatabase({ url, poolSize: 1, log: quietLog })
  await expect(behind.assertDurable()).rejects.toThrow(
    /is behind a pooler that lends a connection out by the transaction/,
  )
  await behind.close()
  pooler.stop()
})

test('a server that does not answer, and a name that does not exist, are told without the password', async () => {
  const target = { url: 'postgres://me:my-password@127.0.0.1:1/medley' }
  const check = assertDurable(connectConfig(target, 'test', {}), describeTarget(target), 0)
  await expect(check).rejects.toThrow(
    'The database medley on 127.0.0.1:1 (DATABASE_URL) does not answer (connect ECONNREFUSED 127.0.0.1:1).',
  )
  const absent = { connection: { ...fresh.connection, database: 'absent' } }
  await expect(assertDurable(connectConfig(absent, 'test', {}), describeTarget(absent), 30_000)).rejects.toThrow(
    'The embedded database refuses us: database "absent" does not exist.',
  )
})

test('settings in DATABASE_URL stay, and ours win over them', () => {
  const url = 'postgres://me@db/medley?sslmode=require&options=-c%20work_mem%3D1MB'
  const config = connectConfig({ url }, 'test', { jit: 'off' })
  expect(config.options).toBe('-c work_mem=1MB -c timezone=UTC -c datestyle=ISO -c jit=off')
  expect(config.connectionString).toBe('postgres://me@db/medley?sslmode=require')
})
