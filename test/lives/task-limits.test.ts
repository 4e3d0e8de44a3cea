import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { refundTask } from '../../src/core/adjust-credits.ts'
import { changeLimits, type LimitChange } from '../../src/core/limits.ts'
import { ORDINARY_TERMS } from '../../src/domain/key-terms.ts'
import type { Asker } from '../../src/domain/limits.ts'
import type { Caller } from '../../src/core/create-task.ts'
import { hashSecret } from '../../src/core/keys.ts'
import { makeBatches, type Batches } from '../../src/core/make-batches.ts'
import { settleTask } from '../../src/core/settle-task.ts'
import type { Sql } from '../../src/lib/sql.ts'
import { createKey } from '../../src/store/api-keys.ts'
import { claimJobs, type ClaimedJob } from '../../src/store/claim-jobs.ts'
import { createTasks, type CreateResult, type NewTask } from '../../src/store/create-tasks.ts'
import { findBreaches, INVARIANTS } from '../../src/store/invariants.ts'
import { readLimits, setStagesExcess } from '../../src/store/limits.ts'
import { beginPurchases, parkJobs } from '../../src/store/run-tasks.ts'
import { takeRequests } from '../../src/store/take-requests.ts'
import { CREDIT, makeCore, only, type Core } from '../faults/make-core.ts'
import { cancelOf, finishOf, member, parkOf, purchaseOf } from '../faults/new-task.ts'
import { farFromMidnight } from '../helpers/far-from-midnight.ts'

let core: Core
beforeAll(async () => {
  core = await makeCore()
})
beforeEach(farFromMidnight)
afterAll(() => core.stop())

const ofOrganisation = ({ organisation }: Caller) => ({ kind: 'organisation', number: organisation.number }) as const
const ofKey = ({ keyId }: Caller) => ({ kind: 'key', id: keyId }) as const

/** An organisation with credits and a key that is in the database. */
async function makeCaller(
  limits: { key?: LimitChange; organisation?: LimitChange } = {},
  credits = 1000,
): Promise<Caller> {
  const caller = await another(await core.makeOrganisation(credits))
  await changeLimits(core.database, ofOrganisation(caller), limits.organisation ?? {})
  await changeLimits(core.database, ofKey(caller), limits.key ?? {})
  return caller
}

/** The same with another key. */
async function another(caller: Caller): Promise<Caller> {
  const hash = hashSecret(core.context.newId())
  const organisation = caller.organisation.number
  const keyId = await createKey(core.database, {
    organisation,
    name: 'test',
    visiblePrefix: 'x',
    hash,
    ...ORDINARY_TERMS,
  })
  return { ...caller, keyId }
}

/** Decided to the end, as `createTask` does it. */
async function decide(caller: Caller, more: Partial<NewTask> = {}, context = core.context): Promise<CreateResult> {
  const one = member(core, caller, { stages: false, ...more })
  for (;;) {
    const result = await context.batches.create.add(one)
    if (result.verdict !== 'retry' && result.verdict !== 'busy') return result
  }
}

const verdictsOf = (results: readonly CreateResult[], verdict: string): number =>
  results.filter((result) => result.verdict === verdict).length

async function phasesOf(caller: Caller): Promise<number[]> {
  const rows = await core.sql<{ phase: number }>('select phase from jobs where lane = $1 order by id', [
    caller.organisation.number,
  ])
  return rows.map(({ phase }) => phase)
}

/** Claims what is ready, for a worker of its own; answers what belongs to the caller's organisation, oldest first. */
async function claim(caller: Caller): Promise<ClaimedJob[]> {
  const jobs = await core.claimReady(await core.makeWorker(), 5000)
  const own = await core.sql<{ id: number }>('select id from jobs where lane = $1 order by id', [
    caller.organisation.number,
  ])
  return own.flatMap(({ id }) => jobs.find(({ job }) => job === id) ?? [])
}

async function spentOf(caller: Caller): Promise<{ day: number; month: number }> {
  const state = await readLimits(core.database, ofOrganisation(caller))
  return {
    day: (state?.used.creditsToday ?? -CREDIT) / CREDIT,
    month: (state?.used.creditsThisMonth ?? -CREDIT) / CREDIT,
  }
}

