import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { createTask, type Caller, type Idempotency } from '../../src/core/create-task.ts'
import type { Context } from '../../src/core/context.ts'
import { settleTask } from '../../src/core/settle-task.ts'
import { GatewayError } from '../../src/domain/errors.ts'
import { errorCodeOf } from '../../src/lib/sql.ts'
import { claimReadyJobs } from '../../src/store/claim-jobs.ts'
import { createTasks } from '../../src/store/create-tasks.ts'
import { CREDIT, makeCore, only, type Core } from '../faults/make-core.ts'
import { cancelOf, finishOf, imageTask, member } from '../faults/new-task.ts'
import { inTransaction } from '../helpers/in-transaction.ts'
import { untilSomebodyWaits } from '../helpers/lock-waits.ts'

let core: Core
beforeAll(async () => {
  core = await makeCore()
})
afterAll(() => core.stop())

const OPTIONS = { startWithinMs: 60_000, keepMs: 60_000, wait: true }

function keyed(key: string, body = 'body'): Idempotency {
  return { method: 'POST', path: '/api/v1/tasks', key, body: Buffer.from(body) }
}

interface Counts {
  tasks: number
  holds: number
  keys: number
  jobs: number
}
async function countsOf(caller: Caller): Promise<Counts> {
  return only(
    await core.sql<Counts>(
      `select (select count(*) from tasks where organisation = $1) as tasks,
        (select count(*) from movements where organisation = $1 and kind = 'hold') as holds,
        (select count(*) from idempotency_keys where organisation = $1) as keys,
        (select count(*) from jobs where lane = $1) as jobs`,
      [caller.organisation.number],
    ),
  )
}

async function availableOf(caller: Caller): Promise<number> {
  const number = caller.organisation.number
  const rows = await core.sql<{ available: number }>('select available from accounts where organisation = $1', [number])
  return only(rows).available
}

/** Holds an organisation's account row as a slow transaction would, until released. */
async function holdAccount(caller: Caller): Promise<{ isHeld: () => boolean; release: () => Promise<void> }> {
  const [holding, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let isHeld = true
  const done = inTransaction(core.database, async (transaction) => {
    const number = caller.organisation.number
    await transaction.query('test-hold', 'select 1 from accounts where organisation = $1 for update', [number])
    holding.resolve()
    await release.promise
    isHeld = false
  })
  await holding.promise
  return {
    isHeld: () => isHeld,
    async release() {
      release.resolve()
      await done
    },
  }
}

test('500 keys sent four times each at once through two engines: 500 tasks, holds and keys; replays say so', async () => {
  const caller = await core.makeOrganisation(10_000)
  const contexts = [core.context, core.another()]
  const sent = Array.from({ length: 2000 }, (_, index) => ({ key: index % 500, context: contexts[(index >> 9) % 2] }))
  const answers = await Promise.all(
    sent.map(async ({ key, context = core.context }) => {
      const { task, replayed } = await createTask(context, caller, imageTask(), keyed(`key ${key}`))
      return { key, id: task.id, replayed }
    }),
  )
  expect(await countsOf(caller)).toEqual({ tasks: 500, holds: 500, keys: 500, jobs: 500 })
  expect(answers.filter((answer) => !answer.replayed)).toHaveLength(500)
  for (let key = 0; key < 500; key += 1) {
    expect(new Set(answers.filter((answer) => answer.key === key).map((answer) => answer.id)).size).toBe(1)
  }
  expect(await core.verify()).toEqual([])
})

test('a key with another body is a conflict, with another path another task, in another organisation too', async () => {
  const [one, two] = await Promise.all([core.makeOrganisation(10), core.makeOrganisation(10)])
  const first = await createTask(core.context, one, imageTask(), keyed('k'))
  const refusal = await createTask(core.context, one, imageTask(), keyed('k', 'other')).catch((error: unknown) => error)
  expect(refusal instanceof GatewayError && refusal.code).toBe('idempotency_conflict')
  const elsewhere = await createTask(core.context, one, imageTask(), { ...keyed('k'), path: '/v1/images/generations' })
  const others = await createTask(core.context, two, imageTask(), keyed('k'))
  expect(new Set([first, elsewhere, others].map((answer) => answer.task.id)).size).toBe(3)
  expect(await core.verify()).toEqual([])
})

test('a key refused for credit is free: the same request succeeds once there is enough', async () => {
  const caller = await core.makeOrganisation(1)
  await expect(createTask(core.context, caller, imageTask({}, 5), keyed('poor'))).rejects.toThrow()
  expect(await countsOf(caller)).toMatchObject({ tasks: 0, keys: 0 })
  const { replayed } = await createTask(core.context, caller, imageTask({}, 1), keyed('poor', 'cheaper'))
  expect(replayed).toBe(false)
})

test('nobody is refused while the final balance covers the price, whatever the mix of prices', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(1, 1, 2, 3, 10, 40, 100), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 150 }),
      async (costs, credit) => {
        const caller = await core.makeOrganisation(credit)
        const contexts = [core.context, others]
        const results = await Promise.all(
          costs.map(async (cost, index) => {
            const { code, task } = await tryCreate(contexts[index % 2] ?? core.context, caller, cost)
            return { cost, code, task }
          }),
        )
        const left = (await availableOf(caller)) / CREDIT
        const accepted = results.filter((result) => result.code === null)
        expect(accepted.reduce((sum, result) => sum + result.cost, 0)).toBe(credit - left)
        for (const result of results) {
          if (result.code === null) continue
          expect(result.code).toBe('insufficient_credits')
          expect(result.cost).toBeGreaterThan(left)
        }
      },
    ),
    { numRuns: 60 },
  )
  expect(await core.verify()).toEqual([])
})
let others: Context
beforeAll(() => {
  others = core.another()
})

