import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Context } from '../core/context.ts'
import { readMark, readTask, type TaskMark } from '../core/read-task.ts'
import type { RenderContext, Route } from '../domain/dialect.ts'
import { callerOf } from './authenticate.ts'
import { idOf } from './id-of.ts'
import { makeKeptAnswers } from './kept-answers.ts'
import { matchesEtag } from './matches-etag.ts'
import { sendText, toWireText } from './send-wire.ts'

/**
 * Most reads are polls of a task that has not changed since the last one. So where the client may have the present answer, or we
 * have given it before, only the task's mark is read at first; what has changed is read and rendered anew. No answer is
 * older than its request.
 */
export function makeReadHandler(
  route: Extract<Route, { kind: 'read' }>,
  { context, render }: { context: Context; render: RenderContext },
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const answers = makeKeptAnswers()

  return async (request, reply) => {
    const caller = callerOf(request)
    const wireId = idOf(request)
    const kept = answers.of(wireId)
    if (kept !== undefined || request.headers['if-none-match'] !== undefined) {
      const etag = etagOf(await readMark(context, caller, wireId))
      if (isKnown(request, reply, etag)) return reply.code(304).send()
      if (kept?.etag === etag) {
        sendText(reply, kept.wire)
        return reply
      }
    }
    const task = await readTask(context, caller, wireId)
    const etag = etagOf(task)
    if (isKnown(request, reply, etag)) return reply.code(304).send()
    const wire = toWireText(route.render(task, render))
    answers.keep(wireId, { etag, wire })
    sendText(reply, wire)
    return reply
  }
}

/**
 * A weak ETag of the row's version (RULINGS 11). And of its time: a database that was put back may count the same versions
 * once more. And of whether it is held back: it is let in without a change of its row.
 */
function etagOf({ version, updatedAt, staged }: TaskMark): string {
  const microseconds = Math.round(updatedAt * 1000).toString(36)
  return `W/"${version}-${microseconds}${staged ? '-s' : ''}"`
}

/** Tells the client the task's present ETag; true when that is what it has already. */
function isKnown(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  reply.header('etag', etag)
  return matchesEtag(request.headers['if-none-match'], etag)
}
