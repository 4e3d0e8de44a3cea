import type { Uuid } from '../lib/ids.ts'
import { makeFollowers, type Follower, type FollowersOptions } from './make-followers.ts'
import type { WakeUps } from './wake-ups.ts'

/** The tasks that requests of this process wait for: their `end`, or `all` that moves them. */
export interface FollowedTasks {
  follow(task: Uuid, wants: 'end' | 'all'): Follower
}

interface FollowedOptions extends FollowersOptions {
  wakeUps: Pick<WakeUps, 'onTaskEnded' | 'onTaskMoved' | 'onMissed'>
  /** Which of these tasks have ended. */
  findEnded(tasks: readonly Uuid[]): Promise<readonly Uuid[]>
}

/** Woken by notifications, from whichever process they come. */
export function makeFollowedTasks({ wakeUps, findEnded, ...options }: FollowedOptions): FollowedTasks {
  const ends = makeFollowers(options, findEnded)
  const all = makeFollowers(options, findEnded)
  wakeUps.onTaskEnded((task) => {
    ends.hear(task)
    all.hear(task)
  })
  wakeUps.onTaskMoved((_organisation, task) => all.hear(task))
  wakeUps.onMissed(() => {
    ends.sweep()
    all.sweep()
  })
  return { follow: (task, wants) => (wants === 'end' ? ends : all).follow(task) }
}
