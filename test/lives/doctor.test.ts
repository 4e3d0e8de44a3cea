import { once } from 'node:events'
import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { checkDisk, judgeRoom } from '../../src/core/doctor/check-disk.ts'
import { checkClock } from '../../src/core/doctor/check-clock.ts'
import { checkConnections } from '../../src/core/doctor/check-connections.ts'
import { checkPort } from '../../src/core/doctor/check-port.ts'
import { checkTransactions } from '../../src/core/doctor/check-transactions.ts'
import { examineDatabase } from '../../src/core/doctor/examine.ts'
import type { Finding } from '../../src/core/doctor/finding.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { makeCore, type Core } from '../faults/make-core.ts'
import { create } from '../faults/new-task.ts'
import {
  databaseUrlOf,
  newFolder,
  readyUrlOf,
  runProcess,
  startProcess,
  stopProcess,
} from '../helpers/medley-process.ts'
import { makeEmptyDatabase, makeTestDatabase, type TestDatabase } from '../helpers/test-database.ts'

async function withCore(work: (core: Core) => Promise<void>): Promise<void> {
  const core = await makeCore()
  try {
    await work(core)
  } finally {
    await core.stop()
  }
}

async function withDatabase(testDatabase: TestDatabase, work: (database: TestDatabase) => Promise<void>) {
  try {
    await work(testDatabase)
  } finally {
    await testDatabase.drop()
  }
}

async function examine({ testDatabase, context }: Pick<Core, 'testDatabase' | 'context'>): Promise<Finding[]> {
  const { database, connection } = testDatabase
  const patient = { target: { connection }, database, artifacts: context.artifacts, poolSize: 8, clock: systemClock }
  const findings: Finding[] = []
  for await (const finding of examineDatabase(patient)) findings.push(finding)
  return findings
}

const levels = (findings: readonly Finding[]) => Object.fromEntries(findings.map(({ check, level }) => [check, level]))
const of = (findings: readonly Finding[], check: string) => findings.find((finding) => finding.check === check)

test('a healthy installation is all ok: beside a running instance, without one, and before the first start, which it is not', async () => {
  const folder = newFolder()
  const env = { MEDLEY_DATA: join(folder, 'data') }
  const fresh = await runProcess(['doctor'], env)
  expect(fresh).toMatchObject({ code: 0, stderr: '' })
  expect(fresh.stdout).toMatch(/^ok +database +there is none in /m)
  expect(existsSync(env.MEDLEY_DATA)).toBe(false)

  const medley = startProcess(['serve'], env)
  const url = await readyUrlOf(medley)
  const beside = await runProcess(['doctor'], env)
  expect(beside).toMatchObject({ code: 0, stderr: '' })
  expect(beside.stdout).toContain(`(process ${medley.child.pid}) answers at ${url}`)
  expect(beside.stdout).toMatch(/^ok +workers +1 worker at work$/m)
  expect(await stopProcess(medley)).toBe(0)

  const without = await runProcess(['doctor'], env)
  expect(without).toMatchObject({ code: 0, stderr: '' })
  expect(without.stdout).toMatch(/^ok +workers +none is running$/m)
  for (const { stdout } of [beside, without]) {
    expect(stdout).toMatch(/\n13 ok, 0 warnings, 0 failures\n$/)
    expect(stdout.match(/^(ok|warn|fail) /gm)).toHaveLength(13)
  }
})

test('a database that does not answer is a failure with what to do, and the rest is looked at all the same', async () => {
  const run = await runProcess(['doctor'], {
    DATABASE_URL: 'postgres://a:secret-word@127.0.0.1:1/b',
    MEDLEY_DATA: newFolder(),
  })
  expect(run).toMatchObject({ code: 1, stderr: '' })
  expect(run.stdout).toMatch(
    /^fail +database +The database b on 127\.0\.0\.1:1 \(DATABASE_URL\) does not answer.*\n +-> /m,
  )
  expect(run.stdout).toMatch(/^ok +disk/m)
  expect(run.stdout).toMatch(/^ok +port/m)
  expect(run.stdout).not.toContain('secret-word')
})

