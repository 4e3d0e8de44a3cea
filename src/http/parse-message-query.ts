import { MESSAGE_STATES } from '../domain/message.ts'
import { limitUpTo, noneOf, parseQuery, type Reading } from '../domain/parse-query.ts'
import { parsePrefixedId, parseTaskId, type Uuid } from '../lib/ids.ts'

const LIMIT_DEFAULT = 20
const LIMIT_MAX = 100

/** The query of `GET /v1/webhooks/messages`; throws `invalid_request` with every fault found. */
export function parseMessageQuery(query: URLSearchParams) {
  return parseQuery(query, (read) => ({
    limit: read('limit', LIMIT_DEFAULT, limitUpTo(LIMIT_MAX)),
    state: read<number | null>('status', null, readState),
    endpoint: read<Uuid | null>('endpoint_id', null, (text) =>
      idOr(parsePrefixedId(text, ['we']), 'must be the id of an endpoint'),
    ),
    task: read<Uuid | null>('task_id', null, (text) => idOr(parseTaskId(text), 'must be the id of a task')),
    before: read<Uuid | null>('cursor', null, (text) =>
      idOr(parsePrefixedId(text, ['msg']), 'is not a cursor of this list'),
    ),
  }))
}

function readState(text: string): Reading<number> {
  const state = MESSAGE_STATES.findIndex((known) => known === text)
  return state === -1 ? noneOf(MESSAGE_STATES) : { value: state }
}

function idOr(id: Uuid | null, fault: string): Reading<Uuid> {
  return id === null ? { fault, type: 'format' } : { value: id }
}
