import type { ParseContext } from '../../domain/dialect.ts'
import { invalidField } from '../../domain/errors.ts'
import { decodeBase64, readMediaText, type MediaPlace } from '../../domain/read-media-input.ts'
import type { MediaInput } from '../../domain/work.ts'
import type { FamilyContext } from './order.ts'

const SCHEME = /^(?!data:)[a-z][a-z0-9+.-]*:/i

/**
 * Reads a media input: a URL, a data URI or bare base64 (contract section 4), and the id of a result, as this API and the others
 * show it. Throws `invalid_request` naming the field.
 */
export function readMedia(
  text: string,
  place: MediaPlace,
  context: FamilyContext,
): { input: MediaInput; echo: string } {
  const reading = readMediaText(text, place, context.needs, context)
  if ('fault' in reading) throw invalidField(place.path, reading.fault, reading.type)
  return reading
}

/** The same of an input that the family may leave out, or leave empty. */
export function readOptionalMedia(
  text: string | undefined,
  place: MediaPlace,
  context: FamilyContext,
): { input: MediaInput | null; echo: string } {
  return text === undefined || text === '' ? { input: null, echo: '' } : readMedia(text, place, context)
}

/**
 * A media input of which nothing is made here (a voice to imitate, a style to copy): held to the contract's form, not kept. What
 * is echoed of it: its URL, or nothing.
 */
export function passOverMedia(text: string, path: readonly string[], context: ParseContext): string {
  if (SCHEME.test(text)) {
    const fault = context.checkMediaUrl(text)
    if (fault !== null) throw invalidField(path, fault, 'format')
    return text
  }
  if (decodeBase64(text) === null) throw invalidField(path, 'must be a URL, a data URI or base64', 'format')
  return ''
}
