import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

import { createEndpoint, deleteEndpoint, type NewEndpoint } from '../../src/core/endpoints.ts'
import { deliverMessage, type SendingRoom } from '../../src/core/deliver-message.ts'
import { createTask, type Caller } from '../../src/core/create-task.ts'
import { settleTask } from '../../src/core/settle-task.ts'
import { sweepDeliveries, sweepJobs } from '../../src/core/sweep.ts'
import { MESSAGE_KINDS } from '../../src/domain/message.ts'
import type { Uuid } from '../../src/lib/ids.ts'
import { claimDeliveries, type ClaimedDelivery } from '../../src/store/deliveries.ts'
import type { ClaimedJob } from '../../src/store/claim-jobs.ts'
import { recordAttempts, type DeliveryAttempt } from '../../src/store/record-attempts.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { cancelOf, finishOf, imageTask, parkOf, purchaseOf } from '../faults/new-task.ts'
import { inTransaction } from '../helpers/in-transaction.ts'

// Deliveries without their loop: what is written with an end, who may claim what, and what follows from an attempt.
let core: Core
beforeAll(async () => {
  core = await makeCore()
})
afterAll(() => core.stop())
afterEach(drain)

const room: SendingRoom = { signal: new AbortController().signal, enter: (_message, send) => send() }

async function endpointOf(caller: Caller, url: string, more: Partial<NewEndpoint> = {}): Promise<Uuid> {
  const wanted = { url, description: '', events: MESSAGE_KINDS, dialect: null, enabled: true, ...more }
  const { endpoint } = await createEndpoint(core.context, caller, wanted)
  return endpoint.id
}

/** A task of the caller's that has been claimed, with `url` as its own. */
async function claimedTask(caller: Caller, url: string | null = null): Promise<ClaimedJob> {
  const callback = url === null ? null : { url, secret: null }
  const { task } = await createTask(core.context, caller, { ...imageTask(), callback }, null)
  const worker = await core.makeWorker()
  const jobs = await core.claimReady(worker, 1000)
  const job = jobs.find((one) => one.task === task.id)
  if (job === undefined) throw new Error('the task was not claimed')
  return job
}

/** A task of the caller's that was canceled before anybody began it. */
async function canceledTask(caller: Caller): Promise<Uuid> {
  const { task } = await createTask(core.context, caller, imageTask(), null)
  await settleTask(core.context, cancelOf(task.id))
  return task.id
}

async function claim(worker: Uuid, more: { limit?: number } = {}): Promise<ClaimedDelivery[]> {
  const most = { mostPerLane: 200, mostPerAilingLane: 16, lanesMax: 1000 }
  const { deliveries } = await claimDeliveries(core.database, { after: 0, limit: 200, worker, ...most, ...more })
  return deliveries
}

function attemptOf(delivery: ClaimedDelivery, more: Partial<DeliveryAttempt> = {}): DeliveryAttempt {
  return {
    message: delivery.message,
    claims: delivery.claims,
    lane: delivery.lane,
    endpoint: delivery.endpoint,
    at: Date.now(),
    durationMs: 5,
    status: 200,
    error: null,
    response: '',
    url: 'http://x',
    outcome: 'delivered',
    delayMs: 0,
    pauseMs: 0,
    ...more,
  }
}
const failed = { outcome: 'later', status: 500, error: 'http_500', delayMs: 0 } as const

/** Nothing is to be sent and nobody wants to be told: so each test begins. */
async function drain(): Promise<void> {
  await core.sql('delete from deliveries')
  await core.sql('update messages set state = 1 where state = 0')
  await core.sql('delete from endpoints')
  await core.sql('update accounts set wanted_events = 0')
}

