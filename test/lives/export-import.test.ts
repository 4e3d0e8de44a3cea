import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { makeDiskArtifactStore, type ArtifactStore } from '../../src/artifacts/artifact-store.ts'
import { describeFile } from '../../src/artifacts/describe-file.ts'
import { exportInstallation } from '../../src/core/export-installation.ts'
import { foundFirstOrganisation } from '../../src/core/first-start.ts'
import { importInstallation } from '../../src/core/import-installation.ts'
import { openFile } from '../../src/core/open-file.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { deriveUuid } from '../../src/lib/ids.ts'
import { readInstanceFile } from '../../src/lib/embedded-postgres/instance-file.ts'
import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { verifyBooks } from '../../src/core/verify-books.ts'
import { limitActiveTasks } from '../../src/store/accounts.ts'
import { setStagesExcess } from '../../src/store/limits.ts'
import { withCopySession } from '../../src/store/copy-session.ts'
import { beginFilling } from '../../src/store/copy-tables.ts'
import { makeDatabase } from '../../src/store/make-database.ts'
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
import { quietLog } from '../helpers/quiet-log.ts'
import { until } from '../helpers/start-medley.ts'
import { makeTestDatabase, type TestDatabase } from '../helpers/test-database.ts'

const KEY = 'a-key-for-export-and-import'

function client(url: string) {
  const headers = { 'x-api-key': KEY, 'content-type': 'application/json' }
  const send = async (path: string, body?: JsonValue) => {
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
    return JSON.parse(await (await fetch(`${url}${path}`, init)).text())
  }
  return {
    send,
    create: async (body: JsonValue): Promise<string> => (await send('/v1/images/generations', body)).task_id,
    untilDone: (id: string) =>
      until(async () => {
        const task = await send(`/v1/tasks/${id}`)
        return ['succeeded', 'failed', 'canceled'].includes(task.status) ? task : null
      }),
  }
}

const simulated = (script: JsonValue): JsonValue => ({
  model: 'sim/image',
  prompt: 'x',
  model_options: { simulator: script },
})

const startsOf = (dataDir: string) =>
  readFileSync(join(dataDir, 'simulator', 'starts.jsonl'), 'utf8')
    .trim()
    .split('\n').length

test('a whole installation moves to another folder: keys, balances, tasks and files are the same, work goes on, nothing is bought twice', async () => {
  const folder = newFolder()
  const from = join(folder, 'from')
  const to = join(folder, 'to')
  const first = startProcess(['serve'], { MEDLEY_DATA: from, MEDLEY_API_KEY: KEY })
  const here = client(await readyUrlOf(first))
  const picture = await here.untilDone(await here.create({ prompt: 'a fox', aspect_ratio: '1:1' }))
  // Bought, and still at work upstream when everything stops.
  const open = await here.create(simulated({ delayMs: 20_000, accept: { idempotent: false, lookup: true } }))
  await until(async () => ((await here.send(`/v1/tasks/${open}`)).status === 'running' ? true : null))
  const image = Buffer.from(await (await fetch(picture.output.images[0].image_url)).arrayBuffer())
  const balance = (await here.send('/v1/tasks?limit=10')).data.length
  expect(await stopProcess(first)).toBe(0)

  const out = join(folder, 'out')
  const exported = await runProcess(['export', out], { MEDLEY_DATA: from })
  expect(exported).toMatchObject({ code: 0, stderr: '' })
  // The picture, and its thumbnail where that is too large for its row.
  expect(exported.stdout).toMatch(/and all [12] files to/)
  expect(statSync(out).mode & 0o077).toBe(0)
  const imported = await runProcess(['import', out], { MEDLEY_DATA: to })
  expect(imported).toMatchObject({ code: 0, stderr: '' })
  expect(imported.stdout).toMatch(/1 open task may have been bought meanwhile[^]*\n0 discrepancies\n$/)
  // The simulator's journal stands for its provider, which lives on where it is.
  cpSync(join(from, 'simulator'), join(to, 'simulator'), { recursive: true })

  const second = startProcess(['serve'], { MEDLEY_DATA: to, MEDLEY_API_KEY: 'another-one-that-comes-too-late' })
  const there = client(await readyUrlOf(second))
  const moved = await there.send(`/v1/tasks/${picture.task_id}`)
  expect(moved).toMatchObject({ status: 'succeeded', usage: picture.usage, created_at: picture.created_at })
  expect(Buffer.from(await (await fetch(moved.output.images[0].image_url)).arrayBuffer()).equals(image)).toBe(true)
  expect((await there.send('/v1/tasks?limit=10')).data).toHaveLength(balance)
  expect(await there.untilDone(open)).toMatchObject({ status: 'succeeded' })
  expect(startsOf(to)).toBe(1)
  // Numbers go on where they stood: nothing collides.
  expect(await there.untilDone(await there.create(simulated({})))).toMatchObject({ status: 'succeeded' })
  expect(await stopProcess(second)).toBe(0)
  expect(await runProcess(['verify'], { MEDLEY_DATA: to })).toMatchObject({ code: 0, stdout: '0 discrepancies\n' })
})

