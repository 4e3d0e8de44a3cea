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
  { at: 4, bytes: 'ftyp', mediaType: 'video/mp4', extension: 'mp4' },
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
  if (claimed.startsWith('text/plain') && !bytes.includes(0)) {
    return { mediaType: 'text/plain; charset=utf-8', extension: 'txt' }
  }
  return { mediaType: 'application/octet-stream', extension: 'bin' }
}
