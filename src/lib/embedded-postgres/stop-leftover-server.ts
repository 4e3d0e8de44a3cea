import { join } from 'node:path'
import { rmSync } from 'node:fs'
import { errorCode, LaunchError } from './launch-error.ts'
import type { LaunchLog } from './launch-log.ts'
import { findServerProcess, isAlive, isEnding, readServerFile } from './server-process.ts'
import { waitUntil } from './wait-until.ts'

/** From the gentle to the sure; each loses nothing that was committed, the later ones cost a recovery. */
const steps = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const

/**
 * Stops the server that an earlier Medley left behind on this cluster and waits for its end. Called with the instance
 * lock held, so there is no other Medley that could own it. A postmaster.pid that names a stranger is removed, the
 * stranger is left alone: PostgreSQL itself still refuses when the cluster's shared memory is in use.
 */
export async function stopLeftoverServer(cluster: string, log: LaunchLog): Promise<void> {
  const recorded = readServerFile(cluster)?.pid
  if (recorded !== undefined) await waitUntil(() => !isEnding(recorded), 2000)
  const pid = findServerProcess(cluster)
  if (pid !== null) {
    log.warn({ pid }, 'stopping the database server that an earlier run left behind')
    await stopProcess(pid, cluster)
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true })
}

async function stopProcess(pid: number, cluster: string): Promise<void> {
  for (const [signal, patienceMs] of steps) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if (errorCode(error) === 'ESRCH') return
      throw new LaunchError(
        `A left-over database server (process ${pid}) of another user holds ${cluster}: stop it first.`,
        {
          cause: error,
        },
      )
    }
    if (await waitUntil(() => !isAlive(pid), patienceMs)) return
  }
  throw new LaunchError(
    `A left-over database server (process ${pid}) holds ${cluster} and does not end: stop it first.`,
  )
}