test('a copy of the data folder put back with `medley restored` buys nothing again that was bought after it was made', async () => {
  const folder = newFolder()
  const dataDir = join(folder, 'data')
  const limit = async (most: number | null) => {
    const instance = readInstanceFile(dataDir)
    if (instance === null) throw new Error('nothing runs')
    const database = makeDatabase({ connection: instance.connection, poolSize: 1, log: quietLog })
    await limitActiveTasks(database, 1, most)
    await setStagesExcess(database, 1, true)
    await database.close()
  }
  const env = { MEDLEY_DATA: dataDir, MEDLEY_API_KEY: KEY }
  let medley = startProcess(['serve'], env)
  const api = client(await readyUrlOf(medley))
  await limit(0)
  const scripts = [
    { accept: { idempotent: false, lookup: true } },
    { accept: { idempotent: true, lookup: false } },
    { accept: { idempotent: true, lookup: true } },
  ]
  const tasks = await Promise.all([...scripts, ...scripts].map((script) => api.create(simulated(script))))
  expect(await stopProcess(medley)).toBe(0)
  cpSync(join(dataDir, 'postgres'), join(folder, 'backup'), { recursive: true, preserveTimestamps: true })

  medley = startProcess(['serve'], env)
  const meanwhile = client(await readyUrlOf(medley))
  await limit(null)
  for (const task of tasks) expect(await meanwhile.untilDone(task)).toMatchObject({ status: 'succeeded' })
  expect(await stopProcess(medley)).toBe(0)
  expect(startsOf(dataDir)).toBe(6)

  rmSync(join(dataDir, 'postgres'), { recursive: true })
  cpSync(join(folder, 'backup'), join(dataDir, 'postgres'), { recursive: true })
  const restored = await runProcess(['restored'], env)
  expect(restored).toMatchObject({ code: 0, stderr: '' })
  expect(restored.stdout).toMatch(/^the epoch is now 20[^]*\n6 open tasks may have been bought meanwhile/)
  medley = startProcess(['serve'], env)
  const after = client(await readyUrlOf(medley))
  await limit(null)
  for (const task of tasks) expect(await after.untilDone(task)).toMatchObject({ status: 'succeeded' })
  expect(await stopProcess(medley)).toBe(0)
  expect(startsOf(dataDir)).toBe(6)
  expect(await runProcess(['verify'], env)).toMatchObject({ code: 0, stdout: '0 discrepancies\n' })
})

test('export and restored where nothing is say so, and make nothing', async () => {
  const dataDir = join(newFolder(), 'data')
  for (const args of [['export', join(newFolder(), 'out')], ['restored']]) {
    const run = await runProcess(args, { MEDLEY_DATA: dataDir })
    expect(run.code).toBe(1)
    expect(run.stderr).toMatch(/^medley: There is no database in /)
  }
  expect(existsSync(dataDir)).toBe(false)
  expect((await runProcess(['export'], { MEDLEY_DATA: dataDir })).stderr).toMatch(
    /say FOLDER\nusage: medley export FOLDER/,
  )
})

/** Below: the use cases on databases of the run's own server. */

const HOSTILE = '\\N \\ \\. \t \r\n \u2028 \u0001 "\' €𝄞'

