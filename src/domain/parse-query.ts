import { GatewayError, type FieldIssue } from './errors.ts'
import type { Instant } from './task.ts'

/** What a parameter's text means; or what is wrong with it, as the end of a sentence that begins with its name. */
export type Reading<Value> = { value: Value } | Fault
interface Fault {
  fault: string
  type: string
}

/** Reads one parameter, which may be given once; `absent` when it is not there. */
type Read = <Value>(name: string, absent: Value, reading: (text: string) => Reading<Value>) => Value

/** Reads a query; throws `invalid_request` with every fault found. Parameters that `parse` does not ask for are ignored. */
export function parseQuery<Parsed>(query: URLSearchParams, parse: (read: Read) => Parsed): Parsed {
  const issues: FieldIssue[] = []
  const parsed = parse((name, absent, reading) => {
    const [text, ...more] = query.getAll(name)
    if (text === undefined) return absent
    const result = more.length === 0 ? reading(text) : { fault: 'must be given once', type: 'format' }
    if ('value' in result) return result.value
    issues.push({ path: [name], message: result.fault, type: result.type })
    return absent
  })
  if (issues.length > 0) throw new GatewayError('invalid_request', { issues })
  return parsed
}

/** A page's size. */
export function limitUpTo(max: number): (text: string) => Reading<number> {
  return (text) => {
    const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0
    if (limit < 1 || limit > max) return { fault: `must be an integer from 1 to ${max}`, type: 'range' }
    return { value: limit }
  }
}

/** Date, then perhaps a time with up to nine decimals, then perhaps a zone; a "+" that a query turned into a space too. */
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?([Zz]|[+\- ]\d{2}:\d{2})?)?$/

/** RFC 3339 with up to microseconds; without a zone it is UTC, without a time midnight. */
export function readTime(text: string): Reading<Instant> {
  const [, date = '', time = '00:00:00', fraction = '', zone = 'Z'] = DATE_TIME.exec(text) ?? []
  const ms = Date.parse(`${date}T${time}${zone.replace(' ', '+')}`)
  // Date.parse lets 30 February through as 2 March.
  const isDay = date !== '' && new Date(Date.parse(`${date}T00:00:00Z`)).toJSON()?.startsWith(date)
  if (Number.isNaN(ms) || !isDay) return { fault: 'must be an RFC 3339 date-time', type: 'format' }
  return { value: ms + Math.floor(Number(`0${fraction}`) * 1_000_000) / 1000 }
}

/** The fault of a text that is none of the words. */
export function noneOf(words: readonly string[]): Fault {
  return { fault: `must be one of ${words.map((word) => JSON.stringify(word)).join(', ')}`, type: 'enum' }
}
