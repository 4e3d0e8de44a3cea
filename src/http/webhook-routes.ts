import type { FastifyReply, FastifyRequest } from 'fastify'

import {
  changeEndpoint,
  createEndpoint,
  defaultSecrets,
  deleteEndpoint,
  listEndpoints,
  readEndpoint,
  rotateDefaultSecret,
  rotateEndpointSecret,
} from '../core/endpoints.ts'
import { readMessage, readMessagePage, replayMessage, replayRange, testEndpoint } from '../core/messages.ts'
import { messageIdOf } from '../core/render-message.ts'
import { parsePrefixedId, type Uuid } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'
import { callerOf } from './authenticate.ts'
import { idOf } from './id-of.ts'
import type { OwnRoute } from './mount-own.ts'
import { parseMessageQuery } from './parse-message-query.ts'
import { queryOf } from './query-of.ts'
import { renderEndpoint, renderMessageDetails, renderMessageSummary, renderSecrets } from './render-webhooks.ts'
import { sendWire } from './send-wire.ts'
import { parseEndpoint, parseEndpointPatch, parseOverlapMs, parseReplay } from './webhook-bodies.ts'

const endpoints = '/v1/webhooks/endpoints'
const messages = '/v1/webhooks/messages'

/** Endpoints, their secrets, the log of deliveries, and replays (RULINGS 68). Who may read secrets could sign as we do. */
export const WEBHOOK_ROUTES: readonly OwnRoute[] = [
  {
    method: 'POST',
    path: endpoints,
    scope: 'create',
    async handle({ context, parse }, request, reply) {
      const body = parseEndpoint(request.body, parse.checkUrl)
      const { endpoint, secret } = await createEndpoint(context, callerOf(request), body)
      return send(reply, 201, { ...renderEndpoint(endpoint), secret })
    },
  },
  {
    method: 'GET',
    path: endpoints,
    scope: 'read',
    async handle({ context }, request, reply) {
      const data = (await listEndpoints(context, callerOf(request))).map(renderEndpoint)
      return send(reply, 200, { object: 'list', data, next_cursor: null, has_more: false })
    },
  },
  {
    method: 'GET',
    path: `${endpoints}/:id`,
    scope: 'read',
    async handle({ context }, request, reply) {
      return send(reply, 200, renderEndpoint(await readEndpoint(context, callerOf(request), endpointOf(request))))
    },
  },
  {
    method: 'PATCH',
    path: `${endpoints}/:id`,
    scope: 'create',
    async handle({ context, parse }, request, reply) {
      const changes = parseEndpointPatch(request.body, parse.checkUrl)
      const endpoint = await changeEndpoint(context, callerOf(request), endpointOf(request), changes)
      return send(reply, 200, renderEndpoint(endpoint))
    },
  },
  {
    method: 'DELETE',
    path: `${endpoints}/:id`,
    scope: 'create',
    async handle({ context }, request, reply) {
      await deleteEndpoint(context, callerOf(request), endpointOf(request))
      return reply.code(204).send()
    },
  },
  {
    method: 'POST',
    path: `${endpoints}/:id/test`,
    scope: 'create',
    ignoresBody: true,
    async handle({ context }, request, reply) {
      const message = await testEndpoint(context, callerOf(request), endpointOf(request))
      return send(reply, 202, renderMessageSummary(message))
    },
  },
  {
    method: 'POST',
    path: `${endpoints}/:id/secret/rotate`,
    scope: 'create',
    async handle({ context }, request, reply) {
      const overlapMs = parseOverlapMs(request.body)
      const secrets = await rotateEndpointSecret(context, callerOf(request), endpointOf(request), overlapMs)
      // Those before it were shown when they were new.
      return send(reply, 200, renderSecrets(secrets.slice(0, 1)))
    },
  },
  {
    method: 'GET',
    path: '/v1/webhooks/secret',
    scope: 'create',
    async handle({ context }, request, reply) {
      return send(reply, 200, renderSecrets(await defaultSecrets(context, callerOf(request))))
    },
  },
  {
    method: 'POST',
    path: '/v1/webhooks/secret/rotate',
    scope: 'create',
    async handle({ context }, request, reply) {
      const overlapMs = parseOverlapMs(request.body)
      return send(reply, 200, renderSecrets(await rotateDefaultSecret(context, callerOf(request), overlapMs)))
    },
  },
  {
    method: 'GET',
    path: messages,
    scope: 'read',
    async handle({ context }, request, reply) {
      const query = parseMessageQuery(queryOf(request))
      const page = await readMessagePage(context, callerOf(request), query)
      const last = page.messages.at(-1)
      const data = page.messages.map(renderMessageSummary)
      const cursor = page.isMore && last !== undefined ? messageIdOf(last.id) : null
      return send(reply, 200, { object: 'list', data, next_cursor: cursor, has_more: page.isMore })
    },
  },
  {
    method: 'GET',
    path: `${messages}/:id`,
    scope: 'read',
    async handle({ context }, request, reply) {
      return send(reply, 200, renderMessageDetails(await readMessage(context, callerOf(request), messageOf(request))))
    },
  },
  {
    method: 'POST',
    path: `${messages}/:id/replay`,
    scope: 'create',
    ignoresBody: true,
    async handle({ context }, request, reply) {
      const message = await replayMessage(context, callerOf(request), messageOf(request))
      return send(reply, 202, renderMessageSummary(message))
    },
  },
  {
    method: 'POST',
    path: '/v1/webhooks/replay',
    scope: 'create',
    async handle({ context }, request, reply) {
      const { count, last } = await replayRange(context, callerOf(request), parseReplay(request.body))
      const cursor = last === null ? null : messageIdOf(last)
      const more = { next_cursor: cursor, has_more: last !== null }
      return send(reply, 202, { object: 'webhook_replay', message_count: count, ...more })
    },
  },
]

function endpointOf(request: FastifyRequest): Uuid | null {
  return parsePrefixedId(idOf(request), ['we'])
}

function messageOf(request: FastifyRequest): Uuid | null {
  return parsePrefixedId(idOf(request), ['msg'])
}

function send(reply: FastifyReply, status: number, body: JsonObject): FastifyReply {
  return sendWire(reply, { status, body })
}
