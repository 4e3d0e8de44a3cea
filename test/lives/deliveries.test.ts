import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

import { changeEndpoint, deleteEndpoint, rotateEndpointSecret } from '../../src/core/endpoints.ts'
import { deliverMessage } from '../../src/core/deliver-message.ts'
import { createTask } from '../../src/core/create-task.ts'
import { testEndpoint } from '../../src/core/messages.ts'
import { settleTask } from '../../src/core/settle-task.ts'
import { sweepDeliveries, sweepJobs } from '../../src/core/sweep.ts'
import { MESSAGE_KINDS } from '../../src/domain/message.ts'
import { claimDeliveries, type ClaimedDelivery } from '../../src/store/deliveries.ts'
import { disableEndpoint } from '../../src/store/endpoints.ts'
import { recordAttempts, type DeliveryAttempt } from '../../src/store/record-attempts.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import {
  attemptOf,
  canceledTask,
  claim,
  claimedTask,
  drainDeliveries,
  endpointOf,
  failed,
  room,
} from '../faults/new-delivery.ts'
import { cancelOf, finishOf, imageTask, parkOf, purchaseOf } from '../faults/new-task.ts'
import { inTransaction } from '../helpers/in-transaction.ts'
import { untilSomebodyWaits } from '../helpers/lock-waits.ts'

// Deliveries without their loop: what is written with an end, who may claim what, and what follows from an attempt.
let core: Core
beforeAll(async () => {
  core = await makeCore()
})
afterAll(() => core.stop())
afterEach(() => drainDeliveries(core))

test('an end and its messages are one commit, once, whoever finishes or cancels how often', async () => {
  const caller = await core.makeOrganisation(10)
  await endpointOf(core, caller, 'https://endpoint.test/', { events: ['task.succeeded', 'task.canceled'] })
  const job = await claimedTask(core, caller, 'https://own.test/')
  const verdicts = await Promise.all([
    settleTask(core.context, finishOf(job)),
    settleTask(core.context, finishOf(job)),
    settleTask(core.another(), cancelOf(job.task)),
  ])
  expect(verdicts.toSorted()).toEqual(['settled', 'terminal', 'terminal'])
  const rows = await core.sql(
    `select m.kind, m.endpoint is null as own, d.attempts from messages m join deliveries d on d.message = m.id
      where m.task = $1 order by own`,
    [job.task],
  )
  const ends = await core.sql<{ status: number }>('select status from tasks where id = $1', [job.task])
  const kind = only(ends).status === 3 ? 'task.succeeded' : 'task.canceled'
  expect(rows).toEqual([
    { kind, own: false, attempts: 0 },
    { kind, own: true, attempts: 0 },
  ])
  expect(await core.verify()).toEqual([])
})

test('each kind of event that endpoints may ask for has a bit of its own, so that none is overlooked', async () => {
  const rows = await core.sql<{ bit: number }>('select event_bit(kind) as bit from unnest($1::text[]) as u (kind)', [
    MESSAGE_KINDS,
  ])
  expect(rows.map(({ bit }) => bit)).toEqual(MESSAGE_KINDS.map((_, index) => 2 ** index))
})

test('the log has each event of a task in order, without gaps, that it began to run included', async () => {
  const caller = await core.makeOrganisation(10)
  const one = await claimedTask(core, caller)
  await core.context.batches.begin.add(purchaseOf(one, { running: true }))
  await settleTask(core.context, finishOf(one))
  const two = await claimedTask(core, caller)
  await core.context.batches.begin.add(purchaseOf(two))
  // An accepted purchase runs from its first park on, and is told of once.
  await core.context.batches.park.add(parkOf(two, { running: true, progress: 10 }))
  const again = only(await core.claimDue(await core.makeWorker(), 10))
  await core.context.batches.park.add(parkOf(again, { running: true, progress: 20 }))
  const last = only(await core.claimDue(await core.makeWorker(), 10))
  await settleTask(core.context, finishOf(last))
  const events = await core.sql('select seq, kind, task from events where organisation = $1 order by seq', [
    caller.organisation.number,
  ])
  expect(events).toEqual([
    { seq: 1, kind: 'task.queued', task: one.task },
    { seq: 2, kind: 'task.running', task: one.task },
    { seq: 3, kind: 'task.succeeded', task: one.task },
    { seq: 4, kind: 'task.queued', task: two.task },
    { seq: 5, kind: 'task.running', task: two.task },
    { seq: 6, kind: 'task.succeeded', task: two.task },
  ])
})

