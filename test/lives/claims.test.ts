import { afterAll, beforeAll, expect, test } from 'vitest'

import { limitActiveTasks } from '../../src/store/accounts.ts'
import { claimDueJobs, claimJobs, claimReadyJobs, expireJobs, takeOverJobs } from '../../src/store/claim-jobs.ts'
import {
  claimDeliveries,
  releaseUnknownDeliveries,
  replayMessage,
  takeOverDeliveries,
} from '../../src/store/deliveries.ts'
import { createEndpoint } from '../../src/store/endpoints.ts'
import { recordAttempts } from '../../src/store/record-attempts.ts'
import { createTasks } from '../../src/store/create-tasks.ts'
import { getTasks } from '../../src/store/get-tasks.ts'
import {
  beginPurchases,
  hintPurchase,
  parkJobs,
  recordPurchaseFacts,
  reportProgress,
} from '../../src/store/run-tasks.ts'
import { settleTasks } from '../../src/store/settle-tasks.ts'
import { takeRequests } from '../../src/store/take-requests.ts'
import { registerWorker, removeWorker, renewLease } from '../../src/store/workers.ts'
import type { Caller } from '../../src/core/create-task.ts'
import type { Sql } from '../../src/lib/sql.ts'
import { makeCore, type Core } from '../faults/make-core.ts'
import { cancelOf, finishOf, member, parkOf, purchaseOf } from '../faults/new-task.ts'
import { explain, nodesOf } from '../helpers/explain.ts'

let core: Core
beforeAll(async () => {
  core = await makeCore()
})
afterAll(() => core.stop())

async function queue(owner: Caller, count: number, priority = 5): Promise<string[]> {
  const members = Array.from({ length: count }, () => member(core, owner, { priority }))
  const results = await Promise.all(members.map((one) => core.context.batches.create.add(one)))
  expect(results.every((result) => result.verdict === 'created')).toBe(true)
  return members.map((one) => one.id)
}

async function empty(): Promise<void> {
  await core.sql('update accounts set active = 0')
  await core.sql('truncate jobs')
}

test('one organisation with 5,000 queued and 20 with one each: one claim of 50 serves all 21', async () => {
  const giant = await core.makeOrganisation(5000)
  for (let n = 0; n < 5; n += 1) await queue(giant, 1000)
  const dwarfs = await Promise.all(Array.from({ length: 20 }, () => core.makeOrganisation(1)))
  for (const dwarf of dwarfs) await queue(dwarf, 1)
  const worker = await core.makeWorker()
  const jobs = await core.claimReady(worker, 50)
  expect(new Set(jobs.map((job) => job.lane)).size).toBe(21)
  // Nobody waits for others any more: the next claim is filled by the one that is left.
  expect(await core.claimReady(worker, 50)).toHaveLength(50)
  await empty()
})

test('from any place of the ring, every waiting organisation is served in the first claim that has room for it', async () => {
  const owners = await Promise.all(Array.from({ length: 9 }, () => core.makeOrganisation(100)))
  for (const owner of owners) await queue(owner, 20)
  const lanes = owners.map((owner) => owner.organisation.number).toSorted((a, b) => a - b)
  const worker = await core.makeWorker()
  for (const after of [0, ...lanes, 2 ** 31 - 1]) {
    const jobs = await claimReadyJobs(core.database, { pool: core.pool, after, limit: 9, worker })
    expect(new Set(jobs.map((job) => job.lane))).toEqual(new Set(lanes))
    const [first] = jobs
    expect(first?.lane).toBe(lanes.find((lane) => lane > after) ?? lanes[0])
  }
  await empty()
})

test('small claims in turn reach every organisation before any comes twice', async () => {
  const owners = await Promise.all(Array.from({ length: 12 }, () => core.makeOrganisation(100)))
  for (const owner of owners) await queue(owner, 10)
  const worker = await core.makeWorker()
  const served: number[] = []
  let after = 2 ** 31 - 1
  while (served.length < 24) {
    const jobs = await claimReadyJobs(core.database, { pool: core.pool, after, limit: 4, worker })
    served.push(...jobs.map((job) => job.lane))
    after = jobs.at(-1)?.lane ?? 0
  }
  expect(new Set(served.slice(0, 12)).size).toBe(12)
  expect(new Set(served.slice(12)).size).toBe(12)
  await empty()
})

test('inside an organisation the higher priority goes first, then the older', async () => {
  const owner = await core.makeOrganisation(100)
  const low = await queue(owner, 3, 1)
  const normal = await queue(owner, 3, 5)
  const high = await queue(owner, 3, 10)
  const worker = await core.makeWorker()
  const order: string[] = []
  for (let n = 0; n < 9; n += 1) order.push(...(await core.claimReady(worker, 1)).map((job) => job.task))
  expect(order).toEqual([...high, ...normal, ...low])
  await empty()
})

test('six claimers share 3,000 jobs of 40 organisations: each job is claimed exactly once', async () => {
  const owners = await Promise.all(Array.from({ length: 40 }, () => core.makeOrganisation(100)))
  for (const owner of owners) await queue(owner, 75)
  const claimed: number[] = []
  await Promise.all(
    Array.from({ length: 6 }, async (_, index) => {
      const { sql } = core.another()
      const worker = await core.makeWorker()
      let after = index * 7
      for (;;) {
        const jobs = await claimReadyJobs(sql, { pool: core.pool, after, limit: 30, worker })
        claimed.push(...jobs.map((job) => job.job))
        const [left] = await core.sql<{ n: number }>('select count(*) as n from jobs where phase = 1')
        if (jobs.length === 0 && left?.n === 0) return
        after = jobs.at(-1)?.lane ?? 0
      }
    }),
  )
  expect(claimed).toHaveLength(3000)
  expect(new Set(claimed).size).toBe(3000)

  // The same for what is due again.
  await core.sql('update jobs set worker = null, run_at = now()')
  const due: number[] = []
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      const { sql } = core.another()
      const worker = await core.makeWorker()
      for (;;) {
        const jobs = await claimDueJobs(sql, { pools: [core.pool], limit: 50, worker })
        due.push(...jobs.map((job) => job.job))
        const [left] = await core.sql<{ n: number }>('select count(*) as n from jobs where worker is null')
        if (jobs.length === 0 && left?.n === 0) return
      }
    }),
  )
  expect(due).toHaveLength(3000)
  expect(new Set(due).size).toBe(3000)
  await empty()
})

