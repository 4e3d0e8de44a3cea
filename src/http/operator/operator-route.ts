import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type, type Static, type TObject, type TSchema } from 'typebox'

import type { Context } from '../../core/context.ts'
import type { Origin } from '../../domain/audit.ts'
import { makeParser } from '../../domain/parse-body.ts'
import { idOf } from '../id-of.ts'
import { idempotencyKeyOf } from '../idempotency-key.ts'
import { closed } from './schemas.ts'

/** What a route is asked, read and checked. */
export interface Asked<Query, Body> {
  /** As it stands in the path; empty where there is none. */
  id: string
  query: Query
  body: Body
  origin: Origin
  /** Null = none, or the route takes none. */
  idempotencyKey: string | null
  /** Says that the answer is an earlier one's. */
  markReplayed(): void
}

/** What the server and the OpenAPI document both know of a route. */
interface RouteFacts<Query extends TObject, Body extends TSchema, Answer extends TSchema> {
  method: 'GET' | 'POST' | 'PATCH'
  /** Behind `/operator/v1`. */
  path: string
  /** A sentence for people. */
  summary: string
  status: 200 | 201
  takesIdempotencyKey?: true
  query: Query
  body: Body
  answer: Answer
}

/** A row of the one table that the server and its OpenAPI document are made from. */
export interface OperatorRoute extends RouteFacts<TObject, TSchema, TSchema> {
  handle(context: Context, request: FastifyRequest, reply: FastifyReply, origin: Origin): Promise<unknown>
}

/** A query or body that is to be empty. */
export const NOTHING = Type.Object({}, closed)

/** A route whose query and body are read by the very schemas that its document shows. */
export function operatorRoute<Query extends TObject, Body extends TSchema, Answer extends TSchema>({
  handle,
  ...facts
}: RouteFacts<Query, Body, Answer> & {
  handle(context: Context, asked: Asked<Static<Query>, Static<Body>>): Promise<Static<Answer>>
}): OperatorRoute {
  const parseQuery = makeParser(facts.query)
  const parseBody = makeParser(facts.body)
  return {
    ...facts,
    handle: (context, request, reply, origin) =>
      handle(context, {
        id: idOf(request),
        query: parseQuery(queryOf(request, facts.query)),
        body: parseBody(request.body ?? {}),
        origin,
        idempotencyKey: facts.takesIdempotencyKey === true ? idempotencyKeyOf(request) : null,
        markReplayed: () => void reply.header('idempotent-replayed', 'true'),
      }),
  }
}

/** A query is text: what should be a whole number is read as one. */
export function queryOf(request: FastifyRequest, { properties }: TObject): unknown {
  const query = new URL(request.raw.url ?? '', 'http://localhost').searchParams
  const values = [...query].map(([name, text]) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
    const isNumber = schema !== undefined && 'type' in schema && schema.type === 'integer' && /^\d{1,9}$/.test(text)
    return [name, isNumber ? Number(text) : text]
  })
  return Object.fromEntries(values)
}