test('a setting that cannot be used and an embedded database that cannot start are failures, not stacks', async () => {
  const wrong = await runProcess(['doctor'], { PORT: 'eighty', MEDLEY_DATA: newFolder() })
  expect(wrong).toMatchObject({ code: 1, stderr: '' })
  expect(wrong.stdout).toMatch(/^fail +settings +PORT must be /m)
  const dataDir = join(newFolder(), 'data')
  const medley = startProcess(['serve'], { MEDLEY_DATA: dataDir })
  await readyUrlOf(medley)
  await stopProcess(medley)
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '12\n')
  const old = await runProcess(['doctor'], { MEDLEY_DATA: dataDir })
  expect(old).toMatchObject({ code: 1, stderr: '' })
  expect(old.stdout).toMatch(/^fail +database +The database in .* was made by PostgreSQL 12/m)
})

test('DATABASE_URL: what it finds in that database', async () => {
  await withCore(async (core) => {
    const env = { DATABASE_URL: databaseUrlOf(core.testDatabase.connection), MEDLEY_DATA: newFolder() }
    expect(await runProcess(['doctor'], env)).toMatchObject({ code: 0, stderr: '' })
    await core.makeOrganisation(5)
    await core.sql('update accounts set available = available + 1')
    const run = await runProcess(['doctor'], env)
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(
      /^fail +books +1 discrepancy; organisation 1: not true that balances follow from movements\n +-> `medley verify`/m,
    )
  })
})

test('files that are missing or were cut are a failure; expired ones and results that lie in their row are not looked for', async () => {
  await withCore(async (core) => {
    const ids = ['10000000-0000-8000-8000-000000000000', 'f0000000-0000-8000-8000-000000000000']
    for (const [index, id] of [...ids, '50000000-0000-8000-8000-000000000000'].entries()) {
      if (index < 2) await core.context.artifacts.save(id, Buffer.from('four'))
      await core.sql(
        `insert into artifacts (id, organisation, kind, token, extension, media_type, size, sha256, expires_at)
          values ($1::uuid, 1, 'text', ($1::uuid)::text, 'txt', 'text/plain', 4, 'x', now() + $2 * interval '1 hour')`,
        [id, index < 2 ? 1 : -1],
      )
    }
    // An upload that is still coming in.
    await core.sql(
      `insert into artifacts (id, organisation, kind, token, extension, media_type, size, sha256, expires_at)
        values (gen_random_uuid(), 1, 'image', 'coming', 'png', 'image/png', 0, '', now() + interval '1 hour')`,
    )
    await core.sql(
      `insert into artifacts (id, organisation, kind, token, extension, media_type, size, sha256, expires_at, content)
        values (gen_random_uuid(), 1, 'text', 'small', 'txt', 'text/plain', 4, '', now() + interval '1 hour', 'four')`,
    )
    expect(of(await examine(core), 'files')).toMatchObject({ level: 'ok', found: 'a sample of 2 files, all there' })
    const [cut = '', gone = ''] = ids.map((id) => core.context.artifacts.pathOf(id))
    truncateSync(cut, 3)
    expect(of(await examine(core), 'files')).toMatchObject({ level: 'fail', found: expect.stringContaining(cut) })
    rmSync(gone)
    expect(of(await examine(core), 'files')?.remedy).toContain('MEDLEY_DATA')
  })
})