test('an end and its messages are one commit, once, whoever finishes or cancels how often', async () => {
  const caller = await core.makeOrganisation(10)
  await endpointOf(caller, 'https://endpoint.test/', { events: ['task.succeeded', 'task.canceled'] })
  const job = await claimedTask(caller, 'https://own.test/')
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
  const one = await claimedTask(caller)
  await core.context.batches.begin.add(purchaseOf(one, { running: true }))
  await settleTask(core.context, finishOf(one))
  const two = await claimedTask(caller)
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
    await claimedTask(slow),
    await claimedTask(slow),
    await claimedTask(slow),
    await claimedTask(other),
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
  await endpointOf(caller, 'https://ordered.test/')
  const job = await claimedTask(caller)
  await core.context.batches.begin.add(purchaseOf(job, { running: true }))
  await settleTask(core.context, finishOf(job))
  const worker = await core.makeWorker()
  const first = only(await claim(worker))
  expect(first.kind).toBe('task.queued')
  expect(await claim(worker)).toEqual([])
  // Its failure does not hold up the others.
  await recordAttempts(core.database, [attemptOf(first, { ...failed, delayMs: 60_000 })])
  const second = only(await claim(worker))
  expect(second.kind).toBe('task.running')
  await recordAttempts(core.database, [attemptOf(second)])
  expect(only(await claim(worker)).kind).toBe('task.succeeded')
})

test('one claim serves every lane that has something due, however much is waiting for one of them', async () => {
  const caller = await core.makeOrganisation(1000)
  const other = await core.makeOrganisation(10)
  await endpointOf(caller, 'https://crowd.test/', { events: ['task.canceled'] })
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(Array.from({ length: 100 }, () => canceledTask(caller)))
  }
  await endpointOf(other, 'https://crowd.test/', { events: ['task.canceled'] })
  await canceledTask(other)
  const claimed = await claim(await core.makeWorker(), { limit: 20 })
  expect(claimed).toHaveLength(11)
  expect(claimed.filter((one) => one.organisation === other.organisation.number)).toHaveLength(1)
  // And no lane has more claimed at once than it may.
  for (let round = 0; round < 3; round += 1) await claim(await core.makeWorker())
  const flying = await core.sql(
    'select organisation, count(*)::int as n from deliveries where worker is not null group by organisation order by n',
  )
  expect(flying).toEqual([
    { organisation: other.organisation.number, n: 1 },
    { organisation: caller.organisation.number, n: 200 },
  ])
})

test('after ten failures in a row a lane rests but for one probe at a time, each later than the last; a success opens it', async () => {
  const caller = await core.makeOrganisation(100)
  await endpointOf(caller, 'https://dead.test/', { events: ['task.canceled'] })
  await Promise.all(Array.from({ length: 40 }, () => canceledTask(caller)))
  const worker = await core.makeWorker()
  const first = await claim(worker, { limit: 9 })
  await recordAttempts(
    core.database,
    first.map((one) => attemptOf(one, failed)),
  )
  // It has just failed: a few at a time.
  const next = await claim(worker)
  expect(next).toHaveLength(16)
  await recordAttempts(
    core.database,
    next.map((one) => attemptOf(one, failed)),
  )
  expect(await claim(worker)).toEqual([])
  const pauses: number[] = []
  for (let probe = 0; probe < 8; probe += 1) {
    const [lane] = await core.sql<{ seconds: number }>(
      'select extract(epoch from blocked_until - now())::float8 as seconds from delivery_lanes where trips > 0',
    )
    pauses.push(Math.round(lane?.seconds ?? 0))
    await core.sql(`update delivery_lanes set blocked_until = now() where trips > 0`)
    const one = only(await claim(worker))
    expect(await claim(worker)).toEqual([])
    if (probe < 7) await recordAttempts(core.database, [attemptOf(one, failed)])
    else await recordAttempts(core.database, [attemptOf(one)])
  }
  expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
  expect((await claim(worker)).length).toBe(39)
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
  const options = { limit: 10, worker, mostPerLane: 200, mostPerAilingLane: 16, lanesMax: 2 }
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
  await endpointOf(caller, 'https://busy.test/', { events: ['task.canceled'] })
  for (let index = 0; index < 2; index += 1) {
    await canceledTask(caller)
  }
  const worker = await core.makeWorker()
  const [one] = await claim(worker, { limit: 1 })
  if (one === undefined) throw new Error('nothing was claimed')
  const busy = { ...failed, status: 429, error: 'http_429', pauseMs: 120_000, delayMs: 120_000 }
  await recordAttempts(core.database, [attemptOf(one, busy)])
  expect(await claim(worker)).toEqual([])
  await core.sql(`update delivery_lanes set blocked_until = blocked_until - interval '121 seconds'`)
  expect(await claim(worker)).toHaveLength(1)
})

