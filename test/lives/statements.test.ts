import { afterAll, beforeAll, expect, test } from 'vitest'

import { auditBooks, watchAudits } from '../../src/core/audit-books.ts'
import type { Caller } from '../../src/core/create-task.ts'
import { closeStatements, readStatement, readStatements } from '../../src/core/statements.ts'
import { makeMetrics } from '../../src/lib/metrics.ts'
import { createOrganisation } from '../../src/store/accounts.ts'
import { grantCredits } from '../../src/store/adjust-credits.ts'
import { at, startMedley, type TestMedley } from '../helpers/start-medley.ts'
import { CREDIT, makeCore, only, type Core } from '../faults/make-core.ts'
import { create } from '../faults/new-task.ts'

let core: Core
let medley: TestMedley
beforeAll(async () => {
  core = await makeCore()
  medley = await startMedley({ credits: '100', role: 'api' })
})
afterAll(async () => {
  await core.stop()
  await medley.stop()
})

/** The first day of the month `ago` months before this one, by the database. */
async function monthAgo(ago: number): Promise<string> {
  const [row] = await core.sql<{ month: string }>(
    `select (date_trunc('month', now() at time zone 'UTC') - $1 * interval '1 month')::date as month`,
    [ago],
  )
  return row?.month ?? ''
}

/** Says that the organisation's movements from a number on happened in the month `ago` months before this one. */
async function happened(caller: Caller, from: number, ago: number): Promise<void> {
  await core.sql(
    `update movements set at = (date_trunc('month', now() at time zone 'UTC') - $3 * interval '1 month') at time zone 'UTC'
        + seq * interval '1 second' where organisation = $1 and seq >= $2`,
    [caller.organisation.number, from, ago],
  )
}

async function work(caller: Caller, count: number, deliver: number): Promise<void> {
  await create(core, caller, { deliver }, count)
  await core.run(only(await core.claimReady(await core.makeWorker())))
}

test('months are cut at a movement, follow one another, and opening plus movements is closing', async () => {
  const caller = await core.makeOrganisation(100)
  const { number } = caller.organisation
  await work(caller, 4, 3)
  await happened(caller, 1, 3)
  await create(core, caller, {}, 2)
  await happened(caller, 5, 1)
  await work(caller, 1, 1).catch(() => {})
  await closeStatements(core.database, number)
  const statements = await readStatements(core.database, number, { before: null, limit: 10 })
  expect(statements.map(({ month }) => month)).toEqual(await Promise.all([0, 1, 2, 3].map(monthAgo)))
  const [open, last, idle, first] = statements
  expect(first).toMatchObject({
    first_seq: 1,
    last_seq: 4,
    opening_available: 0,
    opening_held: 0,
    granted: 100 * CREDIT,
    held: 4 * CREDIT,
    charged: 3 * CREDIT,
    released: CREDIT,
    refunded: 0,
    closing_available: 97 * CREDIT,
    closing_held: 0,
  })
  expect(idle).toMatchObject({ first_seq: 5, last_seq: 4, closing_available: 97 * CREDIT })
  expect(last).toMatchObject({ first_seq: 5, last_seq: 5, held: 2 * CREDIT, closing_held: 2 * CREDIT })
  expect(open).toMatchObject({ first_seq: 6, closed_at: null, opening_available: 95 * CREDIT })
  expect(await core.verify()).toEqual([])
})

test('a closed statement never changes: what comes later, at whatever time, belongs to a later one', async () => {
  const caller = await core.makeOrganisation(10)
  const { number } = caller.organisation
  await happened(caller, 1, 2)
  const month = await monthAgo(2)
  const closed = await readStatement(core.database, number, month)
  expect(closed?.closed_at).not.toBeNull()
  await grantCredits(core.database, { organisation: number, amount: CREDIT, actor: 'test', reason: 'late' })
  // A clock that was set back.
  await happened(caller, 2, 2)
  expect(await readStatement(core.database, number, month)).toEqual(closed)
  expect(await readStatement(core.database, number, await monthAgo(0))).toMatchObject({ first_seq: 2, granted: CREDIT })
  expect(await core.verify()).toEqual([])
})

test('many processes that close the same months at once close each once', async () => {
  const caller = await core.makeOrganisation(10)
  await happened(caller, 1, 6)
  const engines = [core.context, core.another(), core.another()]
  await Promise.all(engines.map(({ sql }) => closeStatements(sql, caller.organisation.number)))
  const rows = await core.sql<{ n: number }>('select count(*) as n from statements where organisation = $1', [
    caller.organisation.number,
  ])
  expect(rows).toEqual([{ n: 6 }])
})

