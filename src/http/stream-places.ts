import { GatewayError } from '../domain/errors.ts'

/** How many streams an organisation has open at once in one process: each costs a socket and, while a reader is slow, a page. */
export const STREAMS_MAX = 500
const RETRY_AFTER_SECONDS = 10

/** Takes a place for a stream until `gone`; refuses an organisation that has none left. */
export type TakePlace = (organisation: number, gone: AbortSignal) => void

export function makeStreamPlaces(): TakePlace {
  const taken = new Map<number, number>()
  return (organisation, gone) => {
    if (gone.aborted) return
    const open = taken.get(organisation) ?? 0
    if (open >= STREAMS_MAX) {
      const message = `There are ${STREAMS_MAX} open event streams already: close one first, or share one between your readers.`
      throw new GatewayError('rate_limited', { message, retryAfterSeconds: RETRY_AFTER_SECONDS })
    }
    taken.set(organisation, open + 1)
    gone.addEventListener('abort', () => {
      const left = (taken.get(organisation) ?? 1) - 1
      if (left > 0) taken.set(organisation, left)
      else taken.delete(organisation)
    })
  }
}
