import { createHash } from 'node:crypto'

/** A short name for whatever a song was asked with: a score keeps it, and must not keep a whole prompt. */
export function hashSeed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
