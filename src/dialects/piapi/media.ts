import type { ParseContext } from '../../domain/dialect.ts'
import { invalidField } from '../../domain/errors.ts'

const SCHEME = /^[a-z][a-z0-9+.-]*:/i
const DATA_URI = /^data:[^,]{0,200};base64,/i
const BASE64 = /^[A-Za-z0-9+/_\r\n-]+={0,2}$/
/** Shorter than this is a word that happens to be made of base64's letters, never a file. */
const BASE64_MIN = 16

/** A media input is a URL, a data URI or bare base64 (contract section 4). URLs per RULINGS 15; nothing is fetched. */
export function checkMedia(value: string, path: readonly string[], context: ParseContext): void {
  const prefix = DATA_URI.exec(value)?.[0]
  if (prefix !== undefined) {
    if (!isBase64(value.slice(prefix.length))) throw invalidField(path, 'must hold base64 after the comma', 'format')
    return
  }
  if (SCHEME.test(value)) {
    const fault = context.checkUrl(value)
    if (fault !== null) throw invalidField(path, fault, 'format')
    return
  }
  if (value.length < BASE64_MIN || !isBase64(value)) {
    throw invalidField(path, 'must be a URL, a data URI or base64', 'format')
  }
}

/** Line breaks at the end are cut off first: two parts of the pattern that both took them would try every split. */
function isBase64(text: string): boolean {
  return BASE64.test(text.trimEnd())
}