test("while somebody holds an account row, its tasks' beginning to run waits, and nobody else's does", async () => {
  const [slow, other] = [await core.makeOrganisation(10), await core.makeOrganisation(10)]
  const [one, two, three, neighbour] = [
    await claimedTask(core, slow),
    await claimedTask(core, slow),
    await claimedTask(core, slow),
    await claimedTask(core, other),
  ]
  const { begin, beginWaiting, park, parkWaiting } = core.context.batches
  expect(await begin.add(purchaseOf(two))).toBe('begun')
  await inTransaction(core.database, async (stranger) => {
    const { number } = slow.organisation
    await stranger.query('hold', 'select from accounts where organisation = $1 for update', [number])
    expect(await begin.add(purchaseOf(one, { running: true }))).toBe('busy')
    expect(await beginWaiting.add(purchaseOf(one, { running: true }))).toBe('busy')
    expect(await park.add(parkOf(two, { running: true }))).toBe('busy')
    expect(await parkWaiting.add(parkOf(two, { running: true }))).toBe('busy')
    const both = [purchaseOf(one, { running: true }), purchaseOf(neighbour, { running: true })]
    expect(await Promise.all(both.map((purchase) => begin.add(purchase)))).toEqual(['busy', 'begun'])
    // What does not begin to run needs no account.
    expect(await begin.add(purchaseOf(three))).toBe('begun')
    expect(await park.add(parkOf(three))).toBe('parked')
  })
  expect(await begin.add(purchaseOf(one, { running: true }))).toBe('begun')
  expect(await park.add(parkOf(two, { running: true }))).toBe('parked')
  const events = await core.sql(
    `select seq, task from events where organisation = $1 and kind = 'task.running' order by seq`,
    [slow.organisation.number],
  )
  expect(events).toEqual([
    { seq: 4, task: one.task },
    { seq: 5, task: two.task },
  ])
})

test('a message waits until the one before it of the same task has had its first attempt, and no longer', async () => {
  const caller = await core.makeOrganisation(10)
  await endpointOf(core, caller, 'https://ordered.test/')
  const job = await claimedTask(core, caller)
  await core.context.batches.begin.add(purchaseOf(job, { running: true }))
  await settleTask(core.context, finishOf(job))
  const worker = await core.makeWorker()
  const first = only(await claim(core, worker))
  expect(first.kind).toBe('task.queued')
  expect(await claim(core, worker)).toEqual([])
  // Its failure does not hold up the others.
  await recordAttempts(core.database, [attemptOf(first, { ...failed, delayMs: 60_000 })])
  const second = only(await claim(core, worker))
  expect(second.kind).toBe('task.running')
  await recordAttempts(core.database, [attemptOf(second)])
  expect(only(await claim(core, worker)).kind).toBe('task.succeeded')
})

test('one claim serves every lane that has something due, however much is waiting for one of them', async () => {
  const caller = await core.makeOrganisation(1000)
  const other = await core.makeOrganisation(10)
  await endpointOf(core, caller, 'https://crowd.test/', { events: ['task.canceled'] })
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(Array.from({ length: 100 }, () => canceledTask(core, caller)))
  }
  await endpointOf(core, other, 'https://crowd.test/', { events: ['task.canceled'] })
  await canceledTask(core, other)
  const claimed = await claim(core, await core.makeWorker(), { limit: 20 })
  expect(claimed).toHaveLength(11)
  expect(claimed.filter((one) => one.organisation === other.organisation.number)).toHaveLength(1)
  // And no lane has more claimed at once than it may.
  for (let round = 0; round < 3; round += 1) await claim(core, await core.makeWorker())
  const flying = await core.sql(
    'select organisation, count(*)::int as n from deliveries where worker is not null group by organisation order by n',
  )
  expect(flying).toEqual([
    { organisation: other.organisation.number, n: 1 },
    { organisation: caller.organisation.number, n: 200 },
  ])
})

/** Records attempts, after which a lane has to rest for so long, however long we take ourselves. */
async function expectRest(seconds: number, attempts: readonly DeliveryAttempt[]): Promise<void> {
  const now = async () =>
    only(await core.sql<{ at: number }>('select (extract(epoch from clock_timestamp()) * 1000)::float8 as at')).at
  const before = await now()
  await recordAttempts(core.database, attempts)
  const after = await now()
  const [lane] = await core.sql<{ until: number }>('select blocked_until as until from delivery_lanes where trips > 0')
  const until = lane?.until ?? 0
  expect(until).toBeGreaterThan(before + seconds * 1000 - 1)
  expect(until).toBeLessThan(after + seconds * 1000 + 1)
}