test('of 200 creates at once over two engines under 40 tasks at once of an organisation, 40 are accepted, the others refused and free', async () => {
  const caller = await makeCaller({ organisation: { tasksAtOnce: 40 } })
  const contexts = [core.context, core.another()]
  const results = await Promise.all(Array.from({ length: 200 }, (_, n) => decide(caller, {}, contexts[n % 2])))
  expect([verdictsOf(results, 'created'), verdictsOf(results, 'full')]).toEqual([40, 160])
  expect(results.find(({ verdict }) => verdict === 'full')).toMatchObject({
    exceeded: 'organisation-tasks',
    task: null,
  })
  const [account] = await core.sql<{ held: number }>('select held from accounts where organisation = $1', [
    caller.organisation.number,
  ])
  expect(account?.held).toBe(40 * CREDIT)
  expect(await core.verify()).toEqual([])
})

test('of 200 creates at once over two engines under 30 tasks at once of a key, 30 are accepted; another key of it is not held up', async () => {
  const caller = await makeCaller({ key: { tasksAtOnce: 30 } })
  const free = await another(caller)
  const contexts = [core.context, core.another()]
  const results = await Promise.all(
    Array.from({ length: 200 }, (_, n) => decide(n % 4 === 3 ? free : caller, {}, contexts[n % 2])),
  )
  expect([verdictsOf(results, 'created'), verdictsOf(results, 'full')]).toEqual([30 + 50, 120])
  expect(results.find(({ verdict }) => verdict === 'full')?.exceeded).toBe('key-tasks')
  expect(await core.verify()).toEqual([])
})

test('what a key may not have at once waits where tasks are staged, and each end lets the first of them in', async () => {
  const caller = await makeCaller({ key: { tasksAtOnce: 2 } })
  const free = await another(caller)
  for (let n = 0; n < 5; n += 1) await decide(caller, { stages: true })
  await decide(free, { stages: true })
  expect(await phasesOf(caller)).toEqual([1, 1, -1, -1, -1, 1])
  const [first, second] = await claim(caller)
  if (first !== undefined) await settleTask(core.context, finishOf(first))
  expect(await phasesOf(caller)).toEqual([2, 1, -1, -1, 2])
  expect(await core.verify()).toEqual([])
  // The organisation's own limit goes on top: what the key lets through waits for the organisation.
  await changeLimits(core.database, ofOrganisation(caller), { tasksAtOnce: 1 })
  if (second !== undefined) await settleTask(core.context, finishOf(second))
  expect(await phasesOf(caller)).toEqual([1, 0, -1, 2])
  await changeLimits(core.database, ofKey(caller), { tasksAtOnce: null })
  expect(await phasesOf(caller)).toEqual([1, 0, 0, 2])
  await changeLimits(core.database, ofOrganisation(caller), { tasksAtOnce: 0 })
  expect(await phasesOf(caller)).toEqual([1, 1, 1, 2])
  expect(await core.verify()).toEqual([])
})

/** What becomes of them as one batch. */
const together = (members: NewTask[]): Promise<CreateResult[]> =>
  createTasks(core.database, members, { startWithinMs: 60_000, keepMs: 60_000, wait: true })

test('a refusal is final only against what is left after the batch: of a budget, and of the credits that a limit gave back', async () => {
  const costing = (who: Caller, cost: number) => member(core, who, { held: cost * CREDIT })
  const thrifty = await makeCaller({ organisation: { creditsPerDay: 5 * CREDIT } })
  const results = await together([4, 2, 1].map((cost) => costing(thrifty, cost)))
  expect(results.map(({ verdict }) => verdict)).toEqual(['created', 'capped', 'retry'])
  const poor = await makeCaller({ key: { creditsPerDay: 5 * CREDIT } }, 10)
  const others = await together([costing(poor, 8), costing(await another(poor), 5)])
  expect(others.map(({ verdict, available }) => [verdict, available])).toEqual([
    ['capped', 10 * CREDIT],
    ['retry', 10 * CREDIT],
  ])
})