async function tryCreate(context: Context, caller: Caller, cost: number) {
  try {
    return { code: null, task: (await createTask(context, caller, imageTask({}, cost), null)).task.id }
  } catch (error) {
    return { code: error instanceof GatewayError ? error.code : String(error), task: null }
  }
}

test('a batch whose answer was lost is sent again: everything is answered as created, and nothing is there twice', async () => {
  const caller = await core.makeOrganisation(100)
  const members = Array.from({ length: 20 }, (_, index) => {
    const idempotency = { key: core.context.newId(), body: core.context.newId() }
    return member(core, caller, { idempotency: index % 2 === 0 ? idempotency : null })
  })
  const first = await createTasks(core.database, members, OPTIONS)
  const counts = await countsOf(caller)
  const second = await createTasks(core.database, members, OPTIONS)
  const expected = members.map(({ id }) => ({ verdict: 'created', task: id }))
  expect(first).toMatchObject(expected)
  expect(second).toMatchObject(expected)
  expect(await countsOf(caller)).toEqual(counts)
  expect(counts).toEqual({ tasks: 20, holds: 20, keys: 10, jobs: 20 })
  expect(await core.verify()).toEqual([])
})

test('the same while the first one has not committed yet', async () => {
  const caller = await core.makeOrganisation(100)
  const members = Array.from({ length: 5 }, () => member(core, caller))
  const second = await inTransaction(core.database, async (transaction) => {
    await createTasks(transaction, members, OPTIONS)
    const answer = createTasks(core.database, members, OPTIONS)
    await untilSomebodyWaits(core.database)
    return { answer }
  })
  const results = await second.answer
  // Who found the account held is told so, and asks again.
  const again = results.some((result) => result.verdict === 'busy')
    ? await createTasks(core.database, members, OPTIONS)
    : results
  expect(again).toMatchObject(members.map(({ id }) => ({ verdict: 'created', task: id })))
  expect(await countsOf(caller)).toMatchObject({ tasks: 5, holds: 5, jobs: 5 })
  expect(await core.verify()).toEqual([])
})