test('after ten failures in a row a lane rests but for one probe at a time, each later than the last; a success opens it', async () => {
  const caller = await core.makeOrganisation(100)
  await endpointOf(core, caller, 'https://dead.test/', { events: ['task.canceled'] })
  await Promise.all(Array.from({ length: 40 }, () => canceledTask(core, caller)))
  const worker = await core.makeWorker()
  const first = await claim(core, worker, { limit: 9 })
  await recordAttempts(
    core.database,
    first.map((one) => attemptOf(one, failed)),
  )
  // It has just failed: a few at a time.
  const next = await claim(core, worker)
  expect(next).toHaveLength(16)
  await expectRest(
    2,
    next.map((one) => attemptOf(one, failed)),
  )
  for (const pause of [4, 8, 16, 32, 60, 60, 60, null]) {
    // It rests, for longer than we take to look.
    await core.sql(`update delivery_lanes set blocked_until = blocked_until + interval '1 hour' where trips > 0`)
    expect(await claim(core, worker)).toEqual([])
    await core.sql(`update delivery_lanes set blocked_until = now() where trips > 0`)
    const one = only(await claim(core, worker))
    expect(await claim(core, worker)).toEqual([])
    if (pause === null) await recordAttempts(core.database, [attemptOf(one)])
    else await expectRest(pause, [attemptOf(one, failed)])
  }
  expect((await claim(core, worker)).length).toBe(39)
})

test('more dead lanes than a claim looks at hide nobody: each claim goes on where the last one ended', async () => {
  const caller = await core.makeOrganisation(10)
  for (let index = 0; index < 6; index += 1) {
    const callback = { url: `https://host-${index}.test/`, secret: null }
    const { task } = await createTask(core.context, caller, { ...imageTask(), callback }, null)
    await settleTask(core.context, cancelOf(task.id))
  }
  await core.sql(
    `update delivery_lanes set blocked_until = now() + interval '1 hour' where origin <> 'https://host-5.test'`,
  )
  const worker = await core.makeWorker()
  const options = { limit: 10, worker, mostPerLane: 200, mostPerAilingLane: 16, lanesMax: 2, crowded: [] }
  const seen: ClaimedDelivery[] = []
  let after = 0
  for (let round = 0; round < 3; round += 1) {
    const { deliveries, next } = await claimDeliveries(core.database, { ...options, after })
    seen.push(...deliveries)
    after = next
  }
  expect(seen.map((one) => one.url)).toEqual(['https://host-5.test/'])
  await core.sql('update delivery_lanes set blocked_until = null')
})

test('a receiver that asks for a pause is left alone by all its messages until then', async () => {
  const caller = await core.makeOrganisation(100)
  await endpointOf(core, caller, 'https://busy.test/', { events: ['task.canceled'] })
  for (let index = 0; index < 2; index += 1) {
    await canceledTask(core, caller)
  }
  const worker = await core.makeWorker()
  const [one] = await claim(core, worker, { limit: 1 })
  if (one === undefined) throw new Error('nothing was claimed')
  const busy = { ...failed, status: 429, error: 'http_429', pauseMs: 120_000, delayMs: 120_000 }
  await recordAttempts(core.database, [attemptOf(one, busy)])
  expect(await claim(core, worker)).toEqual([])
  await core.sql(`update delivery_lanes set paused_until = paused_until - interval '121 seconds'`)
  expect(await claim(core, worker)).toHaveLength(1)
})

test('a success that was under way when a receiver asked for a pause does not end it', async () => {
  const caller = await core.makeOrganisation(100)
  await endpointOf(core, caller, 'https://pausing.test/', { events: ['task.canceled'] })
  for (let index = 0; index < 3; index += 1) await canceledTask(core, caller)
  const worker = await core.makeWorker()
  const [one, two] = await claim(core, worker, { limit: 2 })
  if (one === undefined || two === undefined) throw new Error('two were not claimed')
  await recordAttempts(core.database, [attemptOf(one, { ...failed, status: 429, pauseMs: 120_000, delayMs: 120_000 })])
  await recordAttempts(core.database, [attemptOf(two)])
  expect(await claim(core, worker)).toEqual([])
})

