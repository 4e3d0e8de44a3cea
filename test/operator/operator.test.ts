import { afterAll, beforeAll, expect, test } from 'vitest'

import { OPERATOR_ROUTES } from '../../src/http/operator/operator-routes.ts'
import { parseId } from '../../src/lib/ids.ts'
import { readIn, simulate } from '../conformance/simulate.ts'
import { dataOf, done, operatorOf, type OperatorClient } from '../helpers/operator.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'
import { startReceiver } from '../helpers/start-receiver.ts'

let medley: TestMedley
let operator: OperatorClient
let organisation: string
beforeAll(async () => {
  medley = await startMedley({ env: { MEDLEY_ALLOW_PRIVATE: '127.0.0.1' } })
  operator = operatorOf(medley)
  organisation = String(dataOf(done(await operator.get('/organisations')))[0]?.['id'])
})
afterAll(() => medley.stop())

/** The newest lines of the audit log. */
async function audited(count = 1): Promise<unknown[]> {
  const lines = dataOf(done(await operator.get(`/audit-log?limit=${count}`)))
  return lines.map(({ action, subject, details }) => ({ action, subject, details }))
}

/** Walks a list to its end. */
async function walk(path: string, limit: number): Promise<string[]> {
  const ids: string[] = []
  let cursor = ''
  for (;;) {
    const page = done(await operator.get(`${path}limit=${limit}${cursor}`))
    ids.push(...dataOf(page).map(({ id }) => String(id)))
    if (page['next_cursor'] === null) return ids
    cursor = `&cursor=${String(page['next_cursor'])}`
  }
}

test('organisations are made, renamed and listed page by page', async () => {
  const made: string[] = []
  for (const slug of ['ants', 'bees', 'crows']) {
    const body = done(await operator.post('/organisations', { name: slug, slug }))
    expect(body).toMatchObject({ slug, available: '0.0000', held: '0.0000', tasks_at_work: 0 })
    made.push(String(body['id']))
  }
  const taken = await operator.post('/organisations', { name: 'Bees again', slug: 'bees' })
  expect([taken.status, at(taken.body, 'errors', 0, 'path')]).toEqual([400, '/slug'])
  const renamed = done(await operator.patch(`/organisations/${made[0]}`, { name: 'Ants & Sons' }))
  expect(renamed['name']).toBe('Ants & Sons')
  expect(done(await operator.get(`/organisations/${made[0]}`))).toEqual(renamed)
  expect(await audited(2)).toEqual([
    { action: 'organisation.rename', subject: made[0], details: { from: 'ants', to: 'Ants & Sons' } },
    { action: 'organisation.create', subject: made[2], details: { name: 'crows', slug: 'crows' } },
  ])
  expect(await walk('/organisations?', 2)).toEqual([...made.toReversed(), organisation])
})

test('a grant and a refund happen once for a key, are in the ledger with who and why, and stand in the audit log once', async () => {
  const id = await simulate(medley, 'beatra')
  await medley.untilDone(id)
  const grant = { credits: '12.5', reason: 'a gift' }
  const key = { 'idempotency-key': 'grant-1' }
  const first = done(await operator.post(`/organisations/${organisation}/grants`, grant, key))
  expect(first).toMatchObject({ object: 'grant', credits: '12.5000', organisation_id: organisation })
  const again = await operator.post(`/organisations/${organisation}/grants`, grant, key)
  expect([done(again), again.headers.get('idempotent-replayed')]).toEqual([first, 'true'])
  const other = await operator.post(`/organisations/${organisation}/grants`, { ...grant, credits: '13' }, key)
  expect(other.status).toBe(409)
  const refunds = [1, 2].map(() => operator.post(`/tasks/${id}/refunds`, { credits: '0.25', reason: 'too dark' }, key))
  const [one, two] = await Promise.all(refunds)
  if (one === undefined) throw new Error('nothing was refunded')
  const refund = done(one)
  expect(two?.body).toEqual(refund)
  expect([one, two].map((answer) => answer?.headers.get('idempotent-replayed')).toSorted()).toEqual([null, 'true'])
  expect(refund).toMatchObject({ object: 'refund', credits: '0.2500', task_id: id, organisation_id: organisation })
  const rest = done(await operator.post(`/tasks/${id}/refunds`, { reason: 'all of it' }))
  expect(rest['credits']).toBe('0.7500')
  const tooMuch = await operator.post(`/tasks/${id}/refunds`, { reason: 'more' })
  expect(tooMuch.status).toBe(400)
  expect(at(await readIn(medley, 'beatra', id), 'billing', 'refunded_credits')).toBe('1.0000')
  expect(await audited(4)).toEqual([
    { action: 'credits.refund', subject: id, details: { credits: '0.7500', reason: 'all of it', seq: rest['seq'] } },
    { action: 'credits.refund', subject: id, details: { credits: '0.2500', reason: 'too dark', seq: refund['seq'] } },
    {
      action: 'credits.grant',
      subject: organisation,
      details: { credits: '12.5000', reason: 'a gift', seq: first['seq'] },
    },
    expect.anything(),
  ])
  const [movement] = await medley.database.query<{ actor: string; reason: string }>(
    'test-movement',
    'select actor, reason from movements where seq = $1',
    [first['seq']],
  )
  expect(movement).toEqual({ actor: expect.stringMatching(/^key \S{36} first key$/), reason: 'a gift' })
})

