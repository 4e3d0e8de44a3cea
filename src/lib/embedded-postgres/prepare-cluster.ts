import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Account } from './choose-account.ts'
import { explainServerFailure } from './explain-server-failure.ts'
import { openFolderHandles } from './folder-handles.ts'
import { LaunchError } from './launch-error.ts'
import type { LaunchLog } from './launch-log.ts'
import type { Programs } from './prepare-programs.ts'
import { runProgram } from './run-program.ts'

/** The one role and database that the embedded server has. */
export const embeddedUser = 'medley'
export const embeddedDatabase = 'postgres'

/** Makes `<data>/postgres` at the first start; later checks that these programs can read it. */
export async function prepareCluster(
  dataDir: string,
  programs: Programs,
  account: Account | null,
  log: LaunchLog,
): Promise<void> {
  const cluster = join(dataDir, 'postgres')
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    removeEmptyFolder(cluster)
    await initialise(dataDir, programs, account, log)
  }
  const major = Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'))
  if (major !== programs.major) {
    throw new LaunchError(
      `The database in ${cluster} was made by PostgreSQL ${major}, and this Medley brings PostgreSQL ${programs.major}: start the Medley that made it, write its data out with \`medley export\`, and read them into a new folder with \`medley import\`.`,
    )
  }
  // Restored from a backup: the server has to own its folder, and alone, or it refuses.
  if (account !== null && statSync(cluster).uid !== account.uid) chownTree(cluster, account)
  chmodSync(cluster, 0o700)
}

function removeEmptyFolder(cluster: string): void {
  if (!existsSync(cluster)) return
  try {
    rmdirSync(cluster)
  } catch (error) {
    throw new LaunchError(
      `The folder ${cluster} holds something that is not a database: move it away, or choose another folder with MEDLEY_DATA.`,
      { cause: error },
    )
  }
}

/** Made under another name and renamed when it is whole, so that a first start cut off half-way leaves no half cluster. */
async function initialise(dataDir: string, programs: Programs, account: Account | null, log: LaunchLog): Promise<void> {
  const leftovers = readdirSync(dataDir).filter((name) => name.startsWith('postgres.new-'))
  for (const name of leftovers) rmSync(join(dataDir, name), { recursive: true, force: true })
  // Never the same name again: an initdb whose Medley was killed may still be writing.
  const fresh = mkdtempSync(join(dataDir, 'postgres.new-'))
  try {
    log.info({ dataDir }, 'making the database')
    await runInitdb(dataDir, fresh, programs, account)
    renameSync(fresh, join(dataDir, 'postgres'))
    syncFolder(dataDir)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw error
  }
}

async function runInitdb(dataDir: string, fresh: string, programs: Programs, account: Account | null): Promise<void> {
  const handles = openFolderHandles([fresh], account)
  try {
    const args = ['-D', handles.paths[0] ?? fresh, `--username=${embeddedUser}`, '--encoding=UTF8', '--locale=C']
    // The socket lies in a folder that only the server's account and root may enter: that is the authentication.
    const outcome = await runProgram(
      programs.initdb,
      [...args, '--auth=trust', '--no-instructions'],
      account,
      handles.numbers,
    )
    if (outcome.code !== 0) {
      throw new LaunchError(explainServerFailure(dataDir, `${outcome.output}\n${String(outcome.startError ?? '')}`), {
        cause: outcome.startError ?? undefined,
      })
    }
  } finally {
    handles.close()
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

function chownTree(folder: string, account: Account): void {
  chownSync(folder, account.uid, account.gid)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    lchownSync(join(entry.parentPath, entry.name), account.uid, account.gid)
  }
}