test('in one batch too, what a key holds back takes no place from the other keys of its organisation', async () => {
  const caller = await makeCaller({ key: { tasksAtOnce: 1 }, organisation: { tasksAtOnce: 3 } })
  const free = await another(caller)
  await together([caller, caller, caller, free, free, free].map((who) => member(core, who)))
  expect(await phasesOf(caller)).toEqual([1, -1, -1, 1, 1, 0])
  expect(await core.verify()).toEqual([])
})

test('a key that is limited later counts what it has at work already', async () => {
  const caller = await makeCaller()
  for (let n = 0; n < 3; n += 1) await decide(caller)
  await changeLimits(core.database, ofKey(caller), { tasksAtOnce: 4, creditsPerDay: 100 * CREDIT })
  expect([(await decide(caller)).verdict, (await decide(caller)).verdict]).toEqual(['created', 'full'])
  expect((await readLimits(core.database, ofKey(caller)))?.used).toMatchObject({
    tasksAtOnce: 4,
    creditsToday: 4 * CREDIT,
  })
  for (const job of await claim(caller)) await settleTask(core.context, finishOf(job))
  expect((await readLimits(core.database, ofKey(caller)))?.used).toMatchObject({
    tasksAtOnce: 0,
    creditsToday: 4 * CREDIT,
  })
  expect(await core.verify()).toEqual([])
})

test('an organisation that says so has its tasks beyond the limit wait in every dialect', async () => {
  const caller = await makeCaller({ organisation: { tasksAtOnce: 1 } })
  await setStagesExcess(core.database, caller.organisation.number, true)
  expect([(await decide(caller)).verdict, (await decide(caller)).verdict]).toEqual(['created', 'created'])
  expect(await phasesOf(caller)).toEqual([1, 0])
})

test.each([
  ['organisation', 'creditsPerDay', 'organisation-credits-day'],
  ['organisation', 'creditsPerMonth', 'organisation-credits-month'],
  ['key', 'creditsPerDay', 'key-credits-day'],
  ['key', 'creditsPerMonth', 'key-credits-month'],
] as const)(
  'a burst over two engines never passes %s %s, and nobody is refused who fits',
  async (whose, name, exceeded) => {
    const caller = await makeCaller({ [whose]: { [name]: 50 * CREDIT } })
    const contexts = [core.context, core.another()]
    const costs = Array.from({ length: 60 }, (_, n) => [1, 2, 7][n % 3] ?? 1)
    const results = await Promise.all(
      costs.map(async (cost, n) => ({ cost, ...(await decide(caller, { held: cost * CREDIT }, contexts[n % 2])) })),
    )
    const spent = results.filter(({ verdict }) => verdict === 'created').reduce((sum, { cost }) => sum + cost, 0)
    for (const result of results.filter(({ verdict }) => verdict !== 'created')) {
      expect(result).toMatchObject({ verdict: 'capped', exceeded })
      expect(result.wait_seconds).toBeGreaterThan(0)
      expect(result.cost).toBeGreaterThan(50 - spent)
    }
    expect(spent).toBeLessThanOrEqual(50)
    // What costs more than the whole of it never will fit.
    expect(await decide(caller, { held: 51 * CREDIT })).toMatchObject({
      verdict: 'capped',
      exceeded,
      wait_seconds: null,
    })
    expect(await core.verify()).toEqual([])
  },
)

test('a burst that no budget covers overspends neither the budget nor the balance', async () => {
  const caller = await makeCaller({ organisation: { creditsPerDay: 20 * CREDIT } }, 12)
  const contexts = [core.context, core.another()]
  const results = await Promise.all(Array.from({ length: 100 }, (_, n) => decide(caller, {}, contexts[n % 2])))
  expect([verdictsOf(results, 'created'), verdictsOf(results, 'poor')]).toEqual([12, 88])
  expect(await spentOf(caller)).toEqual({ day: 12, month: 12 })
})

