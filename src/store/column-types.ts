import { types } from 'pg'

type Parse = (text: string) => unknown

/** Where `pg`'s own reading of a column would lose something or depend on this machine's time zone. */
const parsers: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [20, parseBigint],
  [1016, parseBigintArray],
  [1082, (text) => text],
  [1114, (text) => text],
  [1184, parseTimestamp],
])

export const columnTypes: typeof types = {
  ...types,
  getTypeParser: (id, format) => {
    const parse = format === 'binary' ? undefined : parsers.get(id)
    return parse ?? types.getTypeParser(id, format)
  },
}

/** Our amounts and counters are constrained to what a number holds; anything else is a bug that must not be rounded away. */
export function parseBigint(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`the bigint ${text} does not fit into a JavaScript number`)
  return value
}

function parseBigintArray(text: string): (number | null)[] {
  if (text === '{}') return []
  return text
    .slice(1, -1)
    .split(',')
    .map((entry) => (entry === 'NULL' ? null : parseBigint(entry)))
}

/** As our sessions have times written: in UTC. */
const UTC_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/
const ANY_TIME = /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d))?$/

/** Epoch milliseconds, microseconds as the fraction: `2026-11-21 20:51:00.123456+00` → 1795294260123.456. */
export function parseTimestamp(text: string): number {
  if (UTC_TIME.test(text)) return parseUtc(text)
  if (text === 'infinity') return Infinity
  if (text === '-infinity') return -Infinity
  const match = ANY_TIME.exec(text)
  if (match === null) throw new RangeError(`the time ${text} cannot be read`)
  const part = (index: number): number => Number(match[index] ?? 0)
  const seconds = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6))
  const offset = (part(9) * 60 + part(10)) * (match[8] === '-' ? -60_000 : 60_000)
  return seconds - offset + Number((match[7] ?? '').padEnd(6, '0')) / 1000
}

/** By place, which costs a third of capturing the parts: a task has up to seven times. */
function parseUtc(text: string): number {
  const part = (from: number, to: number): number => {
    let value = 0
    for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 0x30
    return value
  }
  const seconds = Date.UTC(part(0, 4), part(5, 7) - 1, part(8, 10), part(11, 13), part(14, 16), part(17, 19))
  // `+00` ends the text; six digits after the point would make it 29 characters.
  return seconds + (part(20, text.length - 3) * 10 ** (29 - text.length)) / 1000
}
