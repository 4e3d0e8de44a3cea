import { afterAll, beforeAll, expect, test } from 'vitest'

import { sweepJobs } from '../../src/core/sweep.ts'
import { claimJobs } from '../../src/store/claim-jobs.ts'
import { makeCore, type Core } from '../faults/make-core.ts'
import { create, member } from '../faults/new-task.ts'

const STALLED = 30_000
const CLAIM = 200

let core: Core
beforeAll(async () => {
  core = await makeCore()
})
afterAll(() => core.stop())

test('30,000 stalled jobs hold up no new one: it is in the next claim, small claims reach it too, and all of them are claimed', async () => {
  const giant = await core.makeOrganisation(STALLED)
  for (let made = 0; made < STALLED; made += 1000) {
    await Promise.all(Array.from({ length: 1000 }, () => core.context.batches.create.add(member(core, giant))))
  }
  const dead = await core.makeWorker()
  await core.sql('update jobs set phase = 2, attempt = 1, worker = $1', [dead])
  await core.sql(`update workers set lease_until = now() - interval '1 second'`)
  await sweepJobs(core.context)

  const worker = await core.makeWorker()
  const claim = (limit: number) => claimJobs(core.database, [{ pool: core.pool, after: 0, limit }], worker)
  const newcomer = async () => await create(core, await core.makeOrganisation(1))
  const first = await newcomer()
  const jobs = await claim(CLAIM)
  expect(jobs).toHaveLength(CLAIM)
  expect(jobs.map((job) => job.task)).toContain(first.id)

  // One place at a time becomes free.
  const second = await newcomer()
  let places = 0
  for (let isClaimed = false; !isClaimed && places < 100; places += 1) {
    isClaimed = (await claim(1)).some((job) => job.task === second.id)
  }
  expect(places).toBeLessThan(100)

  // Nothing new waits: every claim is full of what had stalled.
  let claimed = CLAIM - 1 + places - 1
  while (claimed < STALLED) {
    const more = await claim(CLAIM)
    expect(more).toHaveLength(Math.min(CLAIM, STALLED - claimed))
    claimed += more.length
  }
  expect(await claim(CLAIM)).toEqual([])
})
