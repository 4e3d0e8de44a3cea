import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { makeDatabaseClock, type DatabaseClock } from './database-clock.ts'

// The database is 5 s ahead of the monotonic clock, and answers at the very end of each wait.
let now = 0
let waits: number[] = []
let clock: DatabaseClock
const machine = { now: () => now + 5000, monotonic: () => now }
async function readTime(): Promise<number> {
  now += waits.shift() ?? 0
  return now + 5000
}

beforeEach(() => {
  vi.useFakeTimers()
  now = 0
})
afterEach(() => {
  clock.stop()
  vi.useRealTimers()
})

test('a measurement that took over a second is made again at the start, and left out later', async () => {
  waits = [8000, 3000, 100]
  clock = await makeDatabaseClock(readTime, machine)
  expect(clock.now() - now).toBe(5050)
  waits = [9000]
  await vi.advanceTimersByTimeAsync(60_000)
  expect(waits).toEqual([])
  expect(clock.now() - now).toBe(5050)
  waits = [0]
  await vi.advanceTimersByTimeAsync(60_000)
  expect(clock.now() - now).toBe(5000)
})

test('a database that is always slow is better measured badly than not at all: the quickest counts', async () => {
  waits = [8000, 3000, 4000, 6000, 5000]
  clock = await makeDatabaseClock(readTime, machine)
  expect([clock.now() - now, waits]).toEqual([6500, []])
})
