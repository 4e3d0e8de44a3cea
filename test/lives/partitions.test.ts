import { afterAll, beforeAll, expect, test } from 'vitest'

import { dropPartition } from '../../src/store/drop-partition.ts'
import { ensurePartitions, findOldPartitions } from '../../src/store/installation.ts'
import { until } from '../helpers/start-medley.ts'
import { makeTestDatabase, type TestDatabase } from '../helpers/test-database.ts'

let testDatabase: TestDatabase
beforeAll(async () => {
  testDatabase = await makeTestDatabase()
})
afterAll(() => testDatabase.drop())

const names = (parent: string) =>
  testDatabase.database.query<{ name: string }>(
    'test-partitions',
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass order by 1`,
    [parent],
  )

const PARENTS = [
  ['tasks', 'month'],
  ['task_payloads', 'month'],
  ['events', 'day'],
  ['idempotency_keys', 'day'],
] as const

const dueOf = (parent: string, unit: 'month' | 'day') =>
  testDatabase.database.query<{ name: string }>(
    'test-due',
    `select $1 || to_char(date_trunc($2, current_date) + n * ('1 ' || $2)::interval, $3) as name from generate_series(0, $4::int) n`,
    unit === 'month' ? [parent, unit, '_YYYY_MM', 2] : [parent, unit, '_YYYY_MM_DD', 7],
  )

test('this month and the next two, today and the next seven days have partitions; making them again changes nothing', async () => {
  // The template may be of the day before, or of the month before, and then there is one more in front.
  await ensurePartitions(testDatabase.database)
  for (const [parent, unit] of PARENTS) {
    const due = (await dueOf(parent, unit)).map(({ name }) => name)
    const all = (await names(parent)).map(({ name }) => name).filter((name) => name !== `${parent}_default`)
    expect(all.slice(-due.length)).toEqual(due)
    expect(all.length).toBeLessThanOrEqual(due.length + 1)
  }
  const before = await Promise.all(PARENTS.map(([parent]) => names(parent)))
  await Promise.all([1, 2, 3].map(() => ensurePartitions(testDatabase.database)))
  expect(await Promise.all(PARENTS.map(([parent]) => names(parent)))).toEqual(before)
})

test('a partition of past days is found and dropped while a writer is at work; the others stay', async () => {
  const kept = await names('idempotency_keys')
  await testDatabase.database.withSession(async (session) => {
    await session.execute(`create table idempotency_keys_2020_01_01 (like idempotency_keys including defaults)`)
    await session.execute(
      `alter table idempotency_keys attach partition idempotency_keys_2020_01_01 for values from ('2020-01-01') to ('2020-01-02')`,
    )
  })
  const old = await findOldPartitions(testDatabase.database)
  expect(old).toEqual([{ parent: 'idempotency_keys', name: 'idempotency_keys_2020_01_01', state: 'attached' }])
  const [partition] = old
  if (partition === undefined) return
  let isDropped = false
  const dropping = testDatabase.database
    .withSession((session) => dropPartition(session, partition))
    .finally(() => {
      isDropped = true
    })
  let writes = 0
  while (!isDropped) {
    await testDatabase.database.query(
      'test-insert',
      'insert into idempotency_keys (organisation, key, body, task) select 1, gen_random_uuid(), gen_random_uuid(), gen_random_uuid()',
      [],
    )
    writes += 1
  }
  await dropping
  expect(writes).toBeGreaterThan(0)
  expect(await findOldPartitions(testDatabase.database)).toEqual([])
  expect(await names('idempotency_keys')).toEqual(kept)
})

test('what somebody who died had begun to detach, or detached and not dropped, is found and dropped', async () => {
  await testDatabase.database.withSession(async (session) => {
    await session.execute(`create table events_2020_01_01 (like events including defaults)`)
    await session.execute(`create table events_2020_01_02 (like events including defaults)`)
    await session.execute(
      `alter table events attach partition events_2020_01_01 for values from ('2020-01-01') to ('2020-01-02')`,
    )
    // As an interrupted detach leaves it: an old snapshot keeps the second half of it waiting until it is cut off.
    await testDatabase.database.withSession(async (reader) => {
      await reader.execute('begin isolation level repeatable read')
      await reader.execute('select count(*) from events')
      const cutOff = expect(
        session.execute('alter table events detach partition events_2020_01_01 concurrently'),
      ).rejects.toThrow('canceling statement due to user request')
      await until(async () => {
        const pending = await testDatabase.database.query(
          'test-cut-off',
          `select pg_cancel_backend(pid) from pg_stat_activity
            where datname = current_database() and state = 'active' and query like 'alter table events detach%'
              and exists (select from pg_inherits where inhdetachpending)`,
          [],
        )
        return pending.length > 0 ? true : null
      })
      await cutOff
      await reader.execute('rollback')
    })
    const old = await findOldPartitions(testDatabase.database)
    expect(old.map(({ name, state }) => [name, state])).toEqual([
      ['events_2020_01_01', 'detaching'],
      ['events_2020_01_02', 'detached'],
    ])
    for (const partition of old) await dropPartition(session, partition)
  })
  expect(await findOldPartitions(testDatabase.database)).toEqual([])
})

test('beside a long reader of all tasks, making a month gives up soon and says so; without it, it is made', async () => {
  const { database } = testDatabase
  const before = await names('tasks')
  await database.withSession(async (session) => {
    const last = before.at(-1)?.name ?? ''
    expect(last).toMatch(/^tasks_\d{4}_\d{2}$|^tasks_default$/)
    const month = before.map(({ name }) => name).findLast((name) => name !== 'tasks_default')
    await session.execute(`alter table tasks detach partition ${month}`)
    await session.execute(`drop table ${month}`)
    await database.withSession(async (reader) => {
      await reader.execute('begin')
      await reader.execute('select count(*) from tasks')
      expect(await ensurePartitions(database)).toBe(false)
      await reader.execute('rollback')
    })
  })
  expect(await ensurePartitions(database)).toBe(true)
  expect(await names('tasks')).toEqual(before)
})
