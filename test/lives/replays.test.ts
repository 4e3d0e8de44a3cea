import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

import type { Context } from '../../src/core/context.ts'
import type { Caller } from '../../src/core/create-task.ts'
import { changeEndpoint } from '../../src/core/endpoints.ts'
import { replayMessage, replayRange } from '../../src/core/messages.ts'
import { sweepDeliveries } from '../../src/core/sweep.ts'
import type { Uuid } from '../../src/lib/ids.ts'
import { expireDeliveries, takeOverDeliveries } from '../../src/store/deliveries.ts'
import { recordAttempts } from '../../src/store/record-attempts.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { attemptOf, canceledTask, claim, drainDeliveries, endpointOf, failed } from '../faults/new-delivery.ts'
import { inTransaction } from '../helpers/in-transaction.ts'
import { untilSomebodyWaits } from '../helpers/lock-waits.ts'

// Replays beside everything else that may happen to a message at the same time: whoever asked for one gets a send of its own.
let core: Core
beforeAll(async () => {
  core = await makeCore()
})
afterAll(() => core.stop())
afterEach(() => drainDeliveries(core))

const gaveUp = { outcome: 'failed', status: 500, error: 'http_500' } as const

const everything = { endpoint: null, since: 0, until: null, onlyFailed: false, after: null }

async function stateOf(message: Uuid): Promise<unknown> {
  return only(
    await core.sql(
      `select m.state, m.attempts, d.message is not null as queued, d.worker is not null as held, d.attempts as round
        from messages m left join deliveries d on d.message = m.id where m.id = $1`,
      [message],
    ),
  )
}

test('what is heard of an earlier attempt, late or once more, ends no replay', async () => {
  const caller = await core.makeOrganisation(10)
  await canceledTask(core, caller, 'https://own.test/')
  const worker = await core.makeWorker()
  const first = only(await claim(core, worker))
  const arrived = attemptOf(first)
  await recordAttempts(core.database, [arrived])
  await replayMessage(core.context, caller, first.message)
  // Its answer was lost, so the batch comes again; and another process, taken for dead, had sent it too.
  await recordAttempts(core.database, [arrived])
  await recordAttempts(core.database, [attemptOf(first, { at: arrived.at + 1 })])
  expect(await stateOf(first.message)).toMatchObject({ state: 0, attempts: 2, queued: true })
  const again = only(await claim(core, worker))
  await recordAttempts(core.database, [attemptOf(again, { at: arrived.at + 2 })])
  expect(await stateOf(first.message)).toMatchObject({ state: 1, attempts: 3, queued: false })
  expect(await core.verify()).toEqual([])
})

test('a claim from before a replay never passes for one of after it', async () => {
  const caller = await core.makeOrganisation(10)
  await canceledTask(core, caller, 'https://own.test/')
  const dead = await core.makeWorker()
  const stale = only(await claim(core, dead))
  await core.sql('delete from workers where id = $1', [dead])
  await takeOverDeliveries(core.database)
  const worker = await core.makeWorker()
  await recordAttempts(core.database, [attemptOf(only(await claim(core, worker)))])
  await replayMessage(core.context, caller, stale.message)
  const replayed = only(await claim(core, worker))
  await recordAttempts(core.database, [attemptOf(stale, { ...gaveUp, at: Date.now() - 1 })])
  expect(await stateOf(stale.message)).toMatchObject({ state: 0, held: true })
  await recordAttempts(core.database, [attemptOf(replayed, { ...failed, delayMs: 5000 })])
  expect(await stateOf(stale.message)).toMatchObject({ state: 0, held: false, round: 1 })
})

test.for([
  ['arrived', {}],
  ['failed for now', { ...failed, delayMs: 3_600_000 }],
  ['failed for good', gaveUp],
  ['was not made', { outcome: 'back', status: null }],
] as const)('a replay asked for while an attempt is under way that %s is a round of its own', async ([, outcome]) => {
  const caller = await core.makeOrganisation(10)
  await canceledTask(core, caller, 'https://own.test/')
  const worker = await core.makeWorker()
  const flying = only(await claim(core, worker))
  expect(await replayMessage(core.context, caller, flying.message)).toMatchObject({ state: 0 })
  await recordAttempts(core.database, [attemptOf(flying, outcome)])
  expect(await stateOf(flying.message)).toMatchObject({ state: 0, queued: true, held: false, round: 0 })
  await recordAttempts(core.database, [attemptOf(only(await claim(core, worker)), { at: Date.now() + 1 })])
  expect(await stateOf(flying.message)).toMatchObject({ state: 1, queued: false })
  expect(await core.verify()).toEqual([])
})

test('a replay waits for the record of an attempt, and decides by what that left', async () => {
  const caller = await core.makeOrganisation(10)
  await canceledTask(core, caller, 'https://own.test/')
  const flying = only(await claim(core, await core.makeWorker()))
  const replayed = await inTransaction(core.database, async (transaction) => {
    await recordAttempts(transaction, [attemptOf(flying)])
    const replay = replayMessage(core.another(), caller, flying.message)
    await untilSomebodyWaits(core.database)
    return { replay }
  })
  expect(await replayed.replay).toMatchObject({ state: 0 })
  expect(await stateOf(flying.message)).toMatchObject({ state: 0, queued: true })
})

