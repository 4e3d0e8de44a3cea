import { deriveUuid, parsePrefixedId, parseTaskId, toCrockford, type Uuid } from '../lib/ids.ts'
import type { ParseContext } from './dialect.ts'
import type { CreateTask } from './task.ts'
import type { MediaInput, Work } from './work.ts'

/** What a request can bring or point at. */
export const MEDIA_KINDS = ['image', 'audio', 'video'] as const
export type MediaKind = (typeof MEDIA_KINDS)[number]

/** Bytes of one file at most, however it comes. */
export const MEDIA_BYTES_MAX: Readonly<Record<MediaKind, number>> = {
  image: 40_000_000,
  audio: 100_000_000,
  video: 100_000_000,
}

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

/** The id of a task's result, by its place among them: the same for every run of the task. */
export function resultIdOf(task: Uuid, place: number): Uuid {
  return deriveUuid('artifact', task, place)
}

/** Prefixes under which any dialect shows an artifact; all are taken wherever one is named. */
const ARTIFACT_PREFIXES = ['img', 'lyr', 'sng', 'clp', 'art']

/** Reads the id of an artifact as any dialect shows it, or of a task, which means its first result; null = neither. */
export function parseResultId(text: string): Uuid | null {
  const artifact = parsePrefixedId(text, ARTIFACT_PREFIXES)
  if (artifact !== null) return artifact
  const id = parseTaskId(text)
  if (id === null) return null
  // PiAPI shows results as bare UUIDs too, but theirs are derived (version 8).
  return id[14] === '8' && text.length === 36 ? id : resultIdOf(id, 0)
}

/** What create has to look at, or to keep, for the media inputs of a task. */
export type MediaNeeds = Pick<CreateTask, 'uses' | 'files'>

export interface MediaPlace {
  path: readonly (string | number)[]
  kind: MediaKind
}

/** A media input read; what `echo` shows can be sent again. Or the end of the sentence "… must". */
export type MediaReading = { input: MediaInput; echo: string } | { fault: string; type: string }

/** An id of an artifact or task; that it is there, and of that kind, is checked by create. */
export function readMediaId(text: string, place: MediaPlace, needs: MediaNeeds): MediaReading {
  const artifactId = parseResultId(text)
  if (artifactId === null) return { fault: 'must be the id of a file of yours', type: 'format' }
  needs.uses.push({ ...place, artifactId })
  return { input: { kind: 'artifact', artifact: artifactId }, echo: text }
}

/** RULINGS 15: judged here, fetched when the work begins. */
export function readMediaUrl(url: string, context: ParseContext): MediaReading {
  const fault = context.checkMediaUrl(url)
  return fault === null ? { input: { kind: 'url', url }, echo: url } : { fault, type: 'format' }
}

const DATA_URI = /^data:[^,]{0,200};base64,/i
const BASE64 = /^[A-Za-z0-9+/_\r\n-]+={0,2}$/
/** Shorter than this is a word that happens to be made of base64's letters, never a file. */
const BASE64_MIN = 16

/** A base64 data URI, or bare base64: a file of the kind that the place takes, whatever type they are said to have. */
export function readMediaBytes(
  text: string,
  place: MediaPlace,
  needs: MediaNeeds,
  context: ParseContext,
): MediaReading {
  const bytes = decodeBase64(text)
  if (bytes === null) return { fault: 'must be a URL, a data URI or base64', type: 'format' }
  if (bytes.byteLength > MEDIA_BYTES_MAX[place.kind]) {
    return { fault: `must not be above ${MEDIA_BYTES_MAX[place.kind] / 1_000_000} MB`, type: 'length' }
  }
  const file = context.identify(bytes)
  if (file.kind !== place.kind) return { fault: `must be ${A_FILE[place.kind]}`, type: 'format' }
  needs.files.push(file)
  return { input: { kind: 'artifact', artifact: file.id }, echo: `art_${toCrockford(file.id)}` }
}

const A_FILE: Readonly<Record<MediaKind, string>> = {
  image: 'a picture: PNG, JPEG, WebP, GIF or AVIF',
  audio: 'audio: MP3, WAV, FLAC or OGG',
  video: 'a video: MP4 or WebM',
}

/** What a file of a kind has to be, as the end of the sentence "… must be". */
export function fileOfKind(kind: MediaKind): string {
  return A_FILE[kind]
}

/** Null = it is none. */
export function decodeBase64(text: string): Buffer | null {
  const prefix = DATA_URI.exec(text)?.[0] ?? ''
  // Line breaks at the end are cut off first: two parts of the pattern that both took them would try every split.
  const coded = text.slice(prefix.length).trimEnd()
  if (!BASE64.test(coded) || (prefix === '' && coded.length < BASE64_MIN)) return null
  return Buffer.from(coded, 'base64')
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i

/** Whichever of the three a text is, for APIs that put them all into one string. */
export function readMediaText(text: string, place: MediaPlace, needs: MediaNeeds, context: ParseContext): MediaReading {
  if (parseResultId(text) !== null) return readMediaId(text, place, needs)
  if (SCHEME.test(text) && !DATA_URI.test(text)) return readMediaUrl(text, context)
  return readMediaBytes(text, place, needs, context)
}
