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
      const mark = await readMark(context, caller, wireId)
      if (isKnown(request, reply, mark)) return reply.code(304).send()
      if (kept !== undefined && isSame(kept.mark, mark)) {
        sendText(reply, kept.wire)
        return reply
      }
    }
    const task = await readTask(context, caller, wireId)
    if (isKnown(request, reply, task)) return reply.code(304).send()
    const { version, updatedAt, staged } = task
    const wire = toWireText(route.render(task, render))
    answers.keep(wireId, { mark: { version, updatedAt, staged }, wire })
    sendText(reply, wire)
    return reply
  }
}

/** Sets a weak ETag from the row's version (RULINGS 11); true when the client has that version already. */
function isKnown(request: FastifyRequest, reply: FastifyReply, mark: TaskMark): boolean {
  // A held-back task is let in without a change of its row.
  const etag = `W/"${mark.version}${mark.staged ? 's' : ''}"`
  reply.header('etag', etag)
  return matchesEtag(request.headers['if-none-match'], etag)
}

/** The time too: a database that was put back may count the same versions once more. */
function isSame(one: TaskMark, other: TaskMark): boolean {
  return one.version === other.version && one.updatedAt === other.updatedAt && one.staged === other.staged
}