test('what comes back counts no more on the day it was held: of failures, cancels and what was not charged', async () => {
  const caller = await makeCaller({ organisation: { creditsPerDay: 10 * CREDIT } })
  const canceled = await decide(caller, { held: 4 * CREDIT })
  await decide(caller, { held: 6 * CREDIT })
  expect((await decide(caller)).verdict).toBe('capped')
  await settleTask(core.context, cancelOf(canceled.task ?? ''))
  expect(await spentOf(caller)).toEqual({ day: 6, month: 6 })
  const job = only(await claim(caller))
  await settleTask(core.context, finishOf(job, { captured: 2 * CREDIT }))
  expect(await spentOf(caller)).toEqual({ day: 2, month: 2 })
  expect((await decide(caller, { held: 8 * CREDIT })).verdict).toBe('created')
  expect(await core.verify()).toEqual([])
})

/** As if it had been counted some days ago. */
const shift = (caller: Caller, days: number): Promise<unknown> =>
  core.sql('update task_limits set day = day - $2::int where organisation = $1', [caller.organisation.number, days])

test('a refund gives no budget back, not even on the day of the task', async () => {
  const caller = await makeCaller({ organisation: { creditsPerDay: 2 * CREDIT, creditsPerMonth: 2 * CREDIT } })
  const { task } = await decide(caller)
  for (const job of await claim(caller)) await settleTask(core.context, finishOf(job))
  const refund = { task: task ?? '', amount: 'all', idempotencyKey: null } as const
  expect(await refundTask(core.context, 'operator', 'sorry', refund)).toMatchObject({ amount: CREDIT })
  expect(await spentOf(caller)).toEqual({ day: 1, month: 1 })
  expect([(await decide(caller)).verdict, (await decide(caller)).verdict]).toEqual(['created', 'capped'])
})

test('a new UTC day and month begin at nothing, and what comes back of an earlier one is not given to them', async () => {
  const caller = await makeCaller({ organisation: { creditsPerDay: 10 * CREDIT, creditsPerMonth: 1000 * CREDIT } })
  const { task } = await decide(caller, { held: 10 * CREDIT })
  expect((await decide(caller)).verdict).toBe('capped')
  await shift(caller, 40)
  await core.sql('update jobs set counted_on = counted_on - 40 where task = $1', [task])
  expect(await spentOf(caller)).toEqual({ day: 0, month: 0 })
  await decide(caller, { held: 3 * CREDIT })
  await settleTask(core.context, cancelOf(task ?? ''))
  expect(await spentOf(caller)).toEqual({ day: 3, month: 3 })
})

test('a clock that steps back over midnight goes on counting, and one that comes back from a far future begins anew', async () => {
  const caller = await makeCaller({ organisation: { creditsPerDay: 10 * CREDIT } })
  await decide(caller, { held: 9 * CREDIT })
  await shift(caller, -1)
  expect((await decide(caller, { held: 2 * CREDIT })).verdict).toBe('capped')
  await shift(caller, -400)
  expect((await decide(caller, { held: 2 * CREDIT })).verdict).toBe('created')
  expect(await spentOf(caller)).toEqual({ day: 2, month: 2 })
})

test('months are as long as they are', async () => {
  const days = ['2027-02-10', '2028-02-29', '2027-04-01', '2027-12-31']
  const lengths = await core.sql<{ days: number }>(
    'select next_month(d) - month_of(d) as days from unnest($1::date[]) with ordinality as u (d, ord) order by ord',
    [days],
  )
  expect(lengths.map((row) => row.days)).toEqual([28, 29, 30, 31])
  const counted = await core.sql<{ n: number }>(
    `select counted_this_month(day::date, today::date, 7) as n from (values ('2026-12-31', '2027-01-01'), ('2027-01-01', '2026-12-31'),
      ('2027-01-01', '2027-01-31'), ('2026-01-15', '2027-01-15'), ('2027-03-01', '2027-02-27')) as v (day, today)`,
  )
  expect(counted.map((row) => row.n)).toEqual([0, 7, 7, 0, 0])
})

