import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { LeaseTooShort } from '../domain/provider.ts'
import { makeLog } from '../lib/log.ts'
import { makeLease, type Lease, type LeaseKeeper } from './make-lease.ts'

const BEAT_MS = 5000
const LEASE_MS = 15_000

/** A keeper that answers at once, or, while `isSlow`, only when the test says so: as a database that hangs does. */
function makeKeeper() {
  const waiting: (() => void)[] = []
  const keeper = {
    isSlow: false,
    /** Nothing is removed any more. */
    isAway: false,
    /** What the next renewals are answered. */
    isOurs: true,
    registered: [] as string[],
    renewed: [] as string[],
    /** Answers what is under way, and lets its callers go on. */
    async answer() {
      for (const one of waiting.splice(0)) one()
      await vi.advanceTimersByTimeAsync(0)
    },
  }
  const answered = (): Promise<void> =>
    keeper.isSlow ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()
  const leaseKeeper: LeaseKeeper = {
    async register({ id }) {
      keeper.registered.push(id)
      await answered()
    },
    async renew({ id }) {
      keeper.renewed.push(id)
      await answered()
      return keeper.isOurs
    },
    async remove() {
      if (keeper.isAway) throw new Error('no answer')
    },
  }
  return Object.assign(keeper, { leaseKeeper })
}

const skip = { ms: 0 }
let keeper: ReturnType<typeof makeKeeper>
let lease: Lease
let lost: (string | null)[]
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  skip.ms = 0
  keeper = makeKeeper()
  lost = []
  let count = 0
  lease = await makeLease({
    keeper: keeper.leaseKeeper,
    newId: () => `worker ${(count += 1)}`,
    clock: { now: () => skip.ms, monotonic: () => skip.ms },
    log: makeLog('silent'),
    onLost: () => lost.push(lease.workerId()),
  })
})
afterEach(async () => {
  await lease.stop()
  vi.useRealTimers()
})

/** Time passes beat by beat, by our clock as by the timer's. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= BEAT_MS) {
    skip.ms += Math.min(left, BEAT_MS)
    await vi.advanceTimersByTimeAsync(Math.min(left, BEAT_MS))
  }
}

test('beats that fall together while a new identity is being taken take one, and nobody works meanwhile', async () => {
  keeper.isOurs = false
  await pass(BEAT_MS)
  expect(lost).toEqual([null])
  keeper.isSlow = true
  // Two beats and more within one registration that hangs.
  await pass(4 * BEAT_MS)
  expect(keeper.registered).toEqual(['worker 1', 'worker 2'])
  expect(lease.workerId()).toBeNull()
  keeper.isSlow = false
  keeper.isOurs = true
  await keeper.answer()
  // It was asked for longer ago than it lasts: it is lost before anybody works under it, and the next one counts.
  expect(lease.workerId()).toBeNull()
  await pass(BEAT_MS)
  expect(keeper.registered).toEqual(['worker 1', 'worker 2', 'worker 3'])
  expect(lease.workerId()).toBe('worker 3')
})

test('a renewal that hangs is not sent again; past the end the lease is lost once, and a late yes does not bring it back', async () => {
  keeper.isSlow = true
  await pass(LEASE_MS - BEAT_MS)
  expect([lease.workerId(), keeper.renewed]).toEqual(['worker 1', ['worker 1']])
  await pass(BEAT_MS)
  expect([lease.workerId(), lost]).toEqual([null, [null]])
  keeper.isSlow = false
  await keeper.answer()
  expect([lease.workerId(), lost]).toEqual([null, [null]])
  await pass(BEAT_MS)
  expect(lease.workerId()).toBe('worker 2')
  expect(lost).toHaveLength(1)
})

test('every loss is told, each with no identity left', async () => {
  for (let losses = 1; losses <= 3; losses += 1) {
    keeper.isOurs = false
    await pass(BEAT_MS)
    expect([lease.workerId(), lost]).toEqual([null, Array.from({ length: losses }, () => null)])
    keeper.isOurs = true
    await pass(BEAT_MS)
    expect(lease.workerId()).toBe(`worker ${losses + 1}`)
  }
})

test('with less than five seconds left, or none at all, a start is refused as one of which not a byte was sent', async () => {
  lease.assertLeft(lease.workerId() ?? '')
  skip.ms = LEASE_MS - 5000
  lease.assertLeft(lease.workerId() ?? '')
  skip.ms += 1
  expect(() => lease.assertLeft(lease.workerId() ?? '')).toThrow(LeaseTooShort)
  expect(lease.workerId()).toBe('worker 1')
  skip.ms = LEASE_MS
  expect(() => lease.assertLeft(lease.workerId() ?? '')).toThrow(LeaseTooShort)
})

test('a lease that cannot be given back holds up no stop: it lapses by itself', async () => {
  keeper.isAway = true
  await lease.stop()
  expect(lease.workerId()).toBeNull()
})
