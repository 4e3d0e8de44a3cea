import { hash } from 'node:crypto'

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { grantCredits, refundTask } from '../../src/core/adjust-credits.ts'
import type { Caller } from '../../src/core/create-task.ts'
import { settleTask } from '../../src/core/settle-task.ts'
import { GatewayError } from '../../src/domain/errors.ts'
import { deriveUuid, type Uuid } from '../../src/lib/ids.ts'
import { takeOverJobs, type ClaimedJob } from '../../src/store/claim-jobs.ts'
import type { NewTask } from '../../src/store/create-tasks.ts'
import { makeCore, type Core } from '../faults/make-core.ts'
import { cancelOf, finishOf, member, purchaseOf } from '../faults/new-task.ts'

/**
 * Lives of organisations, each against a model of its ledger that is a few lines long. 10,000 of them are lived on a real
 * database: thousands at once and in step, so that each step is some full batches.
 */
const LIVES = 2500
const RUNS = 4

let core: Core
let owner: Caller
beforeAll(async () => {
  core = await makeCore()
  owner = await core.makeOrganisation(1)
})
afterAll(() => core.stop())

type Step =
  | { kind: 'create'; price: number; key: number | null; twice: boolean }
  | { kind: 'grant'; amount: number; key: number | null; twice: boolean }
  | { kind: 'begin'; pick: number }
  | { kind: 'settle'; pick: number; eighths: number; stale: boolean; twice: boolean }
  | { kind: 'fail'; pick: number; stale: boolean; twice: boolean }
  | { kind: 'cancel'; pick: number; twice: boolean }
  | { kind: 'refund'; pick: number; amount: number | 'all'; key: number | null; twice: boolean }
  | { kind: 'crash' }

const pick = fc.nat(5)
const key = fc.option(fc.nat(1))
const amount = fc.constantFrom(1, 7, 40, 500)
/** Sent a second time with the same ids: its answer was lost. */
const twice = fc.boolean()
const is = <Kind extends Step['kind']>(kind: Kind) => fc.constant(kind)
const step = fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
  { weight: 6, arbitrary: fc.record({ kind: is('create'), price: fc.constantFrom(0, 1, 7, 40, 500), key, twice }) },
  { weight: 1, arbitrary: fc.record({ kind: is('grant'), amount, key, twice }) },
  { weight: 2, arbitrary: fc.record({ kind: is('begin'), pick }) },
  { weight: 6, arbitrary: fc.record({ kind: is('settle'), pick, eighths: fc.nat(8), stale: fc.boolean(), twice }) },
  { weight: 2, arbitrary: fc.record({ kind: is('fail'), pick, stale: fc.boolean(), twice }) },
  { weight: 2, arbitrary: fc.record({ kind: is('cancel'), pick, twice }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: is('refund'),
      pick,
      amount: fc.oneof(fc.constant('all' as const), amount),
      key,
      twice,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: is('crash') }) },
)
interface ModelTask {
  id: Uuid
  held: number
  status: 'open' | 'succeeded' | 'failed' | 'canceled'
  captured: number
  refunded: number
  /** Something is bought that cannot be run again: a cancel only asks. */
  bought: boolean
  /** Every claim of it, the lost ones too: a zombie may come with any. */
  claims: ClaimedJob[]
}

interface Life {
  organisation: number
  available: number
  granted: number
  tasks: ModelTask[]
  creates: Map<number, { task: Uuid; price: number }>
  adjustments: Map<string, string>
}

test('the ledger is its model through 10000 lives of creates, ends, cancels, refunds, grants, crashes and repeats', async () => {
  const plan: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 4, maxLength: 12 })
  // By seed: what fails says its own plan, and thousands of others beside it would say nothing.
  const lived = fc.asyncProperty(fc.integer(), (seed) => live(fc.sample(plan, { seed, numRuns: LIVES })))
  await fc.assert(lived, { numRuns: RUNS, endOnFailure: true })
})

