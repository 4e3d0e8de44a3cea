import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { fail, ok, warn, type Finding } from './finding.ts'

const MIB = 1_048_576
/** A start needs a few hundred for the database's own log. */
const SCARCE_BYTES = 256 * MIB
const LOW_BYTES = 2048 * MIB
const LOW_SHARE = 0.05

/** Room and permission where the database and the files lie; the artifacts' folder too, should it be a disk of its own. */
export async function checkDisk(dataDir: string): Promise<Finding[]> {
  const artifacts = join(dataDir, 'artifacts')
  const first = await checkFolder('disk', dataDir)
  if (!existsSync(artifacts)) return [first]
  const [own, theirs] = await Promise.all([statfs(dataDir), statfs(artifacts)])
  const isSame = own.type === theirs.type && own.blocks === theirs.blocks && own.files === theirs.files
  const second = await checkFolder('disk (files)', artifacts)
  return isSame && second.level === first.level ? [first] : [first, second]
}

async function checkFolder(check: string, folder: string): Promise<Finding> {
  const place = nearest(folder)
  try {
    await tryWriting(place)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return fail(check, `${place} cannot be written to (${reason})`, 'mend its owner, mode or mount, or set MEDLEY_DATA')
  }
  return judgeRoom(check, `${folder}${place === folder ? '' : ', which the first start makes'}`, await statfs(place))
}

/** From the figures of its file system: `bavail` is what is left for us, not for the administrator. */
export function judgeRoom(
  check: string,
  folder: string,
  {
    bavail,
    blocks,
    bsize,
    ffree,
    files,
  }: { bavail: number; blocks: number; bsize: number; ffree: number; files: number },
): Finding {
  const free = bavail * bsize
  const found = `${size(free)} free for ${folder}`
  const remedy = 'make space, or move the data folder (stopped) to a bigger disk'
  if (free < SCARCE_BYTES) return fail(check, found, `${remedy}: soon no commit succeeds`)
  if (free < LOW_BYTES || free < LOW_SHARE * blocks * bsize) return warn(check, found, remedy)
  // Some file systems do not count files, and say 0 of 0.
  if (files > 0 && ffree < 0.01 * files) return warn(check, `${found}, but only ${ffree} more files`, remedy)
  return ok(check, found)
}

/** Permissions say little (read-only mounts, quotas, other systems' rules): only writing does. */
async function tryWriting(folder: string): Promise<void> {
  const path = join(folder, `doctor-${randomBytes(6).toString('hex')}.tmp`)
  try {
    await writeFile(path, 'a try of `medley doctor`', { flag: 'wx', flush: true })
  } finally {
    await rm(path, { force: true })
  }
}

function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder))
}

function size(bytes: number): string {
  return bytes >= 10 * 1024 * MIB ? `${Math.floor(bytes / MIB / 1024)} GiB` : `${Math.floor(bytes / MIB)} MiB`
}
