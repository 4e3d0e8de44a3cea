import { hash } from 'node:crypto'

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { cancelTask } from '../core/cancel-task.ts'
import type { Context } from '../core/context.ts'
import { createTask, type Idempotency } from '../core/create-task.ts'
import type { KeyRing } from '../core/keys.ts'
import { readTaskPage } from '../core/read-task.ts'
import { waitForTask } from '../core/wait-for-task.ts'
import type { Dialect, ParseContext, RenderContext, Route } from '../domain/dialect.ts'
import { GatewayError } from '../domain/errors.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import { asJson, type JsonValue } from '../lib/json.ts'
import { callerOf, makeAuthenticate } from './authenticate.ts'
import { pathOf } from './dialect-of.ts'
import { goneSignal } from './gone-signal.ts'
import { idOf } from './id-of.ts'
import { makeReadHandler } from './make-read-handler.ts'
import { ignoreBody } from './parse-json-body.ts'
import { applyPreference } from './preference.ts'
import { queryOf } from './query-of.ts'
import { sendWire } from './send-wire.ts'

/** What the mounted routes work with. */
export interface Door {
  context: Context
  keys: KeyRing
  parse: ParseContext
  render: RenderContext
  /** An `onRequest` hook that turns large bodies away while too many are being read; shared by all dialects. */
  reserveBody(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/**
 * Read this first. Turns a dialect's table of routes into server routes, all the same way: the key (before the body), the
 * dialect's `parse` (wire to domain words), one use case of `core/`, the dialect's `render`. Whatever is thrown on the way
 * is answered by `handle-error.ts` in the dialect's envelope.
 */
export function mountDialect(server: FastifyInstance, dialect: Dialect, door: Door): void {
  const authenticate = makeAuthenticate(dialect, door.keys)
  for (const route of dialect.routes) {
    const isOpen = route.kind === 'plain' && route.open
    const hooks = [
      ...(isOpen ? [] : [authenticate]),
      ...(route.kind === 'create' ? [door.reserveBody] : []),
      ...(route.kind === 'cancel' ? [ignoreBody] : []),
    ]
    server.route({
      method: route.method,
      url: route.path,
      onRequest: hooks,
      handler: handlerOf(route, door),
      ...(route.kind === 'create' ? { bodyLimit: route.bodyLimit } : {}),
    })
  }
}

function handlerOf(route: Route, door: Door): Handler {
  const { context } = door
  switch (route.kind) {
    case 'create':
      return async (request, reply) => {
        const idempotency = idempotencyOf(request)
        const create = route.parse(bodyOf(request), door.parse)
        const { task, replayed } = await createTask(context, callerOf(request), create, idempotency)
        if (replayed) {
          reply.header('idempotent-replayed', 'true')
          return sendWire(reply, route.render(task, door.render))
        }
        const forMs = applyPreference(request, reply, route.waitSeconds)
        if (forMs === 0) return sendWire(reply, route.render(task, door.render))
        const later = await waitForTask(context, callerOf(request), task.id, { forMs, gone: goneSignal(reply) })
        return sendWire(reply, route.renderWaited(later, door.render))
      }
    case 'read':
      return makeReadHandler(route, door)
    case 'cancel':
      return async (request, reply) => {
        const outcome = await cancelTask(context, callerOf(request), idOf(request), route.from)
        return sendWire(reply, route.render(outcome, door.render))
      }
    case 'list':
      return async (request, reply) => {
        const query = route.parse(queryOf(request))
        const page = await readTaskPage(context, callerOf(request), query)
        return sendWire(reply, route.render(page, query, door.render))
      }
    case 'plain':
      return async (_request, reply) => sendWire(reply, route.render(door.render))
  }
}

/** What `parse-json-body.ts` made of the body; null = there was none, which every dialect refuses in its own words. */
function bodyOf(request: FastifyRequest): JsonValue {
  return asJson(request.body ?? null)
}

const VISIBLE_ASCII = /^[\x21-\x7e]{1,128}$/

/** RULINGS 35 and 66: an empty key is none; another than 1 to 128 visible ASCII characters is refused. */
function idempotencyOf(request: FastifyRequest): Idempotency | null {
  const key = request.headers['idempotency-key']
  if (key === undefined || key === '') return null
  if (typeof key !== 'string' || !VISIBLE_ASCII.test(key)) {
    const message = 'Idempotency-Key must be 1 to 128 visible ASCII characters.'
    throw new GatewayError('invalid_request', {
      message,
      issues: [{ path: ['Idempotency-Key'], message, type: 'format' }],
    })
  }
  const body = hash('sha256', canonicalJson(bodyOf(request)), 'buffer')
  return { method: request.method, path: pathOf(request.raw.url ?? ''), key, body }
}