interface Place {
  testDatabase: TestDatabase
  artifacts: ArtifactStore
  run<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** An installation that is full, and empty ones, for as long as `work` lasts. */
async function withPlaces(empty: number, work: (from: Place, ...to: Place[]) => Promise<void>): Promise<void> {
  const core = await makeCore()
  const databases = await Promise.all(Array.from({ length: empty }, () => makeTestDatabase()))
  try {
    await fill(core)
    const to = databases.map((testDatabase) => toPlace(testDatabase, join(newFolder(), 'artifacts')))
    await work({ ...toPlace(core.testDatabase, ''), artifacts: core.context.artifacts }, ...to)
  } finally {
    for (const database of databases) await database.drop()
    await core.stop()
  }
}

function toPlace(testDatabase: TestDatabase, folder: string): Place {
  return {
    testDatabase,
    artifacts: makeDiskArtifactStore(folder),
    run: (text, values) => testDatabase.database.withSession((session) => session.execute(text, values)),
  }
}

const OLD_TASK = '00dc6acf-ac00-7000-8000-000000000001' // long before any partition
const LATE_TASK = 'ffff0000-0000-7000-8000-000000000001' // after all of them
const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
const file = (index: number) => deriveUuid('artifact', OLD_TASK, index)

/** Values that are the hardest to carry: ends of ranges, escapes, old partitions, a clock that was ahead. */
async function fill(core: Core): Promise<void> {
  const caller = await core.makeOrganisation(1000)
  const organisation = caller.organisation.number
  const { id } = await create(core, caller)
  const { run } = toPlace(core.testDatabase, '')
  const copy = (table: string, change: JsonObject) =>
    run(`insert into ${table} select (jsonb_populate_record(t, $1)).* from ${table} t limit 1`, [
      JSON.stringify(change),
    ])
  await run(`insert into pools (name, max_running) values ($1, null), ('b', 2147483647)`, [HOSTILE])
  await run(`select attach_partition('events', 'events_2020_02_29', '2020-02-29', '2020-03-01', '')`)
  const event = { organisation: 2147483647, seq: '9223372036854775807', at: '2020-02-29T23:59:59.999999+14:00' }
  await copy('events', { ...event, day: '2020-02-29' })
  await run(
    `with key as (insert into api_keys (organisation, name, visible_prefix, scopes, models, networks)
        values ($1, $2, '', '{read,operator}', array[$2, ''], '{}') returning id)
      insert into key_secrets (hash, api_key, expires_at) select decode(repeat('00ff5c27', 8), 'hex'), id, 'infinity' from key`,
    [organisation, HOSTILE],
  )
  await run(
    `insert into audit_log (actor_kind, actor, action, organisation, details) values ('command', $2, $2, $1, $2)`,
    [organisation, HOSTILE],
  )
  await run(
    `insert into price_versions (version, starts_at, prices, source, fingerprint, actor, reason)
      values (2, 'infinity', $1, 'file', '', $1, $1)`,
    [HOSTILE],
  )
  await run(
    `insert into statements values ($1, '2020-02-01', 1, 9223372036854775807, 0, 0, 0, 0, 0, 0, 0, 0, 0, '2020-03-01T00:00:00.000001Z')`,
    [organisation],
  )
  await run(`insert into audits (day, discrepancies) values ('2020-02-29', 2147483647)`)
  await run(
    `insert into request_limits (subject, organisation, per_month, tokens) values ($1, $2, 999999999999999, 0.1::float8 + 0.2::float8)`,
    [id, organisation],
  )
  await run(
    `insert into task_limits (organisation, api_key, credits_per_day, day) values ($1, null, 1, '2020-02-29')`,
    [organisation],
  )
  const worst = { asked_model: HOSTILE, callback_secret: HOSTILE, keep_until: 'infinity' }
  await copy('tasks', { ...worst, id: OLD_TASK, place: 101, number: '9223372036854775806' })
  await copy('tasks', { ...worst, id: LATE_TASK, place: 102, number: -1, created_at: '2199-01-01T00:00:00.000001Z' })
  await copy('task_payloads', { task: OLD_TASK, input: HOSTILE, work: '{}', extras: '{"a":"\\u0000"}' })
  await core.claimReady(await core.makeWorker())
  await run(
    `insert into purchases (id, task, ordinal, provider, model, restartable, reference) values ($1, $1, 0, 'x', 'y', false, $2)`,
    [id, HOSTILE],
  )
  for (const [index, bytes] of [HOSTILE, 'second'].entries()) {
    await core.context.artifacts.save(file(index), Buffer.from(bytes))
    const { size, sha256 } = describeFile(Buffer.from(bytes), 'text/plain')
    await run(
      `insert into artifacts (id, organisation, task, kind, token, extension, media_type, size, sha256, duration_seconds, expires_at)
      values ($1, 1, $2, 'text', $3, 'txt', 'text/plain', $4, $5, 0.1::float8 + 0.2::float8, now() + interval '1 day')`,
      [file(index), OLD_TASK, `token-${index}`, size, sha256],
    )
  }
  await run(
    `insert into artifacts (id, organisation, task, kind, token, extension, media_type, size, sha256, expires_at, content)
    values ($1, 1, $2, 'text', 'token-small', 'txt', 'text/plain', 256, '', now() + interval '1 day', $3)`,
    [file(2), OLD_TASK, EVERY_BYTE],
  )
}

const CHANGED: Record<string, string> = { installation: `'epoch'`, jobs: `'worker' - 'run_at'` }

/** What is in every table, except what an import is there to change. */
async function digestOf({ run }: Place): Promise<Record<string, string>> {
  const tables = await run<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and relname not in ('schema_migrations', 'workers') order by 1`,
  )
  const digests: Record<string, string> = {}
  for (const { name } of tables) {
    const kept = CHANGED[name] === undefined ? 'to_jsonb(t)' : `to_jsonb(t) - ${CHANGED[name]}`
    const held = `(${kept})::text`
    const [digest] = await run<{ digest: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(${held}, '|' order by ${held})), '') as digest from ${name} t`,
    )
    digests[name] = digest?.digest ?? ''
  }
  return digests
}

