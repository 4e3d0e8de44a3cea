import { afterEach, beforeEach, expect, test } from 'vitest'

import type { ClaimedJob } from '../../src/store/claim-jobs.ts'
import { makeProgressReporter } from '../../src/worker/report-progress.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { create, parkOf, purchaseOf } from '../faults/new-task.ts'

let core: Core
let job: ClaimedJob
beforeEach(async () => {
  core = await makeCore()
  await create(core, await core.makeOrganisation(100))
  job = only(await core.claimReady(await core.makeWorker()))
  await core.context.batches.begin.add(purchaseOf(job, { running: true }))
})
afterEach(() => core.stop())

const shown = async () => only(await core.sql<{ progress: number }>('select progress from tasks')).progress

test('progress reported from inside a start is written at most every 500 ms, and never falls', async () => {
  const time = { ms: 0 }
  const clock = { ...core.context.clock, monotonic: () => time.ms }
  const report = makeProgressReporter({ ...core.context, clock }, job, () => expect.unreachable())
  const say = async (ms: number, percent: number) => {
    time.ms = ms
    report(percent)
    await core.context.batches.progress.idle()
    return await shown()
  }
  expect(await say(0, 10)).toBe(10)
  expect(await say(1, 20)).toBe(10)
  expect(await say(499, 30)).toBe(10)
  expect(await say(500, 40)).toBe(40)
  expect(await say(999, 50)).toBe(40)
  expect(await say(1000, 30)).toBe(40)
  expect(await say(1001, 100)).toBe(99)
})

test('progress learnt from checks is written at most every 500 ms; what is left out comes with a later look', async () => {
  const look = async (progress: number) => {
    expect(await core.context.batches.park.add(parkOf(job, { progress, running: true }))).toBe('parked')
    job = only(await core.claimDue(await core.makeWorker()))
    return await shown()
  }
  /** However slow this machine is, a write of just now is one of the last 500 ms: it is put ahead, or back. */
  const lastWritten = (when: string) => core.sql('update tasks set updated_at = now() + $1::interval', [when])
  await lastWritten('-600 ms')
  expect(await look(10)).toBe(10)
  await lastWritten('1 minute')
  expect(await look(20)).toBe(10)
  await lastWritten('-600 ms')
  expect(await look(30)).toBe(30)
})

test('a worker that reports on a job which is no longer its own is told so', async () => {
  const told = Promise.withResolvers<void>()
  await core.sql('update jobs set worker = null')
  makeProgressReporter(core.context, job, told.resolve)(50)
  await told.promise
  expect(await shown()).toBe(1)
})
