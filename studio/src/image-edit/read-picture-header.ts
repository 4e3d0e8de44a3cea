/** What the first bytes of a picture say of it, read without decoding: a small file can claim gigabytes of pixels. */
export interface PictureHeader {
  format: 'png' | 'jpeg' | 'webp' | 'gif' | 'avif'
  /** Pixels, as stored: a JPEG may ask to be turned. */
  width: number
  height: number
  /** The file ends before its end mark. */
  isCutOff: boolean
}

/** Null when the bytes are none of the five formats, or end before the size is said. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const start = textAt(view, 0, Math.min(12, view.byteLength))
    if (start.startsWith('\x89PNG\r\n\x1a\n')) return readPng(view)
    if (start.startsWith('\xff\xd8\xff')) return readJpeg(view)
    if (start.startsWith('RIFF') && start.endsWith('WEBP')) return readWebp(view)
    if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return readGif(view)
    if (start.slice(4, 8) === 'ftyp' && /avi[fs]/.test(textAt(view, 8, view.getUint32(0) - 8))) return readAvif(view)
    return null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readPng(view: DataView): PictureHeader {
  // Some writers leave a few bytes behind the end chunk.
  const tail = textAt(view, Math.max(0, view.byteLength - 64), Math.min(64, view.byteLength))
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  return { format: 'png', width, height, isCutOff: !tail.includes('IEND') }
}

function readJpeg(view: DataView): PictureHeader | null {
  let offset = 2
  while (offset + 4 <= view.byteLength) {
    if (view.getUint8(offset) !== 0xff) return null
    const marker = view.getUint8(offset + 1)
    if (marker === 0xff) {
      offset += 1
      continue
    }
    const length = view.getUint16(offset + 2)
    // The start of frame: C0 to CF without the tables that share the range.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [view.getUint16(offset + 5), view.getUint16(offset + 7)]
      return { format: 'jpeg', width, height, isCutOff: !hasEndMark(view, offset) }
    }
    offset += 2 + length
  }
  return null
}

/** FF D9, which no entropy-coded byte can be. */
function hasEndMark(view: DataView, start: number): boolean {
  for (let offset = view.byteLength - 2; offset > start; offset--) {
    if (view.getUint8(offset) === 0xff && view.getUint8(offset + 1) === 0xd9) return true
  }
  return false
}

function readWebp(view: DataView): PictureHeader | null {
  // The size in the RIFF header leaves out the eight bytes before it.
  const rest = { format: 'webp', isCutOff: view.getUint32(4, true) + 8 > view.byteLength } as const
  switch (textAt(view, 12, 4)) {
    case 'VP8X':
      return { ...rest, width: 1 + readUint24(view, 24), height: 1 + readUint24(view, 27) }
    case 'VP8 ':
      return { ...rest, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { ...rest, width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
    }
    default:
      return null
  }
}

function readGif(view: DataView): PictureHeader | null {
  const screen = [view.getUint16(6, true), view.getUint16(8, true)] as const
  const flags = view.getUint8(10)
  let offset = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  // Extensions may stand before the first frame. It can be larger than the screen, and decoders then follow it.
  while (view.getUint8(offset) === 0x21) {
    offset += 2
    while (view.getUint8(offset) !== 0) offset += view.getUint8(offset) + 1
    offset += 1
  }
  if (view.getUint8(offset) !== 0x2c) return null
  const width = Math.max(screen[0], view.getUint16(offset + 1, true) + view.getUint16(offset + 5, true))
  const height = Math.max(screen[1], view.getUint16(offset + 3, true) + view.getUint16(offset + 7, true))
  return { format: 'gif', width, height, isCutOff: false }
}

/** The largest size that any item of the file claims: parts of a grid and alpha planes have their own. */
function readAvif(view: DataView): PictureHeader | null {
  let [width, height] = [0, 0]
  let isCutOff = false
  const walk = (start: number, end: number): void => {
    let offset = start
    while (offset + 8 <= end) {
      const size = view.getUint32(offset) || end - offset
      const type = textAt(view, offset + 4, 4)
      if (size < 8) return
      if (offset + size > end) isCutOff = true
      const next = Math.min(end, offset + size)
      if (type === 'meta') walk(offset + 12, next)
      if (type === 'iprp' || type === 'ipco') walk(offset + 8, next)
      if (type === 'ispe') {
        width = Math.max(width, view.getUint32(offset + 12))
        height = Math.max(height, view.getUint32(offset + 16))
      }
      offset = next
    }
  }
  walk(0, view.byteLength)
  return width === 0 ? null : { format: 'avif', width, height, isCutOff }
}

function readUint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16)
}

/** Bytes as Latin-1, as far as there are any. */
function textAt(view: DataView, offset: number, length: number): string {
  const end = Math.min(view.byteLength, offset + length)
  let text = ''
  for (let at = offset; at < end; at++) text += String.fromCharCode(view.getUint8(at))
  return text
}