async function live(plans: readonly Step[][]): Promise<void> {
  const lives = await found(plans.length)
  const byNumber = new Map(lives.map((one) => [one.organisation, one]))
  const worker = await core.makeWorker()
  const longest = Math.max(...plans.map((plan) => plan.length))
  for (let at = 0; at < longest; at += 1) {
    const crashed: number[] = []
    await Promise.all(
      lives.map(async (one, index) => {
        const next = plans[index]?.[at]
        if (next === undefined) return
        if (next.kind === 'crash') crashed.push(one.organisation)
        else {
          await take(one, next).catch((error: unknown) => {
            throw new Error(`step ${at} of ${JSON.stringify(plans[index])}: ${String(error)}`, { cause: error })
          })
        }
      }),
    )
    await crash(crashed)
    const claims = [...(await core.claimReady(worker, 100_000)), ...(await core.claimDue(worker, 100_000))]
    for (const claim of claims) {
      byNumber
        .get(claim.lane)
        ?.tasks.find((task) => task.id === claim.task)
        ?.claims.push(claim)
    }
    await expectBalances(lives)
  }
  await expectHistories(lives)
}

/** Organisations without credits, in one statement. */
async function found(count: number): Promise<Life[]> {
  const names = Array.from({ length: count }, () => core.context.newId())
  const rows = await core.sql<{ number: number }>(
    'insert into organisations (name, slug) select n, n from unnest($1::text[]) as u (n) returning number',
    [names],
  )
  await core.sql(
    'insert into accounts (organisation) select n from unnest($1::int[]) as u (n) on conflict do nothing',
    [rows.map((row) => row.number)],
  )
  const lives = rows.map(({ number }) => {
    return { organisation: number, available: 0, granted: 0, tasks: [], creates: new Map(), adjustments: new Map() }
  })
  await Promise.all(lives.map((one) => take(one, { kind: 'grant', amount: 60, key: null, twice: false })))
  return lives
}

/** The process that held all jobs of these organisations dies, and what it held is taken over. */
async function crash(organisations: readonly number[]): Promise<void> {
  if (organisations.length === 0) return
  await core.sql('update jobs set worker = gen_random_uuid() where lane = any($1) and worker is not null', [
    organisations,
  ])
  await takeOverJobs(core.database)
}

async function take(life: Life, next: Step): Promise<void> {
  switch (next.kind) {
    case 'create':
      return await create(life, next)
    case 'grant':
      return await grant(life, next)
    case 'begin':
      return await begin(life, next.pick)
    case 'settle':
      return await settle(life, next, next.eighths)
    case 'fail':
      return await settle(life, next, null)
    case 'cancel':
      return await cancel(life, next)
    case 'refund':
      return await refund(life, next)
    case 'crash':
  }
}

async function create(life: Life, { price, key, twice }: Extract<Step, { kind: 'create' }>): Promise<void> {
  const earlier = key === null ? undefined : life.creates.get(key)
  const made = memberOf(life, price, key)
  const expected =
    earlier === undefined
      ? price <= life.available
        ? 'created'
        : 'poor'
      : earlier.price === price
        ? 'replay'
        : 'conflict'
  for (let n = 0; n < (twice ? 2 : 1); n += 1) {
    const { verdict, task } = await core.context.batches.create.add(made)
    expect(verdict).toBe(expected)
    if (verdict === 'created') expect(task).toBe(made.id)
    if (verdict === 'replay') expect(task).toBe(earlier?.task)
  }
  if (expected !== 'created') return
  life.available -= price
  life.tasks.push({ id: made.id, held: price, status: 'open', captured: 0, refunded: 0, bought: false, claims: [] })
  if (key !== null) life.creates.set(key, { task: made.id, price })
}

function memberOf(life: Life, price: number, key: number | null): NewTask {
  const idempotency =
    key === null ? null : { key: deriveUuid('key', key), body: deriveUuid(hash('sha256', String(price), 'hex')) }
  return member(core, owner, { organisation: life.organisation, held: price, idempotency })
}

