import { spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findRunningInstance } from '../../src/lib/embedded-postgres/find-running-instance.ts'
import { isAlive } from '../../src/lib/embedded-postgres/server-process.ts'
import { startEmbeddedPostgres } from '../../src/lib/embedded-postgres/start-embedded-postgres.ts'
import { makeDatabase } from '../../src/store/make-database.ts'
import {
  cleanUp,
  countRows,
  expectGone,
  isRoot,
  keepRows,
  makeFolder,
  nobody,
  run,
  serverOf,
  start,
  statOf,
} from '../helpers/embedded-servers.ts'
import { quietLog } from '../helpers/quiet-log.ts'
import { startEmbeddedChild } from '../helpers/start-embedded-child.ts'

test('the first start makes a durable database, a stop leaves nothing running, the next start finds the rows', async () => {
  const dataDir = join(makeFolder(), 'not', 'there', 'yet')
  const first = await startEmbeddedPostgres({ dataDir, log: quietLog })
  const database = makeDatabase({ connection: first.connection, poolSize: 1, log: quietLog })
  await database.assertDurable()
  await database.close()
  await keepRows(first.connection)
  const pid = serverOf(dataDir)
  await Promise.all([first.stop(), first.stop()])
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
  expect(existsSync(first.connection.host)).toBe(false)
  chmodSync(join(dataDir, 'postgres'), 0o755)

  const second = await startEmbeddedPostgres({ dataDir, log: quietLog })
  expect(await countRows(second.connection)).toBe(1000)
  await second.stop()
})

