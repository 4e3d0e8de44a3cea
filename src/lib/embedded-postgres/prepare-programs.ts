import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Account } from './choose-account.ts'
import { copyNativeFolder } from './copy-native-folder.ts'
import { findNativePackage, type NativePackage } from './find-native-package.ts'
import { errorCode, LaunchError } from './launch-error.ts'
import { runProgram, type Outcome } from './run-program.ts'

export type Programs = { initdb: string; postgres: string; major: number }

/**
 * PostgreSQL programs that the server's account can really run: where npm put them, else in a copy, since a folder in
 * root's home is closed to everybody else, and symlinks are missing after `npm ci --ignore-scripts`.
 */
export async function preparePrograms(dataDir: string, account: Account | null): Promise<Programs> {
  const native = findNativePackage()
  const failures: string[] = []
  for (const place of listPlaces(native, dataDir, account)) {
    if (!prepare(native, place, failures)) continue
    const postgres = join(place, 'bin', 'postgres')
    const outcome = await runProgram(postgres, ['--version'], account)
    const major = /\(PostgreSQL\) (\d+)\./.exec(outcome.output)?.[1]
    if (outcome.code === 0 && major !== undefined) {
      removeOlderCopies(join(dataDir, 'engine'), native.version)
      return { initdb: join(place, 'bin', 'initdb'), postgres, major: Number(major) }
    }
    failures.push(explain(postgres, outcome))
  }
  const reason = failures.find((failure) => failure.includes('glibc')) ?? failures.join('; ')
  throw new LaunchError(`The embedded PostgreSQL cannot run here: ${reason}. Set DATABASE_URL to a PostgreSQL server.`)
}

/** Temporary folders come last: they are cleaned of old files, also while a server uses them. */
function listPlaces(native: NativePackage, dataDir: string, account: Account | null): string[] {
  const name = `postgres-${native.version}`
  const ours = join(dataDir, 'engine', name)
  const shared = join('/var/cache/medley', name)
  const temporary = join(tmpdir(), `medley-${name}-${process.getuid?.() ?? 0}`)
  if (account === null) return [native.folder, ours, temporary]
  return [native.folder, ...(isOpenToAll(dataDir) ? [ours] : []), shared, temporary]
}

/** Whether every folder on the way lets anybody pass. */
function isOpenToAll(folder: string): boolean {
  const isOpen = (statSync(folder).mode & 0o001) !== 0
  return isOpen && (folder === dirname(folder) || isOpenToAll(dirname(folder)))
}

function prepare(native: NativePackage, place: string, failures: string[]): boolean {
  if (place === native.folder) return true
  try {
    if (copyNativeFolder(native.folder, place)) return true
    failures.push(`${place} belongs to somebody else or is not complete`)
  } catch (error) {
    failures.push(`${place} cannot be written (${errorCode(error) ?? String(error)})`)
  }
  return false
}

/** The data folder's own copies only: the others may be another Medley's. */
function removeOlderCopies(folder: string, version: string): void {
  if (!existsSync(folder)) return
  const older = readdirSync(folder).filter((name) => !name.endsWith(version))
  for (const name of older) rmSync(join(folder, name), { recursive: true, force: true })
}

function explain(postgres: string, outcome: Outcome): string {
  const code = errorCode(outcome.startError)
  // The file is there, but the loader that it names is not.
  if (code === 'ENOENT' && existsSync(postgres)) return 'it needs glibc, which this system (Alpine?) does not have'
  if (code === 'EACCES') return `${postgres} may not be executed (a noexec mount?)`
  return `${postgres} fails: ${code ?? outcome.output.trim().split('\n')[0] ?? `exit code ${String(outcome.code)}`}`
}
