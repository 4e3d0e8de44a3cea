import { randomBytes } from 'node:crypto'

import { describeFile } from '../artifacts/describe-file.ts'
import { resultIdOf } from '../domain/result-id.ts'
import type { ProducedItem, StoredItem } from '../domain/work.ts'
import type { ClaimedJob } from '../store/claim-jobs.ts'
import type { NewArtifact } from '../store/settle-tasks.ts'
import type { Context } from './context.ts'

export interface KeptItems {
  items: StoredItem[]
  artifacts: NewArtifact[]
}

/** Up to here the bytes are written with the artifact's row: two flushes of a disk less, and no file to lose (decision 19). */
export const SMALL_BYTES = 8192

/**
 * Writes a task's results to the artifact store before the finish, so that a task that has succeeded always has its files.
 * Ids follow from the task and the place: a second run of the same work overwrites the first one's files.
 */
export async function keepItems(
  context: Context,
  job: ClaimedJob,
  produced: readonly ProducedItem[],
): Promise<KeptItems> {
  const kept: KeptItems = { items: [], artifacts: [] }
  for (const [index, { bytes, ...facts }] of produced.entries()) {
    const id = resultIdOf(job.task, index)
    const isSmall = bytes.byteLength <= SMALL_BYTES
    if (!isSmall) await context.artifacts.save(id, bytes)
    const token = newToken()
    const { size, sha256, mediaType, extension } = describeFile(bytes, facts.mediaType)
    kept.items.push({ ...facts, mediaType, artifactId: id, path: `files/${token}.${extension}`, size, sha256 })
    kept.artifacts.push({
      id,
      kind: facts.kind,
      token,
      extension,
      media_type: mediaType,
      size,
      sha256,
      width: facts.width,
      height: facts.height,
      duration_seconds: facts.durationSeconds,
      content: isSmall ? bytes : null,
    })
  }
  return kept
}

/** The unguessable part of an artifact's URL. */
export function newToken(): string {
  return randomBytes(16).toString('base64url')
}