const exportFrom = (place: Place, folder: string, withArtifacts = true) =>
  withCopySession({ connection: place.testDatabase.connection }, (session) =>
    exportInstallation(session, {
      folder,
      artifacts: withArtifacts ? place.artifacts : null,
      release: 'test',
      clock: systemClock,
      onStart: () => {},
    }),
  )

const importInto = (place: Place, folder: string) =>
  withCopySession({ connection: place.testDatabase.connection }, (session) =>
    importInstallation(session, { folder, artifacts: place.artifacts }),
  )

const sumOf = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Rewrites one table of an export, with a manifest that agrees. */
function forge(folder: string, change: (manifest: ReturnType<typeof readManifestOf>) => void): void {
  const manifest = readManifestOf(folder)
  change(manifest)
  for (const table of manifest.tables) {
    const bytes = readFileSync(join(folder, table.file))
    Object.assign(table, { bytes: bytes.length, sha256: sumOf(bytes) })
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
}

function readManifestOf(folder: string): {
  migrations: { number: number; name: string; hash: string }[]
  tables: { name: string; file: string; columns: string[]; bytes: number; sha256: string }[]
} {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
}

test('every value of every table comes over exactly, whatever the text formats of the two databases are', async () => {
  await withPlaces(1, async (from, to = from) => {
    for (const [place, style] of [
      [from, 'SQL, DMY'],
      [to, 'German'],
    ] as const) {
      const { database } = place.testDatabase.connection
      await place.run(`alter database ${database} set datestyle = '${style}'`)
      await place.run(`alter database ${database} set bytea_output = 'escape'`)
      await place.run(`alter database ${database} set extra_float_digits = 0`)
    }
    const before = await digestOf(from)
    const folder = join(newFolder(), 'out')
    const { manifest } = await exportFrom(from, folder)
    expect(manifest.artifacts).toMatchObject({ files: 2, lost: [] })
    const report = await importInto(to, folder)
    // `fill` writes rows that no life of a task would leave: the books are as wrong here as they are there.
    expect(report.discrepancies).toEqual(await verifyBooks(from.testDatabase.database))
    expect(report.discrepancies).not.toEqual([])
    expect(await digestOf(to)).toEqual(before)
    for (const index of [0, 1]) {
      expect(await to.artifacts.readText(file(index))).toBe(await from.artifacts.readText(file(index)))
    }
    const small = await openFile({ sql: to.testDatabase.database, artifacts: to.artifacts }, 'token-small')
    expect(small).toMatchObject({ bytes: EVERY_BYTE, size: 256 })
    // Every job is free and keeps its fence.
    expect(await to.run('select worker, attempt from jobs')).toEqual([{ worker: null, attempt: 1 }])
    // Rows of past days lie in partitions of their own, not in the way of new ones.
    expect(await to.run(`select tableoid::regclass::text as at from events where day = '2020-02-29'`)).toEqual([
      { at: 'events_2020_02_29' },
    ])
    const [epoch] = await to.run<{ ahead: boolean }>(
      'select epoch > (select max(created_at) from tasks) as ahead from installation',
    )
    expect(epoch).toEqual({ ahead: true })
    await to.run('select ensure_partitions()')
    const [next] = await to.run<{ number: number }>(
      `insert into organisations (name, slug) values ('b', 'b') returning number`,
    )
    expect(next).toEqual({ number: 2 })
    expect(await to.run(`select nextval('task_numbers')::int as n`)).toEqual([{ n: 2 }])
  })
})

test('an export shows one moment, whatever commits while it is made', async () => {
  await withPlaces(1, async (from, to = from) => {
    const folder = join(newFolder(), 'out')
    let isDone = false
    const grant = `with m as (update accounts set available = available + 1, movement_seq = movement_seq + 1 where organisation = 1
        returning movement_seq) insert into movements (organisation, seq, kind, debit, credit, amount)
        select 1, movement_seq, 'grant', 'grants', 'available', 1 from m`
    const granting = (async () => {
      for (let grants = 0; ; grants += 1) {
        if (isDone) return grants
        await from.testDatabase.database.query('test-grant', grant, [])
      }
    })()
    try {
      await until(async () => ((await from.run('select from movements where seq > 20')).length > 0 ? true : null))
      await exportFrom(from, folder)
    } finally {
      isDone = true
    }
    expect(await granting).toBeGreaterThan(20)
    const wrong = (await importInto(to, folder)).discrepancies.map(({ invariant }) => invariant)
    expect(wrong).not.toContain('balances follow from movements')
    expect(wrong).not.toContain('movements are numbered without gaps')
  })
})

test('a damaged or unfinished export is refused with the name of the file, before anything is written', async () => {
  await withPlaces(1, async (from, to = from) => {
    const whole = join(newFolder(), 'out')
    await exportFrom(from, whole)
    const empty = await digestOf(to)
    const artifact = readFileSync(join(whole, 'artifacts.sha256'), 'utf8').split(/\s+/)[1] ?? ''
    const damages: [RegExp, (folder: string) => void][] = [
      [/tables\/tasks\.copy is missing/, (folder) => flipByte(join(folder, 'tables/tasks.copy'))],
      [/tables\/movements\.copy is missing/, (folder) => rmSync(join(folder, 'tables/movements.copy'))],
      [/artifacts\/.* is missing/, (folder) => writeFileSync(join(folder, artifact), 'cut')],
      [/artifacts\.sha256 is missing/, (folder) => writeFileSync(join(folder, 'artifacts.sha256'), '')],
      [/is not a whole export/, (folder) => rmSync(join(folder, 'manifest.json'))],
      [/is not a whole export/, (folder) => writeFileSync(join(folder, 'manifest.json'), '{"format":')],
      [/not the manifest of an export/, (folder) => writeFileSync(join(folder, 'manifest.json'), '{}')],
    ]
    for (const [sentence, damage] of damages) {
      const folder = join(newFolder(), 'copy')
      cpSync(whole, folder, { recursive: true })
      damage(folder)
      await expect(importInto(to, folder)).rejects.toThrow(sentence)
    }
    expect(await digestOf(to)).toEqual(empty)
    expect((await importInto(to, whole)).manifest.release).toBe('test')
  })
})

function flipByte(path: string): void {
  const bytes = readFileSync(path)
  bytes[3] = (bytes[3] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

test('a database in use is refused and stays as it is', async () => {
  await withPlaces(1, async (from, to = from) => {
    const folder = join(newFolder(), 'out')
    await exportFrom(from, folder)
    await foundFirstOrganisation(to.testDatabase.database, { firstApiKey: KEY, firstCredits: 1n })
    const before = await digestOf(to)
    await expect(importInto(to, folder)).rejects.toThrow(/This database is in use \(its table accounts has rows\)/)
    expect(await digestOf(to)).toEqual(before)
  })
})

test('an import that fails at its last row, or is killed, leaves the database empty, and the next one fills it', async () => {
  await withPlaces(1, async (from, to = from) => {
    const folder = join(newFolder(), 'out')
    await exportFrom(from, folder)
    const empty = await digestOf(to)
    const broken = join(newFolder(), 'broken')
    cpSync(folder, broken, { recursive: true })
    const last = readManifestOf(broken).tables.at(-1)
    if (last === undefined) return
    writeFileSync(join(broken, last.file), `${readFileSync(join(broken, last.file), 'utf8')}not\ta\trow\n`)
    forge(broken, () => {})
    await expect(importInto(to, broken)).rejects.toThrow()
    expect(await digestOf(to)).toEqual(empty)

    // Held up half-way by a lock, killed there.
    const url = databaseUrlOf(to.testDatabase.connection)
    const env = { DATABASE_URL: url, MEDLEY_DATA: join(newFolder(), 'data') }
    await to.testDatabase.database.withSession(async (session) => {
      await session.execute('begin; lock table tasks in share mode')
      const killed = startProcess(['import', folder], env)
      await until(async () => {
        const waiting = await to.run(
          `select from pg_stat_activity where application_name = 'medley copy' and wait_event_type = 'Lock' and datname = current_database()`,
        )
        return waiting.length > 0 ? true : null
      })
      killed.child.kill('SIGKILL')
      await killed.exit
      await session.execute('rollback')
    })
    await until(async () => {
      const left = await to.run(
        `select from pg_stat_activity where application_name = 'medley copy' and datname = current_database()`,
      )
      return left.length === 0 ? true : null
    })
    expect(await digestOf(to)).toEqual(empty)
    const before = await digestOf(from)
    await importInto(to, folder)
    expect(await digestOf(to)).toEqual(before)
  })
})

test('a gateway that starts while a database is being filled does not found a second installation in it', async () => {
  await withPlaces(1, async (_from, to = _from) => {
    await withCopySession({ connection: to.testDatabase.connection }, async (session) => {
      await beginFilling(session)
      await session.execute(`insert into organisations (name, slug) values ('Imported', 'imported')`)
      const founding = foundFirstOrganisation(to.testDatabase.database, { firstApiKey: KEY, firstCredits: 1n })
      const outcome = founding.then(
        (key) => key,
        () => 'gave up',
      )
      await until(async () => {
        const waiting = await to.run(`select from pg_locks where not granted and relation = 'organisations'::regclass`)
        return waiting.length > 0 ? true : null
      })
      await session.execute('commit')
      // It waited, and sees by then that there is an installation.
      expect(await outcome).toBeNull()
    })
    expect(await to.run('select slug from organisations')).toEqual([{ slug: 'imported' }])
  })
})

test('an export of an older release is taken, its missing columns by their defaults; one of another history is refused', async () => {
  await withPlaces(1, async (from, to = from) => {
    const folder = join(newFolder(), 'out')
    await exportFrom(from, folder)
    const { migrations } = readManifestOf(folder)
    const newest = migrations.at(-1)
    if (newest === undefined) return
    forge(folder, (manifest) => {
      manifest.migrations = [...migrations, { ...newest, number: 999_999, name: '999999-later.sql' }]
    })
    await expect(importInto(to, folder)).rejects.toThrow(/made by a newer Medley \(test\).*999999-later\.sql/)
    forge(folder, (manifest) => {
      manifest.migrations = [{ ...newest, hash: sumOf('other') }]
    })
    await expect(importInto(to, folder)).rejects.toThrow(/is not the one known here/)
    forge(folder, (manifest) => {
      manifest.migrations = migrations.slice(0, -1)
      const pools = manifest.tables.find(({ name }) => name === 'pools')
      if (pools === undefined) throw new Error('no pools')
      const at = pools.columns.indexOf('max_running')
      pools.columns.splice(at, 1)
      const lines = readFileSync(join(folder, pools.file), 'utf8').trimEnd().split('\n')
      const shorter = lines.map((line) => line.split('\t').toSpliced(at, 1).join('\t'))
      writeFileSync(join(folder, pools.file), `${shorter.join('\n')}\n`)
    })
    await importInto(to, folder)
    expect(await to.run(`select name, max_running from pools where name <> 'simulator' order by id`)).toEqual([
      { name: HOSTILE, max_running: null },
      { name: 'b', max_running: null },
    ])
  })
})

test('files that are gone or were changed are named as lost and the rest is whole; without files none are touched', async () => {
  await withPlaces(2, async (from, to = from, bare = from) => {
    const [kept, changed] = [file(0), file(1)]
    writeFileSync(from.artifacts.pathOf(changed), 'SECOND')
    const folder = join(newFolder(), 'out')
    expect((await exportFrom(from, folder)).manifest.artifacts).toMatchObject({ files: 1, lost: [changed] })
    await from.artifacts.remove(kept)
    await importInto(to, folder)
    expect(await to.artifacts.readText(kept)).toBe(HOSTILE)
    expect(existsSync(to.artifacts.pathOf(changed))).toBe(false)
    const without = join(newFolder(), 'without')
    expect((await exportFrom(from, without, false)).manifest.artifacts).toBeNull()
    expect(readdirSync(without).toSorted()).toEqual(['manifest.json', 'tables'])
    await importInto(bare, without)
    expect(await bare.run('select count(*) as n from artifacts')).toEqual([{ n: 3 }])
  })
})
