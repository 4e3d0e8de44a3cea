import { mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runProgram } from '../../src/lib/embedded-postgres/run-program.ts'
import { makeDatabase, type Database } from '../../src/store/make-database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { quietLog } from '../helpers/quiet-log.ts'
import { until } from '../helpers/start-medley.ts'
import { makeEmptyDatabase, type TestDatabase } from '../helpers/test-database.ts'

let fresh: TestDatabase
let database: Database
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), `medley-test-${process.pid}-`))
  fresh = await makeEmptyDatabase()
  database = fresh.database
})

afterEach(async () => {
  await fresh.drop()
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

function select<Row>(text: string): Promise<Row[]> {
  return database.withSession((session) => session.execute<Row>(text))
}

async function tables(): Promise<string[]> {
  const rows = await select<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations' order by 1`,
  )
  return rows.map((row) => row.name)
}

test('applies what is new, in order, and nothing twice', async () => {
  write('000001-first.sql', 'create table first (id int); insert into first values (1);')
  write('000002-second.sql', 'create table second as select id from first;')
  expect(await migrate({ database, folder })).toEqual(['000001-first.sql', '000002-second.sql'])
  expect(await migrate({ database, folder })).toEqual([])
  write('000010-later.sql', 'create table later ();')
  expect(await migrate({ database, folder })).toEqual(['000010-later.sql'])
  expect(await tables()).toEqual(['first', 'later', 'second'])
})

test('a folder without migrations is fine', async () => {
  expect(await migrate({ database, folder })).toEqual([])
})

test('of four processes that start at once one migrates, and all see the result', async () => {
  // Whoever is first goes on only when all the others have asked.
  write('000001-first.sql', 'create table first (id int); select pg_advisory_xact_lock(42);')
  write('000002-second.sql', 'create table second (id int);')
  const program = fileURLToPath(new URL('../helpers/migrate-child.ts', import.meta.url))
  const args = ['--disable-warning=ExperimentalWarning', program, JSON.stringify(fresh.connection), folder]
  const outcomes = await database.withSession(async (session) => {
    await session.execute('select pg_advisory_lock(42)')
    const running = [1, 2, 3, 4].map(() => runProgram(process.execPath, args, null))
    await until(async () => {
      const asking = await select(
        `select from pg_stat_activity where datname = current_database() and query like 'select pg_try_advisory_lock%'`,
      )
      return asking.length === 3 ? true : null
    })
    await session.execute('select pg_advisory_unlock(42)')
    return await Promise.all(running)
  })
  expect(outcomes.map((outcome) => outcome.code)).toEqual([0, 0, 0, 0])
  const applied: unknown[] = outcomes.map((outcome) => JSON.parse(outcome.output))
  expect(applied.flat()).toEqual(['000001-first.sql', '000002-second.sql'])
  expect(await tables()).toEqual(['first', 'second'])
})

test('a migration that fails is undone whole and named, and those before it stay', async () => {
  write('000001-first.sql', 'create table first (id int);')
  write('000002-broken.sql', 'create table second (id int); select 1 / 0;')
  await expect(migrate({ database, folder })).rejects.toThrow(
    'The migration 000002-broken.sql failed and was rolled back: division by zero.',
  )
  expect(await tables()).toEqual(['first'])
  write('000002-broken.sql', 'create table second (id int);')
  expect(await migrate({ database, folder })).toEqual(['000002-broken.sql'])
})

test('a file that was changed after it had been applied is refused', async () => {
  write('000001-first.sql', 'create table first (id int);\n')
  await migrate({ database, folder })
  write('000001-first.sql', 'create table first (id int);\r\n')
  expect(await migrate({ database, folder })).toEqual([])
  write('000001-first.sql', 'create table first (id bigint);\n')
  write('000002-second.sql', 'create table second (id int);')
  await expect(migrate({ database, folder })).rejects.toThrow(/^The migration 000001-first.sql was changed after/)
  expect(await tables()).toEqual(['first'])
})

test('a database that is newer than the code is refused', async () => {
  write('000001-first.sql', 'create table first (id int);')
  write('000002-second.sql', 'create table second (id int);')
  await migrate({ database, folder })
  unlinkSync(join(folder, '000002-second.sql'))
  await expect(migrate({ database, folder })).rejects.toThrow(
    'The database is newer than this Medley: it has the migration 000002-second.sql, which is not known here. Start a newer Medley.',
  )
})

test('a migration that comes too late in the order is refused', async () => {
  write('000002-second.sql', 'create table second (id int);')
  await migrate({ database, folder })
  write('000001-first.sql', 'create table first (id int);')
  await expect(migrate({ database, folder })).rejects.toThrow(/^The migration 000001-first.sql comes before/)
})

test('a bad name and a number used twice are refused before anything runs', async () => {
  write('000001-first.sql', 'create table first (id int);')
  write('000001-other.sql', 'create table other (id int);')
  await expect(migrate({ database, folder })).rejects.toThrow(/^Two migrations have the number of 000001-other.sql/)
  renameSync(join(folder, '000001-other.sql'), join(folder, '2-other.sql'))
  await expect(migrate({ database, folder })).rejects.toThrow(/^The migration 2-other.sql is not named like/)
  expect(await tables()).toEqual([])
})

test('waits for a lock in turns, so that others get through, and has no time limit of its own', async () => {
  write('000001-first.sql', 'create table first (id int);')
  await migrate({ database, folder })
  write(
    '000002-alter.sql',
    `alter table first add column name text;
    create table seen as select current_setting('transaction_timeout') as limit, current_setting('lock_timeout') as lock;`,
  )
  const other = makeDatabase({ connection: fresh.connection, poolSize: 1, log: quietLog })
  const migrated = await other.withSession(async (session) => {
    await session.execute('begin; lock table first')
    const running = migrate({ database, folder })
    // The migration has given up once and asks again.
    await until(async () => {
      const given = await select(
        `select from pg_stat_activity where datname = current_database() and query = 'rollback'
          and application_name = 'medley session'`,
      )
      return given.length === 1 ? true : null
    })
    await session.execute('commit')
    return running
  })
  await other.close()
  expect(migrated).toEqual(['000002-alter.sql'])
  expect(await select('select * from seen')).toEqual([{ limit: '0', lock: '3s' }])
})
