import type { Uuid } from '../lib/ids.ts'
import type { CreditUnits } from './credits.ts'

/** What an organisation or a key may do; null = no limit. Days and months are those of UTC, by database time. */
export interface Limits {
  /** Also how many may come at once: the bucket that refills at this rate is as large. */
  requestsPerSecond: number | null
  requestsPerDay: number | null
  requestsPerMonth: number | null
  /** Tasks that are let in and have not ended. */
  tasksAtOnce: number | null
  /** What the tasks of a day hold, without what came back of it: no more can be charged for them. */
  creditsPerDay: CreditUnits | null
  creditsPerMonth: CreditUnits | null
}

/** How much of its limits is used; null = not counted, for want of a limit. */
export interface LimitUse {
  requestsToday: number | null
  requestsThisMonth: number | null
  tasksAtOnce: number | null
  creditsToday: CreditUnits | null
  creditsThisMonth: CreditUnits | null
}

/** The largest of each: what fits its column, and an integer of a structured header has at most fifteen digits. */
export const LIMITS_MAX: { readonly [name in keyof Limits]: number } = {
  requestsPerSecond: 1_000_000,
  requestsPerDay: 999_999_999_999_999,
  requestsPerMonth: 999_999_999_999_999,
  tasksAtOnce: 2_147_483_646,
  creditsPerDay: Number.MAX_SAFE_INTEGER,
  creditsPerMonth: Number.MAX_SAFE_INTEGER,
}

type Whose = 'key' | 'organisation'

/** Limits that a create is held against. */
export type TaskLimitName = `${Whose}-${'tasks' | 'credits-day' | 'credits-month'}`

/** Limits that every request is held against: the names of policies in the RateLimit headers. */
export type RequestLimitName = `${Whose}-${'second' | 'day' | 'month'}`

/** Who asks, of those that have limits of requests: a key, its organisation, or both. */
export interface Asker {
  organisation: Uuid | null
  key: Uuid | null
}

/** A limit of requests as it stands. */
export interface RequestPolicy {
  name: RequestLimitName
  quota: number
  remaining: number
  windowSeconds: number
  /** Until it counts anew, or, of a bucket, until the next request. */
  resetSeconds: number
}
