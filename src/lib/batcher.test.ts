import fc from 'fast-check'
import pino from 'pino'
import { afterEach, expect, test, vi } from 'vitest'

import { makeBatcher, type BatchFailure } from './batcher.ts'

const log = pino({ level: 'silent' })
afterEach(() => {
  vi.useRealTimers()
})

test('callers of one turn share a batch, one batch is in flight at a time, everybody gets their own answer', async () => {
  const batches: number[][] = []
  let inFlight = 0
  const batcher = makeBatcher<number, number>({
    name: 'test',
    log,
    classify: () => 'fail',
    async run(items) {
      inFlight += 1
      expect(inFlight).toBe(1)
      batches.push([...items])
      await new Promise((resolve) => setImmediate(resolve))
      inFlight -= 1
      return items.map((item) => item * 2)
    },
  })
  const answers = await Promise.all(Array.from({ length: 450 }, (_, index) => batcher.add(index)))
  expect(answers).toEqual(Array.from({ length: 450 }, (_, index) => index * 2))
  expect(batches.map((batch) => batch.length)).toEqual([200, 200, 50])
  await batcher.idle()
})

test('a batch holds at most one MiB, and one item of any size', async () => {
  const sizes: number[] = []
  const batcher = makeBatcher<number, number>({
    name: 'test',
    log,
    classify: () => 'fail',
    sizeOf: (item) => item,
    async run(items) {
      sizes.push(items.reduce((sum, item) => sum + item, 0))
      return [...items]
    },
  })
  await Promise.all([5_000_000, 400_000, 400_000, 400_000].map((item) => batcher.add(item)))
  expect(sizes).toEqual([5_000_000, 800_000, 400_000])
})

test('a poison member fails alone, whoever shares its batch', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), async (poison) => {
      const batcher = makeBatcher<number, number>({
        name: 'test',
        log,
        classify: () => 'bisect',
        async run(items) {
          if (items.some((item) => poison[item] === true)) throw new Error('poison')
          return [...items]
        },
      })
      const settled = await Promise.allSettled(poison.map((_, index) => batcher.add(index)))
      expect(settled.map((result) => result.status === 'rejected')).toEqual(poison)
    }),
    { numRuns: 50 },
  )
})

test('a passing failure repeats the whole batch with the same items; a final one rejects all and the next batch runs', async () => {
  const failures: BatchFailure[] = ['repeat', 'repeat', 'fail']
  const seen: number[][] = []
  const batcher = makeBatcher<number, number>({
    name: 'test',
    log,
    classify: (error) => (error instanceof Error ? (failures[Number(error.message)] ?? 'fail') : 'fail'),
    async run(items) {
      seen.push([...items])
      if (seen.length <= 3) throw new Error(String(seen.length - 1))
      return [...items]
    },
  })
  const first = await Promise.allSettled([batcher.add(1), batcher.add(2)])
  expect(first.map((result) => result.status)).toEqual(['rejected', 'rejected'])
  expect(seen).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ])
  expect(await batcher.add(3)).toBe(3)
})

test('a database that leaves each try without an answer is tried no more once ten seconds are gone', async () => {
  vi.useFakeTimers()
  let tries = 0
  const batcher = makeBatcher<number, number>({
    name: 'test',
    log,
    classify: () => 'repeat',
    async run() {
      tries += 1
      await new Promise((resolve) => setTimeout(resolve, 15_000))
      throw new Error('no answer')
    },
  })
  const refused = expect(batcher.add(1)).rejects.toThrow('no answer')
  await vi.advanceTimersByTimeAsync(15_100)
  await refused
  expect(tries).toBe(1)
})

test('a full queue turns callers away at once', async () => {
  const batcher = makeBatcher<number, number>({
    name: 'test',
    log,
    classify: () => 'fail',
    queueMax: 2,
    overflow: () => new Error('come back later'),
    run: async (items) => [...items],
  })
  const waiting = [batcher.add(1), batcher.add(2)]
  await expect(batcher.add(3)).rejects.toThrow('come back later')
  expect(await Promise.all(waiting)).toEqual([1, 2])
})

test('answers that are not one for each member reject the batch instead of mixing members up', async () => {
  const batcher = makeBatcher<number, number>({ name: 'test', log, classify: () => 'fail', run: async () => [1] })
  const settled = await Promise.allSettled([batcher.add(1), batcher.add(2)])
  expect(settled.map((result) => result.status)).toEqual(['rejected', 'rejected'])
})
