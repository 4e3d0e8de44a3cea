import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/log.ts'
import type { Metrics } from '../lib/metrics.ts'
import { makeSignal } from './make-signal.ts'

/** Requests of this process that are kept open for what becomes of something. */
export interface Followers<Key> {
  /** From now on. Follow first, then read: so nothing falls between. Close it in the end. */
  follow(key: Key): Follower
  /** Something may have happened to it. */
  hear(key: Key): void
  /** Something may have happened to any of them. */
  sweep(): void
}

export interface Follower {
  /**
   * Resolves when something was heard since the last call or the process stops, with true; when the time is over or the signal
   * aborts, with false. Only a hint: read to know.
   */
  next(withinMs: number, signal: AbortSignal): Promise<boolean>
  close(): void
}

export interface FollowersOptions {
  clock: Clock
  stopping: AbortSignal
  waitingRequests: Metrics['waitingRequests']
  log: Logger
}

/** Whoever is woken reads, so what is heard is gathered: at most this often a batch of reads follows. */
const GATHER_MS = 25
/** The net below the notifications: a process that died between its commit and its NOTIFY told nobody. */
const SWEEP_MS = 5000

/** However many follow, idle they cost one `findNews` in five seconds: which of these may something have happened to? */
export function makeFollowers<Key>(
  { clock, stopping, waitingRequests, log }: FollowersOptions,
  findNews: (keys: readonly Key[]) => Promise<readonly Key[]>,
): Followers<Key> {
  const wakers = new Map<Key, Set<() => void>>()
  const heard = new Set<Key>()
  let passedOnAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null
  let sweeps: NodeJS.Timeout | null = null

  function passOn(): void {
    timer = null
    passedOnAt = clock.monotonic()
    for (const key of heard) for (const wake of wakers.get(key) ?? []) wake()
    heard.clear()
  }
  function hear(key: Key): void {
    if (!wakers.has(key)) return
    heard.add(key)
    timer ??= setTimeout(passOn, Math.max(0, passedOnAt + GATHER_MS - clock.monotonic()))
  }
  function sweep(): void {
    if (wakers.size === 0) return
    findNews([...wakers.keys()]).then(
      (keys) => keys.forEach(hear),
      (error: unknown) => log.warn({ error }, 'waiting requests not swept: the next round tries again'),
    )
  }
  function remove(key: Key, wake: () => void): void {
    waitingRequests.dec()
    const ofKey = wakers.get(key)
    ofKey?.delete(wake)
    if (ofKey?.size === 0) wakers.delete(key)
    if (wakers.size > 0 || sweeps === null) return
    clearInterval(sweeps)
    sweeps = null
  }

  stopping.addEventListener('abort', () => {
    for (const ofKey of wakers.values()) for (const wake of ofKey) wake()
  })

  return {
    hear,
    sweep,
    follow(key) {
      const { wake, next } = makeSignal()
      wakers.set(key, (wakers.get(key) ?? new Set()).add(wake))
      waitingRequests.inc()
      sweeps ??= setInterval(sweep, SWEEP_MS).unref()
      return { next, close: () => remove(key, wake) }
    },
  }
}
