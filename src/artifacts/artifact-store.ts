import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import type { Uuid } from '../lib/ids.ts'

/**
 * Where results lie. Files are named by artifact id, so a repeated render overwrites its own file. One whose task
 * ends without it (a crash, then a cancel) is an orphan that nobody removes yet (decision record 3).
 */
export interface ArtifactStore {
  /** Writes the file whole, flushes it, then renames it into place: a reader never sees half of one. */
  save(id: Uuid, bytes: Uint8Array): Promise<void>
  /**
   * Writes a file as it comes, under an id that nobody asks for yet, and flushes it; answers what came. When that breaks off,
   * nothing stays of it.
   */
  receive(id: Uuid, chunks: AsyncIterable<Uint8Array>): Promise<{ size: number; sha256: string }>
  pathOf(id: Uuid): string
  readText(id: Uuid): Promise<string>
  /** Removing what is not there is fine. */
  remove(id: Uuid): Promise<void>
}

/** Folders are there but for the first file in each: asked for only when the file cannot be made. */
async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    if (made !== undefined) {
      // Each new folder's name stands in its parent.
      await syncFolder(dirname(made))
      if (made !== dirname(path)) await syncFolder(made)
    }
    return await open(path, 'wx', 0o600)
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export function makeDiskArtifactStore(folder: string): ArtifactStore {
  // Two levels of 256 keep folders small at millions of files; derived ids spread evenly.
  const folderOf = (id: Uuid): string => join(folder, id.slice(0, 2), id.slice(2, 4))
  const pathOf = (id: Uuid): string => join(folderOf(id), id)
  return {
    pathOf,
    async save(id, bytes) {
      const temporary = `${pathOf(id)}.${randomBytes(6).toString('hex')}.part`
      try {
        const file = await openNew(temporary)
        try {
          await file.writeFile(bytes)
          // What a finish promises must survive a power cut as the database does.
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(temporary, pathOf(id))
        // The name has to survive as well as the bytes.
        await syncFolder(folderOf(id))
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },
    async receive(id, chunks) {
      const hash = createHash('sha256')
      let size = 0
      try {
        const file = await openNew(pathOf(id))
        try {
          for await (const chunk of chunks) {
            hash.update(chunk)
            size += chunk.byteLength
            await file.writeFile(chunk)
          }
          await file.sync()
        } finally {
          await file.close()
        }
        await syncFolder(folderOf(id))
      } catch (error) {
        await rm(pathOf(id), { force: true })
        throw error
      }
      return { size, sha256: hash.digest('hex') }
    },
    readText: (id) => readFile(pathOf(id), 'utf8'),
    remove: (id) => rm(pathOf(id), { force: true }),
  }
}
