import { createHash } from 'node:crypto'

import { sniffMediaType } from './sniff-media-type.ts'

export interface FileFacts {
  /** Bytes. */
  size: number
  /** Hex. */
  sha256: string
  /** What the bytes are, whatever was said of them. */
  mediaType: string
  extension: string
}

/** What an artifact's row says of its bytes. */
export function describeFile(bytes: Uint8Array, claimedMediaType: string): FileFacts {
  const { mediaType, extension } = sniffMediaType(bytes, claimedMediaType)
  return { size: bytes.byteLength, sha256: sha256Of(bytes), mediaType, extension }
}

/** Hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
