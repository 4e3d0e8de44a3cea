import type { CreditUnits } from './credits.ts'
import type { DialectName, Instant, Task } from './task.ts'
import type { Capability } from './work.ts'

/** An organisation's account as APIs show it. */
export interface Account {
  organisation: { number: number; name: string }
  available: CreditUnits
  held: CreditUnits
  /** All that was ever granted. What is gone of it was spent. */
  granted: CreditUnits
  /** Tasks that may be let in at once; null = no limit. */
  maxActive: number | null
  createdAt: Instant
  /** Of the last movement. */
  updatedAt: Instant
}

/** How many tasks of one kind are open. */
export interface OpenTasks {
  dialect: DialectName
  capability: Capability
  askedModel: string
  /** Held back by the organisation's own limit. */
  staged: number
  pending: number
  processing: number
}

/** A page of tasks by its number, the newest first. */
export interface HistoryQuery {
  /** Models as PiAPI's clients asked for them, and kinds of work for tasks made elsewhere; null = all. */
  models: readonly string[] | null
  capabilities: readonly Capability[] | null
  createdFrom: Instant | null
  createdBefore: Instant | null
  page: number
  pageSize: number
}

export interface HistoryPage {
  tasks: Task[]
  /** Of all pages; not counted beyond `HISTORY_MAX`. */
  total: number
}

/** Pages by number are walked from the first row on, so they end somewhere. */
export const HISTORY_MAX = 100_000
