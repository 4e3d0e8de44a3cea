import { taskAtEvent, type TaskMessage, type WireMessage } from '../domain/message.ts'
import { DIALECT_NAMES } from '../domain/task.ts'
import { toCrockford, type Uuid } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'
import type { ReadRow } from '../store/get-tasks.ts'
import { toTask } from '../store/to-task.ts'
import type { Context } from './context.ts'

/** What a body is made from. */
export interface MessageFacts {
  message: Uuid
  organisation: number
  organisation_id: Uuid
  task: Uuid | null
  /** To whom; null = the task's own URL. */
  endpoint: Uuid | null
  subject: Uuid | null
  kind: string
  progress: number
  refunded: number | null
  created_at: number
  /** In whose form; null = our own. */
  dialect: number | null
}

/** A message with its task as it is stored; rendering it takes no more statements unless it is large. */
export interface PreparedMessage {
  facts: MessageFacts
  row: ReadRow | null
  /** Its task's input alone is hundreds of kilobytes or more. */
  isLarge: boolean
}

/** The id of a message as receivers see it: the same in every attempt. */
export function messageIdOf(message: Uuid): string {
  return `msg_${toCrockford(message)}`
}

export function endpointIdOf(endpoint: Uuid): string {
  return `we_${toCrockford(endpoint)}`
}

export async function prepareMessage(context: Context, facts: MessageFacts): Promise<PreparedMessage> {
  if (facts.task === null) return { facts, row: null, isLarge: false }
  const row = await context.batches.get.add(facts.task)
  if (row === null) throw new Error(`The task ${facts.task} of message ${facts.message} does not exist`)
  return { facts, row, isLarge: row.input === null }
}

/**
 * The body of a message for an attempt at `at` (epoch ms): in the form of a dialect, or in our own, `{type, timestamp, data}`
 * (Standard Webhooks) with beatra's envelope as data (RULINGS 68). Tells how things were at the event.
 */
export function renderMessage(context: Context, prepared: PreparedMessage, at: number): Promise<WireMessage> {
  return render(context, prepared, { attemptedAt: at, isForOwnUrl: prepared.facts.endpoint === null })
}

/** The body as the log shows it: without the secret, for who reads the log need not be who may pass for us. */
export async function showMessage(context: Context, prepared: PreparedMessage, at: number): Promise<JsonObject> {
  return (await render(context, prepared, { attemptedAt: at, isForOwnUrl: false })).body
}

async function render(
  context: Context,
  { facts, row }: PreparedMessage,
  attempt: Pick<TaskMessage, 'attemptedAt' | 'isForOwnUrl'>,
): Promise<WireMessage> {
  if (row === null) return inOwnForm(facts, endpointData(facts.subject))
  const input = row.input ?? (await context.batches.input.add(row.id))
  const task = toTask({ ...row, input }, { id: facts.organisation_id, number: facts.organisation })
  const message = { ...attempt, id: facts.message, task: taskAtEvent(task, { ...facts, at: facts.created_at }) }
  const name = facts.dialect === null ? null : DIALECT_NAMES[facts.dialect]
  if (name === undefined) throw new Error(`Message ${facts.message} has no known dialect`)
  if (name !== null) return context.dialects[name].renderMessage(message, context.render)
  return inOwnForm(facts, taskData(context, message))
}

/**
 * A task in our own form, which is beatra's (RULINGS 68), but without its callback: its URL is between the task's maker and its
 * receiver, and how telling it goes changes after the event.
 */
export function taskData(context: Context, message: TaskMessage): JsonObject {
  const { callback: _callback, ...data } = context.dialects.beatra.renderMessage(message, context.render).body
  return data
}

/** What is told of an endpoint: which one. */
export function endpointData(endpoint: Uuid | null): JsonObject {
  return { object: 'webhook_endpoint', id: endpointIdOf(endpoint ?? '') }
}

function inOwnForm(facts: MessageFacts, data: JsonObject): WireMessage {
  return { body: { type: facts.kind, timestamp: new Date(facts.created_at).toISOString(), data }, headers: {} }
}
