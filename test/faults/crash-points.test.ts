import { readFileSync } from 'node:fs'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { cancelTask } from '../../src/core/cancel-task.ts'
import type { Caller } from '../../src/core/create-task.ts'
import { sweepJobs } from '../../src/core/sweep.ts'
import type { SimulatorScriptWire } from '../../src/domain/simulator-script.ts'
import type { ClaimedJob } from '../../src/store/claim-jobs.ts'
import { makeCore, only, type Core } from './make-core.ts'
import { create, purchaseOf } from './new-task.ts'

let core: Core
let caller: Caller
beforeEach(async () => {
  core = await makeCore()
  caller = await core.makeOrganisation(100)
})
afterEach(() => core.stop())

/** The four kinds of upstream (engine-review section 2), as the simulator plays them. */
const KINDS = {
  idempotent: { idempotent: true, lookup: false },
  lookup: { idempotent: false, lookup: true },
  both: { idempotent: true, lookup: true },
  neither: { idempotent: false, lookup: false },
} as const
type Kind = keyof typeof KINDS
const CERTAIN: readonly Kind[] = ['idempotent', 'lookup', 'both']
const ALL: readonly Kind[] = [...CERTAIN, 'neither']

const bought = (): string[] => {
  try {
    return readFileSync(core.journalPath, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}
const ended = async () => {
  const row = only(
    await core.sql<{ status: number; error: string | null; captured: number; released: number }>(
      'select status, error, captured, released from tasks',
    ),
  )
  return { ...row, error: row.error === null ? null : JSON.parse(row.error).code }
}
const succeeded = { status: 3, error: null, captured: 10_000, released: 0 }
const unknown = { status: 4, error: 'upstream_outcome_unknown', captured: 0, released: 10_000 }

async function claim(): Promise<ClaimedJob> {
  return only(await core.claimReady(await core.makeWorker()))
}

/** The worker process is gone: its lease runs out and the sweep takes its job. */
async function die(): Promise<void> {
  await core.sql(`update workers set lease_until = now() - interval '1 second'`)
  await sweepJobs(core.context)
}

/** Every look that is to come, one after the other, until the task has ended. */
async function runOn(): Promise<void> {
  const worker = await core.makeWorker()
  for (let step = 0; step < 20 && (await ended()).status < 3; step += 1) {
    await core.sql('update jobs set run_at = now() where worker is null and phase = 2')
    for (const job of [...(await core.claimReady(worker)), ...(await core.claimDue(worker))]) await core.run(job)
  }
}

/** A few looks do not settle it; time passes beyond every quarantine; then beyond the deadline. */
async function passTime(): Promise<void> {
  await core.sql(`update purchases set sent_at = sent_at - interval '1 hour'`)
}
async function passDeadline(): Promise<void> {
  await core.sql(`update jobs set deadline = now() - interval '1 second'`)
}

async function begin(kind: Kind, more: SimulatorScriptWire = {}): Promise<ClaimedJob> {
  await create(core, caller, { delayMs: 1, ...more, accept: { ...KINDS[kind], ...more.accept } })
  return await claim()
}

/** Commits the purchase as the worker does, with what the upstream of this kind promises. */
async function buy(kind: Kind, job: ClaimedJob): Promise<string> {
  const purchase = purchaseOf(job, { resendMs: KINDS[kind].idempotent ? 86_400_000 : null })
  expect(await core.context.batches.begin.add(purchase)).toBe('begun')
  return purchase.purchase
}

/** What the upstream does with a start whose answer nobody hears. */
async function sendUnheard(job: ClaimedJob, purchase: string): Promise<void> {
  const provider = core.context.providers.get('simulator')
  const work = JSON.parse(job.work)
  const request = {
    work,
    model: 'sim/image',
    clientReference: purchase,
    texts: new Map<string, string>(),
    readMedia: () => Promise.reject(new Error('it names no file')),
    callbackUrl: null,
  }
  const provide = { signal: new AbortController().signal, onProgress: () => {}, assertLease: () => {} }
  await provider?.start(request, provide)
}

test.each(ALL)(
  '%s: dies after the claim, before a purchase: the next owner buys once and it succeeds',
  async (kind) => {
    await begin(kind)
    await die()
    await runOn()
    expect(await ended()).toEqual(succeeded)
    expect(bought()).toHaveLength(1)
    expect(await core.verify()).toEqual([])
  },
)

test.each(CERTAIN)('%s: dies between the purchase and the send: bought once in the end', async (kind) => {
  const job = await begin(kind)
  await buy(kind, job)
  await die()
  await passTime()
  await runOn()
  expect(await ended()).toEqual(succeeded)
  expect(bought()).toHaveLength(1)
  expect(await core.verify()).toEqual([])
})

test('lookup: "not found" is not believed before the quarantine is over', async () => {
  const job = await begin('lookup')
  await buy('lookup', job)
  await die()
  await runOn()
  expect((await ended()).status).toBeLessThan(3)
  expect(bought()).toHaveLength(0)
})

test.each(CERTAIN)('%s: dies after the upstream accepted, before the answer was kept: bought once', async (kind) => {
  const job = await begin(kind)
  await sendUnheard(job, await buy(kind, job))
  await die()
  await passTime()
  await runOn()
  expect(await ended()).toEqual(succeeded)
  expect(bought()).toHaveLength(1)
  expect(await core.verify()).toEqual([])
})

test.each(CERTAIN)('%s: the upstream accepts and answers 500: bought once, and it succeeds', async (kind) => {
  const job = await begin(kind, { errorAfterAccept: true })
  await core.run(job)
  await passTime()
  await runOn()
  expect(await ended()).toEqual(succeeded)
  expect(bought()).toHaveLength(1)
  expect(await core.verify()).toEqual([])
})

test.each(ALL)('%s: dies after the reference was kept: checked, never started again', async (kind) => {
  const job = await begin(kind)
  await core.run(job)
  const worker = await core.makeWorker()
  await core.sql('update jobs set run_at = now()')
  only(await core.claimDue(worker))
  await die()
  await runOn()
  expect(await ended()).toEqual(succeeded)
  expect(bought()).toHaveLength(1)
})

test.each([true, false])(
  'neither, sent %s: uncertain (running, to clients) until its deadline, then failed and released, never sent again',
  async (isSent) => {
    const job = await begin('neither')
    const purchase = await buy('neither', job)
    if (isSent) await sendUnheard(job, purchase)
    await die()
    await passTime()
    await runOn()
    expect((await ended()).status).toBe(2)
    await passDeadline()
    await runOn()
    expect(await ended()).toEqual(unknown)
    expect(bought()).toHaveLength(isSent ? 1 : 0)
    expect(await core.verify()).toEqual([])
  },
)

test('neither: accepted with a 500: the same', async () => {
  const job = await begin('neither', { errorAfterAccept: true })
  await core.run(job)
  await runOn()
  expect((await ended()).status).toBe(2)
  await passDeadline()
  await runOn()
  expect(await ended()).toEqual(unknown)
  expect(bought()).toHaveLength(1)
  expect(await core.verify()).toEqual([])
})

/** Starts reach the upstream once they are let go: not a clock but the test decides what comes before. */
function holdStarts(): () => void {
  const provider = core.context.providers.get('simulator')
  if (provider === undefined) throw new Error('the simulator is there')
  const { promise, resolve } = Promise.withResolvers<void>()
  const start = provider.start.bind(provider)
  provider.start = async (request, context) => {
    await promise
    return await start(request, context)
  }
  return resolve
}

async function untilBegun(): Promise<void> {
  await expect.poll(() => core.sql('select 1 from purchases'), { interval: 5 }).toHaveLength(1)
}

test.each(ALL)('%s: a start that is accepted after its holder lost the job is one purchase', async (kind) => {
  const job = await begin(kind, { accept: { delayMs: 300 } })
  const letGo = holdStarts()
  const slow = core.run(job)
  await untilBegun()
  await die()
  const next = only(await core.claimDue(await core.makeWorker()))
  letGo()
  await Promise.all([slow, core.run(next)])
  // The zombie's answer is a fact and was kept, so that even here nothing is lost.
  await runOn()
  expect(await ended()).toEqual(succeeded)
  expect(new Set(bought().map((line) => JSON.parse(line).clientReference)).size).toBe(1)
  if (kind !== 'neither') expect(bought()).toHaveLength(1)
  expect(await core.verify()).toEqual([])
})

test.each(ALL)(
  '%s: a cancel while the start is under way: the outcome decides, and nothing more is bought',
  async (kind) => {
    const job = await begin(kind, { delayMs: 600_000 })
    const letGo = holdStarts()
    const sending = core.run(job)
    await untilBegun()

    const outcome = await cancelTask(core.context, caller, job.task, ['queued', 'starting', 'running'])
    expect(outcome.kind).toBe('requested')
    letGo()
    await sending
    await runOn()
    expect(await ended()).toEqual({ status: 5, error: null, captured: 0, released: 10_000 })
    expect(bought()).toHaveLength(1)
    expect(await core.verify()).toEqual([])
  },
)