test('prices are set, in force when the answer is there, and listed with who set them', async () => {
  const refused = await operator.post('/prices', { prices: { models: { nothing: { credits: '1' } } }, reason: 'x' })
  expect([refused.status, at(refused.body, 'errors', 0, 'path')]).toEqual([400, '/prices'])
  const body = { prices: { models: { 'sim/image': { credits: '7' } } }, reason: 'inflation' }
  const version = done(await operator.post('/prices', body))
  expect(version).toMatchObject({ version: 2, source: 'operator', reason: 'inflation' })
  const models = dataOf(done(await operator.get('/catalogue')))
  const simulated = models.find(({ id }) => id === 'sim/image')
  expect(simulated).toMatchObject({ price_version: 2, price: { unit: 'image', credits: '7.0000' }, servable: true })
  expect(dataOf(done(await operator.get('/prices')))).toEqual([version])
  expect(await audited()).toEqual([
    { action: 'prices.set', subject: null, details: { version: 2, reason: 'inflation' } },
  ])
  done(await operator.post('/prices', { prices: {}, reason: 'back' }))
})

test("an organisation's limits are set and read with what is used", async () => {
  const path = `/organisations/${organisation}/limits`
  const set = done(await operator.patch(path, { credits_per_day: '1000', tasks_at_once: 5, excess_tasks: 'staged' }))
  expect(set).toMatchObject({
    credits_per_day: { limit: '1000.0000' },
    tasks_at_once: { limit: 5 },
    excess_tasks: 'staged',
  })
  const unset = done(
    await operator.patch(path, { credits_per_day: '0', tasks_at_once: null, excess_tasks: 'by_dialect' }),
  )
  expect(unset).toMatchObject({ credits_per_day: { limit: null }, tasks_at_once: { limit: null } })
  expect(await audited()).toMatchObject([{ action: 'limits.set', subject: organisation }])
})

test('tasks and deliveries of all organisations are listed, of one and by status too', async () => {
  const receiver = await startReceiver()
  try {
    const [other] = dataOf(done(await operator.get('/organisations')))
    done(await operator.post(`/organisations/${other?.['id']}/grants`, { credits: '100', reason: 'start' }))
    const terms = { organisation_id: other?.['id'] ?? '', name: 'theirs' }
    const key = String(done(await operator.post('/keys', terms))['secret'])
    const body = {
      model: 'sim/image',
      prompt: 'x',
      callback_url: receiver.url,
      model_options: { simulator: { failAt: 'start', error: { fault: 'caller', retryable: false } } },
    }
    const made = done(await medley.send('POST', '/v1/images/generations', body, { key }))
    const theirs = String(made['task_id'])
    const failed = await until(async () => {
      const rows = dataOf(done(await operator.get('/tasks?status=failed')))
      return rows.length > 0 ? rows : null
    })
    expect(failed).toMatchObject([{ id: theirs, organisation_id: other?.['id'], dialect: 'beatra', held: '1.0000' }])
    const ours = await simulate(medley, 'omnapi')
    await medley.untilDone(ours)
    const all = await walk('/tasks?', 2)
    expect(all).toContain(theirs)
    expect(all).toHaveLength(new Set(all).size)
    expect(await walk(`/tasks?organisation_id=${other?.['id']}&`, 1)).toEqual([theirs])
    expect(await walk('/tasks?status=succeeded&', 1)).not.toContain(theirs)
    const delivered = await until(async () => {
      const rows = dataOf(done(await operator.get('/deliveries?status=delivered')))
      return rows.length > 0 ? rows : null
    })
    expect(delivered).toMatchObject([{ organisation_id: other?.['id'], task_id: theirs, attempt_count: 1 }])
    expect(await walk(`/deliveries?organisation_id=${organisation}&`, 1)).toEqual([])
  } finally {
    await receiver.stop()
  }
})