test('null, 0 and leaving out: a limit of 0 is none, and what is left out stays', async () => {
  const caller = await makeCaller({ key: { requestsPerSecond: 5, creditsPerDay: 7 } })
  await changeLimits(core.database, ofKey(caller), { requestsPerSecond: 0, tasksAtOnce: null, requestsPerDay: 9 })
  expect((await readLimits(core.database, ofKey(caller)))?.limits).toEqual({
    requestsPerSecond: null,
    requestsPerDay: 9,
    requestsPerMonth: null,
    tasksAtOnce: null,
    creditsPerDay: 7,
    creditsPerMonth: null,
  })
  for (const bad of [-1, 1.5, Number.NaN, 2 ** 60, Number.POSITIVE_INFINITY]) {
    await expect(changeLimits(core.database, ofKey(caller), { requestsPerDay: bad })).rejects.toThrow('requestsPerDay')
  }
  expect(await changeLimits(core.database, { kind: 'key', id: core.context.newId() }, {})).toBeNull()
})

interface Derived {
  credits: number
  let_in: number
  held_back: number
}

/** What counts against a limit, from the tasks and jobs themselves. */
async function derive({ organisation, keyId }: Caller, whose: 'organisation' | 'key'): Promise<Derived> {
  const rows = await core.sql<Derived>(
    `select coalesce(sum(t.held - t.released), 0)::bigint as credits, count(*) filter (where j.phase >= 0) as let_in,
        count(*) filter (where j.phase = -1) as held_back
      from tasks t left join jobs j on j.task = t.id where t.organisation = $1 and ($2::uuid is null or t.api_key = $2)`,
    [organisation.number, whose === 'key' ? keyId : null],
  )
  return only(rows)
}

test('whatever is created, refused and canceled at once, over two engines: no limit is passed, all counts are right, nobody waits before room', async () => {
  const contexts = [core.context, core.another()]
  const step = fc.record({
    cost: fc.integer({ min: 0, max: 6 }),
    stages: fc.boolean(),
    ofSecond: fc.boolean(),
    priority: fc.integer({ min: 1, max: 10 }),
  })
  const most = fc.option(fc.integer({ min: 1, max: 12 }), { nil: null })
  await fc.assert(
    fc.asyncProperty(
      fc.record({ tasks: most, keyTasks: most, credits: most, keyCredits: most, ends: fc.integer({ min: 0, max: 6 }) }),
      fc.array(fc.array(step, { maxLength: 14 }), { minLength: 1, maxLength: 4 }),
      async ({ tasks, keyTasks, credits, keyCredits, ends }, rounds) => {
        const toUnits = (value: number | null): number | null => (value === null ? null : value * CREDIT)
        const limits = {
          key: { tasksAtOnce: keyTasks, creditsPerMonth: toUnits(keyCredits) },
          organisation: { tasksAtOnce: tasks, creditsPerDay: toUnits(credits) },
        }
        const caller = await makeCaller(limits)
        const second = await another(caller)
        const neverStaged: (string | null)[] = []
        for (const round of rounds) {
          const creates = round.map(async ({ cost, ofSecond, ...more }, n) => {
            const who = ofSecond ? second : caller
            const { task } = await decide(who, { ...more, held: cost * CREDIT }, contexts[n % 2])
            if (!more.stages) neverStaged.push(task)
          })
          await Promise.all([...creates, endSome(caller, ends)])
          const staged = 'select task from jobs where task = any($1::uuid[]) and phase <= 0'
          expect(await core.sql(staged, [neverStaged])).toEqual([])
          const [whole, ofFirst] = [await derive(caller, 'organisation'), await derive(caller, 'key')]
          expect(whole.credits).toBeLessThanOrEqual(credits === null ? 1e9 : credits * CREDIT)
          expect(ofFirst.credits).toBeLessThanOrEqual(keyCredits === null ? 1e9 : keyCredits * CREDIT)
          expect(ofFirst.let_in).toBeLessThanOrEqual(keyTasks ?? 1e9)
          if (ofFirst.held_back > 0) expect(ofFirst.let_in).toBe(keyTasks)
          if (credits !== null) expect((await spentOf(caller)).day * CREDIT).toBe(whole.credits)
          const ofKeyUsed = (await readLimits(core.database, ofKey(caller)))?.used
          if (keyTasks !== null || keyCredits !== null) {
            expect(ofKeyUsed).toMatchObject({ tasksAtOnce: ofFirst.let_in, creditsThisMonth: ofFirst.credits })
          }
          expect(await breachesOf(caller)).toEqual([])
        }
      },
    ),
    { numRuns: 100 },
  )
})

