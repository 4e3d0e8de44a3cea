import { Type } from 'typebox'

import { CANCELED_MAX, cancelTasks, type CancelChoice } from '../core/cancel-tasks.ts'
import { invalidField } from '../domain/errors.ts'
import { makeParser } from '../domain/parse-body.ts'
import { readTime } from '../domain/parse-query.ts'
import { parseTaskId, toCrockford } from '../lib/ids.ts'
import { callerOf } from './authenticate.ts'
import type { OwnRoute } from './mount-own.ts'
import { sendWire } from './send-wire.ts'

/** Many tasks at once (RULINGS 68). What is canceled already stays so: asking again is harmless. */
export const CANCEL_ROUTES: readonly OwnRoute[] = [
  {
    method: 'POST',
    path: '/v1/tasks/cancel',
    scope: 'cancel',
    async handle({ context }, request, reply) {
      const { tasks, isMore } = await cancelTasks(context, callerOf(request), parseChoice(request.body))
      const data = tasks.map(({ id, outcome }) => ({ task_id: shownId(id), outcome }))
      return sendWire(reply, { status: 200, body: { object: 'task_cancellation', data, has_more: isMore } })
    },
  },
]

const parseBody = makeParser(
  Type.Object(
    {
      task_ids: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: CANCELED_MAX })),
      all_open: Type.Optional(Type.Literal(true)),
      created_before: Type.Optional(Type.String()),
    },
    { additionalProperties: false },
  ),
)

/** Either of the two has to be said: nobody cancels everything by an empty body. */
function parseChoice(body: unknown): CancelChoice {
  const { task_ids: ids, all_open: all, created_before: before } = parseBody(body ?? {})
  if ((ids === undefined) === (all === undefined)) {
    throw invalidField([], 'must hold either task_ids or all_open: true', 'missing')
  }
  if (ids !== undefined) {
    if (before !== undefined) throw invalidField(['created_before'], 'goes with all_open only', 'conflict')
    return { kind: 'these', ids }
  }
  if (before === undefined) return { kind: 'open', createdBefore: null }
  const time = readTime(before)
  if ('fault' in time) throw invalidField(['created_before'], time.fault, time.type)
  return { kind: 'open', createdBefore: time.value }
}

/** In our own form, whichever it was asked by; what is no id is shown as it came. */
function shownId(id: string): string {
  const task = parseTaskId(id)
  return task === null ? id : `tsk_${toCrockford(task)}`
}
