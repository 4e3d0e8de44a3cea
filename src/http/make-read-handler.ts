import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Context } from '../core/context.ts'
import { readMark, readTask, type TaskMark } from '../core/read-task.ts'
import { waitForTask } from '../core/wait-for-task.ts'
import type { RenderContext, Route } from '../domain/dialect.ts'
import type { Task } from '../domain/task.ts'
import { callerOf } from './authenticate.ts'
import { goneSignal } from './gone-signal.ts'
import { idOf } from './id-of.ts'
import { makeKeptAnswers } from './kept-answers.ts'
import { matchesEtag } from './matches-etag.ts'
import { applyPreference } from './preference.ts'
import { sendText, toWireText } from './send-wire.ts'

/**
 * Most reads are polls of a task that has not changed since the last one. So where the client may have the present answer, or we
 * have given it before, only the task's mark is read at first; what has changed is read and rendered anew. No answer is
 * older than its request. A read that waits is of a task that is to change, and reads the whole of it.
 */
export function makeReadHandler(
  route: Extract<Route, { kind: 'read' }>,
  { context, render }: { context: Context; render: RenderContext },
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const answers = makeKeptAnswers()

  function answer(request: FastifyRequest, reply: FastifyReply, task: Task): FastifyReply {
    const etag = etagOf(task)
    if (isKnown(request, reply, etag)) return reply.code(304).send()
    const wire = toWireText(route.render(task, render))
    answers.keep(idOf(request), { etag, wire })
    return sendText(reply, wire)
  }

  return async (request, reply) => {
    const caller = callerOf(request)
    const wireId = idOf(request)
    const forMs = applyPreference(request, reply, 0)
    if (forMs > 0) {
      return answer(request, reply, await waitForTask(context, caller, wireId, { forMs, gone: goneSignal(reply) }))
    }
    const kept = answers.of(wireId)
    if (kept !== undefined || request.headers['if-none-match'] !== undefined) {
      const etag = etagOf(await readMark(context, caller, wireId))
      if (isKnown(request, reply, etag)) return reply.code(304).send()
      if (kept?.etag === etag) return sendText(reply, kept.wire)
    }
    return answer(request, reply, await readTask(context, caller, wireId))
  }
}

/**
 * A weak ETag of the row's version (RULINGS 11). And of its time: a database that was put back may count the same versions
 * once more. And of whether it is held back, and of what becomes of its callback: neither changes its row.
 */
function etagOf({ version, updatedAt, staged, callbackDelivery }: TaskMark): string {
  const microseconds = Math.round(updatedAt * 1000).toString(36)
  return `W/"${version}-${microseconds}${staged ? '-s' : ''}${callbackPart(callbackDelivery)}"`
}

/** All of it that a read shows, for none of it alone tells one state from another: a replay begins anew. */
function callbackPart({ state, attempts, deliveredAt, lastError }: TaskMark['callbackDelivery']): string {
  if (state === 'pending' && attempts === 0 && lastError === null) return ''
  return `-${state}-${attempts}-${deliveredAt ?? ''}-${lastError ?? ''}`
}

/** Tells the client the task's present ETag; true when that is what it has already. */
function isKnown(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  reply.header('etag', etag)
  return matchesEtag(request.headers['if-none-match'], etag)
}
