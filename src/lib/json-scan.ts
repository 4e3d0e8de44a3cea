import type { JsonValue } from './json.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** Past this many plain bytes a string is jumped through with the runtime's own search; below, a call costs more. */
const JUMP_AFTER = 128

export interface JsonScan {
  /** Brackets, braces and commas outside strings; counting stops soon after `structureMax`. */
  structure: number
  /** How deep brackets and braces nest; the outermost is 1. */
  depth: number
  /** An escape of U+0000, of half a surrogate pair or of a part of `__proto__`, or a number with an exponent or hundreds of
   * digits is there: `findForbidden` has to look. */
  suspicious: boolean
}

/**
 * Measures JSON text before it is parsed, in one pass without recursion, so that a hostile body costs milliseconds and
 * not the event loop (RULINGS 7; toolchain.md: 40 MiB of `[],[],…` hold `JSON.parse` for 3.5 s). It judges no syntax:
 * that is the parser's.
 */
export function scanJson(bytes: Uint8Array, structureMax: number): JsonScan {
  const strings: StringScan = { bytes, suspicious: false, backslash: -1 }
  let structure = 0
  let depth = 0
  let deepest = 0
  let digits = 0
  for (let index = 0; index < bytes.length && structure <= structureMax; index += 1) {
    switch (bytes[index]) {
      case QUOTE:
        index = endOfString(strings, index + 1)
        break
      case 0x5b: // [
      case 0x7b: // {
        structure += 1
        depth += 1
        if (depth > deepest) deepest = depth
        break
      case 0x5d: // ]
      case 0x7d: // }
        structure += 1
        depth -= 1
        break
      case 0x2c: // ,
        structure += 1
        break
      case 0x45: // E
      case 0x65: // e: an exponent when a digit stands before it, else a letter of true or false
        if (isDigit(bytes[index - 1])) strings.suspicious = true
        break
      default:
        // No double has more than 309 digits before its point: such a run is looked at again.
        digits = isDigit(bytes[index]) ? digits + 1 : 0
        if (digits > 300) strings.suspicious = true
        continue
    }
    digits = 0
  }
  return { structure, depth: deepest, suspicious: strings.suspicious }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

interface StringScan {
  readonly bytes: Uint8Array
  suspicious: boolean
  /** Where the next backslash is, as far as it was looked for: no stretch is searched twice. */
  backslash: number
}

/** The place of the quote that ends the string whose first byte is at `start`; the end of the text if there is none. */
function endOfString(scan: StringScan, start: number): number {
  const { bytes } = scan
  let index = start
  let jumpAt = start + JUMP_AFTER
  while (index < bytes.length) {
    const byte = bytes[index]
    if (byte === QUOTE) return index
    if (byte === BACKSLASH) {
      if (bytes[index + 1] === 0x75 && isSuspiciousEscape(bytes, index + 2)) scan.suspicious = true
      index += 2
      jumpAt = index + JUMP_AFTER
    } else if (index < jumpAt) {
      index += 1
    } else {
      if (scan.backslash < index) scan.backslash = placeOf(bytes, BACKSLASH, index)
      index = Math.min(placeOf(bytes, QUOTE, index), scan.backslash)
      jumpAt = index + JUMP_AFTER
    }
  }
  return index
}

function placeOf(bytes: Uint8Array, byte: number, from: number): number {
  const place = bytes.indexOf(byte, from)
  return place === -1 ? bytes.length : place
}

/** Whether the four digits at `at` are 0000, D800 to DFFF, or 0050 to 007F: `_` and the letters that `__proto__` is made of. */
function isSuspiciousEscape(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at]
  if (first === 0x64 || first === 0x44) {
    const second = bytes[at + 1] ?? 0
    return second === 0x38 || second === 0x39 || (second | 0x20) >= 0x61
  }
  if (first !== 0x30 || bytes[at + 1] !== 0x30) return false
  const third = bytes[at + 2]
  return (third === 0x30 && bytes[at + 3] === 0x30) || third === 0x35 || third === 0x36 || third === 0x37
}

/** What must not come in, and where: the keys and indexes from the root. */
export interface Forbidden {
  path: (string | number)[]
  what: 'nul' | 'surrogate' | 'proto' | 'number'
}

/**
 * Finds the first text of a value, key or string, that holds U+0000 or half a surrogate pair, which PostgreSQL cannot
 * store, a key `__proto__`, which must never reach an assignment, or a number too large for a double, which would come back
 * as null (RULINGS 5). The path of a bad key ends at its
 * object. Only for values whose depth was checked.
 */
export function findForbidden(value: JsonValue, path: (string | number)[] = []): Forbidden | null {
  if (typeof value === 'string') {
    const what = faultOf(value)
    return what === null ? null : { path, what }
  }
  if (typeof value === 'number') return Number.isFinite(value) ? null : { path, what: 'number' }
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = findForbidden(item, [...path, index])
      if (found !== null) return found
    }
    return null
  }
  for (const [key, item] of Object.entries(value)) {
    const what = key === '__proto__' ? 'proto' : faultOf(key)
    if (what !== null) return { path, what }
    const found = findForbidden(item, [...path, key])
    if (found !== null) return found
  }
  return null
}

function faultOf(text: string): 'nul' | 'surrogate' | null {
  if (text.includes('\0')) return 'nul'
  return text.isWellFormed() ? null : 'surrogate'
}

/** The place of the first value nested deeper than `depthMax`, or null. Looks no deeper than that. */
export function findTooDeep(
  value: JsonValue,
  depthMax: number,
  path: (string | number)[] = [],
): (string | number)[] | null {
  if (typeof value !== 'object' || value === null) return null
  if (path.length >= depthMax) return path
  for (const [key, item] of Object.entries(value)) {
    const found = findTooDeep(item, depthMax, [...path, Array.isArray(value) ? Number(key) : key])
    if (found !== null) return found
  }
  return null
}
