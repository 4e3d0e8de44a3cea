interface Sniffed {
  mediaType: string
  extension: string
}

const SIGNATURES: readonly { at: number; bytes: string; mediaType: string; extension: string }[] = [
  { at: 0, bytes: '\x89PNG\r\n\x1a\n', mediaType: 'image/png', extension: 'png' },
  { at: 0, bytes: '\xff\xd8\xff', mediaType: 'image/jpeg', extension: 'jpg' },
  { at: 8, bytes: 'WEBP', mediaType: 'image/webp', extension: 'webp' },
  { at: 0, bytes: 'GIF8', mediaType: 'image/gif', extension: 'gif' },
  { at: 8, bytes: 'WAVE', mediaType: 'audio/wav', extension: 'wav' },
  { at: 0, bytes: 'ID3', mediaType: 'audio/mpeg', extension: 'mp3' },
  { at: 0, bytes: 'OggS', mediaType: 'audio/ogg', extension: 'ogg' },
  { at: 0, bytes: 'fLaC', mediaType: 'audio/flac', extension: 'flac' },
  { at: 4, bytes: 'ftypavi', mediaType: 'image/avif', extension: 'avif' },
  { at: 4, bytes: 'ftyp', mediaType: 'video/mp4', extension: 'mp4' },
  { at: 0, bytes: 'glTF', mediaType: 'model/gltf-binary', extension: 'glb' },
  // Matroska's head; of all its kinds, browsers play this one.
  { at: 0, bytes: '\x1aE\xdf\xa3', mediaType: 'video/webm', extension: 'webm' },
]

/** What a text can be said to be, and what it is served as. */
const TEXTS: readonly { claimed: string; mediaType: string; extension: string }[] = [
  { claimed: 'text/plain', mediaType: 'text/plain; charset=utf-8', extension: 'txt' },
  { claimed: 'application/lrc', mediaType: 'text/plain; charset=utf-8', extension: 'lrc' },
  { claimed: 'application/json', mediaType: 'application/json', extension: 'json' },
]

/**
 * What a file is by its own bytes. Text stays text when it was said to be; whatever nothing recognises is served as bytes to
 * download, so that a result can never become a page in somebody's browser.
 */
export function sniffMediaType(bytes: Uint8Array, claimed: string): Sniffed {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 16)).toString('latin1')
  for (const signature of SIGNATURES) {
    if (head.startsWith(signature.bytes, signature.at)) {
      return { mediaType: signature.mediaType, extension: signature.extension }
    }
  }
  // An MPEG audio frame without tags: eleven set bits, then version and layer III.
  if (head.length >= 2 && head.charCodeAt(0) === 0xff && (head.charCodeAt(1) & 0xe6) === 0xe2) {
    return { mediaType: 'audio/mpeg', extension: 'mp3' }
  }
  const text = TEXTS.find((each) => claimed.startsWith(each.claimed))
  if (text !== undefined && !bytes.includes(0)) return { mediaType: text.mediaType, extension: text.extension }
  return { mediaType: 'application/octet-stream', extension: 'bin' }
}