test('uncertain purchases, passed deadlines, tasks that break workers and a queue that stands still are warnings', async () => {
  await withCore(async (core) => {
    const caller = await core.makeOrganisation(100)
    const worker = await core.makeWorker()
    for (let made = 0; made < 3; made += 1) await create(core, caller)
    const [job] = await core.claimReady(worker)
    await core.sql(
      `insert into purchases (id, task, ordinal, provider, model, restartable, state, sent_at)
        values (gen_random_uuid(), $1, 0, 'simulator', 'x', false, 'unknown', now() - interval '3 hours')`,
      [job?.task],
    )
    expect(levels(await examine(core))).toMatchObject({ queue: 'ok', purchases: 'warn', workers: 'ok', books: 'ok' })
    await core.sql(`update jobs set run_at = now() - interval '10 minutes', takeovers = 6 where phase = 1`)
    await core.sql(`update jobs set deadline = now() - interval '2 minutes' where id = (select max(id) from jobs)`)
    const findings = await examine(core)
    expect(levels(findings)).toMatchObject({ queue: 'warn', deadlines: 'warn', takeovers: 'warn', purchases: 'warn' })
    expect(of(findings, 'queue')?.found).toBe('2 ready, 0 staged, 1 running; the oldest ready one waits for 10 min')
    expect(of(findings, 'purchases')?.found).toMatch(
      new RegExp(`^1 uncertain: .* of task ${job?.task} at simulator for 3 h$`),
    )
    // Nobody works: that tasks wait is no fault of the queue's.
    await core.sql('delete from workers')
    expect(levels(await examine(core))).toMatchObject({ queue: 'ok', workers: 'warn' })
  })
})

test('jobs of a dead worker are a failure when the living do not take them over, a warning when nobody lives', async () => {
  await withCore(async (core) => {
    const caller = await core.makeOrganisation(100)
    await create(core, caller)
    const dead = await core.makeWorker()
    await core.claimReady(dead)
    await core.sql(`update workers set lease_until = now() - interval '20 seconds'`)
    expect(of(await examine(core), 'workers')).toMatchObject({
      level: 'warn',
      remedy: expect.stringContaining('start'),
    })
    await core.makeWorker()
    expect(of(await examine(core), 'workers')).toMatchObject({
      level: 'ok',
      found: expect.stringContaining('taken over'),
    })
    await core.sql(`update workers set lease_until = now() - interval '5 minutes' where id = $1`, [dead])
    expect(of(await examine(core), 'workers')).toMatchObject({
      level: 'fail',
      found: '1 at work, 1 dead for up to 5 min, which held 1 job',
    })
  })
})

test('a database that could lose what it confirms is a failure, and is asked nothing more', async () => {
  await withCore(async (core) => {
    await core.sql(`alter database ${core.testDatabase.connection.database} set synchronous_commit = off`)
    const findings = await examine(core)
    expect(findings).toMatchObject([{ check: 'database', level: 'fail' }])
    expect(findings[0]?.found).toContain('synchronous_commit=off')
  })
})

test('tables of another release: missing ones are a warning, newer and changed ones a failure, and nothing breaks', async () => {
  const context = { artifacts: { pathOf: () => '' } }
  await withDatabase(await makeEmptyDatabase(), async (testDatabase) => {
    const findings = await examine({ testDatabase, context: Object.assign(Object.create(null), context) })
    expect(findings.at(-1)).toMatchObject({ check: 'migrations', level: 'warn', found: 'the database is empty' })
  })
  await withDatabase(await makeTestDatabase(), async (testDatabase) => {
    const run = (text: string) => testDatabase.database.withSession((session) => session.execute(text))
    const last = async () =>
      (await examine({ testDatabase, context: Object.assign(Object.create(null), context) })).at(-1)
    await run('delete from schema_migrations where number = (select max(number) from schema_migrations)')
    expect(await last()).toMatchObject({
      check: 'migrations',
      level: 'warn',
      found: expect.stringMatching(/^not applied: /),
    })
    await run(`update schema_migrations set hash = 'x' where number = 1`)
    expect(await last()).toMatchObject({
      check: 'migrations',
      level: 'fail',
      found: expect.stringMatching(/was changed after/),
    })
    await run(`insert into schema_migrations (number, name, hash) values (0, '000000-other.sql', 'x')`)
    expect(await last()).toMatchObject({
      check: 'migrations',
      level: 'fail',
      found: expect.stringMatching(/the database is newer/),
    })
  })
})

