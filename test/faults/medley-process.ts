import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

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

function start(args: readonly string[], dataDir: string): ChildProcess {
  const program = ['--disable-warning=ExperimentalWarning', 'bin/medley.mjs', ...args]
  return spawn(process.execPath, program, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PORT: '0',
      MEDLEY_DATA: dataDir,
      MEDLEY_API_KEY: KILL_KEY,
      MEDLEY_CREDITS: '1000000',
      MEDLEY_STUDIO_THREADS: '1',
    },
  })
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
  const send = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-pid, signal)
    } catch {
      // It is gone already.
    }
  }
  return {
    pid,
    url,
    log: () => log,
    async kill() {
      send('SIGKILL')
      await exited
    },
    async stop() {
      send('SIGTERM')
      return await exited
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
