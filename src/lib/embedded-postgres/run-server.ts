import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { FolderHandles } from './folder-handles.ts'
import type { Account } from './choose-account.ts'
import { explainServerFailure } from './explain-server-failure.ts'
import { LaunchError } from './launch-error.ts'
import type { LaunchLog } from './launch-log.ts'
import { spawnOptions } from './run-program.ts'
import { isAlive, readServerFile } from './server-process.ts'
import { stopLeftoverServer } from './stop-leftover-server.ts'
import { waitUntil } from './wait-until.ts'

export type ServerPlan = {
  dataDir: string
  cluster: string
  postgres: string
  settings: Record<string, string>
  account: Account | null
  handles: FolderHandles
  log: LaunchLog
}

export type ServerExit = { code: number | null; signal: NodeJS.Signals | null; output: string }

export type RunningServer = { exited: Promise<ServerExit>; stop(timeoutMs: number): Promise<void> }

/**
 * PostgreSQL under a shell that watches over it. Our end of the shell's stdin closes when we end, however we end; then a
 * subshell interrupts the server, which is its fast shutdown. The shell itself waits for the server and passes its exit
 * code on, and takes the subshell along, lest it interrupt a stranger who got the server's process id. Signals to a whole
 * service (systemd) leave both alone; the server then takes no new connections and lets Medley finish on those it has.
 */
const watchdog = `trap '' INT TERM HUP
exec 9<&0
"$0" "$@" </dev/null 9<&- &
server=$!
( read -r nothing <&9; kill -INT "$server" 2>/dev/null ) &
watcher=$!
wait "$server"
code=$?
kill -KILL "$watcher" 2>/dev/null
exit "$code"`

/** Recovery after a crash may take long on a slow disk, and interrupting it would only start it anew. */
const readyTimeoutMs = 600_000

/**
 * When a postmaster was killed, its backends notice and go; until the last has gone PostgreSQL refuses to start on the
 * same cluster. A statement that is computing notices late, at the latest at its own time limit.
 */
const inUse = /shared memory block .* is still in use/
const inUseTimeoutMs = 20_000

/** Answers when the server takes connections. */
export async function runServer(plan: ServerPlan): Promise<RunningServer> {
  const end = performance.now() + inUseTimeoutMs
  for (;;) {
    const child = start(plan)
    const exited = awaitExit(plan, child)
    const failure = await awaitReady(plan, child, exited)
    if (failure === null) return { exited, stop: (timeoutMs) => stopServer(plan, child, exited, timeoutMs) }
    if (!inUse.test(failure.output) || performance.now() >= end) {
      throw new LaunchError(explainServerFailure(plan.dataDir, failure.output))
    }
    await delay(250)
  }
}

function start(plan: ServerPlan): ChildProcess {
  const settings = Object.entries(plan.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const args = ['-c', watchdog, plan.postgres, '-D', plan.handles.paths[0] ?? plan.cluster, ...settings]
  return spawn('/bin/sh', args, {
    ...spawnOptions(plan.account),
    // Its own session: Ctrl-C in a terminal must not stop the database before Medley has handed its work back.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe', ...plan.handles.numbers],
  })
}

async function awaitExit(plan: ServerPlan, child: ChildProcess): Promise<ServerExit> {
  let output = ''
  // The shell may die first; its exit says so.
  child.stdin?.on('error', () => {})
  const lines = child.stderr === null ? null : createInterface({ input: child.stderr })
  lines?.on('line', (line) => {
    output = `${output}${line}\n`.slice(-10_000)
    logLine(plan.log, line)
  })
  const allSaid = new Promise((resolve) => lines?.once('close', resolve))
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('error', (error) => {
      output += String(error)
      resolve([null, null])
    })
    child.once('exit', (exitCode, exitSignal) => resolve([exitCode, exitSignal]))
  })
  // The server's last words may still be in the pipe; backends that outlive it would hold the pipe open.
  await Promise.race([allSaid, delay(250)])
  // Somebody killed the shell alone: the server must not go on without its watchdog.
  await stopLeftoverServer(plan.cluster, plan.log).catch((error: unknown) =>
    plan.log.error({ err: error }, 'a server is left'),
  )
  return { code, signal, output }
}

/** Null when the server is ready, else how it ended. */
async function awaitReady(
  plan: ServerPlan,
  child: ChildProcess,
  exited: Promise<ServerExit>,
): Promise<ServerExit | null> {
  let hasExited = false
  void exited.then(() => (hasExited = true))
  const noteTimer = setTimeout(() => plan.log.info({}, 'the database is still starting, probably recovering'), 5000)
  const isSettled = await waitUntil(() => hasExited || isReady(plan.cluster), readyTimeoutMs, 5)
  clearTimeout(noteTimer)
  if (isSettled && !hasExited) return null
  child.stdin?.destroy()
  return exited
}

function isReady(cluster: string): boolean {
  const server = readServerFile(cluster)
  return server !== null && server.ready && isAlive(server.pid)
}

/** Fast shutdown; past its time immediate shutdown (the next start recovers, nothing committed is lost), then the kill. */
async function stopServer(
  plan: ServerPlan,
  child: ChildProcess,
  exited: Promise<ServerExit>,
  timeoutMs: number,
): Promise<void> {
  let ended = false
  void exited.then(() => (ended = true))
  const pid = readServerFile(plan.cluster)?.pid ?? null
  child.stdin?.destroy()
  for (const [signal, patienceMs] of [
    [null, timeoutMs],
    ['SIGQUIT', 1000],
    ['SIGKILL', 5000],
  ] as const) {
    if (signal !== null && pid !== null) {
      plan.log.warn({ pid, signal }, 'the database does not stop: forcing it')
      signalServer(pid, signal)
    }
    if (await waitUntil(() => ended, patienceMs)) return
  }
}

function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended in this very moment.
  }
}

/** Lines start with their level: `LOG:  …`, `FATAL:  …`. Most are routine, or are told to the client who caused them. */
function logLine(log: LaunchLog, line: string): void {
  const message = `postgres: ${line}`
  if (line.startsWith('PANIC:')) log.error({}, message)
  else if (line.startsWith('WARNING:') || /terminated by|could not|invalid page|No space left/.test(line))
    log.warn({}, message)
  else log.debug({}, message)
}