test('a transaction that is held open is named, and so are too few connections', async () => {
  await withDatabase(await makeTestDatabase(), async ({ database }) => {
    await database.withSession(async (session) => {
      await session.execute('begin isolation level repeatable read; select 1')
      const [found] = await checkTransactions(database, 0)
      expect(found).toMatchObject({ level: 'warn' })
      expect(found?.found).toMatch(/a transaction of process \d+ \(medley session, idle in transaction\) for/)
      await session.execute('commit')
    })
    expect((await checkTransactions(database)).map(({ level }) => level)).toEqual(['ok', 'ok'])
    const listener = await database.listen('test', () => {})
    expect(await checkConnections(database, 8)).toMatchObject([{ level: 'ok' }])
    expect(await checkConnections(database, 95)).toMatchObject([
      { level: 'warn', remedy: expect.stringMatching(/MEDLEY_DB_CONNECTIONS/) },
    ])
    await listener.close()
  })
})

test('a clock that is off is said with its side; over a minute is what a start would refuse', async () => {
  await withDatabase(await makeTestDatabase(), async ({ database }) => {
    const at = (offset: number) => ({ ...systemClock, now: () => systemClock.now() + offset })
    expect(await checkClock(database, at(0))).toMatchObject({ level: 'ok' })
    expect(await checkClock(database, at(-5000))).toMatchObject({
      level: 'warn',
      found: expect.stringMatching(/behind/),
    })
    expect(await checkClock(database, at(90_000))).toMatchObject({
      level: 'fail',
      found: expect.stringMatching(/ahead of/),
    })
  })
})

test('a port is ours, free, somebody else’s or impossible', async () => {
  const door = { host: '127.0.0.1', instance: null }
  const stranger = createServer((_request, response) => response.end('It works!'))
  stranger.listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  const address = stranger.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  expect(await checkPort({ ...door, port })).toMatchObject({
    level: 'fail',
    found: expect.stringMatching(/taken by something/),
  })
  stranger.close()
  stranger.closeAllConnections()
  await once(stranger, 'close')
  expect(await checkPort({ ...door, port })).toMatchObject({ level: 'ok', found: expect.stringMatching(/is free/) })
  expect(await checkPort({ ...door, host: '203.0.113.7', port })).toMatchObject({
    level: 'fail',
    found: expect.stringMatching(/no address/),
  })
  const medley = startProcess(['serve'], { MEDLEY_DATA: join(newFolder(), 'data') })
  const url = await readyUrlOf(medley)
  expect(await checkPort({ ...door, port: Number(new URL(url).port) })).toMatchObject({
    level: 'ok',
    found: expect.stringMatching(/^Medley/),
  })
  await stopProcess(medley)
  expect(await checkPort({ ...door, port, instance: { pid: 1, url } })).toMatchObject({ level: 'warn' })
})

test('a folder that cannot be written to fails, and room is judged by what is left for us', async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'file'), '')
  expect(await checkDisk(join(folder, 'file', 'data'))).toMatchObject([
    { level: 'fail', remedy: expect.stringMatching(/MEDLEY_DATA/) },
  ])
  expect(await checkDisk(join(folder, 'not', 'yet'))).toMatchObject([
    { found: expect.stringMatching(/which the first start makes/) },
  ])
  const figures = { bsize: 4096, blocks: 25_000_000, bavail: 12_500_000, files: 6_000_000, ffree: 5_000_000 }
  expect(judgeRoom('disk', '/x', figures).level).toBe('ok')
  expect(judgeRoom('disk', '/x', { ...figures, bavail: 1_200_000 }).level).toBe('warn')
  expect(judgeRoom('disk', '/x', { ...figures, bavail: 50_000 }).level).toBe('fail')
  expect(judgeRoom('disk', '/x', { ...figures, ffree: 50_000 }).level).toBe('warn')
  expect(judgeRoom('disk', '/x', { ...figures, files: 0, ffree: 0 }).level).toBe('ok')
})