/** As `verify`, of one organisation. */
async function breachesOf({ organisation }: Caller): Promise<unknown[]> {
  const found: unknown[] = []
  for (const invariant of INVARIANTS) {
    found.push(...(await findBreaches(core.database, invariant, organisation.number, { from: 0, before: null })))
  }
  return found
}

/** Cancels some of the organisation's open tasks. */
async function endSome(caller: Caller, count: number): Promise<void> {
  const open = await core.sql<{ task: string }>('select task from jobs where lane = $1 order by id limit $2', [
    caller.organisation.number,
    count,
  ])
  await Promise.all(open.map(({ task }) => settleTask(core.context, cancelOf(task))))
}

test('jobs that are claimed, bought, parked and limited from many sides at once, in any order: no deadlock', async () => {
  const one = await makeCaller()
  const callers = [one, await another(one), await makeCaller()]
  await Promise.all(Array.from({ length: 240 }, (_, n) => decide(callers[n % 3] ?? one)))
  let isOver = false
  const limiting = callers.map(async (caller) => {
    for (let n = 0; !isOver; n += 1) {
      const change = { tasksAtOnce: n % 3 === 0 ? null : 500, creditsPerDay: n % 2 === 0 ? null : 5000 * CREDIT }
      const subject = n % 2 === 0 ? ofKey(caller) : ofOrganisation(caller)
      await core.database.transaction((sql) => changeLimits(sql, subject, change))
    }
  })
  const working = [0, 1, 2].map(async (place) => {
    const { sql } = core.another()
    const worker = await core.makeWorker()
    for (let round = 0; round < 30; round += 1) {
      const slot = { pool: core.pool, after: 0, limit: 80 }
      const jobs = await claimJobs(sql, [slot], worker)
      const mixed = round % 2 === 0 ? jobs.toReversed() : jobs
      // As the store has them, for batches would try again: what the database refuses ends the test.
      const running = place === 0
      await beginPurchases(
        sql,
        mixed.map((job) => purchaseOf(job, { running })),
        { wait: true },
      )
      await parkJobs(
        sql,
        mixed.toReversed().map((job) => {
          const nothingBought = { purchase: purchaseOf(job).purchase, state: 'not_sent' } as const
          return parkOf(job, { nothingBought })
        }),
        { wait: true },
      )
    }
  })
  await Promise.all([...limiting, Promise.all(working).finally(() => (isOver = true))])
  expect(await core.verify()).toEqual([])
})

test('the keys of an organisation share its requests, in one batch too, and what it does not grant counts for no key', async () => {
  const one = await makeCaller({ key: { requestsPerDay: 3 }, organisation: { requestsPerDay: 5 } })
  const two = await another(one)
  await changeLimits(core.database, ofKey(two), { requestsPerDay: 100 })
  const askers = [one, one, one, one, two, two, two, two]
  const taken = await takeRequests(
    core.database,
    askers.map(({ keyId, organisation }) => ({ key: keyId, organisation: organisation.id })),
  )
  expect(taken.map(({ granted }) => granted)).toEqual([true, true, true, false, true, true, false, false])
  const used = await Promise.all(
    [ofKey(one), ofKey(two), ofOrganisation(one)].map((of) => readLimits(core.database, of)),
  )
  expect(used.map((state) => state?.used.requestsToday)).toEqual([3, 2, 5])
})

const budget = fc.option(fc.nat(8), { nil: null })
/**
 * Requests of four keys, of which two and two share an organisation, as a process knows them that may not yet have heard of a
 * limit of the key, or of its organisation.
 */