test('what a dead process held is taken over and goes out again under the same id; its late word counts where it is a fact', async () => {
  const caller = await core.makeOrganisation(10)
  await endpointOf(caller, 'https://taken.test/', { events: ['task.canceled'] })
  await canceledTask(caller)
  const dead = await core.makeWorker()
  const held = only(await claim(dead))
  await core.sql('update workers set lease_until = now() where id = $1', [dead])
  await sweepJobs(core.context)
  const taken = only(await claim(await core.makeWorker()))
  expect(taken).toMatchObject({ message: held.message, claims: held.claims + 1, attempts: 0 })
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
  await endpointOf(caller, 'https://twice.test/', { events: ['task.canceled'] })
  await canceledTask(caller)
  const delivery = only(await claim(await core.makeWorker()))
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

test('an endpoint with nothing but failures for five days is switched off with an event; a success in between keeps it', async () => {
  const caller = await core.makeOrganisation(10)
  const watcher = await endpointOf(caller, 'https://watcher.test/', { events: ['endpoint.disabled'] })
  const failing = await endpointOf(caller, 'http://10.0.0.1/', { events: ['task.canceled'] })
  for (let index = 0; index < 2; index += 1) {
    await canceledTask(caller)
  }
  const worker = await core.makeWorker()
  const fiveDaysPass = async () => {
    await core.sql(`update endpoints set failing_since = failing_since - interval '5 days'`)
    await core.sql('update deliveries set run_at = now()')
  }
  const state = () => core.sql('select enabled, disabled_reason from endpoints where id = $1', [failing])
  const [first, second] = await claim(worker)
  if (first === undefined || second === undefined) throw new Error('nothing was claimed')
  // A private address is refused before a byte goes out. The failure is the receiver's all the same.
  await deliverMessage(core.context, first, room)
  await fiveDaysPass()
  await recordAttempts(core.database, [attemptOf(second)])
  await deliverMessage(core.context, only(await claim(worker)), room)
  expect(await state()).toEqual([{ enabled: true, disabled_reason: null }])
  await fiveDaysPass()
  await deliverMessage(core.context, only(await claim(worker)), room)
  expect(await state()).toEqual([{ enabled: false, disabled_reason: 'failing' }])
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

test('what is still to be sent to an endpoint that is deleted is given up without an attempt', async () => {
  const caller = await core.makeOrganisation(10)
  const endpoint = await endpointOf(caller, 'https://deleted.test/', { events: ['task.canceled'] })
  const task = await canceledTask(caller)
  await deleteEndpoint(core.context, caller, endpoint)
  await deliverMessage(core.context, only(await claim(await core.makeWorker())), room)
  const rows = await core.sql('select state, attempts, last_error from messages where task = $1', [task])
  expect(rows).toEqual([{ state: 2, attempts: 0, last_error: 'endpoint_disabled' }])
  expect(await core.verify()).toEqual([])
})

test('what waits behind a receiver for longer than five days is given up, and lanes that nobody uses are forgotten', async () => {
  const caller = await core.makeOrganisation(10)
  await endpointOf(caller, 'https://away.test/', { events: ['task.canceled'] })
  const task = await canceledTask(caller)
  await sweepDeliveries(core.context)
  expect(await claim(await core.makeWorker())).toHaveLength(1)
  await core.sql(`update deliveries set worker = null, expires_at = now() - interval '1 second'`)
  await sweepDeliveries(core.context)
  const rows = await core.sql('select state, last_error from messages where task = $1', [task])
  expect(rows).toEqual([{ state: 2, last_error: 'expired' }])
  await drain()
  await core.sql(`update delivery_lanes set used_at = now() - interval '2 days'`)
  await sweepDeliveries(core.context)
  expect(await core.sql('select * from delivery_lanes')).toEqual([])
})
