import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { waitUntil } from '../src/lib/embedded-postgres/wait-until.ts'
import { readLogLine, type LogNotes } from './log-notes.ts'

export type Role = 'serve' | 'api' | 'worker' | 'owner' | 'receiver'

/** One process of a layout. */
export interface ProcessSpec {
  name: string
  role: Role
  /** What Node runs, with its arguments. */
  program: readonly string[]
  env: Readonly<Record<string, string>>
}

/** The processes of one run, looked after like a service manager would: what ends without being asked to is started again. */
export interface Fleet {
  start(specs: readonly ProcessSpec[]): void
  /** Asks all to stop, in the reverse order of their start; forces who does not. */
  stop(): Promise<void>
  /** kill -9 of everything, not waiting for anybody. For the end of a run that goes wrong. */
  end(): void
  /** Names of the processes of these roles. */
  named(...roles: readonly Role[]): string[]
  /** kill -9 of a process group; it comes up again by itself. */
  kill(name: string): void
  freeze(name: string): void
  thaw(name: string): void
}

interface Member {
  spec: ProcessSpec
  child: ChildProcess
  /** A signal of ours is expected to end it. */
  isDoomed: boolean
  hasEnded: boolean
}

/** A process that ends by itself is given this long to leave its ports and locks. */
const AGAIN_MS = 200
/** Medley's own bound for a stop is 10 s. */
const STOP_MS = 15_000

export function makeFleet(options: { folder: string; repo: string; notes: LogNotes }): Fleet {
  const members = new Map<string, Member>()
  const state = { isStopping: false }
  const janitor = startJanitor()
  mkdirSync(options.folder, { recursive: true })

  function launch(spec: ProcessSpec): void {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...spec.program], {
      cwd: options.repo,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...spec.env },
    })
    const member: Member = { spec, child, isDoomed: false, hasEnded: false }
    members.set(spec.name, member)
    janitor.tell(`+${child.pid ?? 0}`)
    readLog(child, spec.name, options)
    child.once('exit', (code, signal) => {
      member.hasEnded = true
      janitor.tell(`-${child.pid ?? 0}`)
      if (!member.isDoomed) options.notes.onEnd(spec, code, signal)
      setTimeout(() => {
        if (!state.isStopping && members.get(spec.name) === member) launch(spec)
      }, AGAIN_MS)
    })
  }

  function signal(member: Member, name: NodeJS.Signals): void {
    const { pid } = member.child
    if (member.hasEnded || pid === undefined) return
    if (name === 'SIGKILL' || name === 'SIGTERM') member.isDoomed = true
    try {
      process.kill(-pid, name)
    } catch {
      // It has just ended.
    }
  }
  const to = (name: string, what: NodeJS.Signals): void => {
    const member = members.get(name)
    if (member !== undefined) signal(member, what)
  }

  return {
    start(specs) {
      state.isStopping = false
      for (const spec of specs) launch(spec)
    },
    async stop() {
      state.isStopping = true
      // The database's owner comes first in a layout, and goes last.
      for (const member of [...members.values()].toReversed()) {
        signal(member, 'SIGCONT')
        signal(member, 'SIGTERM')
        if (await waitUntil(() => member.hasEnded, STOP_MS)) continue
        options.notes.onStuck(member.spec)
        signal(member, 'SIGKILL')
        await waitUntil(() => member.hasEnded, STOP_MS)
      }
      members.clear()
    },
    end() {
      state.isStopping = true
      for (const member of members.values()) signal(member, 'SIGKILL')
      janitor.end()
    },
    named: (...roles) =>
      [...members.values()].filter(({ spec }) => roles.includes(spec.role)).map(({ spec }) => spec.name),
    kill: (name) => to(name, 'SIGKILL'),
    freeze: (name) => to(name, 'SIGSTOP'),
    thaw: (name) => to(name, 'SIGCONT'),
  }
}

/** Keeps what a process says, and learns from it. */
function readLog(child: ChildProcess, name: string, options: { folder: string; notes: LogNotes }): void {
  if (child.stderr === null) return
  const file = createWriteStream(join(options.folder, `${name}.log`), { flags: 'a' })
  const lines = createInterface({ input: child.stderr })
  lines.on('line', (line) => {
    file.write(`${line}\n`)
    readLogLine(options.notes, name, line)
  })
  lines.on('close', () => file.end())
}

/** Whoever is left is killed when we end without a word (janitor.ts). */
function startJanitor(): { tell(line: string): void; end(): void } {
  const { stdin } = spawn(process.execPath, [join(import.meta.dirname, 'janitor.ts')], {
    // In a group of its own, or what ends the run would end it first.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  stdin.on('error', () => {})
  return { tell: (line) => void stdin.write(`${line}\n`), end: () => void stdin.end() }
}
