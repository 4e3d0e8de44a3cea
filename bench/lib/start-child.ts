import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

import { pinned, type Place } from './pin.ts'
import { cpuMsOf, rssOf } from './process-figures.ts'

/** A process of the bench's own. */
export interface Child {
  pid: number
  /** What it said when it was ready: its URL, mostly. */
  said: string
  cpuMs(): number
  rssBytes(): number
  /** SIGTERM, then SIGKILL after ten seconds; only ever by this process's id. Answers its exit code, null when it was killed. */
  stop(): Promise<number | null>
  /** SIGKILL. */
  kill(): Promise<void>
}

export interface ChildOptions {
  command: string
  args: readonly string[]
  place: Place
  env?: Readonly<Record<string, string>>
  cwd?: string
  /** Its first group is what `said` is. */
  ready: RegExp
}

const alive = new Set<ChildProcess>()
// However the bench ends, what it started ends too.
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

/** Starts a process and answers when it says on stdout that it is ready. Its stderr goes nowhere, as under load it must. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const [command, args] = pinned(options.place, options.command, options.args)
  const child = spawn(command, args, {
    // oxlint-disable-next-line node/no-process-env
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'ignore'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  alive.add(child)
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      alive.delete(child)
      resolve(code)
    })
  })
  const said = await Promise.race([waitForLine(child, options.ready), exited.then(() => null)])
  if (said === null) throw new Error(`${options.args.join(' ')} ended before it was ready:\n${sayAgain(options)}`)
  // taskset replaces itself with the command, so this is the command's own id.
  const pid = child.pid ?? 0
  return {
    pid,
    said,
    cpuMs: () => cpuMsOf(pid),
    rssBytes: () => rssOf(pid),
    async stop() {
      child.kill('SIGTERM')
      const force = setTimeout(() => child.kill('SIGKILL'), 10_000)
      const code = await exited
      clearTimeout(force)
      return code
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Its stderr went nowhere: what it says when it is run once more. */
function sayAgain(options: ChildOptions): string {
  // oxlint-disable-next-line node/no-process-env
  const env = { ...process.env, ...options.env }
  return spawnSync(options.command, [...options.args], { env, timeout: 3000 }).stderr.toString()
}

function waitForLine(child: ChildProcess, ready: RegExp): Promise<string> {
  return new Promise((resolve) => {
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = ready.exec(line)
      if (match !== null) resolve(match[1] ?? '')
    })
  })
}
