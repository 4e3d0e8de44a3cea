import type { FastifyRequest } from 'fastify'

import { readEventPage, type EventQuery } from '../core/event-log.ts'
import { findStart, streamLog } from '../core/stream-log.ts'
import { streamTask } from '../core/stream-task.ts'
import { readTask } from '../core/read-task.ts'
import { readTimeline } from '../core/read-timeline.ts'
import { eventIdOf, parseEventId, type EventPlace } from '../domain/event.ts'
import { invalidField } from '../domain/errors.ts'
import { MESSAGE_KINDS } from '../domain/message.ts'
import { limitUpTo, parseQuery, type Reading } from '../domain/parse-query.ts'
import { isTerminal } from '../domain/task.ts'
import { callerOf } from './authenticate.ts'
import { goneSignal } from './gone-signal.ts'
import { idOf } from './id-of.ts'
import type { OwnRoute } from './mount-own.ts'
import { queryOf } from './query-of.ts'
import { renderEvent } from './render-event.ts'
import { renderTimeline } from './render-timeline.ts'
import { sendEventStream } from './send-event-stream.ts'
import { sendWire } from './send-wire.ts'
import { makeStreamPlaces, type TakePlace } from './stream-places.ts'

const LIMIT_DEFAULT = 100
const LIMIT_MAX = 200

/** What happened to an organisation's tasks: read page by page, or as it happens (RULINGS 68). */
export function makeEventRoutes(): readonly OwnRoute[] {
  const takePlace = makeStreamPlaces()
  return [LOG_ROUTE, streamRoute(takePlace), taskStreamRoute(takePlace), TIMELINE_ROUTE]
}

const LOG_ROUTE: OwnRoute = {
  method: 'GET',
  path: '/v1/events',
  scope: 'read',
  async handle({ context }, request, reply) {
    const page = await readEventPage(context, callerOf(request), eventQueryOf(request))
    const body = {
      object: 'list',
      data: page.events.map(renderEvent),
      next_cursor: page.upTo === null ? null : eventIdOf(page.upTo),
      has_more: page.hasMore,
    }
    return sendWire(reply, { status: 200, body })
  },
}

function streamRoute(takePlace: TakePlace): OwnRoute {
  return {
    method: 'GET',
    path: '/v1/events/stream',
    scope: 'read',
    async handle({ context }, request, reply) {
      const caller = callerOf(request)
      const gone = goneSignal(reply)
      const { after, kinds } = eventQueryOf(request)
      takePlace(caller.organisation.number, gone)
      const from = await findStart(context, caller, lastPlaceOf(request) ?? after)
      const events = streamLog(context, caller, { from, kinds, gone: endOf(gone) })
      return sendEventStream(request, reply, events)
    },
  }
}

function taskStreamRoute(takePlace: TakePlace): OwnRoute {
  return {
    method: 'GET',
    path: '/v1/tasks/:id/events',
    scope: 'read',
    async handle({ context }, request, reply) {
      const caller = callerOf(request)
      const gone = goneSignal(reply)
      const task = await readTask(context, caller, idOf(request))
      const passed = lastStepOf(request)
      // To an EventSource this means: do not connect again.
      if (isTerminal(task.status) && passed === STEPS_MAX) return reply.code(204).send()
      takePlace(caller.organisation.number, gone)
      const events = streamTask(context, caller, { id: task.id, passed, gone: endOf(gone) })
      return sendEventStream(request, reply, events)
    },
  }
}

const TIMELINE_ROUTE: OwnRoute = {
  method: 'GET',
  path: '/v1/tasks/:id/timeline',
  scope: 'read',
  async handle({ context }, request, reply) {
    const entries = await readTimeline(context, callerOf(request), idOf(request))
    return sendWire(reply, { status: 200, body: renderTimeline(entries) })
  },
}

/** Clients come back by themselves, and with a key that is looked at anew. */
const STREAM_MS_MAX = 600_000

function endOf(gone: AbortSignal): AbortSignal {
  return AbortSignal.any([gone, AbortSignal.timeout(STREAM_MS_MAX)])
}

/** Of a task: queued, running, ended. */
const STEPS_MAX = 3

function lastStepOf(request: FastifyRequest): number {
  const text = request.headers['last-event-id']
  return typeof text === 'string' && /^[1-3]$/.test(text) ? Number(text) : 0
}

/** The header wins: an EventSource that connects again repeats the URL that it began with. */
function lastPlaceOf(request: FastifyRequest): EventPlace | null {
  const text = request.headers['last-event-id']
  if (typeof text !== 'string' || text === '') return null
  const reading = readCursor(request, text)
  if ('value' in reading) return reading.value
  throw invalidField(['Last-Event-ID'], reading.fault, reading.type)
}

function eventQueryOf(request: FastifyRequest): EventQuery {
  return parseQuery(queryOf(request), (read) => ({
    after: read<EventPlace | null>('after', null, (text) => readCursor(request, text)),
    kinds: read<string[] | null>('types', null, readKinds),
    limit: read('limit', LIMIT_DEFAULT, limitUpTo(LIMIT_MAX)),
  }))
}

function readCursor(request: FastifyRequest, text: string): Reading<EventPlace> {
  const place = parseEventId(text)
  if (place !== null && place.organisation === callerOf(request).organisation.number) return { value: place }
  return { fault: 'must be the id of an event, or a cursor of this list', type: 'format' }
}

function readKinds(text: string): Reading<string[]> {
  const kinds = text.split(',').map((kind) => kind.trim())
  const known: readonly string[] = MESSAGE_KINDS
  if (kinds.every((kind) => known.includes(kind))) return { value: kinds }
  return { fault: `must be a comma list of ${known.join(', ')}`, type: 'enum' }
}