test('a member that the database refuses fails alone: its neighbours of the batch are created', async () => {
  const caller = await core.makeOrganisation(1000)
  const poisons = [{ input: 'a\u0000b' }, { extras: 'c\u0000d' }, { held: -1 }]
  const members = Array.from({ length: 60 }, (_, index) =>
    member(core, caller, index % 20 === 7 ? (poisons[Math.floor(index / 20)] ?? {}) : {}),
  )
  const results = await Promise.allSettled(members.map((one) => core.context.batches.create.add(one)))
  const failed = results.flatMap((result, index) => (result.status === 'rejected' ? [index] : []))
  expect(failed).toEqual([7, 27, 47])
  expect(await countsOf(caller)).toMatchObject({ tasks: 57, holds: 57, jobs: 57 })
  expect(await core.verify()).toEqual([])
})

test('a lone surrogate that slipped past the edge harms nobody', async () => {
  const caller = await core.makeOrganisation(10)
  const members = [member(core, caller), member(core, caller, { input: '{"a":"\ud800"}' }), member(core, caller)]
  const results = await Promise.all(members.map((one) => core.context.batches.create.add(one)))
  expect(results.map((result) => result.verdict)).toEqual(['created', 'created', 'created'])
})

test('an account row that somebody holds does not hold up the creates of other organisations', async () => {
  const slow = await core.makeOrganisation(10)
  const quick = await Promise.all(Array.from({ length: 40 }, () => core.makeOrganisation(10)))
  const hold = await holdAccount(slow)
  const waiting = createTask(core.context, slow, imageTask(), null).then(() => hold.isHeld())
  const heldWhenDone = await Promise.all(
    quick.map((caller) => createTask(core.context, caller, imageTask(), null).then(() => hold.isHeld())),
  )
  expect(heldWhenDone.every(Boolean)).toBe(true)
  // Nor later ones, while the slow one's create waits for the row.
  await untilSomebodyWaits(core.database)
  await Promise.all(quick.map((caller) => createTask(core.context, caller, imageTask(), null)))
  expect(hold.isHeld()).toBe(true)
  await hold.release()
  expect(await waiting).toBe(false)
  expect(await core.verify()).toEqual([])
})

test('an account row that somebody holds does not hold up the ends of other organisations in the same batch', async () => {
  const callers = await Promise.all(Array.from({ length: 20 }, () => core.makeOrganisation(10)))
  for (const caller of callers) await createTask(core.context, caller, imageTask(), null)
  const lanes = new Set(callers.map(({ organisation }) => organisation.number))
  const slow = callers[10] ?? only([])
  const jobs = (await core.claimReady(await core.makeWorker(), 1000)).filter((job) => lanes.has(job.lane))
  expect(jobs).toHaveLength(20)
  const hold = await holdAccount(slow)
  // The first is a batch of its own; the others come together in the next.
  const ends = jobs.map(async (job) => {
    const verdict = await settleTask(core.context, finishOf(job))
    return { verdict, isSlow: job.lane === slow.organisation.number, wasHeld: hold.isHeld() }
  })
  const others = ends.filter((_, index) => jobs[index]?.lane !== slow.organisation.number)
  await Promise.all(others)
  await untilSomebodyWaits(core.database)
  await hold.release()
  for (const { verdict, isSlow, wasHeld } of await Promise.all(ends)) {
    expect([verdict, wasHeld]).toEqual(['settled', !isSlow])
  }
  expect(await core.verify()).toEqual([])
})

