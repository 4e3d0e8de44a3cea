import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from './choose-account.ts'
import { LaunchError } from './launch-error.ts'

/** Only names the socket's file: nothing listens on TCP. */
export const socketPort = 5432

/** The socket's whole path has to fit into the system's address: 107 bytes on Linux, 103 on macOS. */
const pathBytesMax = process.platform === 'linux' ? 107 : 103

/** An empty private folder for the socket: in the data folder, or in a temporary one where that path is too long. */
export async function prepareSocketFolder(dataDir: string, account: Account | null): Promise<string> {
  const folder = join(dataDir, 'run', 'pg')
  mkdirSync(join(dataDir, 'run'), { recursive: true, mode: 0o700 })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (fits(folder) && (await takesSockets(folder))) return empty(folder)
  return empty(makeTemporaryFolder(dataDir, account))
}

function makeTemporaryFolder(dataDir: string, account: Account | null): string {
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  const name = `medley-${process.getuid?.() ?? 0}-${digest}`
  const folder = [realpathSync(tmpdir()), '/tmp'].map((parent) => join(parent, name)).find(fits)
  if (folder === undefined) {
    throw new LaunchError(`The path of the data folder ${dataDir} is too long for a socket: choose a shorter one.`)
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const status = lstatSync(folder)
  const owners = [process.getuid?.() ?? 0, account?.uid]
  if (!status.isDirectory() || !owners.includes(status.uid) || (status.mode & 0o077) !== 0) {
    throw new LaunchError(`The folder ${folder} belongs to somebody else: remove it, or set TMPDIR to another folder.`)
  }
  return folder
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${socketPort}`)) <= pathBytesMax
}

/** Some shared and network file systems hold files but no sockets. */
async function takesSockets(folder: string): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(join(folder, '.s.probe'))
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}

/** A socket and its lock file left by a killed server would be taken for a living one when their process id is in use. */
function empty(folder: string): string {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true })
  chmodSync(folder, 0o700)
  return folder
}
