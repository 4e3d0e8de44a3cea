import type { ListQuery } from '../../domain/dialect.ts'
import { GatewayError, type FieldIssue } from '../../domain/errors.ts'
import type { Instant } from '../../domain/task.ts'
import { CAPABILITIES, CAPABILITY_WORDS } from '../../domain/work.ts'
import { BLOCKS } from './render.ts'
import { STATUS_FILTERS } from './words.ts'

const LIMIT_DEFAULT = 20
const LIMIT_MAX = 100

/** Date, then perhaps a time with up to nine decimals, then perhaps a zone; a "+" that a query turned into a space too. */
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?([Zz]|[+\- ]\d{2}:\d{2})?)?$/

/** Reads one parameter's text; a string = what is wrong with it. */
type Reading<Value> = { value: Value } | { fault: string; type: string }

/**
 * The query of GET /v1/tasks (beatra.md 4.8, RULINGS 52); throws `invalid_request` with every fault found. Parameters that
 * the contract does not know are ignored. The cursor is opaque here; the engine checks it.
 */
export function parseList(query: URLSearchParams): ListQuery {
  const issues: FieldIssue[] = []
  function read<Value>(name: string, absent: Value, reading: (text: string) => Reading<Value>): Value {
    const [text, ...more] = query.getAll(name)
    if (text === undefined) return absent
    const result: Reading<Value> = more.length === 0 ? reading(text) : { fault: 'must be given once', type: 'format' }
    if ('value' in result) return result.value
    issues.push({ path: [name], message: result.fault, type: result.type })
    return absent
  }
  const list: ListQuery = {
    statuses: read('status', null, readStatus),
    capability: read('capability', null, readCapability),
    createdAfter: read('created_after', null, readTime),
    createdBefore: read('created_before', null, readTime),
    limit: read('limit', LIMIT_DEFAULT, readLimit),
    cursor: read('cursor', null, readCursor),
    order: read('order', 'desc', readOrder),
    expand: read('expand', [], readExpand),
  }
  if (issues.length > 0) throw new GatewayError('invalid_request', { issues })
  return list
}

function readStatus(text: string): Reading<ListQuery['statuses']> {
  const statuses = STATUS_FILTERS.get(text)
  return statuses === undefined ? oneOf([...STATUS_FILTERS.keys()]) : { value: statuses }
}

function readCapability(text: string): Reading<ListQuery['capability']> {
  const capability = CAPABILITIES.find((name) => CAPABILITY_WORDS[name] === text)
  return capability === undefined ? oneOf(Object.values(CAPABILITY_WORDS)) : { value: capability }
}

/** RFC 3339 with up to microseconds; without a zone it is UTC, without a time midnight. */
function readTime(text: string): Reading<Instant | null> {
  const [, date = '', time = '00:00:00', fraction = '', zone = 'Z'] = DATE_TIME.exec(text) ?? []
  const ms = Date.parse(`${date}T${time}${zone.replace(' ', '+')}`)
  // Date.parse lets 30 February through as 2 March.
  const isDay = date !== '' && new Date(Date.parse(`${date}T00:00:00Z`)).toJSON()?.startsWith(date)
  if (Number.isNaN(ms) || !isDay) return { fault: 'must be an RFC 3339 date-time', type: 'format' }
  return { value: ms + Math.floor(Number(`0${fraction}`) * 1_000_000) / 1000 }
}

function readLimit(text: string): Reading<number> {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > LIMIT_MAX) return { fault: `must be an integer from 1 to ${LIMIT_MAX}`, type: 'range' }
  return { value: limit }
}

function readCursor(text: string): Reading<string | null> {
  return text === '' ? { fault: 'must be a cursor of an earlier page', type: 'format' } : { value: text }
}

function readOrder(text: string): Reading<ListQuery['order']> {
  return text === 'asc' || text === 'desc' ? { value: text } : oneOf(['asc', 'desc'])
}

/** A comma list of blocks, or `all`; gives them once each. */
function readExpand(text: string): Reading<readonly string[]> {
  const names = text.split(',').map((name) => name.trim())
  const blocks: readonly string[] = BLOCKS
  if (names.some((name) => name !== 'all' && !blocks.includes(name))) {
    return { fault: `must be a comma list of ${BLOCKS.join(', ')}, or all`, type: 'enum' }
  }
  return { value: names.includes('all') ? BLOCKS : blocks.filter((name) => names.includes(name)) }
}

function oneOf(words: readonly string[]): { fault: string; type: string } {
  return { fault: `must be one of ${words.map((word) => JSON.stringify(word)).join(', ')}`, type: 'enum' }
}
