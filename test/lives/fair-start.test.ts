import { afterAll, beforeAll, expect, test } from 'vitest'

import { runWorker } from '../../src/worker/run-worker.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { create } from '../faults/new-task.ts'
import { until } from '../helpers/start-medley.ts'

/** Places of the one worker. */
const PLACES = 20
const QUEUED = 600
/** Keeps its place this long. */
const SCRIPT = { accept: { delayMs: 100 } }

let core: Core
beforeAll(async () => {
  core = await makeCore()
})
afterAll(() => core.stop())

test("a tenant's one task starts while most of the big tenants' tasks, queued before it, still wait for a place", async () => {
  const big = await Promise.all(Array.from({ length: 3 }, () => core.makeOrganisation(QUEUED)))
  const small = await core.makeOrganisation(1)
  await Promise.all(big.flatMap((tenant) => Array.from({ length: QUEUED / 3 }, () => create(core, tenant, SCRIPT))))
  const simulator = core.context.providers.get('simulator')
  if (simulator === undefined) throw new Error('the simulator is there')
  const providers = new Map([['simulator', { ...simulator, concurrency: PLACES }]])
  const worker = await runWorker({ ...core.context, providers })
  await until(async () => {
    const held = only(await core.sql<{ n: number }>('select count(*) as n from jobs where worker is not null')).n
    // Ends and claims in turn: one look may find a few places free.
    return held > PLACES / 2 ? true : null
  })
  const { id } = await create(core, small, SCRIPT)
  const ready = await until(async () => {
    // In one look: whether it has started, and how many wait that were there before it.
    const row = only(
      await core.sql<{ has_started: boolean; ready: number }>(
        `select (select status > 0 from tasks where id = $1) as has_started,
          (select count(*) from jobs where phase = 1) as ready`,
        [id],
      ),
    )
    return row.has_started ? row.ready : null
  })
  await worker.stop(5000)
  expect(ready).toBeGreaterThan(QUEUED / 2)
})
