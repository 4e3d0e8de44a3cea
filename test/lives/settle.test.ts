import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Caller } from '../../src/core/create-task.ts'
import { settleTask } from '../../src/core/settle-task.ts'
import { errorCodeOf } from '../../src/lib/sql.ts'
import type { ClaimedJob } from '../../src/store/claim-jobs.ts'
import { takeOverJobs } from '../../src/store/claim-jobs.ts'
import { settleTasks } from '../../src/store/settle-tasks.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { cancelOf, create, finishOf, member, parkOf, purchaseOf } from '../faults/new-task.ts'
import { inTransaction } from '../helpers/in-transaction.ts'

let core: Core
let caller: Caller
beforeAll(async () => {
  core = await makeCore()
  caller = await core.makeOrganisation(10_000)
})
afterAll(() => core.stop())

/** The SQLSTATE with which a statement is refused; null = it was not. */
async function refusalOf(text: string, values: readonly unknown[] = []): Promise<string | null> {
  try {
    await inTransaction(core.database, async (transaction) => {
      await transaction.query(`test ${text}`.slice(0, 60), text, values)
      throw new Error('not refused')
    })
  } catch (error) {
    return errorCodeOf(error)
  }
  return null
}

async function movementsOf(task: string) {
  return await core.sql<{ kind: string; debit: string; credit: string; amount: number }>(
    'select kind, debit, credit, amount from movements where task = $1 order by seq',
    [task],
  )
}

/** A claimed job of a new task. */
async function claimed(count = 1): Promise<ClaimedJob> {
  await create(core, caller, {}, count)
  return only(await core.claimReady(await core.makeWorker()))
}

test.each([
  ['a balance below zero', 'update accounts set available = -1'],
  ['a balance above what JavaScript holds', 'update accounts set available = 9007199254740992'],
  ['held credits below zero', 'update accounts set held = -1'],
  ['fewer active jobs than none', 'update accounts set active = -1'],
  ['an end that resolves nothing', 'update tasks set status = 4'],
  ['a capture of an open task', 'update tasks set captured = held where status < 3'],
  ['a capture above the hold', 'update tasks set status = 3, captured = held + 1'],
  ['capture and release beyond the hold', 'update tasks set status = 3, captured = held, released = 1'],
  ['a release below zero', 'update tasks set status = 3, captured = held + 1, released = -1'],
  ['a refund above the charge', 'update tasks set status = 3, captured = 0, released = held, refunded = 1'],
  ['a refund below zero', 'update tasks set refunded = -1'],
  ['a hold below zero', 'update tasks set held = -1'],
  ['a status that is none', 'update tasks set status = 6'],
  ['progress above 100', 'update tasks set progress = 101'],
  ['a movement of nothing', 'update movements set amount = 0'],
  ['a movement from an account to itself', 'update movements set credit = debit'],
  ['a movement of no known kind', `update movements set kind = 'gift'`],
])('the database itself refuses %s', async (_what, text) => {
  await create(core, caller)
  expect(await refusalOf(text)).toBe('23514')
})

test('the database itself refuses a second open purchase of a task, and takes one after a refusal', async () => {
  const job = await claimed()
  await core.context.batches.begin.add(purchaseOf(job))
  const second = `insert into purchases (id, task, ordinal, provider, model, restartable)
    values (gen_random_uuid(), $1, 7, 'p', 'm', false)`
  expect(await refusalOf(second, [job.task])).toBe('23505')
  for (const state of ['accepted', 'unknown', 'finished', 'failed', 'delivered_late', 'abandoned']) {
    await core.sql('update purchases set state = $2 where task = $1', [job.task, state])
    expect(await refusalOf(second, [job.task])).toBe('23505')
  }
  await core.sql(`update purchases set state = 'refused' where task = $1`, [job.task])
  expect(await refusalOf(second, [job.task])).toBeNull()
  await settleTasks(core.database, [finishOf(job)])
})

test('two engines finish the same 200 tasks at once: each is captured once', async () => {
  const ids = await Promise.all(Array.from({ length: 200 }, async () => (await create(core, caller)).id))
  const jobs = await core.claimReady(await core.makeWorker(), 10_000)
  const other = core.another()
  const verdicts = await Promise.all(
    jobs.flatMap((job) => [
      settleTask(core.context, finishOf(job)),
      settleTask(other, finishOf(job)),
      settleTask(other, finishOf(job)),
    ]),
  )
  expect(verdicts.filter((verdict) => verdict === 'settled')).toHaveLength(jobs.length)
  const captures = await core.sql<{ n: number }>(
    `select count(*) as n from movements where kind = 'capture' and task = any($1) group by task`,
    [ids],
  )
  expect(captures).toHaveLength(200)
  expect(captures.every(({ n }) => n === 1)).toBe(true)
  expect(await core.verify()).toEqual([])
})

