import { createHash } from 'node:crypto'

import { parsePrefixedId, parseTaskId, type Uuid } from '../src/lib/ids.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../src/lib/json.ts'

/** One request that came to a receiver, as it wrote it down before it answered. */
export interface Arrival {
  message: Uuid
  /** When it came, epoch ms. */
  at: number
  /** When it was sent by its own word, epoch seconds. */
  sentAt: number
  path: string
  form: 'own' | 'omnapi' | 'beatra' | 'piapi'
  /** In our own words; PiAPI says failed of what was canceled. */
  event: string
  task: Uuid | null
  /** Of the task's events. */
  sequence: number
  /** PiAPI's, which is sent as it is. */
  secret: string | null
  /** A verifier that we did not write has accepted it. */
  isSigned: boolean
  /** Of the body without what each attempt says anew: the same for the same message. */
  digest: string
  answer: Answer
}

/** What a receiver does about a request; only what is taken has been received. */
export type Answer = 'taken' | 'taken late' | 'refused 500' | 'refused 503' | 'closed' | 'hung'

export function isTaken({ answer }: Arrival): boolean {
  return answer === 'taken' || answer === 'taken late'
}

const EVENTS = new Map([
  ['task.completed', 'task.succeeded'],
  ['task.cancelled', 'task.canceled'],
])

/** What a body says, in whatever form it is. */
export function readNotice(body: JsonObject): Pick<Arrival, 'form' | 'event' | 'task' | 'digest'> {
  if (typeof body['eventId'] === 'string') {
    const { deliveredAt: _deliveredAt, ...stable } = body
    const event = textAt(body, 'event')
    return noticeOf('omnapi', EVENTS.get(event) ?? event, textAt(objectAt(body, 'task'), 'id'), stable)
  }
  if (typeof body['type'] === 'string') {
    const data = objectAt(body, 'data')
    return noticeOf('own', body['type'], textAt(data, 'task_id'), { ...body, data: withoutCallback(data) })
  }
  if (body['object'] === 'task') {
    return noticeOf('beatra', `task.${textAt(body, 'status')}`, textAt(body, 'task_id'), withoutCallback(body))
  }
  const data = objectAt(body, 'data')
  const event = data['status'] === 'completed' ? 'task.succeeded' : `task.${textAt(data, 'status')}`
  return noticeOf('piapi', event, textAt(data, 'task_id'), data)
}

/** `webhook-id`. */
export function parseMessageId(text: string): Uuid | null {
  return parsePrefixedId(text, ['msg'])
}

function noticeOf(form: Arrival['form'], event: string, task: string, stable: JsonObject) {
  const digest = createHash('sha256').update(JSON.stringify(stable)).digest('base64')
  return { form, event, task: parseTaskId(task), digest }
}

/** It tells how the delivery itself goes. */
function withoutCallback({ callback: _callback, ...stable }: JsonObject): JsonObject {
  return stable
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value: JsonValue | undefined = object[key]
  return isJsonObject(value) ? value : {}
}

function textAt(object: JsonObject, key: string): string {
  const value = object[key]
  return typeof value === 'string' ? value : ''
}
