import { chownSync, closeSync, constants, existsSync, openSync } from 'node:fs'
import type { Account } from './choose-account.ts'

/** How the server names the folders it is given; `numbers` are the handles it has to inherit, from 3 on. */
export type FolderHandles = { paths: readonly string[]; numbers: readonly number[]; close(): void }

/**
 * Gives folders to the server's account, and a way to them. Below a folder that only root may pass (a root home, a
 * `mktemp -d`) the account could not walk the path, so root opens the folders and hands over the open handles.
 */
export function openFolderHandles(folders: readonly string[], account: Account | null): FolderHandles {
  if (account === null) return { paths: folders, numbers: [], close: () => {} }
  for (const folder of folders) chownSync(folder, account.uid, account.gid)
  // macOS, and Linux without /proc: the paths themselves have to do.
  if (!existsSync('/proc/self/fd')) return { paths: folders, numbers: [], close: () => {} }
  const numbers = folders.map((folder) => openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY))
  return {
    paths: folders.map((_, index) => `/proc/self/fd/${3 + index}`),
    numbers,
    close: () => numbers.forEach((number) => closeSync(number)),
  }
}