test('an organisation in which nothing moved has no statement, and an unknown month has none', async () => {
  const empty = await createOrganisation(core.database, { name: 'Empty', slug: 'empty' })
  expect(await readStatements(core.database, empty?.number ?? 0, { before: null, limit: 5 })).toEqual([])
  for (const month of ['2020-01', '2999-12', '2026-13', 'x', '2026-1']) {
    const { status, body } = await medley.send('GET', `/v1/statements/${month}`)
    expect([status, at(body, 'error', 'code')]).toEqual([404, 'not_found'])
  }
})

test('over HTTP the running month is open, and its closing balance is the balance', async () => {
  await medley.send('POST', '/v1/images/generations', { prompt: 'a cat', model: 'sim/image', n: 3 })
  const { body: list } = await medley.send('GET', '/v1/statements')
  expect(list).toMatchObject({ object: 'list', has_more: false, next_cursor: null })
  const { body: balance } = await medley.send('GET', '/v1/balance')
  const statement = at(list, 'data', 0)
  expect(statement).toMatchObject({
    object: 'statement',
    status: 'open',
    opening: { available: '0.0000', held: '0.0000', total: '0.0000' },
    movements: { granted: '100.0000', held: '3.0000', charged: '0.0000', released: '0.0000', refunded: '0.0000' },
    closing: { available: balance['available'] ?? null, held: '3.0000', total: '100.0000' },
    first_seq: 1,
    movement_count: 2,
    closed_at: null,
  })
  const { body: one } = await medley.send('GET', `/v1/statements/${String(at(statement, 'month'))}`)
  expect(one).toEqual(statement)
})

test.each([
  [
    'an amount',
    'update statements set granted = granted + 1, closing_available = closing_available + 1 where organisation = $1',
  ],
  ['the cut', 'update statements set last_seq = last_seq + 1 where organisation = $1 and first_seq = 1'],
  ['a month that is gone', 'delete from statements where organisation = $1 and first_seq = 1'],
])('the books show a statement that somebody has changed: %s', async (_what, text) => {
  const caller = await core.makeOrganisation(10)
  await happened(caller, 1, 2)
  await closeStatements(core.database, caller.organisation.number)
  await core.sql(text, [caller.organisation.number])
  const names = (await core.verify()).map(({ organisation, invariant }) => [organisation, invariant])
  expect(names.length).toBeGreaterThan(0)
  expect(names.every(([organisation]) => organisation === caller.organisation.number)).toBe(true)
  await core.sql('delete from statements where organisation = $1', [caller.organisation.number])
})

test('the nightly audit is made once by all processes, closes months, logs each row and raises the measure everywhere', async () => {
  const caller = await core.makeOrganisation(10)
  await happened(caller, 1, 1)
  const errors: unknown[] = []
  const log = { ...core.context.log, error: (fields: unknown) => void errors.push(fields), info: () => {} }
  const engines = [core.context, core.another(), core.another()].map((context) => {
    const engine = { ...context, auditHour: 0, log: log as typeof context.log, metrics: makeMetrics() }
    watchAudits(engine)
    return engine
  })
  const measure = async () => {
    const texts = await Promise.all(engines.map(({ metrics }) => metrics.render()))
    return texts.map(({ text }) => /^gateway_ledger_discrepancies (\d+)$/m.exec(text)?.[1])
  }
  await core.sql('update accounts set available = available + 7 where organisation = $1', [caller.organisation.number])
  expect(await measure()).toEqual(['0', '0', '0'])
  await Promise.all(engines.map((engine) => auditBooks(engine)))
  expect(errors).toHaveLength(1)
  expect(errors[0]).toMatchObject({
    organisation: caller.organisation.number,
    invariant: 'balances follow from movements',
    row: { available: 10 * CREDIT + 7, derived_available: String(10 * CREDIT) },
  })
  expect(await measure()).toEqual(['1', '1', '1'])
  const closed = await core.sql<{ n: number }>('select count(*) as n from statements where organisation = $1', [
    caller.organisation.number,
  ])
  expect(closed).toEqual([{ n: 1 }])
  // Not again today; but an audit that was cut off leaves no row, and is made by whoever comes next.
  await Promise.all(engines.map((engine) => auditBooks(engine)))
  expect(errors).toHaveLength(1)
  await core.sql('delete from audits')
  await core.sql('update accounts set available = available - 7 where organisation = $1', [caller.organisation.number])
  await Promise.all(engines.map((engine) => auditBooks(engine)))
  expect(await measure()).toEqual(['0', '0', '0'])
})

test('before its hour no audit is made', async () => {
  await core.sql('delete from audits')
  await auditBooks({ ...core.context, auditHour: 24 })
  expect(await core.sql('select day from audits')).toEqual([])
})
