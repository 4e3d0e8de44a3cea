import { GatewayError, invalidField } from '../domain/errors.ts'
import { leastUuidAt, type Uuid } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'
import { replayMessage as replay, replayMessages } from '../store/deliveries.ts'
import { findEndpoint, raiseTestMessage } from '../store/endpoints.ts'
import {
  findMessage,
  listAttempts,
  listMessages,
  type AttemptRow,
  type MessageQuery,
  type MessageRow,
} from '../store/messages.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'
import { readEndpoint } from './endpoints.ts'
import { prepareMessage, showMessage } from './render-message.ts'

export type { AttemptRow, MessageRow }

/** More attempts than any message gets without many replays. */
const ATTEMPTS_SHOWN = 100
/** Of one statement of a replay. */
const REPLAY_CHUNK = 1000
/** Of one request: about a second. */
const REPLAY_MAX = 20_000

/** One page of the messages of an organisation, the newest first; `isMore` = there is an older one. */
export async function readMessagePage(
  context: Context,
  caller: Caller,
  query: MessageQuery,
): Promise<{ messages: MessageRow[]; isMore: boolean }> {
  const { limit } = query
  const rows = await listMessages(context.background, caller.organisation.number, { ...query, limit: limit + 1 })
  return { messages: rows.slice(0, limit), isMore: rows.length > limit }
}

export interface MessageDetails {
  message: MessageRow
  attempts: AttemptRow[]
  /** What an attempt made now would send. */
  body: JsonObject
}

/** A message with its attempts of the last 30 days; `not_found` for any other organisation's. */
export async function readMessage(context: Context, caller: Caller, id: Uuid | null): Promise<MessageDetails> {
  const message = await findOwnMessage(context, caller, id)
  const facts = { ...message, message: message.id, organisation_id: caller.organisation.id }
  const body = await showMessage(context, await prepareMessage(context, facts), context.databaseNow())
  return { message, attempts: await listAttempts(context.background, message.id, ATTEMPTS_SHOWN), body }
}

/** Sends an endpoint a message of its own (`endpoint.test`), to see whether it listens. Refuses one that is switched off. */
export async function testEndpoint(context: Context, caller: Caller, id: Uuid | null): Promise<MessageRow> {
  const endpoint = await readEndpoint(context, caller, id)
  const message = await raiseTestMessage(context.sql, caller.organisation.number, endpoint.id)
  if (message === null) throw new GatewayError('invalid_request', { message: 'The endpoint is switched off.' })
  context.wakeUps.messagesRaised()
  return await findOwnMessage(context, caller, message)
}

/** Sends one message again now, whatever became of it, with a new round of retries under the same id. */
export async function replayMessage(context: Context, caller: Caller, id: Uuid | null): Promise<MessageRow> {
  const message = await findOwnMessage(context, caller, id)
  const isQueued = await replay(context.sql, caller.organisation.number, message.id)
  if (!isQueued) throw new GatewayError('invalid_request', { message: 'Its endpoint is switched off or gone.' })
  context.wakeUps.messagesRaised()
  return await findOwnMessage(context, caller, message.id)
}

export interface Replay {
  /** Null = all receivers of the organisation. */
  endpoint: Uuid | null
  /** Epoch ms; messages raised from then on and before `until`. */
  since: number
  until: number | null
  onlyFailed: boolean
  /** Only those after this message; null = from the beginning. */
  after: Uuid | null
}

/**
 * Sends a range of messages again, in the order in which they were raised, at most `most`. Answers how many, and the last one if
 * there may be more after it.
 */
export async function replayRange(
  context: Context,
  caller: Caller,
  range: Replay,
  most = REPLAY_MAX,
): Promise<{ count: number; last: Uuid | null }> {
  const organisation = caller.organisation.number
  if (range.endpoint !== null && (await findEndpoint(context.sql, organisation, range.endpoint)) === null) {
    throw invalidField(['endpoint_id'], 'names no endpoint of yours', 'not_found')
  }
  // What is raised from now on is on its way anyway.
  const until = Math.min(range.until ?? Number.POSITIVE_INFINITY, context.databaseNow())
  const since = leastUuidAt(range.since)
  let after = range.after !== null && range.after > since ? range.after : since
  let count = 0
  for (;;) {
    const { last, n } = await replayMessages(context.sql, {
      organisation,
      after,
      until: leastUuidAt(until),
      endpoint: range.endpoint,
      onlyFailed: range.onlyFailed,
      limit: Math.min(REPLAY_CHUNK, most - count),
    })
    count += n
    if (n > 0) context.wakeUps.messagesRaised()
    if (last === null || count >= most) return { count, last }
    after = last
  }
}

async function findOwnMessage(context: Context, caller: Caller, id: Uuid | null): Promise<MessageRow> {
  const message = id === null ? null : await findMessage(context.sql, caller.organisation.number, id)
  if (message === null) throw new GatewayError('not_found', { message: 'No message has this id.' })
  return message
}
