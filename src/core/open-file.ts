import { findArtifactByToken } from '../store/artifacts.ts'
import type { Context } from './context.ts'

/** The file behind the unguessable part of an artifact's URL; null when there is none, or no longer. */
export async function openFile(context: Pick<Context, 'sql' | 'artifacts'>, token: string) {
  const artifact = await findArtifactByToken(context.sql, token)
  if (artifact === null) return null
  return {
    bytes: artifact.content ?? { path: context.artifacts.pathOf(artifact.id) },
    size: artifact.size,
    mediaType: artifact.media_type,
    sha256: artifact.sha256,
    expiresAt: artifact.expires_at,
    fileName: `${artifact.kind}-${artifact.id.slice(-12)}.${artifact.extension}`,
  }
}