test('an organisation that fills its share of a process is left out of its claims, and nobody else is', async () => {
  const [crowd, other] = [await core.makeOrganisation(10), await core.makeOrganisation(10)]
  for (const caller of [crowd, other]) await canceledTask(core, caller, 'https://shared.test/')
  const worker = await core.makeWorker()
  const organisations = (await claim(core, worker, { crowded: [crowd.organisation.number] })).map(
    (one) => one.organisation,
  )
  expect(organisations).toEqual([other.organisation.number])
  expect(await claim(core, worker)).toHaveLength(1)
})

test('what a dead process held is taken over and goes out again under the same id; its late word counts where it is a fact', async () => {
  const caller = await core.makeOrganisation(10)
  await endpointOf(core, caller, 'https://taken.test/', { events: ['task.canceled'] })
  await canceledTask(core, caller)
  const dead = await core.makeWorker()
  const held = only(await claim(core, dead))
  await core.sql('update workers set lease_until = now() where id = $1', [dead])
  await sweepJobs(core.context)
  const taken = only(await claim(core, await core.makeWorker()))
  expect(taken).toMatchObject({ message: held.message, attempts: 0 })
  expect(taken.claim).toBeGreaterThan(held.claim)
  // That it failed is the new holder's to say.
  await recordAttempts(core.database, [attemptOf(held, { ...failed, delayMs: 3_600_000 })])
  const state = 'select worker is not null as held, attempts from deliveries where message = $1'
  expect(await core.sql(state, [held.message])).toEqual([{ held: true, attempts: 0 }])
  // That it arrived is a fact.
  await recordAttempts(core.database, [attemptOf(held)])
  expect(await core.sql(state, [held.message])).toEqual([])
  expect(await core.sql('select state, attempts from messages where id = $1', [held.message])).toEqual([
    { state: 1, attempts: 2 },
  ])
  expect(await core.verify()).toEqual([])
})

test('a batch of attempts whose answer was lost is written once', async () => {
  const caller = await core.makeOrganisation(10)
  await endpointOf(core, caller, 'https://twice.test/', { events: ['task.canceled'] })
  await canceledTask(core, caller)
  const delivery = only(await claim(core, await core.makeWorker()))
  const attempt = attemptOf(delivery, { ...failed, delayMs: 5000 })
  await recordAttempts(core.database, [attempt])
  await recordAttempts(core.database, [attempt])
  const rows = await core.sql(
    `select m.attempts, d.attempts as round, l.failures, (select count(*)::int from attempts a where a.message = m.id) as logged
      from messages m join deliveries d on d.message = m.id join delivery_lanes l on l.id = d.lane where m.id = $1`,
    [delivery.message],
  )
  expect(rows).toEqual([{ attempts: 1, round: 1, failures: 1, logged: 1 }])
})

test('of a batch in which some attempts are known already, the others count', async () => {
  const caller = await core.makeOrganisation(10)
  await endpointOf(core, caller, 'https://some.test/', { events: ['task.canceled'] })
  for (let index = 0; index < 3; index += 1) await canceledTask(core, caller)
  const attempts = (await claim(core, await core.makeWorker())).map((delivery) => attemptOf(delivery))
  await recordAttempts(core.database, attempts.slice(0, 2))
  await recordAttempts(core.database, attempts)
  const rows = await core.sql('select state, attempts from messages where organisation = $1', [
    caller.organisation.number,
  ])
  expect(rows).toEqual(attempts.map(() => ({ state: 1, attempts: 1 })))
})

test('what a batch tells of one message twice is written as if it had come in turn', async () => {
  const caller = await core.makeOrganisation(10)
  await canceledTask(core, caller, 'https://both.test/')
  const delivery = only(await claim(core, await core.makeWorker()))
  const [now, later] = [Date.now(), Date.now() + 1]
  await recordAttempts(core.database, [attemptOf(delivery, { ...failed, at: now }), attemptOf(delivery, { at: later })])
  expect(await core.sql('select state, attempts, last_error from messages where id = $1', [delivery.message])).toEqual([
    { state: 1, attempts: 2, last_error: null },
  ])
  expect(await core.verify()).toEqual([])
})

