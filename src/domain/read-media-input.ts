import { toCrockford } from '../lib/ids.ts'
import type { ParseContext } from './dialect.ts'
import { A_FILE, MEDIA_BYTES_MAX, type MediaKind } from './media.ts'
import { parseResultId } from './result-id.ts'
import type { CreateTask } from './task.ts'
import type { MediaInput } from './work.ts'

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
