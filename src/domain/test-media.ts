import { deriveUuid } from '../lib/ids.ts'
import { mediaKindOf, type InputFile } from './media.ts'

/** For tests of dialects: what a file is by its first letters alone. */
export function identifyTestFile(bytes: Uint8Array): InputFile {
  const head = Buffer.from(bytes).toString('latin1')
  const [extension, mediaType] = KINDS.find(([, , sign]) => head.includes(sign)) ?? ['bin', 'application/octet-stream']
  return { id: deriveUuid(head), kind: mediaKindOf(mediaType), mediaType, extension, sha256: '00', bytes }
}

const KINDS = [
  ['png', 'image/png', 'PNG'],
  ['mp3', 'audio/mpeg', 'ID3'],
  ['mp4', 'video/mp4', 'ftyp'],
] as const

/** A file of each kind as a client would put it into a body. */
export const TEST_FILES = {
  image: Buffer.from('\x89PNG\r\n\x1a\n and the rest of it', 'latin1').toString('base64'),
  audio: Buffer.from('ID3\x04 and the rest of it', 'latin1').toString('base64'),
  video: Buffer.from('\0\0\0\x18ftypisom and the rest of it', 'latin1').toString('base64'),
}