test('a second Medley on the same folder is refused, by whatever path it comes, and the first goes on', async () => {
  const folder = makeFolder()
  const dataDir = join(folder, 'data')
  const child = await start(dataDir)
  symlinkSync(dataDir, join(folder, 'link'))
  const sentence = `Another Medley is already running on ${dataDir} (process ${child.pid}).`
  await expect(startEmbeddedPostgres({ dataDir, log: quietLog })).rejects.toThrow(sentence)
  await expect(startEmbeddedChild(join(folder, 'link'))).rejects.toThrow(sentence)
  expect(await run(child.connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('commands find the running instance, and none when nothing runs', async () => {
  const dataDir = join(makeFolder(), 'data')
  expect(await findRunningInstance(dataDir)).toBeNull()
  const child = await start(dataDir)
  expect(await findRunningInstance(dataDir)).toEqual({
    pid: child.pid,
    url: 'http://127.0.0.1:4100',
    connection: child.connection,
  })
  child.process.kill('SIGKILL')
  await child.exited
  expect(await findRunningInstance(dataDir)).toBeNull()
})

test('when Medley is killed its server ends by itself, and the next start loses nothing', async () => {
  const dataDir = join(makeFolder(), 'data')
  const child = await start(dataDir)
  await keepRows(child.connection)
  const pid = serverOf(dataDir)
  child.process.kill('SIGKILL')
  await expectGone(pid)
  expect(await countRows((await start(dataDir)).connection)).toBe(1000)
})

test('a start right after a kill waits for the old server', async () => {
  const dataDir = join(makeFolder(), 'data')
  const child = await start(dataDir)
  await keepRows(child.connection)
  child.process.kill('SIGKILL')
  await child.exited
  expect(await countRows((await start(dataDir)).connection)).toBe(1000)
})

test.runIf(process.platform === 'linux')(
  'a server that outlived Medley and its watchdog is stopped and waited for',
  async () => {
    const dataDir = join(makeFolder(), 'data')
    const child = await start(dataDir)
    await keepRows(child.connection)
    const orphan = serverOf(dataDir)
    const shell = Number(statOf(orphan)[1])
    const children = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ').map(Number)
    for (const pid of [...children.filter((member) => member !== orphan), shell, child.pid])
      process.kill(pid, 'SIGKILL')
    await child.exited
    expect(isAlive(orphan)).toBe(true)

    const next = await start(dataDir)
    await expectGone(orphan)
    expect(serverOf(dataDir)).not.toBe(orphan)
    expect(await countRows(next.connection)).toBe(1000)
  },
)

test('a stale postmaster.pid that names a stranger does not stop the start, and the stranger lives on', async () => {
  const dataDir = join(makeFolder(), 'data')
  await (await startEmbeddedPostgres({ dataDir, log: quietLog })).stop()
  // Of the server's own user: PostgreSQL by itself would take it for the server and refuse.
  const stranger = spawn('/bin/sleep', ['600'], isRoot ? { uid: nobody, gid: nobody } : {})
  cleanUp(() => stranger.kill('SIGKILL'))
  const cluster = join(dataDir, 'postgres')
  writeFileSync(
    join(cluster, 'postmaster.pid'),
    `${stranger.pid}\n${cluster}\n1700000000\n5432\n/tmp\n\n  1234  5678\nready   \n`,
  )
  const server = await startEmbeddedPostgres({ dataDir, log: quietLog })
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
  await server.stop()
})

test('a copy of a running data folder starts beside the original', async () => {
  const folder = makeFolder()
  const child = await start(join(folder, 'data'))
  await keepRows(child.connection)
  cpSync(join(folder, 'data'), join(folder, 'copy'), { recursive: true, filter: (path) => !path.includes('.s.PGSQL') })
  const copy = await startEmbeddedPostgres({ dataDir: join(folder, 'copy'), log: quietLog })
  expect(await countRows(child.connection)).toBe(1000)
  await copy.stop()
  expect(await countRows(child.connection)).toBe(1000)
})

test('losing the server is told, and the folder can be started again', async () => {
  const dataDir = join(makeFolder(), 'data')
  const server = await startEmbeddedPostgres({ dataDir, log: quietLog })
  await keepRows(server.connection)
  const exited = new Promise((resolve) => server.onExit(resolve))
  process.kill(serverOf(dataDir), 'SIGKILL')
  expect(await exited).toMatchObject({ code: 137 })
  await server.stop()
  expect(await countRows((await start(dataDir)).connection)).toBe(1000)
})

test.runIf(process.platform === 'linux')(
  'a server whose watchdog was killed is stopped, and the loss is told',
  async () => {
    const dataDir = join(makeFolder(), 'data')
    const server = await startEmbeddedPostgres({ dataDir, log: quietLog })
    const pid = serverOf(dataDir)
    const exited = new Promise((resolve) => server.onExit(resolve))
    process.kill(Number(statOf(pid)[1]), 'SIGKILL')
    expect(await exited).toMatchObject({ signal: 'SIGKILL' })
    await expectGone(pid)
    await server.stop()
  },
)

test('Ctrl-C reaches Medley alone, which then stops its server', async () => {
  const dataDir = join(makeFolder(), 'data')
  const child = await start(dataDir, { detached: true })
  const pid = serverOf(dataDir)
  if (process.platform === 'linux') expect(Number(statOf(pid)[2])).not.toBe(child.pid)
  process.kill(-child.pid, 'SIGINT')
  expect(await child.exited).toBe(0)
  expect(isAlive(pid)).toBe(false)
})

test.runIf(process.platform === 'linux')(
  'a SIGTERM to the whole service lets Medley finish its work first',
  async () => {
    const dataDir = join(makeFolder(), 'data')
    const server = await startEmbeddedPostgres({ dataDir, log: quietLog })
    const database = makeDatabase({ connection: server.connection, poolSize: 1, log: quietLog })
    const statement = (): Promise<unknown> => database.query('one', 'select 1 as one', [])
    await statement()
    const pid = serverOf(dataDir)
    const shell = Number(statOf(pid)[1])
    const members = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ').map(Number)
    for (const member of [shell, ...members]) process.kill(member, 'SIGTERM')
    await expect
      .poll(() => run(server.connection, 'select 1').catch(String))
      .toContain('the database system is shutting down')
    expect(await statement()).toEqual([{ one: 1 }])
    expect([pid, shell].map(isAlive)).toEqual([true, true])
    await database.close()
    await server.stop()
    await expectGone(pid)
  },
)

test('a stop ends a server that does not end by itself, and nothing is lost', async () => {
  const dataDir = join(makeFolder(), 'data')
  const server = await startEmbeddedPostgres({ dataDir, log: quietLog })
  await keepRows(server.connection)
  const pid = serverOf(dataDir)
  // A frozen server cannot shut down in good order.
  process.kill(pid, 'SIGSTOP')
  await server.stop(200)
  expect(isAlive(pid)).toBe(false)
  expect(await countRows((await start(dataDir)).connection)).toBe(1000)
})

test('looking for the running instance from inside it does not loosen its lock', async () => {
  const dataDir = join(makeFolder(), 'data')
  const server = await startEmbeddedPostgres({ dataDir, log: quietLog })
  expect((await findRunningInstance(dataDir))?.pid).toBe(process.pid)
  await expect(startEmbeddedPostgres({ dataDir, log: quietLog })).rejects.toThrow(/^Another Medley is already running/)
  await expect(startEmbeddedChild(dataDir)).rejects.toThrow(/^Another Medley is already running/)
  await server.stop()
})