async function grant(life: Life, { amount, key, twice }: Extract<Step, { kind: 'grant' }>): Promise<void> {
  const order = { organisation: life.organisation, amount, idempotencyKey: key === null ? null : `g${key}` }
  // Without a key an answer that is lost cannot be asked for again: whoever does it all the same grants twice.
  await adjust(
    life,
    { key: order.idempotencyKey, body: `${amount}`, twice },
    'fits',
    () => {
      life.available += amount
      life.granted += amount
    },
    () => grantCredits(core.context, 'operator', 'gift', order),
  )
}

async function refund(life: Life, { pick, amount, key, twice }: Extract<Step, { kind: 'refund' }>): Promise<void> {
  const task = life.tasks[pick % Math.max(1, life.tasks.length)]
  if (task === undefined) return
  const order = { task: task.id, amount, idempotencyKey: key === null ? null : `r${key}` }
  const left = task.captured - task.refunded
  const most = amount === 'all' ? left : amount
  const fits = task.status === 'succeeded' && most > 0 && most <= left ? 'fits' : 'refused'
  await adjust(
    life,
    { key: order.idempotencyKey, body: `${task.id} ${amount}`, twice: twice && key !== null },
    fits,
    () => {
      life.available += most
      task.refunded += most
    },
    () => refundTask(core.context, 'operator', 'sorry', order),
  )
}

async function adjust(
  life: Life,
  { key, body, twice }: { key: string | null; body: string; twice: boolean },
  fits: 'fits' | 'refused',
  apply: () => void,
  send: () => Promise<{ replayed: boolean }>,
): Promise<void> {
  for (let n = 0; n < (twice ? 2 : 1); n += 1) {
    const earlier = key === null ? undefined : life.adjustments.get(key)
    const expected = earlier === undefined ? fits : earlier === body ? 'replay' : 'conflict'
    const outcome = await send().then(
      ({ replayed }) => (replayed ? 'replay' : 'fits'),
      (error: unknown) => {
        if (!(error instanceof GatewayError)) throw error
        return error.code === 'idempotency_conflict' ? 'conflict' : 'refused'
      },
    )
    expect(outcome).toBe(expected)
    if (outcome === 'fits') {
      apply()
      if (key !== null) life.adjustments.set(key, body)
    }
  }
}

async function begin(life: Life, pick: number): Promise<void> {
  const task = life.tasks[pick % Math.max(1, life.tasks.length)]
  const job = task?.claims.at(-1)
  if (task === undefined || job === undefined || task.bought) return
  const verdict = await core.context.batches.begin.add(purchaseOf(job))
  expect(verdict === 'begun').toBe(task.status === 'open')
  task.bought = verdict === 'begun'
}

/** `eighths` of the hold are captured; null = it failed. */
async function settle(
  life: Life,
  { pick, stale, twice }: { pick: number; stale: boolean; twice: boolean },
  eighths: number | null,
): Promise<void> {
  const task = life.tasks[pick % Math.max(1, life.tasks.length)]
  const job = stale ? task?.claims[0] : task?.claims.at(-1)
  if (task === undefined || job === undefined) return
  const captured = eighths === null ? 0 : Math.floor((task.held * eighths) / 8)
  const failed = { status: 'failed', output: null, error: '{}', purchaseState: 'failed' } as const
  const settlement = finishOf(job, { captured, artifacts: [], ...(eighths === null ? failed : {}) })
  for (let n = 0; n < (twice ? 2 : 1); n += 1) {
    const isOpen = task.status === 'open'
    const expected = isOpen ? (job === task.claims.at(-1) ? 'settled' : 'lost') : 'terminal'
    expect(await settleTask(core.context, settlement)).toBe(expected)
    if (expected !== 'settled') continue
    task.status = eighths === null ? 'failed' : 'succeeded'
    task.captured = captured
    life.available += task.held - captured
  }
}

