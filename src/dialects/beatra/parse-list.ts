import type { ListQuery } from '../../domain/dialect.ts'
import { limitUpTo, noneOf, parseQuery, readTime, type Reading } from '../../domain/parse-query.ts'
import type { Instant } from '../../domain/task.ts'
import { CAPABILITIES, CAPABILITY_WORDS } from '../../domain/work.ts'
import { BLOCKS } from './render.ts'
import { STATUS_FILTERS } from './words.ts'

const LIMIT_DEFAULT = 20
const LIMIT_MAX = 100

/**
 * The query of GET /v1/tasks (beatra.md 4.8, RULINGS 52); throws `invalid_request` with every fault found. Parameters that
 * the contract does not know are ignored. The cursor is opaque here; the engine checks it.
 */
export function parseList(query: URLSearchParams): ListQuery {
  return parseQuery(query, (read) => ({
    statuses: read('status', null, readStatus),
    capability: read('capability', null, readCapability),
    createdAfter: read<Instant | null>('created_after', null, readTime),
    createdBefore: read<Instant | null>('created_before', null, readTime),
    limit: read('limit', LIMIT_DEFAULT, limitUpTo(LIMIT_MAX)),
    cursor: read('cursor', null, readCursor),
    order: read('order', 'desc', readOrder),
    expand: read('expand', [], readExpand),
  }))
}

function readStatus(text: string): Reading<ListQuery['statuses']> {
  const statuses = STATUS_FILTERS.get(text)
  return statuses === undefined ? noneOf([...STATUS_FILTERS.keys()]) : { value: statuses }
}

function readCapability(text: string): Reading<ListQuery['capability']> {
  const capability = CAPABILITIES.find((name) => CAPABILITY_WORDS[name] === text)
  return capability === undefined ? noneOf(Object.values(CAPABILITY_WORDS)) : { value: capability }
}

function readCursor(text: string): Reading<string | null> {
  return text === '' ? { fault: 'must be a cursor of an earlier page', type: 'format' } : { value: text }
}

function readOrder(text: string): Reading<ListQuery['order']> {
  return text === 'asc' || text === 'desc' ? { value: text } : noneOf(['asc', 'desc'])
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
