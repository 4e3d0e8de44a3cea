import { parsePrefixedId, toCrockford, type Uuid } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Instant } from './task.ts'

/** What streams tell besides what the log keeps. */
export const PROGRESS_KIND = 'task.progress'

/** Where an event stands in its organisation's log: `seq` has no gaps and is in commit order; the day finds its partition. */
export interface EventPlace {
  organisation: number
  /** Days since 1970-01-01. */
  day: number
  seq: number
}

/** One event of an organisation, as its readers see it. */
export interface OrganisationEvent {
  /** Null = told from the task and not from the log: progress, which is not kept, and the stream of one task. */
  place: EventPlace | null
  kind: string
  task: Uuid | null
  at: Instant
  /** What it is about, in our own form, as it was at the event. */
  data: JsonObject
}

/** An event's public id, which is also the cursor behind it. Ids of one organisation sort as its log does. */
export function eventIdOf({ day, organisation, seq }: EventPlace): string {
  return `evt_${toCrockford([hex(day, 8), hex(organisation, 8), hex(seq, 16)].join(''))}`
}

/** Null = not an id that `eventIdOf` made. */
export function parseEventId(text: string): EventPlace | null {
  const digits = parsePrefixedId(text, ['evt'])?.replaceAll('-', '')
  if (digits === undefined) return null
  const [day = NaN, organisation = NaN, seq = NaN] = [digits.slice(0, 8), digits.slice(8, 16), digits.slice(16)].map(
    (part) => Number.parseInt(part, 16),
  )
  return day < DAYS_MAX && Number.isSafeInteger(seq) ? { day, organisation, seq } : null
}

/** The year 2243. */
const DAYS_MAX = 100_000

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}
