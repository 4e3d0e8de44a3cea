import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readInstanceFile } from './instance-file.ts'
import { LaunchError } from './launch-error.ts'

export type InstanceLock = { release(): void }

const sqliteBusy = 5

/**
 * At most one holder per data folder. Node has no flock, but its SQLite locks files, and the system drops that lock when
 * our process dies, however it dies. Nobody may open and close lock.db by other means in this process: POSIX gives up
 * all of a process's locks on a file when it closes any handle of it.
 */
export function acquireInstanceLock(dataDir: string): InstanceLock {
  const path = lockPath(dataDir)
  let lock: DatabaseSync | null = null
  try {
    // Long enough to outlast somebody who only looks (isInstanceLocked), short enough for a clear refusal.
    lock = new DatabaseSync(path, { timeout: 300 })
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    lock?.close()
    if (isBusy(error))
      throw new LaunchError(`Another Medley is already running on ${dataDir}${runningProcess(dataDir)}.`)
    throw new LaunchError(`The lock file ${path} cannot be used: ${String(error)}.`, { cause: error })
  }
  const held = lock
  return { release: () => held.isOpen && held.close() }
}

/** Whether some process, this one included, holds the lock. */
export function isInstanceLocked(dataDir: string): boolean {
  const path = lockPath(dataDir)
  if (!existsSync(path)) return false
  let lock: DatabaseSync | null = null
  try {
    lock = new DatabaseSync(path, { readOnly: true })
    lock.prepare('select count(*) from sqlite_master').get()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw new LaunchError(`The lock file ${path} cannot be read by this user.`, { cause: error })
  } finally {
    lock?.close()
  }
}

function lockPath(dataDir: string): string {
  return join(dataDir, 'lock.db')
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
}

function runningProcess(dataDir: string): string {
  const instance = readInstanceFile(dataDir)
  return instance === null ? '' : ` (process ${instance.pid})`
}
