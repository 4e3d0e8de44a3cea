import type { Uuid } from '../lib/ids.ts'
import type { Work } from './work.ts'

/** What a request can bring or point at: the kinds of files that can be worked on. */
export const MEDIA_KINDS = ['image', 'audio', 'video'] as const
export type MediaKind = (typeof MEDIA_KINDS)[number]

/** Bytes of one file at most, however it comes. */
export const MEDIA_BYTES_MAX: Readonly<Record<MediaKind, number>> = {
  image: 40_000_000,
  audio: 100_000_000,
  video: 100_000_000,
}

/** Bytes of all files together that an organisation has brought and that are still kept: a disk is no client's own. */
export const BROUGHT_BYTES_MAX = 20_000_000_000

/** What a file of a kind has to be, as the end of the sentence "… must be". */
export const A_FILE: Readonly<Record<MediaKind, string>> = {
  image: 'a picture: PNG, JPEG, WebP, GIF or AVIF',
  audio: 'audio: MP3, WAV, FLAC or OGG',
  video: 'a video: MP4 or WebM',
}
/** The same where any kind will do. */
export const ANY_FILE = Object.values(A_FILE).join('; ')

/** A file that came in the body of a request. */
export interface InputFile {
  /** Follows from the bytes, the organisation and the day: a body that is sent again brings no second file. */
  id: Uuid
  /** What the bytes are, whatever was said of them; null = nothing that can be worked on. */
  kind: MediaKind | null
  mediaType: string
  extension: string
  /** Hex. */
  sha256: string
  bytes: Uint8Array
}

/** A file that a client has given us to keep. */
export interface Upload {
  id: Uuid
  /** The path of its file below the public URL, without leading slash. */
  path: string
  kind: MediaKind
  mediaType: string
  /** Bytes. */
  size: number
  purpose: string
  /** JSON text of an object. */
  metadata: string
  /** Epoch ms. */
  createdAt: number
}

/** How a client wants a file kept. */
export interface UploadTerms {
  purpose: string
  /** JSON text of an object. */
  metadata: string
  /** Milliseconds; null = as long as results. */
  keepMs: number | null
}

/** "image/png" is an image; null = of no kind that can be worked on. */
export function mediaKindOf(mediaType: string): MediaKind | null {
  return MEDIA_KINDS.find((kind) => mediaType.startsWith(`${kind}/`)) ?? null
}

/** The kind of file that a kind of work is done with; null = it takes none. */
export function inputKindOf(capability: Work['capability']): MediaKind | null {
  switch (capability) {
    case 'image.edit':
    case 'video.generate':
    case 'model3d.generate':
      return 'image'
    case 'music.modify':
      return 'audio'
    case 'sound.generate':
      return 'video'
    case 'image.generate':
    case 'lyrics.generate':
    case 'music.compose':
    case 'speech.synthesize':
    case 'chat.complete':
      return null
  }
}