test('what is rare is found behind thousands of others, on pages that look at a bounded number of rows', async () => {
  const made = await medley.database.query<{ id: string }>(
    'test-messages',
    `with made as (
        insert into messages (id, organisation, kind, sequence, progress, state)
          select new_message_id(), 1, 'task.succeeded', 1, 100, case when n % 8000 = 0 then 2 else 1 end
            from generate_series(1, 17001) n returning id, state)
      select id from made where state = 2 order by id desc`,
    [],
  )
  expect(made).toHaveLength(2)
  const failed = await walk('/deliveries?status=failed&', 1)
  expect(failed.map((id) => parseId(id, ['msg']))).toEqual(made.map(({ id }) => id))
  expect(await walk('/deliveries?', 200)).toHaveLength((await walk('/deliveries?status=delivered&', 200)).length + 2)
})

test('after all that the books hold', async () => {
  expect(await medley.verify()).toEqual([])
})

test('the audit log only grows: nobody changes a line or takes one away', async () => {
  for (const text of [
    `update audit_log set actor = 'somebody else'`,
    'delete from audit_log',
    'truncate audit_log',
    'delete from audit_log where false',
  ]) {
    await expect(medley.database.withSession((session) => session.execute(text))).rejects.toThrow(
      'audit_log only grows',
    )
  }
  const [line] = dataOf(done(await operator.get('/audit-log?limit=1')))
  expect(line).toMatchObject({ actor: { type: 'key', name: 'first key' }, address: '127.0.0.1' })
  expect(line?.['request_id']).toMatch(/^req_/)
  const ids = await walk('/audit-log?', 2)
  expect(ids).toEqual(ids.toSorted((a, b) => Number(b) - Number(a)))
})

test('what fails leaves neither the act nor its line', async () => {
  const before = await walk('/audit-log?', 200)
  const many = '900000000000'
  const grants = `/organisations/${organisation}/grants`
  expect((await operator.post(grants, { credits: many, reason: 'x' })).status).toBe(201)
  expect((await operator.post(grants, { credits: many, reason: 'x' })).status).toBe(400)
  expect(await walk('/audit-log?', 200)).toHaveLength(before.length + 1)

  const balance = (await operator.get(`/organisations/${organisation}`)).body['available']
  const rule = (text: string) => medley.database.withSession((session) => session.execute(text))
  await rule(`alter table audit_log add constraint test check (action <> 'credits.grant') not valid`)
  try {
    expect((await operator.post(grants, { credits: '1', reason: 'x' })).status).toBe(500)
  } finally {
    await rule('alter table audit_log drop constraint test')
  }
  // A commit that fails takes the line along.
  await rule(`create function test_refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end';
    create constraint trigger test_refuse after insert on movements deferrable initially deferred
      for each row execute function test_refuse()`)
  try {
    expect((await operator.post(grants, { credits: '1', reason: 'x' })).status).toBe(500)
  } finally {
    await rule('drop function test_refuse cascade')
  }
  expect(await walk('/audit-log?', 200)).toHaveLength(before.length + 1)
  expect((await operator.get(`/organisations/${organisation}`)).body['available']).toBe(balance)
})

test('the OpenAPI document needs no key, names every route, and refers to nothing that is not in it', async () => {
  const { status, body, headers } = await medley.send('GET', '/operator/v1/openapi.json', undefined, { key: null })
  expect([status, body['openapi'], headers.get('access-control-allow-origin')]).toEqual([200, '3.1.0', null])
  const operations = Object.entries(body['paths'] ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as object).map(([method, operation]) => ({ path, method, operation })),
  )
  expect(operations.map(({ path, method }) => `${method} ${path}`).toSorted()).toEqual(
    OPERATOR_ROUTES.map(({ path, method }) => `${method.toLowerCase()} ${path.replace(':id', '{id}')}`).toSorted(),
  )
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
  const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
  for (const [, name = ''] of references) expect(at(body, 'components', 'schemas', name)).toBeDefined()
  expect(references.length).toBeGreaterThan(operations.length)
  expect(at(body, 'paths', '/keys', 'post', 'requestBody', 'content', 'application/json', 'schema')).toMatchObject({
    required: ['organisation_id', 'name'],
    additionalProperties: false,
  })
})
