import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach } from 'vitest'

import type { EmbeddedConnection } from '../../src/lib/embedded-postgres/instance-file.ts'
import { until } from './start-medley.ts'

export interface MedleyProcess {
  child: ChildProcess
  stdout(): string
  stderr(): string
  exit: Promise<number | null>
}

const cleanups: (() => void)[] = []
// Importing this file is asking for it.
afterEach(() => {
  for (const clean of cleanups.splice(0).toReversed()) clean()
})

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `medley-test-${process.pid}-process-`))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  return folder
}

/** `medley <command>` as a process of its own; killed after the test whatever happens. */
export function startProcess(args: readonly string[], env: Record<string, string>): MedleyProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/medley.mjs', ...args], {
    env: { ...process.env, PORT: '0', MEDLEY_STUDIO_THREADS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  cleanups.push(() => child.kill('SIGKILL'))
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const exit = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  return { child, exit, stdout: () => stdout, stderr: () => stderr }
}

export async function runProcess(args: readonly string[], env: Record<string, string>) {
  const started = startProcess(args, env)
  const code = await started.exit
  return { code, stdout: started.stdout(), stderr: started.stderr() }
}

export const readyUrlOf = (started: MedleyProcess): Promise<string> =>
  until(async () => /^medley is ready at (\S+)$/m.exec(started.stdout())?.[1] ?? null)

export async function stopProcess(started: MedleyProcess): Promise<number | null> {
  started.child.kill('SIGTERM')
  return await started.exit
}

/** A DATABASE_URL for a database of the run's server. */
export function databaseUrlOf({ host, port, user, database }: EmbeddedConnection): string {
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}