async function cancel(life: Life, { pick, twice }: Extract<Step, { kind: 'cancel' }>): Promise<void> {
  const task = life.tasks[pick % Math.max(1, life.tasks.length)]
  if (task === undefined) return
  for (let n = 0; n < (twice ? 2 : 1); n += 1) {
    const expected = task.status !== 'open' ? 'terminal' : task.bought ? 'purchased' : 'settled'
    expect(await settleTask(core.context, cancelOf(task.id))).toBe(expected)
    if (expected !== 'settled') continue
    task.status = 'canceled'
    life.available += task.held
  }
}

const heldOf = (life: Life) => life.tasks.reduce((sum, task) => sum + (task.status === 'open' ? task.held : 0), 0)

async function expectBalances(lives: readonly Life[]): Promise<void> {
  const rows = await core.sql<{ organisation: number; available: number; held: number }>(
    'select organisation, available, held from accounts where organisation = any($1) order by organisation',
    [lives.map((life) => life.organisation)],
  )
  const expected = lives.map((life) => ({
    organisation: life.organisation,
    available: life.available,
    held: heldOf(life),
  }))
  expect(rows).toEqual(expected.toSorted((one, other) => one.organisation - other.organisation))
}

/** The movements alone say the same: nothing is lost or made, nothing was ever negative, each hold resolved once at most. */
async function expectHistories(lives: readonly Life[]): Promise<void> {
  const numbers = lives.map((life) => life.organisation)
  const books = await core.sql<{
    organisation: number
    granted: number
    spent: number
    least: number
    is_dense: boolean
  }>(
    `select organisation, sum(amount) filter (where debit = 'grants')::bigint as granted,
        (coalesce(sum(amount) filter (where credit = 'revenue'), 0) - coalesce(sum(amount) filter (where debit = 'revenue'), 0))::bigint as spent,
        min(least(available, held))::bigint as least, max(seq) = count(*) as is_dense
      from (
        select *, sum(case 'available' when credit then amount when debit then -amount else 0 end) over w as available,
          sum(case 'held' when credit then amount when debit then -amount else 0 end) over w as held
        from movements where organisation = any($1) window w as (partition by organisation order by seq)) m
      group by organisation order by organisation`,
    [numbers],
  )
  const expected = lives.map((life) => {
    const spent = life.tasks.reduce((sum, task) => sum + task.captured - task.refunded, 0)
    expect(life.available + heldOf(life) + spent).toBe(life.granted)
    return { organisation: life.organisation, granted: life.granted, spent, least: 0, is_dense: true }
  })
  expect(books.map((row) => ({ ...row, least: Math.min(0, row.least) }))).toEqual(
    expected.toSorted((one, other) => one.organisation - other.organisation),
  )
  const tasks = await core.sql<{ id: Uuid }>(
    `select t.id, t.held, t.captured, t.released, t.refunded, coalesce(m.n, 0) <= 4 and coalesce(m.ends, 0) <= 2 as is_resolved_once,
        coalesce(m.held, 0) = t.held and coalesce(m.captured, 0) = t.captured and coalesce(m.released, 0) = t.released
          and coalesce(m.refunded, 0) = t.refunded as is_moved
      from tasks t left join (
        select task, count(*) filter (where kind <> 'refund') as n, count(*) filter (where kind in ('capture', 'release')) as ends,
          sum(amount) filter (where kind = 'hold') as held, sum(amount) filter (where kind = 'capture') as captured,
          sum(amount) filter (where kind = 'release') as released, sum(amount) filter (where kind = 'refund') as refunded
        from movements where organisation = any($1) and task is not null group by task) m on m.task = t.id
      where t.organisation = any($1) order by t.id`,
    [numbers],
  )
  const modelled = lives
    .flatMap((life) => life.tasks)
    .map(({ id, held, status, captured, refunded }) => {
      const released = status === 'open' ? 0 : held - captured
      return { id, held, captured, released, refunded, is_resolved_once: true, is_moved: true }
    })
  expect(tasks).toEqual(modelled.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
}
