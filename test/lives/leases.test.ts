import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'

import { settleTask } from '../../src/core/settle-task.ts'
import { TAKEOVERS_MAX } from '../../src/domain/retry.ts'
import type { Caller } from '../../src/core/create-task.ts'
import { sweepJobs } from '../../src/core/sweep.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { readConfig } from '../../src/config.ts'
import { startGateway } from '../../src/gateway.ts'
import { makeDatabase } from '../../src/store/make-database.ts'
import { makeLog } from '../../src/lib/log.ts'
import { makeLeaseKeeper } from '../../src/core/lease-keeper.ts'
import type { ClaimedJob } from '../../src/store/claim-jobs.ts'
import { removeWorker, renewLease } from '../../src/store/workers.ts'
import { makeLease } from '../../src/worker/make-lease.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { create, finishOf, parkOf, purchaseOf } from '../faults/new-task.ts'
import { inTransaction } from '../helpers/in-transaction.ts'
import { untilSomebodyWaits } from '../helpers/lock-waits.ts'
import { startMedley, until } from '../helpers/start-medley.ts'

const log = makeLog('silent')
let core: Core
let caller: Caller
beforeAll(async () => {
  core = await makeCore()
  caller = await core.makeOrganisation(1000)
})
afterAll(() => core.stop())
afterEach(() => void vi.useRealTimers())

interface JobRow {
  worker: string | null
  attempt: number
  takeovers: number
  phase: number
  run_at: number
}
async function jobOf(task: string): Promise<JobRow> {
  return only(
    await core.sql<JobRow>('select worker, attempt, takeovers, phase, run_at from jobs where task = $1', [task]),
  )
}

/** A claimed job of a new task and its worker. */
async function claimed(): Promise<{ job: ClaimedJob; worker: string }> {
  await create(core, caller)
  const worker = await core.makeWorker()
  return { job: only(await core.claimReady(worker)), worker }
}

/** Its lease ran out a second ago by database time. */
async function runOut(worker: string): Promise<void> {
  await core.sql(`update workers set lease_until = now() - interval '1 second' where id = $1`, [worker])
}

test('a job whose holder is just settling its task is taken over by nobody, though the lease ran out', async () => {
  const { job, worker } = await claimed()
  await core.context.batches.begin.add(purchaseOf(job))
  const { settling } = await inTransaction(core.database, async (held) => {
    // The settlement has made its decision when it comes to this row.
    await held.query('hold-purchase', 'select from purchases where task = $1 for update', [job.task])
    const settling = settleTask(core.context, finishOf(job))
    await untilSomebodyWaits(core.database)
    await runOut(worker)
    await sweepJobs(core.context)
    expect(await jobOf(job.task)).toMatchObject({ worker, attempt: 1, takeovers: 0 })
    expect(await core.claimDue(await core.makeWorker())).toEqual([])
    return { settling }
  })
  expect(await settling).toBe('settled')
  expect(await core.verify()).toEqual([])
})

test('a worker whose lease ran out decides nothing, its facts are taken, and another carries on', async () => {
  const { job, worker } = await claimed()
  const { batches } = core.context
  const purchase = purchaseOf(job)
  await batches.begin.add(purchase)
  await runOut(worker)
  await sweepJobs(core.context)
  expect(await jobOf(job.task)).toMatchObject({ worker: null, attempt: 1, takeovers: 1, phase: 2 })
  const next = await core.makeWorker()
  const taken = only(await core.claimDue(next))
  expect(taken).toMatchObject({ task: job.task, attempt: 2, takeovers: 1, purchase: purchase.purchase })

  expect(await batches.park.add(parkOf(job, { retried: true }))).toBe('lost')
  expect(await batches.progress.add({ job: job.job, attempt: job.attempt, task: job.task, progress: 50 })).toBe(false)
  expect(await settleTask(core.context, finishOf(job))).toBe('lost')
  expect(await batches.begin.add(purchaseOf(job, { ordinal: 1, purchase: core.context.newId() }))).toBe('lost')
  expect(await jobOf(job.task)).toMatchObject({ worker: next, attempt: 2 })

  await batches.fact.add({ purchase: purchase.purchase, state: 'accepted', reference: 'from the zombie' })
  expect(only(await core.sql('select state, reference from purchases where task = $1', [job.task]))).toEqual({
    state: 'accepted',
    reference: 'from the zombie',
  })
  expect(await settleTask(core.context, finishOf(taken))).toBe('settled')
  expect(await core.verify()).toEqual([])
})

test('a takeover that commits while a stale holder waits to park keeps the new holder its job', async () => {
  const { job } = await claimed()
  const next = await core.makeWorker()
  const held = await inTransaction(core.database, async (transaction) => {
    await transaction.query(
      'test take over now',
      'update jobs set worker = $2, attempt = attempt + 1, takeovers = takeovers + 1 where id = $1',
      [job.job, next],
    )
    const parked = core.context.batches.park.add(parkOf(job))
    // The park has looked and waits for the row.
    await untilSomebodyWaits(core.database)
    return { parked }
  })
  expect(await held.parked).toBe('lost')
  expect(await jobOf(job.task)).toMatchObject({ worker: next, attempt: 2 })
  await settleTask(core.context, finishOf({ ...job, attempt: 2 }))
})

