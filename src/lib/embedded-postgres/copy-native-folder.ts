import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { errorCode } from './launch-error.ts'

type Link = { source: string; target: string }

/**
 * A complete copy of the package's programs in `target`, readable by everyone and writable by us alone. npm packages
 * carry no symlinks; the package's install script would make them, and here its list is followed instead, so that
 * `npm ci --ignore-scripts` works too. Answers false where somebody else could have put or changed the folder.
 */
export function copyNativeFolder(native: string, target: string): boolean {
  const parent = dirname(target)
  if (mkdirSync(parent, { recursive: true }) !== undefined) chmodSync(parent, 0o755)
  // In a sticky folder (/tmp) nobody can rename what is ours, in any other its owner could.
  if (!isOurs(parent) && (statSync(parent).mode & 0o1000) === 0) return false
  if (existsSync(target)) {
    if (!isOurs(target)) return false
    if (isComplete(native, target)) return true
    // Cleaners of temporary folders remove single old files. Programs that still run keep what they have open.
    rmSync(target, { recursive: true, force: true })
  }
  const fresh = mkdtempSync(`${target}.`)
  try {
    copyTree(native, fresh)
    for (const { source, target: link } of readLinks(native)) {
      const path = join(fresh, relative('native', link))
      symlinkSync(relative(dirname(link), source), path)
    }
    chmodSync(fresh, 0o755)
    renameSync(fresh, target)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    // Another process was faster with the same copy.
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error
  }
  return isOurs(target) && isComplete(native, target)
}

function isOurs(folder: string): boolean {
  const status = lstatSync(folder)
  return status.isDirectory() && status.uid === process.getuid?.() && (status.mode & 0o022) === 0
}

function isComplete(native: string, target: string): boolean {
  const filesComplete = listFiles(native).every((file) => {
    const copy = statSync(join(target, file), { throwIfNoEntry: false })
    return copy?.size === statSync(join(native, file)).size
  })
  return filesComplete && readLinks(native).every((link) => existsSync(join(target, relative('native', link.target))))
}

function copyTree(native: string, target: string): void {
  for (const file of listFiles(native)) {
    const copy = join(target, file)
    mkdirSync(dirname(copy), { recursive: true })
    copyFileSync(join(native, file), copy, constants.COPYFILE_FICLONE)
    chmodSync(copy, file.startsWith('bin/') ? 0o755 : 0o644)
  }
  // The umask may have made the folders private.
  for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o755)
  }
}

/** Regular files relative to the folder, without what only a compiler needs. */
function listFiles(native: string): string[] {
  return readdirSync(native, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.a'))
    .map((entry) => relative(native, join(entry.parentPath, entry.name)))
}

function readLinks(native: string): Link[] {
  const list: unknown = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
  return Array.isArray(list) ? list.filter(isLink) : []
}

function isLink(value: unknown): value is Link {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value)) return false
  return typeof value.source === 'string' && typeof value.target === 'string'
}