const batchOfRequests = fc.array(
  fc.record({ key: fc.nat(3), knows: fc.constantFrom('both' as const, 'key' as const, 'organisation' as const) }),
  { minLength: 1, maxLength: 16 },
)

test('whatever a batch is made of, no key and no organisation is granted more than its room, and nobody is refused who fits', async () => {
  const owners = [await core.makeOrganisation(1), await core.makeOrganisation(1)]
  const callers = await Promise.all(owners.flatMap((owner) => [another(owner), another(owner)]))
  const keys = callers.map(({ keyId }) => keyId)
  const organisations = owners.map(({ organisation }) => organisation.id)
  const subjects = [...keys, ...organisations]
  const plan = fc.record({
    budgets: fc.array(budget, { minLength: 6, maxLength: 6 }),
    batches: fc.array(batchOfRequests, { minLength: 1, maxLength: 3 }),
  })
  const holds = fc.asyncProperty(plan, async ({ budgets, batches }) => {
    const room = new Map(subjects.map((subject, n) => [subject, budgets[n] ?? Number.POSITIVE_INFINITY]))
    await core.sql('delete from request_limits where subject = any($1)', [subjects])
    // Zero is a budget that is used up.
    await core.sql(
      `insert into request_limits (subject, organisation, per_day, today)
        select u.subject, 1, greatest(u.most, 1), greatest(1 - u.most, 0)
          from unnest($1::uuid[], $2::bigint[]) as u (subject, most) where u.most is not null`,
      [subjects, budgets],
    )
    for (const batch of batches) {
      const askers = batch.map(({ key, knows }) => ({
        key: knows === 'organisation' ? null : (keys[key] ?? null),
        organisation: knows === 'key' ? null : (organisations[key >> 1] ?? null),
      }))
      const taken = await takeRequests(core.database, askers)
      expect(taken.map(({ granted }) => granted)).toEqual(grantsOf(askers, room))
    }
  })
  await fc.assert(holds, { numRuns: 150 })
})

/**
 * What a batch is granted of what is left, which it takes away: those of one key together, in the order in which keys first
 * came. What one of them knows of its organisation counts for all of the key.
 */
function grantsOf(askers: readonly Asker[], room: Map<string, number>): boolean[] {
  const nameOf = ({ key, organisation }: Asker) => key ?? organisation ?? ''
  const granted = new Map<string, number>()
  for (const asker of askers) {
    const name = nameOf(asker)
    if (granted.has(name)) continue
    const ofSame = askers.filter((other) => nameOf(other) === name)
    const limits = new Set(ofSame.flatMap(({ key, organisation }) => [key, organisation]).filter((id) => id !== null))
    const given = Math.min(ofSame.length, ...[...limits].map((id) => room.get(id) ?? 0))
    for (const id of limits) room.set(id, (room.get(id) ?? 0) - given)
    granted.set(name, given)
  }
  return askers.map((asker) => {
    const left = granted.get(nameOf(asker)) ?? 0
    granted.set(nameOf(asker), left - 1)
    return left > 0
  })
}

test('requests whose count was not confirmed are not counted again, and are turned away; those that surely were not are', async () => {
  const caller = await makeCaller({ key: { requestsPerDay: 10 } })
  const asker = { organisation: null, key: caller.keyId }
  const used = async () => (await readLimits(core.database, ofKey(caller)))?.used.requestsToday
  const failing = (code: string, times: number): Batches => {
    let left = times
    const query: Sql['query'] = async (name, text, values) => {
      const isLost = code === 'ECONNRESET'
      if (isLost) await core.database.query(name, text, values)
      if (left > 0) {
        left -= 1
        throw Object.assign(new Error(code), { code })
      }
      return await core.database.query(name, text, values)
    }
    return makeBatches({ query }, { keepDays: 1, log: core.context.log, onMessages: () => {} })
  }
  await expect(failing('ECONNRESET', 1).takeRequest.add(asker)).rejects.toThrow('ECONNRESET')
  expect(await used()).toBe(1)
  expect(await failing('40P01', 2).takeRequest.add(asker)).toMatchObject({ granted: true })
  expect(await used()).toBe(2)
})
