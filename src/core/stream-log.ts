import { eventIdOf, PROGRESS_KIND, type EventPlace, type OrganisationEvent } from '../domain/event.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'
import { progressEvent, readEventPage, readLogEnd } from './event-log.ts'
import type { Follower } from './make-followers.ts'

/** What a stream tells. */
export type StreamItem =
  /** `id` = from where to resume behind it; null = it is told and not kept. */
  | { kind: 'event'; id: string | null; event: OrganisationEvent }
  /** Events that were not asked for lie behind us. */
  | { kind: 'passed'; id: string }
  /** Nothing was told for a while; shows both sides that the connection lives. */
  | { kind: 'heartbeat' }

export const HEARTBEAT_MS = 15_000
const PAGE = 100

/** Where a stream begins: behind `after`, of which nothing may be missing (else `cursor_expired`), or now. */
export async function findStart(context: Context, caller: Caller, after: EventPlace | null): Promise<EventPlace> {
  if (after === null) return await readLogEnd(context, caller)
  await readEventPage(context, caller, { after, kinds: null, limit: 1 })
  return after
}

/**
 * An organisation's events from a place on, each once and in order, and the progress of its tasks as it comes. Reads the log
 * when something is said to have happened in whichever process, so it can be cut and resumed anywhere. Ends when the process
 * stops.
 */
export async function* streamLog(
  context: Context,
  caller: Caller,
  { from, kinds, gone }: { from: EventPlace; kinds: readonly string[] | null; gone: AbortSignal },
): AsyncGenerator<StreamItem> {
  const follower = context.followedLogs.follow(caller.organisation.number)
  const wantsProgress = kinds === null || kinds.includes(PROGRESS_KIND)
  const beat = makeBeat(context)
  let after = from
  try {
    for (;;) {
      const page = await readEventPage(context, caller, { after, kinds, limit: PAGE })
      for (const event of page.events) {
        yield { kind: 'event', id: event.place === null ? null : eventIdOf(event.place), event }
      }
      const upTo = page.upTo ?? after
      if (upTo.seq !== (page.events.at(-1)?.place ?? after).seq) yield { kind: 'passed', id: eventIdOf(upTo) }
      after = upTo
      if (page.hasMore) continue
      const progress = wantsProgress ? await progressEvents(context, caller, follower.takeProgress()) : []
      for (const event of progress) yield { kind: 'event', id: null, event }
      if (gone.aborted || context.stopping.aborted) return
      if (page.events.length + progress.length > 0) beat.told()
      if (await beat.isDue(follower, gone)) yield { kind: 'heartbeat' }
    }
  } finally {
    follower.close()
  }
}

/** When a stream that tells nothing shows that it lives. Hints do not count: most of them may be of what it does not tell. */
export function makeBeat({ clock }: Pick<Context, 'clock'>): {
  told(): void
  /** Waits for the next hint; answers whether a heartbeat is due instead, and counts on its being sent. */
  isDue(follower: Pick<Follower, 'next'>, gone: AbortSignal): Promise<boolean>
} {
  let toldAt = clock.monotonic()
  const told = (): void => {
    toldAt = clock.monotonic()
  }
  return {
    told,
    async isDue(follower, gone) {
      const leftMs = toldAt + HEARTBEAT_MS - clock.monotonic()
      if (leftMs > 0 && (await follower.next(leftMs, gone))) return false
      told()
      return true
    },
  }
}

async function progressEvents(
  context: Context,
  caller: Caller,
  progress: ReadonlyMap<string, number>,
): Promise<OrganisationEvent[]> {
  const events = await Promise.all(
    [...progress].map(([task, percent]) => progressEvent(context, caller, task, percent)),
  )
  return events.filter((event) => event !== null)
}
