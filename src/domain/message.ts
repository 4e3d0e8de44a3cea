import type { CreditUnits } from './credits.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Uuid } from '../lib/ids.ts'
import { isTerminal, type Instant, type Task } from './task.ts'

/** What endpoints may ask to be told, in our own words (RULINGS 64); `event_bit` of migration 000006 knows the same ones. */
export const MESSAGE_KINDS = [
  'task.queued',
  'task.running',
  'task.progress',
  'task.succeeded',
  'task.failed',
  'task.canceled',
  'task.refunded',
  'endpoint.disabled',
] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** What a task's own URL is told, and an account's default URL in an API. */
export const TERMINAL_KINDS: readonly MessageKind[] = ['task.succeeded', 'task.failed', 'task.canceled']

/** One event of a task as a dialect renders it for a receiver. */
export interface TaskMessage {
  id: Uuid
  /** As it was at the event. */
  task: Task
  /** Of this attempt: a retry says when it was made. */
  attemptedAt: Instant
  /** It goes to the URL that the task came with: nobody else is shown the secret that came with that. */
  isForOwnUrl: boolean
}

/** In a dialect's own form; the headers are those that it has besides the ones of Standard Webhooks. */
export interface WireMessage {
  body: JsonObject
  headers: Readonly<Record<string, string>>
}

/** In order; the index is what the database stores. */
export const MESSAGE_STATES = ['pending', 'delivered', 'failed'] as const

/** How telling the task's own URL went, as a read of the task shows it. */
export interface CallbackDelivery {
  state: (typeof MESSAGE_STATES)[number]
  attempts: number
  deliveredAt: Instant | null
  /** A word such as `http_503` or `timeout`. */
  lastError: string | null
}

/** Nothing was tried yet, or nothing is to be. */
export const NOT_DELIVERED: CallbackDelivery = { state: 'pending', attempts: 0, deliveredAt: null, lastError: null }

/** What an event keeps of its moment; all else is told from the task. */
export interface TaskMoment {
  kind: string
  at: Instant
  progress: number
  /** `task.refunded`: all that had been given back by then. */
  refunded: CreditUnits | null
}

/** The task as it was when it was queued, began to run, had got so far, ended or was refunded: later facts are left out. */
export function taskAtEvent(task: Task, { kind, at, progress, refunded }: TaskMoment): Task {
  if (kind === 'task.refunded') return { ...task, refunded: refunded ?? task.refunded, updatedAt: at }
  if (kind !== 'task.queued' && kind !== 'task.running' && kind !== 'task.progress') {
    return { ...task, refunded: 0, updatedAt: task.completedAt ?? task.updatedAt }
  }
  const began = kind === 'task.queued' ? null : (task.startedAt ?? task.statusChangedAt)
  return {
    ...task,
    status: kind === 'task.queued' ? 'queued' : 'running',
    staged: false,
    progress,
    route: kind === 'task.queued' ? null : task.route,
    output: null,
    error: null,
    captured: 0,
    released: 0,
    refunded: 0,
    startedAt: began,
    completedAt: null,
    updatedAt: isTerminal(task.status) ? (began ?? task.createdAt) : task.updatedAt,
    statusChangedAt: began ?? task.createdAt,
    cancelRequestedAt: null,
    callbackDelivery: NOT_DELIVERED,
  }
}
