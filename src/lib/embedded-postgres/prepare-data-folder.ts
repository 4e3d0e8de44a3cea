import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs'
import { errorCode, LaunchError } from './launch-error.ts'

/** Makes the data folder where it is missing and answers its real path: two links to one folder are one folder. */
export function prepareDataFolder(dataDir: string): string {
  try {
    // Keys, money and other people's works: nobody else on the machine has to look in.
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const folder = realpathSync(dataDir)
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return folder
  } catch (error) {
    throw new LaunchError(explain(dataDir, error), { cause: error })
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