test('claims, records, replays and expiries of the same messages from three sides at once: no deadlock, and the books agree', async () => {
  const caller = await core.makeOrganisation(1000)
  await endpointOf(core, caller, 'https://many.test/', { events: ['task.canceled'] })
  for (let index = 0; index < 40; index += 1) await canceledTask(core, caller, `https://own${index % 5}.test/`)
  const errors: unknown[] = []
  const side = async (context: Context, worker: Uuid, seed: number): Promise<void> => {
    for (let round = 0; round < 25; round += 1) {
      const claimed = await claim({ database: context.sql }, worker)
      const outcomes = [{}, { ...failed, delayMs: 1 }, gaveUp]
      // Not in order, as answers come.
      const attempts = claimed.map((one, index) => attemptOf(one, outcomes[(index + round + seed) % 3]))
      await Promise.all([
        recordAttempts(context.sql, attempts.toReversed()),
        replayRange(context, caller, { ...everything, onlyFailed: round % 2 === 0 }),
        expireDeliveries(context.sql, 5),
      ])
      await core.sql(
        `update delivery_lanes set blocked_until = null, trips = 0, failures = 0
          where id in (select id from delivery_lanes for update skip locked)`,
      )
      await core.sql(
        `update deliveries set expires_at = now() - interval '1 s' where message in (
          select message from deliveries where worker is null limit 3 for update skip locked)`,
      )
    }
  }
  const contexts = [0, 1, 2].map(() => core.another((error) => errors.push(error)))
  await Promise.all(contexts.map(async (context, index) => side(context, await core.makeWorker(), index)))
  expect(errors).toEqual([])
  expect(await core.verify()).toEqual([])
})

test('a replay, and what waits when the URL changes, goes to the lane of the new URL, whatever ails the old one', async () => {
  const caller = await core.makeOrganisation(10)
  const endpoint = await endpointOf(core, caller, 'https://old.test/', { events: ['task.canceled'] })
  for (let index = 0; index < 3; index += 1) await canceledTask(core, caller)
  const worker = await core.makeWorker()
  const [paused, flying] = await claim(core, worker, { limit: 2 })
  if (paused === undefined || flying === undefined) throw new Error('two were not claimed')
  const day = 86_400_000
  await recordAttempts(core.database, [attemptOf(paused, { ...failed, status: 429, pauseMs: day, delayMs: day })])
  const change = { url: 'https://new.test/', description: null, events: null, enabled: null }
  await changeEndpoint(core.context, caller, endpoint, change)
  // Raised before the change, and never sent.
  expect(await claim(core, worker)).toMatchObject([{ url: 'https://new.test/', attempts: 0 }])
  // Under way at the change.
  await recordAttempts(core.database, [attemptOf(flying, failed)])
  expect(await claim(core, worker)).toMatchObject([{ message: flying.message }])
  await replayMessage(core.context, caller, paused.message)
  expect(await claim(core, worker)).toMatchObject([{ message: paused.message }])
})

test('a replay to a host that was forgotten meanwhile gets a lane of its organisation, and of nobody else', async () => {
  const callers: Caller[] = []
  for (const host of ['one', 'two']) {
    const caller = await core.makeOrganisation(10)
    await canceledTask(core, caller, `https://${host}.test/`)
    callers.push(caller)
  }
  const deliveries = await claim(core, await core.makeWorker())
  await recordAttempts(
    core.database,
    deliveries.map((one) => attemptOf(one, gaveUp)),
  )
  await core.sql(`update delivery_lanes set used_at = now() - interval '2 days'`)
  await sweepDeliveries(core.context)
  for (const caller of callers) await replayRange(core.context, caller, { ...everything, onlyFailed: true })
  const lanes = await core.sql(
    `select l.organisation, l.origin from deliveries d join delivery_lanes l on l.id = d.lane order by l.origin`,
  )
  expect(lanes).toEqual(
    ['one', 'two'].map((host, index) => ({
      organisation: callers[index]?.organisation.number,
      origin: `https://${host}.test`,
    })),
  )
})

test('a range is replayed in bounded requests, of which each says where the next goes on', async () => {
  const caller = await core.makeOrganisation(10)
  for (let index = 0; index < 5; index += 1) await canceledTask(core, caller, 'https://range.test/')
  const deliveries = await claim(core, await core.makeWorker())
  await recordAttempts(
    core.database,
    deliveries.map((one) => attemptOf(one)),
  )
  const first = await replayRange(core.context, caller, everything, 2)
  expect(first).toMatchObject({ count: 2 })
  const second = await replayRange(core.context, caller, { ...everything, after: first.last }, 2)
  const third = await replayRange(core.context, caller, { ...everything, after: second.last }, 2)
  expect([second.count, third]).toEqual([2, { count: 1, last: null }])
  expect(await core.sql('select count(*)::int as n from deliveries')).toEqual([{ n: 5 }])
})
