import type { Uuid } from '../src/lib/ids.ts'
import type { Arrival } from './arrivals.ts'

/** A message as the database has it. */
export interface MessageFacts {
  id: Uuid
  task: Uuid | null
  kind: string
  sequence: number
  url: string
  /** What the task's own URL is to be sent along, by PiAPI. */
  secret: string | null
}

/** What one arrival has against it; `first` = the first one under the same id. */
export function judgeArrival(arrival: Arrival, first: Arrival, facts: MessageFacts | null): string[] {
  if (facts === null) return ['came, and is not on record']
  const complaints: string[] = []
  const check = (isRight: boolean, complaint: string): void => {
    if (!isRight) complaints.push(complaint)
  }
  const { form, event, path, sequence } = arrival
  // PiAPI has no word for it (RULINGS 59).
  const isCanceled = form === 'piapi' && event === 'task.failed' && facts.kind === 'task.canceled'
  check(arrival.isSigned, `came to ${path} with a signature that does not hold`)
  check(isCanceled || event === facts.kind, `came as ${event} and is ${facts.kind}`)
  check(arrival.task === facts.task, `came about task ${arrival.task} and is about ${facts.task}`)
  check(sequence === facts.sequence, `came with the sequence ${sequence} and has ${facts.sequence}`)
  check(path === new URL(facts.url).pathname, `came to ${path} and is for ${facts.url}`)
  check(
    arrival.secret === facts.secret,
    `came with the secret "${arrival.secret}", and "${facts.secret}" was asked for`,
  )
  check(arrival.digest === first.digest, `came again with another body: ${form} ${event}`)
  return complaints
}

/** A time of the database is rounded to microseconds, so a moment at the end of a second may have gone over to the next. */
const ROUNDING_S = 1e-6

/**
 * Sets arrivals beside the attempts on record by the second in which they say that they were sent. `again` = how many after the
 * first have an attempt; `unrecorded` = those that have none.
 */
export function judgeRepeats(
  arrivals: readonly Arrival[],
  attempts: readonly number[],
): { again: number; unrecorded: Arrival[] } {
  const left = [...attempts]
  const unrecorded: Arrival[] = []
  for (const arrival of arrivals) {
    const { sentAt } = arrival
    const index = left.findIndex((at) => at > sentAt - ROUNDING_S && at < sentAt + 1 + ROUNDING_S)
    if (index === -1) unrecorded.push(arrival)
    else left.splice(index, 1)
  }
  return { again: Math.max(0, arrivals.length - unrecorded.length - 1), unrecorded }
}

/** A claim waits for no disk (migration 6): one of the last 0.6 s is lost with the database, and what was sent may take a while. */
const TAKEN_BACK_MS = 2000

/** Whether the claim under which it was sent may be unknown to the database, which died right after. */
export function mayBeTakenBack({ at }: Arrival, databaseDeaths: readonly number[]): boolean {
  return databaseDeaths.some((death) => Math.abs(death - at) < TAKEN_BACK_MS)
}
