import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { makeLog } from '../lib/log.ts'
import { makeMetrics } from '../lib/metrics.ts'
import { makeFollowers, type Followers } from './make-followers.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new AbortController().signal

function make(findNews: (keys: readonly string[]) => Promise<readonly string[]> = async () => []): {
  followers: Followers<string>
  stop(): void
  waiting(): Promise<number>
} {
  const stopping = new AbortController()
  const { waitingRequests } = makeMetrics()
  const clock = { now: () => Date.now(), monotonic: () => Date.now() }
  const options = { clock, stopping: stopping.signal, waitingRequests, log: makeLog('silent') }
  return {
    followers: makeFollowers(options, findNews),
    stop: () => stopping.abort(),
    waiting: async () => (await waitingRequests.get()).values[0]?.value ?? 0,
  }
}

test('what nobody was told of is found by a sweep, one for all in five seconds', async () => {
  const asked: (readonly string[])[] = []
  const { followers } = make(async (keys) => {
    asked.push(keys)
    return ['b']
  })
  const [a, b] = [followers.follow('a'), followers.follow('b')]
  const [first, second] = [a.next(60_000, never), b.next(60_000, never)]
  await vi.advanceTimersByTimeAsync(5100)
  expect(await second).toBe(true)
  expect(asked).toEqual([['a', 'b']])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await first).toBe(false)
})

test('when notifications may have been missed, everything is asked for at once', async () => {
  const { followers } = make(async (keys) => keys)
  const woken = followers.follow('a').next(60_000, never)
  followers.sweep()
  await vi.advanceTimersByTimeAsync(1)
  expect(await woken).toBe(true)
})

test('what was heard between two waits is not lost, and wakes once', async () => {
  const { followers } = make()
  const follower = followers.follow('a')
  followers.hear('a')
  followers.hear('other')
  await vi.advanceTimersByTimeAsync(1)
  expect(await follower.next(60_000, never)).toBe(true)
  const again = follower.next(1000, never)
  await vi.advanceTimersByTimeAsync(1000)
  expect(await again).toBe(false)
})

test('bursts wake at most 40 times a second', async () => {
  const { followers } = make()
  const follower = followers.follow('a')
  let woken = 0
  const following = (async () => {
    while (await follower.next(2000, never)) woken += 1
  })()
  for (let ms = 0; ms < 1000; ms += 1) {
    followers.hear('a')
    await vi.advanceTimersByTimeAsync(1)
  }
  await vi.advanceTimersByTimeAsync(2100)
  await following
  expect(woken).toBeGreaterThan(30)
  expect(woken).toBeLessThanOrEqual(41)
})

test('a stop wakes everybody, a client that is gone its own wait; who has closed is forgotten', async () => {
  const { followers, stop, waiting } = make()
  const gone = new AbortController()
  const [one, other] = [followers.follow('a'), followers.follow('a')]
  const [left, stopped] = [one.next(60_000, gone.signal), other.next(60_000, never)]
  gone.abort()
  expect(await left).toBe(false)
  one.close()
  expect(await waiting()).toBe(1)
  stop()
  expect(await stopped).toBe(true)
  other.close()
  expect(await waiting()).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})
