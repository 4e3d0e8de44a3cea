import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import type { EmbeddedConnection } from '../../src/lib/embedded-postgres/instance-file.ts'
import { readServerFile } from '../../src/lib/embedded-postgres/server-process.ts'

/** A real `medley serve` in a process group of its own. */
export interface MedleyProcess {
  pid: number
  url: string
  /** kill -9 of the whole group; resolves when it is gone. */
  kill(): Promise<void>
  /** As Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null>
  log(): string
}

export const KILL_KEY = 'medley-kill-key-0123456789abcdef'

function start(args: readonly string[], dataDir: string, more: Record<string, string> = {}): ChildProcess {
  const program = ['--disable-warning=ExperimentalWarning', 'bin/medley.mjs', ...args]
  const child = spawn(process.execPath, program, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PORT: '0',
      MEDLEY_DATA: dataDir,
      MEDLEY_API_KEY: KILL_KEY,
      MEDLEY_CREDITS: '1000000',
      MEDLEY_STUDIO_THREADS: '1',
      ...more,
    },
  })
  // A test run that ends in any way takes its processes along: they have groups of their own.
  const kill = (): void => signalGroup(child.pid ?? 0, 'SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  return child
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  if (pid <= 0) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It is gone already.
  }
}

export async function startMedleyProcess(dataDir: string): Promise<MedleyProcess> {
  const child = start(['serve'], dataDir)
  const pid = child.pid ?? 0
  let out = ''
  let log = ''
  child.stderr?.on('data', (text) => (log += String(text)))
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (text) => {
      out += String(text)
      const ready = /^medley is ready at (\S+)$/m.exec(out)?.[1]
      if (ready !== undefined) resolve(ready)
    })
    void exited.then((code) => reject(new Error(`medley ended with ${code} before it was ready: ${log}`)))
  })
  return {
    pid,
    url,
    log: () => log,
    async kill() {
      signalGroup(pid, 'SIGKILL')
      await exited
    },
    async stop() {
      signalGroup(pid, 'SIGTERM')
      return await exited
    },
  }
}

/** A real `medley worker` on somebody else's database, that listens to nobody; wait for its row to know that it works. */
export function startWorkerProcess(dataDir: string, connection: EmbeddedConnection) {
  const { host, port, user, database } = connection
  const url = `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
  const child = start(['worker'], dataDir, { DATABASE_URL: url })
  let log = ''
  child.stderr?.on('data', (text) => (log += String(text)))
  const exited = once(child, 'exit')
  const pid = child.pid ?? 0
  return {
    pid,
    log: () => log,
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Runs a command of the CLI to its end. */
export async function runMedley(
  args: readonly string[],
  dataDir: string,
): Promise<{ code: number | null; out: string }> {
  const child = start(args, dataDir)
  let out = ''
  child.stdout?.on('data', (text) => (out += String(text)))
  child.stderr?.on('data', (text) => (out += String(text)))
  const [code] = await once(child, 'close')
  return { code: typeof code === 'number' ? code : null, out }
}

/** Ends the embedded server of a data folder whose Medley can no longer do it. */
export function killServerOf(dataDir: string): void {
  const pid = readServerFile(join(dataDir, 'postgres'))?.pid
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGQUIT')
  } catch {
    // It is gone already.
  }
}
