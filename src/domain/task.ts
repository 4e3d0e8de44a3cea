import type { Uuid } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'
import type { CreditUnits } from './credits.ts'
import type { CallbackDelivery } from './message.ts'
import type { InputFile } from './media.ts'
import type { PriceLine } from './pricing.ts'
import type { Capability, ItemKind, TaskOutput, Work } from './work.ts'

/** In order; the index is what the database stores. `queued -> starting -> running -> succeeded | failed | canceled`. */
export const TASK_STATUSES = ['queued', 'starting', 'running', 'succeeded', 'failed', 'canceled'] as const
export type TaskStatus = (typeof TASK_STATUSES)[number]

export function isTerminal(status: TaskStatus): status is 'succeeded' | 'failed' | 'canceled' {
  return status === 'succeeded' || status === 'failed' || status === 'canceled'
}

export const DIALECT_NAMES = ['omnapi', 'beatra', 'piapi'] as const
export type DialectName = (typeof DIALECT_NAMES)[number]

export const TASK_ERROR_CODES = [
  'provider_error',
  'provider_timeout',
  'content_rejected',
  'invalid_input',
  'upstream_outcome_unknown',
  'internal_error',
] as const
export type TaskErrorCode = (typeof TASK_ERROR_CODES)[number]

/** Why a task failed, for the client. Never carries provider bodies, keys or SQL. */
export interface TaskError {
  code: TaskErrorCode
  message: string
  retryable: boolean
}

export interface Warning {
  code: string
  message: string
  field: string
}

/** Epoch milliseconds in UTC by database time; the fraction carries microseconds. */
export type Instant = number

/** A task as dialects read it. Every field is present; null = not (yet) there. */
export interface Task {
  id: Uuid
  /** A small integer of the installation, for dialects with integer ids. */
  number: number
  organisation: { id: Uuid; number: number }
  apiKeyId: Uuid | null
  /** Which dialect created it. */
  dialect: DialectName
  capability: Capability
  /** The model as the client wrote it (`auto` included). */
  askedModel: string
  /** Key of the catalogue entry that it was made under. */
  modelKey: string
  /** What serves it, once routed. */
  route: { provider: string; model: string } | null
  status: TaskStatus
  /** Held back because the organisation's tasks-at-once limit is full; only while queued. */
  staged: boolean
  /** Integer 0 to 100 that never falls (RULINGS 20). */
  progress: number
  /** 1 to 10, higher goes first. */
  priority: number
  /** What the client sent, normalised by the creating dialect: JSON text of an object. Shown untranslated by all. */
  input: string
  /** Small facts that only the creating dialect needs to render it again (PiAPI's task_type, service_mode …). */
  wire: JsonObject
  tags: string[] | null
  metadata: JsonObject | null
  warnings: Warning[]
  output: TaskOutput | null
  error: TaskError | null
  priceLines: PriceLine[]
  /** Credit units. `held` never changes after create; captured + released = held once terminal. */
  held: CreditUnits
  captured: CreditUnits
  released: CreditUnits
  refunded: CreditUnits
  callback: { url: string; secret: string | null } | null
  /** How telling `callback` of its end has gone so far. */
  callbackDelivery: CallbackDelivery
  retryCount: number
  createdAt: Instant
  updatedAt: Instant
  /** When it began to run; null before. */
  startedAt: Instant | null
  completedAt: Instant | null
  statusChangedAt: Instant
  cancelRequestedAt: Instant | null
  /** When its files lapse. */
  expiresAt: Instant
  /** Rises with every change: the ETag. */
  version: number
}

/** What a dialect makes of a create request: domain words from here on. */
export interface CreateTask {
  dialect: DialectName
  askedModel: string
  modelKey: string
  work: Work
  /** Which price of the entry applies: null = its normal one. */
  priceVariant: string | null
  /** JSON text of the echo. */
  input: string
  wire: JsonObject
  priority: number
  tags: string[] | null
  metadata: JsonObject | null
  callback: { url: string; secret: string | null } | null
  warnings: Warning[]
  /** Artifacts that the request names; create checks that the organisation owns them, else refuses naming `path`. */
  uses: { path: readonly (string | number)[]; artifactId: Uuid; kind: ItemKind }[]
  /** Files that came in the request; create keeps them before the task. */
  files: InputFile[]
}
