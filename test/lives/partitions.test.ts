import { afterAll, beforeAll, expect, test } from 'vitest'

import { dropPartition } from '../../src/store/drop-partition.ts'
import { ensurePartitions, findOldPartitions } from '../../src/store/installation.ts'
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

test('this month and the next two, today and the next seven days have partitions; making them again changes nothing', async () => {
  const before = await Promise.all(['tasks', 'task_payloads', 'events', 'idempotency_keys'].map(names))
  expect(before.map((list) => list.length)).toEqual([4, 4, 8, 8]) // tasks with their default one
  await Promise.all([1, 2, 3].map(() => ensurePartitions(testDatabase.database)))
  expect(await Promise.all(['tasks', 'task_payloads', 'events', 'idempotency_keys'].map(names))).toEqual(before)
})

test('a partition of past days is found and dropped while a reader and a writer are at work; the others stay', async () => {
  await testDatabase.database.withSession(async (session) => {
    await session.execute(`create table idempotency_keys_2020_01_01 (like idempotency_keys including defaults)`)
    await session.execute(
      `alter table idempotency_keys attach partition idempotency_keys_2020_01_01 for values from ('2020-01-01') to ('2020-01-02')`,
    )
  })
  const old = await findOldPartitions(testDatabase.database)
  expect(old).toEqual([{ parent: 'idempotency_keys', name: 'idempotency_keys_2020_01_01' }])
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
  expect(await names('idempotency_keys')).toHaveLength(8)
})
