import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'

import { cancelOnce } from '../core/cancel-once.ts'
import type { Context } from '../core/context.ts'
import { createTask } from '../core/create-task.ts'
import { readAccount, readHistory, readOpenTasks } from '../core/read-account.ts'
import { readTaskPage } from '../core/read-task.ts'
import { keepGiven, type UploadKey } from '../core/uploads.ts'
import { waitForTask } from '../core/wait-for-task.ts'
import type { Dialect, RenderContext, Route } from '../domain/dialect.ts'
import type { Upload } from '../domain/media.ts'
import { scopeOf } from '../domain/scope.ts'
import { callerOf, makeAuthenticate, type KeyCheck } from './authenticate.ts'
import { pathOf } from './dialect-of.ts'
import { goneSignal } from './gone-signal.ts'
import { idOf } from './id-of.ts'
import { idempotencyKeyOf, idempotencyOf } from './idempotency-key.ts'
import { makeLimitRate } from './limit-rate.ts'
import { maxCreditsOf, withoutMaxCredits } from './max-credits.ts'
import { makeReadHandler } from './make-read-handler.ts'
import { bodyOf, ignoreBody } from './parse-json-body.ts'
import { parseContextOf, type BodyRules } from './parse-context.ts'
import { applyPreference } from './preference.ts'
import { queryOf } from './query-of.ts'
import { sendWire } from './send-wire.ts'
import { notAForm, takeUpload } from './take-upload.ts'

/** What the mounted routes work with. */
export interface Door extends KeyCheck {
  context: Context
  parse: BodyRules
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
  const limitRate = makeLimitRate(door.context)
  for (const route of dialect.routes) {
    const scope = scopeOf(route)
    const hooks = [
      ...(scope === 'open' ? [] : [makeAuthenticate(dialect, scope, door), limitRate]),
      ...('bodyLimit' in route ? [door.reserveBody] : []),
      ...(route.kind === 'cancel' ? [ignoreBody] : []),
    ]
    const options: RouteOptions = {
      method: route.method,
      url: route.path,
      config: { scope },
      onRequest: hooks,
      handler: handlerOf(route, door),
      ...('bodyLimit' in route ? { bodyLimit: route.bodyLimit } : {}),
    }
    if (route.kind === 'upload') mountForm(server, options)
    else server.route(options)
  }
}

/** In a scope of its own: forms are read nowhere else, and nothing but forms there. */
function mountForm(server: FastifyInstance, options: RouteOptions): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(notAForm()))
    await scope.register(multipart, { throwFileSizeLimit: false })
    scope.route(options)
  })
}

function handlerOf(route: Route, door: Door): Handler {
  const { context } = door
  switch (route.kind) {
    case 'create':
      return async (request, reply) => {
        const idempotency = idempotencyOf(request, pathOf(request.raw.url ?? ''))
        const body = bodyOf(request)
        const create = route.parse(withoutMaxCredits(body), parseContextOf(door, request))
        const maxCredits = maxCreditsOf(request, body)
        const { task, replayed } = await createTask(context, callerOf(request), create, idempotency, maxCredits)
        if (replayed) {
          reply.header('idempotent-replayed', 'true')
          return sendWire(reply, route.render(task, door.render))
        }
        const forMs = applyPreference(request, reply, route.waitSeconds)
        if (forMs === 0) return sendWire(reply, route.render(task, door.render))
        const later = await waitForTask(context, callerOf(request), task.id, { forMs, gone: goneSignal(reply) })
        return sendWire(reply, route.renderWaited(later, door.render))
      }
    case 'upload':
      return async (request, reply) => {
        const how = { route, key: uploadKeyOf(request, route.path) }
        return sendUpload(reply, route, await takeUpload(context, request, reply, how), door.render)
      }
    case 'give':
      return async (request, reply) => {
        const { file, terms } = route.parse(bodyOf(request), parseContextOf(door, request))
        const how = { terms, key: uploadKeyOf(request, route.path) }
        return sendUpload(reply, route, await keepGiven(context, callerOf(request), file, how), door.render)
      }
    case 'read':
      return makeReadHandler(route, door)
    case 'cancel':
      return async (request, reply) => {
        // Of one route for all tasks: the same key for another task is a mistake that its sender should hear of.
        const how = { from: route.from, idempotency: idempotencyOf(request, route.path) }
        const outcome = await cancelOnce(context, callerOf(request), idOf(request), how)
        if (outcome.replayed) reply.header('idempotent-replayed', 'true')
        return sendWire(reply, route.render(outcome, door.render))
      }
    case 'list':
      return async (request, reply) => {
        const query = route.parse(queryOf(request))
        const page = await readTaskPage(context, callerOf(request), query)
        return sendWire(reply, route.render(page, query, door.render))
      }
    case 'account':
      return async (request, reply) => sendWire(reply, route.render(await readAccount(context, callerOf(request))))
    case 'activity':
      return async (request, reply) => sendWire(reply, route.render(await readOpenTasks(context, callerOf(request))))
    case 'history':
      return async (request, reply) => {
        const query = route.parse(queryOf(request))
        return sendWire(reply, route.render(await readHistory(context, callerOf(request), query), query))
      }
    case 'plain':
      return async (_request, reply) => sendWire(reply, route.render(door.render))
  }
}

function uploadKeyOf(request: FastifyRequest, path: string): UploadKey | null {
  const key = idempotencyKeyOf(request)
  return key === null ? null : { method: request.method, path, key }
}

function sendUpload(
  reply: FastifyReply,
  route: Extract<Route, { kind: 'upload' | 'give' }>,
  { upload, replayed }: { upload: Upload; replayed: boolean },
  render: RenderContext,
): FastifyReply {
  if (replayed) reply.header('idempotent-replayed', 'true')
  return sendWire(reply, route.render(upload, render))
}
