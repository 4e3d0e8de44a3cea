import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { readConfig } from '../../src/config.ts'
import { startGateway } from '../../src/gateway.ts'
import { makeLog } from '../../src/lib/log.ts'
import { nameOf } from '../faults/make-core.ts'
import { until } from '../helpers/start-medley.ts'
import { makeTestDatabase, type TestDatabase } from '../helpers/test-database.ts'

let testDatabase: TestDatabase
let dataDir: string
beforeAll(async () => {
  testDatabase = await makeTestDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'medley-start-'))
})
afterAll(async () => {
  await testDatabase.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

const rows = (text: string) => testDatabase.database.query<{ name: string }>(nameOf(text), text, [])
const months = () =>
  rows(`select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'tasks'::regclass and c.relname <> 'tasks_default' order by 1`)
const isWaiting = async () =>
  (
    await rows(`select 'waits' as name from pg_locks where not granted
    and database = (select oid from pg_database where datname = current_database())`)
  ).length > 0

test('a start that finds a long reader in the way of a partition waits for it, and has the partition when it has started', async () => {
  const before = await months()
  const last = before.at(-1)?.name ?? ''
  const config = readConfig({ PORT: '0', MEDLEY_DATA: dataDir, MEDLEY_STUDIO_THREADS: '1' })
  await testDatabase.database.withSession(async (reader) => {
    await reader.execute(`alter table tasks detach partition ${last}`)
    await reader.execute(`drop table ${last}`)
    await reader.execute('begin')
    await reader.execute('select count(*) from tasks')
    const starting = startGateway({ config, role: 'api', database: testDatabase.database, log: makeLog('silent') })
    try {
      // It has tried, and given up so that nobody waits behind it.
      await until(async () => ((await isWaiting()) ? true : null))
      await until(async () => ((await isWaiting()) ? null : true))
    } finally {
      await reader.execute('rollback')
      await (await starting).stop()
    }
  })
  expect(await months()).toEqual(before)
})
