import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach } from 'vitest'

import type { EmbeddedConnection } from '../../src/lib/embedded-postgres/instance-file.ts'
import { until } from './start-medley.ts'

export interface MedleyProcess {
  child: ChildProcess
  pid: number
  stdout(): string
  stderr(): string
  exit: Promise<number | null>
  /** To the whole process group, as a terminal does it. */
  signal(name: NodeJS.Signals): void
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

/**
 * `medley <command>` as a process of its own, in a group of its own, with these settings and none of ours; killed after the
 * test whatever happens.
 */
export function startProcess(args: readonly string[], env: Record<string, string>): MedleyProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/medley.mjs', ...args], {
    detached: true,
    env: { PORT: '0', MEDLEY_STUDIO_THREADS: '1', MEDLEY_STUDIO_NICE: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pid = child.pid ?? 0
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (pid > 0) process.kill(-pid, name)
    } catch {
      // It is gone already.
    }
  }
  const kill = (): void => signal('SIGKILL')
  cleanups.push(kill)
  // A run that ends in any way takes its processes along: a Ctrl-C does not reach other groups.
  process.once('exit', kill)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const exit = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      process.off('exit', kill)
      resolve(code)
    })
  })
  return { child, pid, exit, signal, stdout: () => stdout, stderr: () => stderr }
}

export async function runProcess(args: readonly string[], env: Record<string, string>) {
  const started = startProcess(args, env)
  const code = await started.exit
  return { code, stdout: started.stdout(), stderr: started.stderr() }
}

/** Once it is ready; throws what it has said when it ends before. */
export const readyUrlOf = (started: MedleyProcess): Promise<string> =>
  until(async () => {
    const ready = /^medley is ready at (\S+)$/m.exec(started.stdout())?.[1]
    const { exitCode, signalCode } = started.child
    if (ready === undefined && (exitCode ?? signalCode) !== null) {
      throw new Error(`medley ended with ${exitCode ?? signalCode} before it was ready: ${started.stderr()}`)
    }
    return ready ?? null
  })

export async function stopProcess(started: MedleyProcess): Promise<number | null> {
  started.signal('SIGTERM')
  return await started.exit
}

/** kill -9, and it is gone. */
export async function killProcess(started: MedleyProcess): Promise<void> {
  started.signal('SIGKILL')
  await started.exit
}

/** A DATABASE_URL for a database of the run's server. */
export function databaseUrlOf({ host, port, user, database }: EmbeddedConnection): string {
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}
