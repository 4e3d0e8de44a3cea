import { Type } from 'typebox'

import { invalidField } from '../domain/errors.ts'
import { MESSAGE_KINDS, TERMINAL_KINDS, type MessageKind } from '../domain/message.ts'
import { makeParser } from '../domain/parse-body.ts'
import { readTime } from '../domain/parse-query.ts'
import { DIALECT_NAMES, type DialectName, type Instant } from '../domain/task.ts'
import { parsePrefixedId } from '../lib/ids.ts'

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
      cursor: Type.Optional(Type.String()),
    },
    closed,
  ),
)

/** `POST /v1/webhooks/replay`; only what failed, unless said otherwise. Times are epoch ms. */
export function parseReplay(body: unknown) {
  const { endpoint_id: endpointId, since, until, only_failed: onlyFailed, cursor } = parseReplayBody(body)
  const endpoint = endpointId === undefined ? null : parsePrefixedId(endpointId, ['we'])
  if (endpointId !== undefined && endpoint === null) {
    throw invalidField(['endpoint_id'], 'names no endpoint of yours', 'not_found')
  }
  const after = cursor === undefined ? null : parsePrefixedId(cursor, ['msg'])
  if (cursor !== undefined && after === null) throw invalidField(['cursor'], 'is none of ours', 'format')
  return {
    endpoint,
    since: timeOf('since', since),
    until: until === undefined ? null : timeOf('until', until),
    onlyFailed: onlyFailed ?? true,
    after,
  }
}

function timeOf(name: string, text: string): Instant {
  const reading = readTime(text)
  if ('value' in reading) return reading.value
  throw invalidField([name], reading.fault, reading.type)
}