test('what goes back unsent keeps its place before those raised later', async () => {
  const caller = await core.makeOrganisation(10)
  await endpointOf(core, caller, 'https://back.test/', { events: ['task.canceled'] })
  for (let index = 0; index < 3; index += 1) await canceledTask(core, caller)
  const worker = await core.makeWorker()
  const [first, second] = await claim(core, worker, { limit: 2 })
  if (first === undefined || second === undefined) throw new Error('two were not claimed')
  const back = { outcome: 'back', status: null } as const
  await recordAttempts(core.database, [attemptOf(second, back), attemptOf(first, back)])
  const again = await claim(core, worker, { limit: 2 })
  expect(again.map(({ message, attempts }) => [message, attempts])).toEqual([
    [first.message, 0],
    [second.message, 0],
  ])
})

test('an endpoint with nothing but failures for five days is switched off with an event; a success in between keeps it', async () => {
  const caller = await core.makeOrganisation(10)
  const watcher = await endpointOf(core, caller, 'https://watcher.test/', { events: ['endpoint.disabled'] })
  const failing = await endpointOf(core, caller, 'http://10.0.0.1/', { events: ['task.canceled'] })
  for (let index = 0; index < 2; index += 1) {
    await canceledTask(core, caller)
  }
  const worker = await core.makeWorker()
  const fiveDaysPass = async () => {
    await core.sql(`update endpoints set failing_since = failing_since - interval '5 days'`)
    await core.sql('update deliveries set run_at = now()')
  }
  const state = () => core.sql('select enabled, disabled_reason from endpoints where id = $1', [failing])
  const [first, second] = await claim(core, worker)
  if (first === undefined || second === undefined) throw new Error('nothing was claimed')
  // A private address is refused before a byte goes out. The failure is the receiver's all the same.
  await deliverMessage(core.context, first, room)
  await fiveDaysPass()
  await recordAttempts(core.database, [attemptOf(second)])
  await deliverMessage(core.context, only(await claim(core, worker)), room)
  expect(await state()).toEqual([{ enabled: true, disabled_reason: null }])
  await fiveDaysPass()
  await core.sql(`update endpoints set recent_since = recent_since - interval '5 days'`)
  const grown: number[] = []
  core.context.wakeUps.onLogGrown((organisation) => grown.push(organisation))
  // One failure long ago and one now are no reason: there are several within a day first.
  for (let failure = 1; failure <= 5; failure += 1) {
    expect(await state()).toEqual([{ enabled: true, disabled_reason: null }])
    await deliverMessage(core.context, only(await claim(core, worker)), room)
    await core.sql('update deliveries set run_at = now() where endpoint = $1', [failing])
  }
  expect(await state()).toEqual([{ enabled: false, disabled_reason: 'failing' }])
  expect(grown).toEqual([caller.organisation.number])
  expect(await core.sql('select distinct error from attempts where message = $1', [first.message])).toEqual([
    { error: 'refused_address' },
  ])
  const told = await core.sql('select kind, endpoint from events where organisation = $1 order by seq desc limit 1', [
    caller.organisation.number,
  ])
  expect(told).toEqual([{ kind: 'endpoint.disabled', endpoint: failing }])
  const messages = await core.sql(`select endpoint, subject from messages where kind = 'endpoint.disabled'`)
  expect(messages).toEqual([{ endpoint: watcher, subject: failing }])
})

test('what an endpoint answered at its old URL, or failed there, says nothing of its new one', async () => {
  const caller = await core.makeOrganisation(10)
  const endpoint = await endpointOf(core, caller, 'https://was.test/', { events: ['task.canceled'] })
  for (let index = 0; index < 2; index += 1) await canceledTask(core, caller)
  const [first, second] = await claim(core, await core.makeWorker())
  if (first === undefined || second === undefined) throw new Error('two were not claimed')
  await recordAttempts(core.database, [attemptOf(first, failed)])
  const change = { url: 'https://is.test/', description: null, events: null, enabled: null }
  await changeEndpoint(core.context, caller, endpoint, change)
  await recordAttempts(core.database, [attemptOf(second, failed)])
  expect(await disableEndpoint(core.database, { id: endpoint, url: 'https://was.test/', reason: 'gone' })).toBe(false)
  expect(await core.sql('select enabled, failing_since, recent_failures from endpoints')).toEqual([
    { enabled: true, failing_since: null, recent_failures: 0 },
  ])
})