test.each(['lower', 'higher'])(
  'who waits behind a held account with the %s number goes on as soon as the own account is free',
  async (place) => {
    const [low, high] = [await core.makeOrganisation(10), await core.makeOrganisation(10)]
    const [stuck, brief] = place === 'lower' ? [low, high] : [high, low]
    const [long, short] = [await holdAccount(stuck), await holdAccount(brief)]
    const waiting = createTask(core.context, stuck, imageTask(), null)
    const next = createTask(core.context, brief, imageTask(), null).then(() => long.isHeld())
    await untilSomebodyWaits(core.database)
    await short.release()
    expect(await next).toBe(true)
    await long.release()
    await waiting
    expect(await core.verify()).toEqual([])
  },
)

test('creates, finishes and cancels of many organisations in three engines never deadlock', async () => {
  const codes: (string | null)[] = []
  const onError = (error: unknown): void => void codes.push(errorCodeOf(error))
  const contexts = [core.another(onError), core.another(onError), core.another(onError)]
  const callers = await Promise.all(Array.from({ length: 25 }, () => core.makeOrganisation(1000)))
  await Promise.all(
    contexts.map(async (context, place) => {
      const worker = await core.makeWorker()
      for (let round = 0; round < 15; round += 1) {
        // Each in another order, so that only our own keeps them from meeting.
        const mine = [...callers.slice(round + place), ...callers.slice(0, round + place).toReversed()]
        const jobs = await claimReadyJobs(context.sql, { pool: core.pool, after: round * place, limit: 60, worker })
        await Promise.all([
          ...mine.map((caller) => createTask(context, caller, imageTask(), null)),
          ...jobs.map((job) => settleTask(context, finishOf(job))),
          ...jobs
            .filter((_, index) => index % 3 === 0)
            .map((job) => settleTask(contexts[0] ?? context, cancelOf(job.task))),
        ])
      }
    }),
  )
  expect(codes).toEqual([])
  expect(await core.verify()).toEqual([])
})

test('a key counts for 24 hours, over midnight too, and then is free again', async () => {
  const caller = await core.makeOrganisation(10)
  const { number } = caller.organisation
  const first = await createTask(core.context, caller, imageTask(), keyed('day'))
  const yesterdays = `select attach_partition('idempotency_keys', 'idempotency_keys_' || to_char(current_date - 1, 'YYYY_MM_DD'),
    (current_date - 1)::text, current_date::text, '')`
  await core.sql(yesterdays)
  const age = (day: string, hours: number) =>
    core.sql(
      `update idempotency_keys set day = ${day}, created_at = now() - $2 * interval '1 hour' where organisation = $1`,
      [number, hours],
    )
  await age('current_date - 1', 23)
  const yesterday = await createTask(core.context, caller, imageTask(), keyed('day'))
  expect([yesterday.replayed, yesterday.task.id]).toEqual([true, first.task.id])
  // An older one can stand under yesterday's date only.
  await age('current_date - 1', 25)
  const second = await createTask(core.context, caller, imageTask(), keyed('day', 'another body'))
  expect(second.replayed).toBe(false)
  const third = await createTask(core.context, caller, imageTask(), keyed('day', 'another body'))
  expect([third.replayed, third.task.id]).toEqual([true, second.task.id])
  expect(await countsOf(caller)).toMatchObject({ tasks: 2, keys: 2 })
})

test('a key that is remembered twice, as of two days, decides its own member and shifts nobody else’s', async () => {
  const caller = await core.makeOrganisation(2)
  const key = core.context.newId()
  const [today, yesterday] = [core.context.newId(), core.context.newId()]
  for (const [task, day] of [[today, 0] as const, [yesterday, 1] as const]) {
    await core.sql(
      'insert into idempotency_keys (organisation, key, day, body, task) values ($1, $2, current_date - $3::int, $2, $4)',
      [caller.organisation.number, key, day, task],
    )
  }
  const results = await createTasks(
    core.database,
    [
      member(core, caller, { idempotency: { key, body: key } }),
      ...Array.from({ length: 3 }, () => member(core, caller)),
    ],
    OPTIONS,
  )
  expect(results.map(({ verdict }) => verdict)).toEqual(['replay', 'created', 'created', 'poor'])
})
