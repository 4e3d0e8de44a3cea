import { existsSync, realpathSync } from 'node:fs'
import { isInstanceLocked } from './acquire-instance-lock.ts'
import { readInstanceFile, writeInstanceFile, type Instance } from './instance-file.ts'
import { LaunchError } from './launch-error.ts'
import { isAlive } from './server-process.ts'
import { waitUntil } from './wait-until.ts'

/** The Medley that runs on this data folder, or null. One that is just starting is waited for. */
export async function findRunningInstance(dataDir: string): Promise<Instance | null> {
  if (!existsSync(dataDir)) return null
  const folder = realpathSync(dataDir)
  let found: Instance | null = null
  const settled = await waitUntil(
    () => {
      if (!isInstanceLocked(folder)) return true
      found = readInstanceFile(folder)
      return found !== null && isAlive(found.pid)
    },
    20_000,
    50,
  )
  if (!settled) throw new LaunchError(`A Medley is starting or stopping on ${folder}: try again when it is done.`)
  return found
}

/** Tells later commands where this process serves; a no-op when no embedded database runs here. */
export function recordInstanceUrl(dataDir: string, url: string): void {
  const folder = existsSync(dataDir) ? realpathSync(dataDir) : dataDir
  const instance = readInstanceFile(folder)
  if (instance !== null && instance.pid === process.pid) writeInstanceFile(folder, { ...instance, url })
}
