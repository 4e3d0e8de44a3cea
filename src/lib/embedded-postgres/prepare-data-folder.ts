import { accessSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode, LaunchError } from './launch-error.ts'

/** Makes the data folder where it is missing and answers its real path: two links to one folder are one folder. */
export function prepareDataFolder(dataDir: string): string {
  try {
    // Keys, money and other people's works: nobody else on the machine has to look in.
    makeFolder(dataDir)
    const folder = realpathSync(dataDir)
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return folder
  } catch (error) {
    throw new LaunchError(explain(dataDir, error), { cause: error })
  }
}

/** Parent by parent: asked to do it all at once below /proc, Node tries for ever. */
function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return
    throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
  }
  const parent = dirname(path)
  if (parent !== path) makeFolder(parent)
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process starting at the same moment may have been first.
    if (!existsSync(path)) throw error
  }
}

function explain(dataDir: string, error: unknown): string {
  const code = errorCode(error)
  const remedy = 'choose another folder with MEDLEY_DATA'
  if (code === 'EACCES' || code === 'EPERM') return `This user may not write to the data folder ${dataDir}: ${remedy}.`
  if (code === 'EROFS') return `The data folder ${dataDir} is on a read-only file system: ${remedy}.`
  if (code === 'ENOSPC') return `There is no space left for the data folder ${dataDir}: free some, or ${remedy}.`
  if (code === 'EEXIST' || code === 'ENOTDIR') return `The data folder ${dataDir} is not a folder: ${remedy}.`
  return `The data folder ${dataDir} cannot be used (${code ?? String(error)}): ${remedy}.`
}