test('a lane is not forgotten while an endpoint is made that names its host', async () => {
  const caller = await core.makeOrganisation(10)
  await endpointOf(core, caller, 'https://named.test/')
  await core.sql('delete from endpoints')
  await core.sql(`update delivery_lanes set used_at = now() - interval '2 days'`)
  const create = `select create_endpoint(gen_random_uuid(), $1, 'https://named.test/', '', '{task.failed}', null, true, 50)`
  const sweep = await inTransaction(core.database, async (transaction) => {
    await transaction.query('create', create, [caller.organisation.number])
    const swept = sweepDeliveries(core.context)
    await untilSomebodyWaits(core.database)
    return { swept }
  })
  await sweep.swept
  expect(await core.sql('select origin from endpoints e join delivery_lanes l on l.id = e.lane')).toEqual([
    { origin: 'https://named.test' },
  ])
})

test('of secrets that were changed over and over the newest five hold, for each signs every message', async () => {
  const caller = await core.makeOrganisation(10)
  const endpoint = await endpointOf(core, caller, 'https://secrets.test/', { events: ['task.canceled'] })
  const made: string[] = []
  for (let index = 0; index < 7; index += 1) {
    const [newest] = await rotateEndpointSecret(core.context, caller, endpoint, 86_400_000)
    made.push(newest?.secret ?? '')
  }
  await canceledTask(core, caller)
  const delivery = only(await claim(core, await core.makeWorker()))
  expect(delivery.secrets).toEqual(made.toReversed().slice(0, 5))
})

test('a message, an event or an endpoint that is not as the books say is found', async () => {
  const caller = await core.makeOrganisation(10)
  const endpoint = await endpointOf(core, caller, 'https://audited.test/', { events: ['task.canceled'] })
  await testEndpoint(core.context, caller, endpoint)
  for (let index = 0; index < 3; index += 1) await canceledTask(core, caller)
  expect(await core.verify()).toEqual([])
  const { number } = caller.organisation
  const namesAfter = async (break_: string, mend: string) => {
    await core.sql(break_, [number])
    const found = (await core.verify()).map((one) => one.invariant)
    await core.sql(mend, [number])
    return found
  }
  expect(
    await namesAfter(
      `update messages set state = 1 where organisation = $1 and task is null`,
      `update messages set state = 0 where organisation = $1 and task is null`,
    ),
  ).toEqual(['a message about an endpoint agrees with its delivery'])
  expect(
    await namesAfter(
      'update accounts set wanted_events = 1 where organisation = $1',
      'select refresh_wanted_events($1::int)',
    ),
  ).toEqual(['what is wanted is what the enabled endpoints want'])
  expect(
    await namesAfter(
      'update events set seq = 1000 where organisation = $1 and seq = 2',
      'update events set seq = 2 where organisation = $1 and seq = 1000',
    ),
  ).toEqual(['events are numbered without gaps'])
  expect(await core.verify()).toEqual([])
})

test('what is still to be sent to an endpoint that is deleted is given up without an attempt', async () => {
  const caller = await core.makeOrganisation(10)
  const endpoint = await endpointOf(core, caller, 'https://deleted.test/', { events: ['task.canceled'] })
  const task = await canceledTask(core, caller)
  await deleteEndpoint(core.context, caller, endpoint)
  await deliverMessage(core.context, only(await claim(core, await core.makeWorker())), room)
  const rows = await core.sql('select state, attempts, last_error from messages where task = $1', [task])
  expect(rows).toEqual([{ state: 2, attempts: 0, last_error: 'endpoint_disabled' }])
  expect(await core.verify()).toEqual([])
})

test('what waits behind a receiver for longer than five days is given up, and lanes that nobody uses are forgotten', async () => {
  const caller = await core.makeOrganisation(10)
  await endpointOf(core, caller, 'https://away.test/', { events: ['task.canceled'] })
  const task = await canceledTask(core, caller)
  await sweepDeliveries(core.context)
  expect(await claim(core, await core.makeWorker())).toHaveLength(1)
  await core.sql(`update deliveries set worker = null, expires_at = now() - interval '1 second'`)
  await sweepDeliveries(core.context)
  const rows = await core.sql('select state, last_error from messages where task = $1', [task])
  expect(rows).toEqual([{ state: 2, last_error: 'expired' }])
  await drainDeliveries(core)
  await core.sql(`update delivery_lanes set used_at = now() - interval '2 days'`)
  await sweepDeliveries(core.context)
  expect(await core.sql('select * from delivery_lanes')).toEqual([])
})
