import { Type } from 'typebox'

import { GatewayError, invalidField, type FieldIssue } from '../domain/errors.ts'
import { MESSAGE_KINDS, TERMINAL_KINDS, type MessageKind } from '../domain/message.ts'
import { makeParser } from '../domain/parse-body.ts'
import { DIALECT_NAMES, type DialectName } from '../domain/task.ts'
import { parsePrefixedId, parseTaskId, type Uuid } from '../lib/ids.ts'

const DESCRIPTION_MAX = 500
const closed = { additionalProperties: false }
const Url = Type.String()
const Description = Type.String({ maxLength: DESCRIPTION_MAX })
const Events = Type.Array(Type.Enum([...MESSAGE_KINDS]), { minItems: 1, maxItems: MESSAGE_KINDS.length })
const Form = Type.Union([Type.Enum([...DIALECT_NAMES]), Type.Null()])

const parseCreate = makeParser(
  Type.Object(
    {
      url: Url,
      events: Type.Optional(Events),
      description: Type.Optional(Description),
      dialect: Type.Optional(Form),
      enabled: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
)
const parsePatch = makeParser(
  Type.Object(
    {
      url: Type.Optional(Url),
      events: Type.Optional(Events),
      description: Type.Optional(Description),
      enabled: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
)

type CheckUrl = (url: string) => string | null

/** What a new endpoint is to be. */
export interface EndpointBody {
  url: string
  description: string
  events: MessageKind[]
  dialect: DialectName | null
  enabled: boolean
}

/** `POST /v1/webhooks/endpoints`; without `events` it is told of ends. */
export function parseEndpoint(body: unknown, checkUrl: CheckUrl): EndpointBody {
  const { url, events, description, dialect, enabled } = parseCreate(body)
  refuseUrl(url, checkUrl)
  return {
    url,
    events: [...new Set(events ?? TERMINAL_KINDS)],
    description: description ?? '',
    dialect: dialect ?? null,
    enabled: enabled ?? true,
  }
}

/** `PATCH /v1/webhooks/endpoints/{id}`: what is absent stays, as null. */
export function parseEndpointPatch(body: unknown, checkUrl: CheckUrl) {
  const { url, events, description, enabled } = parsePatch(body)
  if (url !== undefined) refuseUrl(url, checkUrl)
  return {
    url: url ?? null,
    events: events === undefined ? null : [...new Set(events)],
    description: description ?? null,
    enabled: enabled ?? null,
  }
}

function refuseUrl(url: string, checkUrl: CheckUrl): void {
  const fault = checkUrl(url)
  if (fault !== null) throw invalidField(['url'], fault, 'format')
}

const OVERLAP_SECONDS = 86_400
const parseRotation = makeParser(
  Type.Object({ overlap_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 30 * 86_400 })) }, closed),
)

/** The body of a rotation, which may be empty: how long the secrets before hold, ms; a day unless said. */
export function parseOverlapMs(body: unknown): number {
  return (parseRotation(body ?? {}).overlap_seconds ?? OVERLAP_SECONDS) * 1000
}

const parseReplayBody = makeParser(
  Type.Object(
    {
      endpoint_id: Type.Optional(Type.String()),
      since: Type.String(),
      until: Type.Optional(Type.String()),
      only_failed: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
)

/** `POST /v1/webhooks/replay`; only what failed, unless said otherwise. Times are epoch ms. */
export function parseReplay(body: unknown) {
  const { endpoint_id: endpointId, since, until, only_failed: onlyFailed } = parseReplayBody(body)
  const endpoint = endpointId === undefined ? null : parsePrefixedId(endpointId, ['we'])
  if (endpointId !== undefined && endpoint === null) {
    throw invalidField(['endpoint_id'], 'names no endpoint of yours', 'not_found')
  }
  return {
    endpoint,
    since: readTime('since', since),
    until: until === undefined ? null : readTime('until', until),
    onlyFailed: onlyFailed ?? true,
  }
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i

function readTime(name: string, text: string): number {
  const ms = DATE_TIME.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw invalidField([name], 'must be an RFC 3339 date-time with its zone', 'format')
  return ms
}

const STATES = ['pending', 'delivered', 'failed']
const LIMIT_DEFAULT = 20
const LIMIT_MAX = 100

/** The query of `GET /v1/webhooks/messages`; throws `invalid_request` with every fault found. */
export function parseMessageQuery(query: URLSearchParams) {
  const issues: FieldIssue[] = []
  function read<Value>(name: string, absent: Value, parse: (text: string) => Value | null, fault: string): Value {
    const text = query.get(name)
    if (text === null) return absent
    const value = parse(text)
    if (value !== null) return value
    issues.push({ path: [name], message: fault, type: 'format' })
    return absent
  }
  const id = (prefixes: readonly string[]) => (text: string) => parsePrefixedId(text, prefixes)
  const limit = (text: string): number | null => {
    const value = /^\d{1,4}$/.test(text) ? Number(text) : 0
    return value >= 1 && value <= LIMIT_MAX ? value : null
  }
  const state = (text: string): number | null => (STATES.includes(text) ? STATES.indexOf(text) : null)
  const parsed = {
    limit: read('limit', LIMIT_DEFAULT, limit, `must be an integer from 1 to ${LIMIT_MAX}`),
    state: read<number | null>('status', null, state, `must be one of ${STATES.join(', ')}`),
    endpoint: read<Uuid | null>('endpoint_id', null, id(['we']), 'must be the id of an endpoint'),
    task: read<Uuid | null>('task_id', null, parseTaskId, 'must be the id of a task'),
    before: read<Uuid | null>('cursor', null, id(['msg']), 'is not a cursor of this list'),
  }
  if (issues.length > 0) throw new GatewayError('invalid_request', { issues })
  return parsed
}
