import { afterAll, beforeAll, expect, test } from 'vitest'

import { readEvents } from '../../src/store/read-events.ts'
import { explain, nodesOf } from '../helpers/explain.ts'
import { makeTestDatabase, type TestDatabase } from '../helpers/test-database.ts'

let testDatabase: TestDatabase
beforeAll(async () => {
  testDatabase = await makeTestDatabase()
  await testDatabase.database.query(
    'fill-events',
    `insert into events (organisation, seq, day, task, kind)
      select o, n, current_date + (n / 10000)::int, gen_random_uuid(), 'task.queued'
      from generate_series(1, 2) o, generate_series(1, 50000) n`,
    [],
  )
})
afterAll(() => testDatabase.drop())

test('a page of the log reads a page, by the key of the days from the cursor on', async () => {
  const today = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  const plans = await explain(testDatabase.database, testDatabase.connection, async (sql) => {
    const rows = await readEvents(sql, 2, { seq: 20_500, since: today }, 101)
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 101 }, (_, index) => 20_501 + index))
  })
  const scans = plans.flatMap(nodesOf).filter((node) => node['Relation Name'] !== undefined)
  expect(scans.map((scan) => scan['Node Type'])).toEqual(scans.map(() => 'Index Scan'))
  // Days before the cursor's are not looked at, and of each later one at most the page is read.
  expect(scans.length).toBeLessThanOrEqual(7)
  const rows = scans.reduce((sum, scan) => sum + scan['Actual Rows'] * scan['Actual Loops'], 0)
  expect(rows).toBeLessThan(220)
})