test('what was not delivered is released: 3 of 4 images are charged, one comes back', async () => {
  const task = await create(core, caller, { deliver: 3 }, 4)
  await core.run(only(await core.claimReady(await core.makeWorker())))
  expect(await movementsOf(task.id)).toEqual([
    { kind: 'hold', debit: 'available', credit: 'held', amount: 40_000 },
    { kind: 'capture', debit: 'held', credit: 'revenue', amount: 30_000 },
    { kind: 'release', debit: 'held', credit: 'available', amount: 10_000 },
  ])
  expect(await core.verify()).toEqual([])
})

test('a finish counts beside a stale one of the same task in the same batch, in either order', async () => {
  for (const reversed of [false, true]) {
    const job = await claimed()
    const stale = finishOf({ ...job, attempt: job.attempt - 1 })
    const batch = [stale, finishOf(job)]
    const verdicts = (await settleTasks(core.database, reversed ? batch.toReversed() : batch)).map((row) => row.verdict)
    expect(verdicts.toSorted()).toEqual(['settled', 'terminal'])
  }
  expect(await core.verify()).toEqual([])
})

test('a settlement that breaks a rule fails alone: its neighbours of the batch are settled', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, async () => (await create(core, caller)).id))
  const jobs = await core.claimReady(await core.makeWorker(), 100)
  const outcomes = await Promise.allSettled(
    jobs.map((job, index) => settleTask(core.context, finishOf(job, index === 3 ? { captured: job.held + 1 } : {}))),
  )
  expect(ids).toHaveLength(8)
  expect(outcomes.map((outcome) => outcome.status).filter((status) => status === 'rejected')).toHaveLength(1)
  const broken = jobs[3]
  if (broken !== undefined) await settleTask(core.context, finishOf(broken))
  expect(await core.verify()).toEqual([])
})

/** One step of the property below; `pick` chooses among what is there. */
const step = fc.record({
  kind: fc.constantFrom(
    'create',
    'create',
    'claim',
    'begin',
    'accept',
    'park',
    'settle',
    'fail',
    'cancel',
    'takeover',
    'refuse',
  ),
  pick: fc.nat(20),
  cost: fc.constantFrom(0, 1, 7, 400),
})

test('the books hold after every step of any life: create, begin, park, settle, cancel, takeover in any order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 25 }),
      fc.constantFrom(null, 1, 3),
      async (steps, cap) => {
        const owner = await core.makeOrganisation(1)
        if (cap !== null) {
          await core.sql('update accounts set max_active = $2 where organisation = $1', [
            owner.organisation.number,
            cap,
          ])
        }
        await live(owner, steps)
      },
    ),
    { numRuns: 25 },
  )
})

async function live(owner: Caller, steps: readonly { kind: string; pick: number; cost: number }[]): Promise<void> {
  const { batches } = core.context
  const worker = await core.makeWorker()
  const tasks: string[] = []
  // Every claim that ever was, the lost ones too: a zombie may come with any of them.
  const claims: ClaimedJob[] = []
  for (const { kind, pick, cost } of steps) {
    const job = claims[pick % Math.max(1, claims.length)]
    const task = tasks[pick % Math.max(1, tasks.length)]
    if (kind === 'create') {
      const made = member(core, owner, { held: cost })
      if ((await batches.create.add(made)).verdict === 'created') tasks.push(made.id)
    } else if (kind === 'claim') {
      const ready = await core.claimReady(worker, 2)
      claims.push(...ready, ...(await core.claimDue(worker, 1)))
    } else if (kind === 'takeover') {
      await core.sql(`update jobs set worker = gen_random_uuid() where lane = $1 and worker is not null`, [
        owner.organisation.number,
      ])
      await takeOverJobs(core.database)
    } else if (kind === 'cancel' && task !== undefined) {
      await settleTask(core.context, cancelOf(task))
    } else if (job !== undefined) {
      await decide(job, kind, pick)
    }
    expect(await core.verify()).toEqual([])
  }
}

async function decide(job: ClaimedJob, kind: string, pick: number): Promise<void> {
  const { batches } = core.context
  const purchase = purchaseOf(job, { restartable: pick % 3 === 0 })
  if (kind === 'begin') await batches.begin.add(purchase)
  else if (kind === 'accept') {
    await batches.fact.add({ purchase: purchase.purchase, state: 'accepted', reference: 'r' })
  } else if (kind === 'park') await batches.park.add(parkOf(job, { running: pick % 2 === 0 }))
  else if (kind === 'refuse') {
    await batches.park.add(parkOf(job, { nothingBought: { purchase: purchase.purchase, state: 'refused' } }))
  } else if (kind === 'settle') {
    await settleTask(core.context, finishOf(job, { captured: Math.floor(job.held / ((pick % 3) + 1)) }))
  } else if (kind === 'fail') {
    await settleTask(
      core.context,
      finishOf(job, {
        status: 'failed',
        captured: 0,
        output: null,
        error: '{}',
        purchaseState: 'failed',
        artifacts: [],
      }),
    )
  }
}
