import { randomBytes } from 'node:crypto'

import type { ProducedItem, StoredItem } from '../domain/work.ts'
import { deriveUuid } from '../lib/ids.ts'
import type { ClaimedJob } from '../store/claim-jobs.ts'
import type { NewArtifact } from '../store/settle-tasks.ts'
import type { Context } from './context.ts'

export interface KeptItems {
  items: StoredItem[]
  artifacts: NewArtifact[]
}

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
    const id = deriveUuid('artifact', job.task, index)
    const file = await context.artifacts.save(id, bytes, facts.mediaType)
    const token = randomBytes(16).toString('base64url')
    const { size, sha256, mediaType, extension } = file
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
    })
  }
  return kept
}
