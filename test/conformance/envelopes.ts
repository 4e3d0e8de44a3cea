import { Type, type TSchema } from 'typebox'
import { Check, Errors } from 'typebox/value'

import type { Envelope } from './paths.ts'
import { at } from '../helpers/start-medley.ts'
import type { Reply } from './ask.ts'

const closed = { additionalProperties: false }
const Text = Type.String({ minLength: 1 })

/** omnapi.md 3; RULINGS 43. */
const OmnapiError = Type.Object(
  {
    success: Type.Literal(false),
    error: Type.Object(
      {
        code: Type.String({ pattern: '^[A-Z]+(_[A-Z]+)*$' }),
        message: Text,
        details: Type.Optional(
          Type.Union([
            Type.Object(
              { errors: Type.Array(Type.Object({ path: Type.String(), message: Text }, closed), { minItems: 1 }) },
              closed,
            ),
            Type.Object({ required: Type.Number(), available: Type.Number() }, closed),
            Type.Object({ status: Text }, closed),
            Type.Object({ limit: Text }, closed),
          ]),
        ),
      },
      closed,
    ),
  },
  closed,
)

const Pointer = Type.String({ pattern: '^(/.*)?$' })

/** beatra.md 2.1; RULINGS 53. */
const BeatraError = Type.Object(
  {
    error: Type.Object(
      {
        code: Type.String({ pattern: '^[a-z]+(_[a-z]+)*$' }),
        message: Text,
        retryable: Type.Boolean(),
        request_id: Text,
        param: Type.Optional(Type.String()),
        details: Type.Optional(
          Type.Union([
            Type.Object(
              {
                errors: Type.Array(Type.Object({ path: Type.String(), message: Text, type: Text }, closed), {
                  minItems: 1,
                }),
              },
              closed,
            ),
            Type.Object({ unsupported_fields: Type.Array(Text, { minItems: 1 }) }, closed),
            Type.Object({ required_credits: Text, available_credits: Text }, closed),
            Type.Object({ limit: Text }, closed),
          ]),
        ),
      },
      closed,
    ),
  },
  closed,
)

/** piapi.md 10; RULINGS 3. */
const PiapiError = Type.Object({ code: Type.Integer(), data: Type.Null(), message: Text }, closed)

/** RFC 9457 with our own members; RULINGS 1. */
const Problem = Type.Object(
  {
    type: Type.Literal('about:blank'),
    title: Text,
    status: Type.Integer(),
    detail: Text,
    code: Type.String({ pattern: '^[a-z]+(_[a-z]+)*$' }),
    retryable: Type.Boolean(),
    request_id: Text,
    errors: Type.Array(Type.Object({ path: Pointer, message: Text, type: Text }, closed)),
  },
  closed,
)

const SCHEMAS: Readonly<Record<Envelope, TSchema>> = {
  omnapi: OmnapiError,
  beatra: BeatraError,
  piapi: PiapiError,
  problem: Problem,
}

/**
 * What of a refusal is not as RULINGS 1, 3, 10 and 11 have it: the envelope with nothing besides, its type, the status that it
 * repeats, the request id, and no caching.
 */
export function envelopeFaults(envelope: Envelope, reply: Reply): string[] {
  const { status, headers, body } = reply
  const faults: string[] = []
  if (status < 400) faults.push(`${status} is no refusal`)
  const type = envelope === 'problem' ? 'application/problem+json' : 'application/json'
  if (!String(headers['content-type']).startsWith(type)) faults.push(`the type is ${headers['content-type']}`)
  if (headers['cache-control'] !== 'no-store') faults.push(`cache-control is ${headers['cache-control']}`)
  if (headers['access-control-allow-origin'] !== '*') faults.push('no page may read it')
  const requestId = headers['x-request-id']
  if (typeof requestId !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(requestId))
    faults.push(`X-Request-Id is ${requestId}`)
  if (status === 405 && headers.allow === undefined) faults.push('no Allow')
  if (!Check(SCHEMAS[envelope], body)) {
    const found = Errors(SCHEMAS[envelope], body).map((error) => `${error.instancePath} ${error.message}`)
    faults.push(`not the envelope of ${envelope}: ${found.join('; ')}: ${reply.text.slice(0, 300)}`)
  }
  return [...faults, ...repetitionFaults(envelope, reply)]
}

/** What stands both in the head and in the body. */
function repetitionFaults(envelope: Envelope, { status, headers, body }: Reply): string[] {
  const requestId = headers['x-request-id']
  switch (envelope) {
    case 'omnapi':
      return []
    case 'beatra':
      return at(body, 'error', 'request_id') === requestId ? [] : ['request_id is not X-Request-Id']
    case 'piapi':
      return at(body, 'code') === status ? [] : ['code is not the status']
    case 'problem':
      return at(body, 'status') === status && at(body, 'request_id') === requestId
        ? []
        : ['status or request_id differs']
  }
}

/** The code of a refusal, whatever its envelope. */
export function codeOf(envelope: Envelope, reply: Reply): unknown {
  switch (envelope) {
    case 'omnapi':
    case 'beatra':
      return at(reply.body, 'error', 'code')
    case 'piapi':
    case 'problem':
      return at(reply.body, 'code')
  }
}

/** The fields that a refusal names, as dotted paths; PiAPI names them in its sentence. */
export function fieldsOf(envelope: Envelope, reply: Reply): string[] {
  if (envelope === 'piapi') {
    const [, sentence = ''] = /^invalid request: (.*)$/.exec(String(at(reply.body, 'message'))) ?? []
    return sentence.split('; ').map((part) => (part.startsWith('the body ') ? '' : (part.split(' ', 1)[0] ?? '')))
  }
  const errors = at(reply.body, 'error', 'details', 'errors')
  const paths = Array.isArray(errors) ? errors.map((error) => String(at(error, 'path'))) : []
  return envelope === 'omnapi' ? paths : paths.map((pointer) => pointer.split('/').slice(1).join('.'))
}
