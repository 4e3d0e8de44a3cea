import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Where a process runs: what is measured on `server`, the stores and the load generator on `rest`. */
export type Place = 'server' | 'rest'

const CORES: Readonly<Record<Place, string>> = { server: '0', rest: '1' }

let isPinning = false

/** Puts this process (and so what it starts without saying otherwise: PostgreSQL, Redis) on the second core. */
export function startPinning(isWanted: boolean): boolean {
  isPinning = isWanted && availableParallelism() >= 2 && spawnSync('taskset', ['--version']).status === 0
  if (isPinning) spawnSync('taskset', ['-a', '-c', '-p', CORES.rest, String(process.pid)])
  return isPinning
}

/** The command line that runs a command at its place. */
export function pinned(place: Place, command: string, args: readonly string[]): [string, string[]] {
  return isPinning ? ['taskset', ['-c', CORES[place], command, ...args]] : [command, [...args]]
}