test('a worker whose lease is over neither claims nor renews', async () => {
  await create(core, caller)
  const worker = await core.makeWorker()
  await runOut(worker)
  expect(await core.claimReady(worker)).toEqual([])
  expect(await core.claimDue(worker)).toEqual([])
  expect(await renewLease(core.database, { id: worker, leaseMs: 60_000 })).toBe(false)
  const job = only(await core.claimReady(await core.makeWorker()))
  await settleTask(core.context, finishOf(job))
})

test('a job that is handed back by a stopping worker is free at once and counts no takeover', async () => {
  const { job, worker } = await claimed()
  await removeWorker(core.database, worker)
  expect(await jobOf(job.task)).toMatchObject({ worker: null, takeovers: 0 })
  const again = only(await core.claimDue(await core.makeWorker()))
  expect(again).toMatchObject({ task: job.task, takeovers: 0, attempt: 2 })
  expect(await settleTask(core.context, finishOf(job))).toBe('lost')
  await settleTask(core.context, finishOf(again))
})

test(`a task that outlives ${TAKEOVERS_MAX} workers ends as internal_error, released; one fewer does not end it`, async () => {
  const { job, worker } = await claimed()
  await runOut(worker)
  await sweepJobs(core.context)
  let last = job
  for (let count = 1; count < TAKEOVERS_MAX; count += 1) {
    const next = await core.makeWorker()
    last = only(await core.claimDue(next))
    expect(last.takeovers).toBe(count)
    await runOut(next)
    await sweepJobs(core.context)
  }
  const final = only(await core.claimDue(await core.makeWorker()))
  expect(final.takeovers).toBe(TAKEOVERS_MAX)
  await core.run(final)
  const ended = only(
    await core.sql<{ status: number; error: string; released: number }>(
      'select status, error, released from tasks where id = $1',
      [job.task],
    ),
  )
  expect([ended.status, JSON.parse(ended.error).code, ended.released]).toEqual([4, 'internal_error', 10_000])
  expect(await core.verify()).toEqual([])

  const other = await claimed()
  await core.sql('update jobs set takeovers = $2 where task = $1', [other.job.task, TAKEOVERS_MAX - 1])
  await core.run({ ...other.job, takeovers: TAKEOVERS_MAX - 1 })
  expect(only(await core.sql('select status from tasks where id = $1', [other.job.task]))).toEqual({ status: 3 })
})

test('leases are in database time: a process whose clock is an hour off neither loses nor keeps a job by it', async () => {
  const lost: string[] = []
  const clock = { now: () => Date.now() + 3_600_000, monotonic: systemClock.monotonic }
  const lease = await makeLease({
    keeper: makeLeaseKeeper(core.context),
    newId: core.context.newId,
    clock,
    log,
    onLost: () => lost.push('lost'),
  })
  const worker = lease.workerId() ?? ''
  const [row] = await core.sql<{ left_ms: number }>(
    'select extract(epoch from lease_until - now()) * 1000 as left_ms from workers where id = $1',
    [worker],
  )
  expect(Number(row?.left_ms)).toBeGreaterThan(5_000)
  expect(Number(row?.left_ms)).toBeLessThanOrEqual(15_000)
  await sweepJobs(core.context)
  expect(await core.sql('select 1 from workers where id = $1', [worker])).toHaveLength(1)
  expect(lost).toEqual([])
  await lease.stop()
  expect(await core.sql('select 1 from workers where id = $1', [worker])).toEqual([])
})

test('a start is refused by the monotonic clock when less than five seconds of the lease are left', async () => {
  // Nothing but the test moves its clock, and no beat renews it.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const passed = { ms: 0 }
  const clock = { now: systemClock.now, monotonic: () => passed.ms }
  const lost: string[] = []
  const lease = await makeLease({
    keeper: makeLeaseKeeper(core.context),
    newId: core.context.newId,
    clock,
    log,
    onLost: () => lost.push('lost'),
  })
  lease.assertLeft(lease.workerId() ?? '')
  passed.ms = 10_000
  lease.assertLeft(lease.workerId() ?? '')
  passed.ms = 10_001
  expect(() => lease.assertLeft(lease.workerId() ?? '')).toThrow('too little of the lease is left')
  expect(lease.workerId()).not.toBeNull()
  passed.ms = 15_000
  expect(lease.workerId()).toBeNull()
  await lease.stop()
})

test('a gateway that stops hands its work back; the next one finishes it without a takeover', async () => {
  const medley = await startMedley({ role: 'api' })
  try {
    const database = makeDatabase({ connection: medley.testDatabase.connection, poolSize: 4, log })
    const config = readConfig({ MEDLEY_DATA: medley.dataDir, MEDLEY_STUDIO_THREADS: '1' })
    const worker = await startGateway({ config, role: 'worker', database, log })
    const inputParameters = { soundPrompt: 'calm piano', length: 60 }
    const song = { model: 'studio-music-1', feature: 'music-compose', inputParameters }
    const { body } = await medley.send('POST', '/api/v1/tasks', song)
    const read = () =>
      medley.database.query<{ worker: string | null; takeovers: number; attempt: number }>(
        'test-job',
        'select worker, takeovers, attempt from jobs',
        [],
      )
    await until(async () => ((await read())[0]?.worker ? true : null))
    await worker.stop()
    await database.close()
    expect(only(await read())).toMatchObject({ worker: null, takeovers: 0, attempt: 1 })
    await medley.also('worker')
    expect((await medley.untilDone(String(body['taskId'] ?? body['id'])))['status']).toBe('succeeded')
    expect(await medley.verify()).toEqual([])
  } finally {
    await medley.stop()
  }
})