/** What limited keys and organisations do besides. */
async function walkLimits(sql: Sql, owner: Caller): Promise<void> {
  const number = owner.organisation.number
  await core.sql(`insert into task_limits (organisation, api_key, max_active, credits_per_day, day)
    values (${number}, null, null, 1e9, current_date), (${number}, '${owner.keyId}', 1, 1e9, current_date)`)
  await core.sql('update accounts set limits_tasks = true where organisation = $1', [number])
  await core.sql(
    `insert into request_limits (subject, organisation, per_second) values ('${owner.keyId}', ${number}, 5)`,
  )
  await takeRequests(sql, [{ organisation: owner.organisation.id, key: owner.keyId }])
  const [first, second] = [member(core, owner), member(core, owner)]
  await createTasks(sql, [first, second], { startWithinMs: 3_600_000, keepMs: 3_600_000, wait: false })
  await settleTasks(sql, [cancelOf(first.id)])
  await settleTasks(sql, [cancelOf(second.id)])
}

test('on empty tables the hot statements are planned as index scans: no table is walked, no table-wide join', async () => {
  await core.sql('truncate jobs, tasks, task_payloads, purchases, movements, events, idempotency_keys, artifacts')
  await core.sql('analyze')
  const owner = await core.makeOrganisation(100)
  const worker = core.context.newId()
  const plans = await explain(core.database, core.testDatabase.connection, async (sql) => {
    await registerWorker(sql, { id: worker, leaseMs: 600_000, host: 'test', pid: 1 })
    await renewLease(sql, { id: worker, leaseMs: 600_000 })
    const options = { startWithinMs: 3_600_000, keepMs: 3_600_000 }
    const keyed = { key: core.context.newId(), body: core.context.newId() }
    const events = ['task.queued', 'task.running', 'task.progress', 'task.succeeded', 'task.canceled']
    const endpoint = { id: core.context.newId(), url: 'https://plan.test/', description: '', dialect: null }
    await createEndpoint(sql, { ...endpoint, organisation: owner.organisation.number, events, enabled: true }, 50)
    const one = member(core, owner, { idempotency: keyed, callbackUrl: 'https://plan.test/own' })
    await createTasks(sql, [one], { ...options, wait: false })
    await createTasks(sql, [member(core, owner)], { ...options, wait: true })
    const [job] = await claimReadyJobs(sql, { pool: core.pool, after: 0, limit: 10, worker })
    if (job === undefined) throw new Error('nothing was claimed')
    const purchase = purchaseOf(job)
    await beginPurchases(sql, [purchase], { wait: false })
    await recordPurchaseFacts(sql, [{ purchase: purchase.purchase, state: 'accepted', reference: 'r' }])
    await reportProgress(sql, [{ job: job.job, attempt: job.attempt, task: job.task, progress: 5 }])
    await hintPurchase(sql, purchase.purchase)
    await parkJobs(sql, [parkOf(job)], { wait: false })
    const [due] = await claimJobs(sql, [{ pool: core.pool, after: 0, limit: 10 }], worker)
    if (due === undefined) throw new Error('nothing was due')
    await settleTasks(sql, [finishOf(due), cancelOf(one.id)])
    await getTasks(sql, [one.id])
    const most = { mostPerLane: 200, mostPerAilingLane: 16, lanesMax: 1000, crowded: [] }
    const { deliveries } = await claimDeliveries(sql, { after: 0, limit: 10, worker, ...most })
    const [delivery] = deliveries
    if (delivery === undefined) throw new Error('no message was raised')
    const sent = { at: Date.now(), durationMs: 1, response: '', url: 'x', delayMs: 0, pauseMs: 0 }
    const outcome = { status: 500, error: 'http_500', outcome: 'failed' } as const
    await recordAttempts(sql, [{ ...delivery, ...sent, ...outcome }])
    await replayMessage(sql, owner.organisation.number, delivery.message)
    await takeOverDeliveries(sql)
    await releaseUnknownDeliveries(sql, { worker, known: [] })
    await limitActiveTasks(sql, owner.organisation.number, null)
    await walkLimits(sql, owner)
    await takeOverJobs(sql)
    await expireJobs(sql, 10)
    await removeWorker(sql, worker)
  })
  expect(plans.length).toBeGreaterThan(20)
  const nodes = plans.flatMap(nodesOf)
  const typesOf = (pattern: RegExp) => nodes.filter((node) => pattern.test(node['Node Type']))
  expect(typesOf(/Index/).length).toBeGreaterThan(20)
  // One row, and one a process: there is nothing to search in.
  const tiny = new Set(['installation', 'workers'])
  const walked = typesOf(/Seq Scan/).map((node) => node['Relation Name'] ?? '')
  expect(walked.filter((name) => !tiny.has(name))).toEqual([])
  expect(typesOf(/Hash Join|Merge Join/)).toEqual([])
})
