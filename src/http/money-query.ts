import type { FastifyRequest } from 'fastify'

import type { LedgerQuery } from '../core/read-ledger.ts'
import { GatewayError, type FieldIssue } from '../domain/errors.ts'
import { MOVEMENT_KINDS } from '../domain/movement.ts'
import { parseTaskId } from '../lib/ids.ts'

const LIMIT_DEFAULT = 50
const LIMIT_MAX = 200

export interface LedgerRequest extends LedgerQuery {
  format: 'json' | 'csv'
  /** Movements of a CSV at most; null = all that there are. */
  most: number | null
}

/** The query of `GET /v1/ledger`; throws `invalid_request` with every fault found. */
export function parseLedgerQuery(request: FastifyRequest): LedgerRequest {
  const issues: FieldIssue[] = []
  const read = makeReader(request, issues)
  const accepts = (request.headers.accept ?? '').toLowerCase()
  const limit = read('limit', null, readLimit, LIMIT_FAULT)
  const parsed = {
    format: read('format', /\btext\/csv\b/.test(accepts) ? 'csv' : 'json', readFormat, 'must be json or csv'),
    task: read<string | null>('task_id', null, parseTaskId, 'must be the id of a task'),
    kind: read('kind', null, readKind, `must be one of ${MOVEMENT_KINDS.join(', ')}`),
    order: read('order', 'desc', readOrder, 'must be asc or desc'),
    after: read('cursor', null, readCursor, 'is not a cursor of this list'),
    limit: limit ?? LIMIT_DEFAULT,
    most: limit,
  }
  if (issues.length > 0) throw new GatewayError('invalid_request', { issues })
  return parsed
}

/** The query of `GET /v1/statements`. */
export function parseStatementsQuery(request: FastifyRequest): { limit: number; before: string | null } {
  const issues: FieldIssue[] = []
  const read = makeReader(request, issues)
  const parsed = {
    limit: read('limit', LIMIT_DEFAULT, readLimit, LIMIT_FAULT),
    before: read<string | null>('cursor', null, monthOf, 'is not a cursor of this list'),
  }
  if (issues.length > 0) throw new GatewayError('invalid_request', { issues })
  return parsed
}

/** The first day of a month that is written `2026-11`; null = it is none. */
export function monthOf(text: string): string | null {
  return /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])$/.test(text) ? `${text}-01` : null
}

/** The cursor behind a movement. */
export function renderCursor(seq: number): string {
  return Buffer.from(`seq ${seq}`).toString('base64url')
}

function readCursor(text: string): number | null {
  const match = /^seq (\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString())
  const seq = Number(match?.[1])
  // Only what we made ourselves: base64 reads many a text as the same bytes.
  return match !== null && renderCursor(seq) === text ? seq : null
}

const LIMIT_FAULT = `must be an integer from 1 to ${LIMIT_MAX}`

function readLimit(text: string): number | null {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return limit >= 1 && limit <= LIMIT_MAX ? limit : null
}

function readFormat(text: string): 'json' | 'csv' | null {
  return text === 'json' || text === 'csv' ? text : null
}

function readOrder(text: string): 'asc' | 'desc' | null {
  return text === 'asc' || text === 'desc' ? text : null
}

function readKind(text: string): LedgerQuery['kind'] {
  return MOVEMENT_KINDS.find((kind) => kind === text) ?? null
}

/** Reads one parameter of the query after the other; null of `parse` = it cannot be used. */
function makeReader(request: FastifyRequest, issues: FieldIssue[]) {
  const query = new URL(request.raw.url ?? '', 'http://localhost').searchParams
  return <Value>(name: string, absent: Value, parse: (text: string) => Value | null, fault: string): Value => {
    const text = query.get(name)
    if (text === null) return absent
    const value = parse(text)
    if (value !== null) return value
    issues.push({ path: [name], message: fault, type: 'format' })
    return absent
  }
}
