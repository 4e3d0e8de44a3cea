import { hash, randomFillSync } from 'node:crypto'

/** A lower-case UUID with dashes: the inside form of every id. */
export type Uuid = string

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Every pair of characters, by its ten bits: ids are put together from pairs. */
export const CROCKFORD_PAIRS: readonly string[] = Array.from(
  { length: 1024 },
  (_, index) => `${CROCKFORD[index >> 5]}${CROCKFORD[index & 31]}`,
)
/** What each character stands for, by its code. */
const CROCKFORD_VALUES = Uint8Array.from({ length: 128 }, (_, code) => CROCKFORD.indexOf(String.fromCharCode(code)))
const CROCKFORD_TEXT = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/
const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * Makes UUIDv7s that rise within a process: 48 bits of `nowMs` (database time, so that partitions agree), then a
 * 12-bit counter, then 62 random bits. A clock that steps back never makes ids step back.
 */
export function makeUuidV7(nowMs: () => number): () => Uuid {
  let lastMs = 0
  let counter = 0
  // Random bytes are drawn for 256 ids at a time: a system call each would show in the create path.
  const pool = new Uint8Array(8 * 256)
  let used = pool.length
  return () => {
    const ms = Math.floor(nowMs())
    if (ms > lastMs) {
      lastMs = ms
      counter = 0
    } else {
      counter += 1
      if (counter > 0xfff) {
        lastMs += 1
        counter = 0
      }
    }
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const bytes = Buffer.alloc(16)
    bytes.writeUIntBE(lastMs, 0, 6)
    bytes.writeUInt16BE(0x7000 | counter, 6)
    bytes.set(pool.subarray(used, used + 8), 8)
    used += 8
    bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
    return formatUuid(bytes)
  }
}

/**
 * An id that follows from others (a purchase from its task and ordinal, an artifact from its task and place): the same
 * parts give the same UUIDv8 through every crash and restore.
 */
export function deriveUuid(...parts: readonly (string | number)[]): Uuid {
  const bytes = hash('sha256', parts.join('\n'), 'buffer').subarray(0, 16)
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return formatUuid(bytes)
}

function formatUuid(bytes: Uint8Array): Uuid {
  return withDashes(Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString('hex'))
}

function withDashes(hex: string): Uuid {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The 26 upper-case Crockford characters of a UUID's 128 bits (RULINGS 16). */
export function toCrockford(uuid: Uuid): string {
  const hex = uuid.replaceAll('-', '')
  // The first pair of characters has two zero bits in front of eight; from there on five digits are two pairs.
  let text = CROCKFORD_PAIRS[Number.parseInt(hex.slice(0, 2), 16)] ?? ''
  for (let at = 2; at < 32; at += 5) {
    const bits = Number.parseInt(hex.slice(at, at + 5), 16)
    text += `${CROCKFORD_PAIRS[bits >> 10]}${CROCKFORD_PAIRS[bits & 1023]}`
  }
  return text
}

function fromCrockford(text: string): Uuid | null {
  const upper = text.toUpperCase()
  if (!CROCKFORD_TEXT.test(upper)) return null
  let hex = digitsOf(upper, 0, 2).padStart(2, '0')
  for (let at = 2; at < 26; at += 4) hex += digitsOf(upper, at, at + 4).padStart(5, '0')
  return withDashes(hex)
}

/** Up to six Crockford characters as hexadecimal digits. */
function digitsOf(text: string, from: number, to: number): string {
  let bits = 0
  for (let at = from; at < to; at += 1) bits = (bits << 5) | (CROCKFORD_VALUES[text.charCodeAt(at)] ?? 0)
  return bits.toString(16)
}

/** The 22 characters of base64url in which notifications between processes carry an id. */
export function toShortId(uuid: Uuid): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url')
}

/** What `toShortId` made. */
export function fromShortId(text: string): Uuid {
  return formatUuid(new Uint8Array(Buffer.from(text, 'base64url')))
}

/** Reads one prefixed Crockford id (`img_…`): null when the prefix or the characters are not right. */
export function parsePrefixedId(text: string, prefixes: readonly string[]): Uuid | null {
  for (const prefix of prefixes) {
    if (text.startsWith(`${prefix}_`)) return fromCrockford(text.slice(prefix.length + 1))
  }
  return null
}

/** Reads an id with one of the prefixes, or a UUID; null = it is neither. */
export function parseId(text: string, prefixes: readonly string[]): Uuid | null {
  if (text.length === 36) {
    const uuid = text.toLowerCase()
    return UUID_TEXT.test(uuid) ? uuid : null
  }
  return parsePrefixedId(text, prefixes)
}

/** Reads a task id in any dialect's form (`task_…`, `tsk_…`, a UUID); null = no such task can exist (RULINGS 16). */
export function parseTaskId(text: string): Uuid | null {
  return parseId(text, ['task', 'tsk'])
}

/** Epoch milliseconds in which a UUIDv7 was made. */
export function timeOfUuidV7(uuid: Uuid): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16)
}

/** The least UUID of a millisecond: ids made at or after `ms` are not below it. */
export function leastUuidAt(ms: number): Uuid {
  const hex = Math.max(0, Math.min(2 ** 48 - 1, Math.floor(ms)))
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
