import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect } from 'vitest'
import type { EmbeddedConnection } from '../../src/lib/embedded-postgres/instance-file.ts'
import { isAlive, readServerFile } from '../../src/lib/embedded-postgres/server-process.ts'
import { waitUntil } from '../../src/lib/embedded-postgres/wait-until.ts'
import { makeDatabase } from '../../src/store/make-database.ts'
import { quietLog } from './quiet-log.ts'
import { startEmbeddedChild, type EmbeddedChild } from './start-embedded-child.ts'

export const isRoot = process.getuid?.() === 0
/** The user id of `nobody`. */
export const nobody = 65_534
const cleanups: (() => unknown)[] = []

/** Undoes something at the end of the test, the last first. */
export function cleanUp(undo: () => unknown): void {
  cleanups.push(undo)
}

// Importing this file is asking for it.
afterEach(async () => {
  for (const undo of cleanups.splice(0).toReversed()) await undo()
})

/** A folder below one that only we may pass, as `mktemp -d` makes them. */
export function makeFolder(mode = 0o700): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `medley-test-${process.pid}-`)))
  chmodSync(folder, mode)
  cleanUp(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  return folder
}

export async function start(...args: Parameters<typeof startEmbeddedChild>): Promise<EmbeddedChild> {
  const child = await startEmbeddedChild(...args)
  cleanUp(async () => {
    child.process.stdin?.end()
    await child.exited
  })
  return child
}

export async function run<Row>(connection: EmbeddedConnection, text: string): Promise<Row[]> {
  const database = makeDatabase({ connection, poolSize: 1, log: quietLog })
  try {
    return await database.withSession((session) => session.execute<Row>(text))
  } finally {
    await database.close()
  }
}

export function keepRows(connection: EmbeddedConnection): Promise<unknown> {
  return run(connection, `create table kept as select generate_series(1, 1000) as number`)
}

export async function countRows(connection: EmbeddedConnection): Promise<number | undefined> {
  return (await run<{ count: number }>(connection, 'select count(*) as count from kept'))[0]?.count
}

export function serverOf(dataDir: string): number {
  const pid = readServerFile(join(dataDir, 'postgres'))?.pid
  if (pid === undefined) throw new Error(`no server runs on ${dataDir}`)
  return pid
}

export async function expectGone(pid: number): Promise<void> {
  expect(await waitUntil(() => !isAlive(pid), 120_000), `process ${pid} is gone`).toBe(true)
}

/** Linux: the numbers behind the command in /proc/<pid>/stat: state, parent, group, session. */
export function statOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
}
