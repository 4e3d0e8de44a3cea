import { findAudioKind } from '../listen/audio-kind.ts'
import { readPictureHeader } from '../image-edit/read-picture-header.ts'

const UNKNOWN = 'application/octet-stream'
const AUDIO_TYPES = { mp3: 'audio/mpeg', wav: 'audio/wav', flac: 'audio/flac', ogg: 'audio/ogg' }
const EBML_MAGIC = '\x1aE\xdf\xa3'
/** WebM says what it is within its first header; Matroska in general is none of ours. */
const EBML_HEADER_BYTES = 64

/** What the bytes are, by their first ones; what the studio neither makes nor takes is "application/octet-stream". */
export function sniffMediaType(file: Uint8Array): string {
  const picture = readPictureHeader(file)
  if (picture !== null) return `image/${picture.format}`
  const start = Buffer.from(file.subarray(0, EBML_HEADER_BYTES)).toString('latin1')
  if (start.startsWith('glTF')) return 'model/gltf-binary'
  if (start.startsWith(EBML_MAGIC)) return start.includes('webm') ? 'video/webm' : UNKNOWN
  if (start.slice(4, 8) === 'ftyp') return sniffBrand(start.slice(8, 12))
  const audio = findAudioKind(file)
  return audio === null ? UNKNOWN : AUDIO_TYPES[audio]
}

/** The brand of a file of boxes: M4A, pictures and QuickTime have the same beginning as MP4. */
function sniffBrand(brand: string): string {
  if (/^M4[AB] /.test(brand)) return 'audio/mp4'
  return /^(?:qt {2}|avi[fs]|mif1|msf1|he[ivx][a-z]|crx )/.test(brand) ? UNKNOWN : 'video/mp4'
}
