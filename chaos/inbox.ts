import type { Uuid } from '../src/lib/ids.ts'
import { isTaken, type Arrival } from './arrivals.ts'
import type { Report } from './report.ts'
import { makeTail } from './tail.ts'

/** All that came to the receivers, from their journals, which no violence touches. */
export interface Inbox {
  /** Reads on; answers what is new. */
  readOn(): Arrival[]
  /** In the order in which they were written down, by one receiver. */
  of(message: Uuid): readonly Arrival[]
  isReceived(message: Uuid): boolean
  /** What came after this moment came from a database that is no more. Answers how much. */
  forgetAfter(at: number): number
}

export function makeInbox(journals: readonly string[], report: Report): Inbox {
  const tails = journals.map(makeTail)
  const byMessage = new Map<Uuid, Arrival[]>()
  const of = (message: Uuid): Arrival[] => byMessage.get(message) ?? []
  function readOn(): Arrival[] {
    const arrivals = tails.flatMap((read) => read()).map(toArrival)
    for (const arrival of arrivals) {
      byMessage.set(arrival.message, [...of(arrival.message), arrival])
      report.count(`messages: ${arrival.answer}`)
    }
    return arrivals
  }
  return {
    readOn,
    of,
    isReceived: (message) => of(message).some(isTaken),
    forgetAfter(at) {
      readOn()
      let n = 0
      for (const [message, arrivals] of byMessage) {
        const kept = arrivals.filter((arrival) => arrival.at <= at)
        n += arrivals.length - kept.length
        if (kept.length === 0) byMessage.delete(message)
        else byMessage.set(message, kept)
      }
      return n
    },
  }
}

function toArrival(line: string): Arrival {
  return JSON.parse(line)
}
