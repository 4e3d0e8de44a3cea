import type { Uuid } from '../lib/ids.ts'
import type { EventPage } from './event-log.ts'
import { makeFollowers, type Follower, type FollowersOptions } from './make-followers.ts'
import type { WakeUps } from './wake-ups.ts'

/** The organisations' logs that streams of this process follow. */
export interface FollowedLogs {
  follow(organisation: number): LogFollower
  /** Reads of the same page by streams that are equally far are one read. */
  share(key: string, read: () => Promise<EventPage>): Promise<EventPage>
}

export interface LogFollower extends Follower {
  /** How far tasks have got since the last call: the latest of each, of so many tasks. */
  takeProgress(): ReadonlyMap<Uuid, number>
}

interface FollowedOptions extends FollowersOptions {
  wakeUps: Pick<WakeUps, 'onLogGrown' | 'onTaskMoved' | 'onMissed'>
  /** How far the logs go. */
  readEnds(organisations: readonly number[]): Promise<ReadonlyMap<number, number>>
}

/** A reader that is slower than progress comes misses some of it. */
const PROGRESS_MAX = 1000

/** Woken by notifications, from whichever process they come. */
export function makeFollowedLogs({ wakeUps, readEnds, ...options }: FollowedOptions): FollowedLogs {
  let ends: ReadonlyMap<number, number> = new Map()
  const logs = makeFollowers<number>(options, async (organisations) => {
    const before = ends
    ends = await readEnds(organisations)
    return organisations.filter((organisation) => ends.get(organisation) !== before.get(organisation))
  })
  const progressOf = new Map<number, Set<Map<Uuid, number>>>()
  const reading = new Map<string, Promise<EventPage>>()

  wakeUps.onLogGrown(logs.hear)
  wakeUps.onMissed(logs.sweep)
  wakeUps.onTaskMoved((organisation, task, percent) => {
    // That it runs now is in the log.
    if (percent <= 1) return
    for (const progress of progressOf.get(organisation) ?? []) {
      if (progress.size < PROGRESS_MAX || progress.has(task)) progress.set(task, percent)
    }
    logs.hear(organisation)
  })

  return {
    follow(organisation) {
      const { next, close } = logs.follow(organisation)
      const progress = new Map<Uuid, number>()
      const ofLog = progressOf.get(organisation) ?? new Set()
      progressOf.set(organisation, ofLog.add(progress))
      return {
        next,
        takeProgress() {
          const taken = new Map(progress)
          progress.clear()
          return taken
        },
        close() {
          close()
          ofLog.delete(progress)
          if (ofLog.size === 0) progressOf.delete(organisation)
        },
      }
    },
    share(key, read) {
      const underWay = reading.get(key)
      if (underWay !== undefined) return underWay
      const started = read()
      reading.set(key, started)
      // Those who were woken together share it. Who is woken later may ask for what this read does not see any more.
      setImmediate(() => reading.delete(key))
      return started
    },
  }
}
