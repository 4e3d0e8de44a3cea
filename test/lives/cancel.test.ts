import { afterAll, beforeAll, expect, test } from 'vitest'

import { settleTask, WITHOUT_RESULT } from '../../src/core/settle-task.ts'
import { cancelTask } from '../../src/core/cancel-task.ts'
import type { Context } from '../../src/core/context.ts'
import type { Caller } from '../../src/core/create-task.ts'
import { letGo } from '../../src/core/let-go.ts'
import type { ClaimedJob } from '../../src/store/claim-jobs.ts'
import { settleTasks } from '../../src/store/settle-tasks.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { cancelOf, create, finishOf, purchaseOf } from '../faults/new-task.ts'

let core: Core
let caller: Caller
beforeAll(async () => {
  core = await makeCore()
  caller = await core.makeOrganisation(10_000)
})
afterAll(() => core.stop())

const LIVE = ['queued', 'starting', 'running'] as const

interface Row {
  status: number
  cancel_requested_at: number | null
  captured: number
  released: number
}
async function rowOf(task: string): Promise<Row> {
  return only(
    await core.sql<Row>('select status, cancel_requested_at, captured, released from tasks where id = $1', [task]),
  )
}

/** Claimed jobs of new tasks; with an open purchase where the upstream is at work on them. */
async function claimed(count: number, isBought: boolean): Promise<ClaimedJob[]> {
  await Promise.all(Array.from({ length: count }, () => create(core, caller)))
  const worker = await core.makeWorker()
  const jobs: ClaimedJob[] = []
  while (jobs.length < count) jobs.push(...(await core.claimReady(worker, 200)))
  if (isBought) await Promise.all(jobs.map((job) => core.context.batches.begin.add(purchaseOf(job))))
  return jobs
}

async function race(jobs: readonly ClaimedJob[], canceler: Context, finisher: Context) {
  return await Promise.all(
    jobs.map(async (job, index) => {
      const cancel = () => cancelTask(canceler, caller, job.task, LIVE)
      const finish = async () => {
        // A cancel reads its task first: so does this, that both meet in one batch.
        await finisher.batches.get.add(job.task)
        return await settleTask(finisher, finishOf(job))
      }
      if (index % 2 === 0) {
        const [outcome, verdict] = await Promise.all([cancel(), finish()])
        return { job, outcome: outcome.kind, verdict }
      }
      const [verdict, outcome] = await Promise.all([finish(), cancel()])
      return { job, outcome: outcome.kind, verdict }
    }),
  )
}

test.each([
  ['in one engine', false],
  ['in two engines', true],
])('250 cancels race 250 finishes of unbought work %s: exactly one of the two wins each', async (_where, isApart) => {
  const jobs = await claimed(250, false)
  const results = await race(jobs, core.context, isApart ? core.another() : core.context)
  for (const { job, outcome, verdict } of results) {
    const row = await rowOf(job.task)
    if (verdict === 'settled') expect([outcome, row.status]).toEqual(['already_terminal', 3])
    else expect([verdict, outcome, row.status]).toEqual(['terminal', 'canceled', 5])
  }
  expect(await core.verify()).toEqual([])
})

test.each([
  ['in one engine', false],
  ['in two engines', true],
])('250 cancels race 250 finishes of bought work %s: every finish is kept, none hangs', async (_where, isApart) => {
  const jobs = await claimed(250, true)
  const results = await race(jobs, core.context, isApart ? core.another() : core.context)
  for (const { job, outcome, verdict } of results) {
    expect(verdict).toBe('settled')
    expect(['requested', 'already_terminal']).toContain(outcome)
    expect((await rowOf(job.task)).status).toBe(3)
  }
  expect(await core.sql('select 1 from jobs')).toEqual([])
  expect(await core.verify()).toEqual([])
})

test.each([
  ['succeeded', 'already_terminal'],
  ['canceled', 'canceled'],
] as const)(
  'a cancel whose wish is written down, and whose task is %s before it looks once more, is answered %s',
  async (status, kind) => {
    const job = only(await claimed(1, true))
    const { batches } = core.context
    const end = status === 'succeeded' ? finishOf(job) : { ...finishOf(job), ...WITHOUT_RESULT, status }
    const get = {
      ...batches.get,
      async add(id: string) {
        const isSecond = (await rowOf(id)).cancel_requested_at !== null
        if (isSecond) expect(await settleTask(core.context, end)).toBe('settled')
        return await batches.get.add(id)
      },
    }
    const outcome = await cancelTask({ ...core.context, batches: { ...batches, get } }, caller, job.task, LIVE)
    expect([outcome.kind, outcome.task.status]).toEqual([kind, status])
  },
)

test('a cancel and the finish of bought work in one batch: the finish decides, in either order', async () => {
  for (const reversed of [false, true]) {
    const job = only(await claimed(1, true))
    const batch = [cancelOf(job.task), finishOf(job)]
    const verdicts = (await settleTasks(core.database, reversed ? batch.toReversed() : batch)).map((row) => row.verdict)
    expect(verdicts.toSorted()).toEqual(['settled', 'terminal'])
    expect((await rowOf(job.task)).status).toBe(3)
  }
  expect(await core.verify()).toEqual([])
})

test('the same cancel twice in one batch cancels once, and both are told so', async () => {
  const task = await create(core, caller)
  const verdicts = (await settleTasks(core.database, [cancelOf(task.id), cancelOf(task.id)])).map((row) => row.verdict)
  expect(verdicts).toEqual(['settled', 'terminal'])
  expect(await rowOf(task.id)).toMatchObject({ status: 5, released: 10_000 })
})

test('a cancel of work that an upstream has begun is written down once, and the holder looks at once', async () => {
  const job = only(await claimed(1, true))
  expect((await cancelTask(core.context, caller, job.task, LIVE)).kind).toBe('requested')
  const first = (await rowOf(job.task)).cancel_requested_at
  expect(first).not.toBeNull()
  await cancelTask(core.context, caller, job.task, LIVE)
  expect((await rowOf(job.task)).cancel_requested_at).toBe(first)
  expect(only(await core.sql<{ hinted: boolean }>('select hinted from jobs where task = $1', [job.task])).hinted).toBe(
    true,
  )
  await settleTask(core.context, finishOf(job))
})

test('a cancel that is asked for between claim and purchase buys nothing', async () => {
  const job = only(await claimed(1, false))
  await core.sql('update tasks set cancel_requested_at = now() where id = $1', [job.task])
  expect(await core.context.batches.begin.add(purchaseOf(job))).toBe('canceling')
  expect(await core.sql('select 1 from purchases where task = $1', [job.task])).toEqual([])
  await core.run(job)
  expect((await rowOf(job.task)).status).toBe(5)
})

test('an attempt that breaks after its task was asked to stop still lets its job go', async () => {
  const job = only(await claimed(1, true))
  await letGo(core.context, job, { signal: AbortSignal.abort(), isFault: true })
  expect(
    only(await core.sql<{ worker: string | null }>('select worker from jobs where id = $1', [job.job])).worker,
  ).toBe(null)
})
