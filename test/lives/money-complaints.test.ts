import { afterAll, beforeAll, expect, test } from 'vitest'

import catalogueFile from '../../catalogue/models.json' with { type: 'json' }
import { refundTask } from '../../src/core/adjust-credits.ts'
import { parseCatalogue } from '../../src/domain/catalogue.ts'
import { priceLines, quantityOf, totalOf } from '../../src/domain/pricing.ts'
import { parseTaskId } from '../../src/lib/ids.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'

/** What users of other products complain about, by the number of the complaint (docs/guarantees.md). */

let medley: TestMedley
afterAll(() => medley.stop())
beforeAll(async () => {
  medley = await startMedley({ credits: '1000' })
})

async function video(script: JsonObject): Promise<string> {
  const { body } = await medley.send('POST', '/api/v1/tasks', {
    model: 'sim/video',
    feature: 'generate-video',
    inputParameters: { prompt: 'a film', script },
  })
  return String(body['taskId'])
}

async function images(n: number, script: JsonObject): Promise<string> {
  const { body } = await medley.send('POST', '/v1/images/generations', {
    prompt: 'a cat',
    model: 'sim/image',
    n,
    model_options: { simulator: script },
  })
  return String(body['task_id'])
}

const balance = async () => (await medley.send('GET', '/v1/balance')).body
const statementOf = async (id: string) => (await medley.send('GET', `/v1/tasks/${id}/statement`)).body

/** The movements of a task, looked up in the database: no client reads anything. */
const movementsOf = (id: string) =>
  medley.database.query<{ kind: string; amount: number }>(
    'test-movements',
    'select kind, amount from movements where task = $1 order by seq',
    [parseTaskId(id)],
  )

test.each(['start', 'check', 'finish'])(
  '1: an asynchronous video that fails at its %s is not charged',
  async (failAt) => {
    const before = await balance()
    const id = await video({ delayMs: 20, failAt })
    await medley.untilDone(id)
    expect(await balance()).toEqual(before)
    expect((await medley.send('GET', `/api/v1/tasks/${id}`)).body).toMatchObject({
      status: 'FAILED',
      creditsRequired: 1,
      creditsCharged: 0,
      refunded: true,
    })
  },
)

test('2: a refund lowers what was used as much as it raises the balance: no total grows out of nothing', async () => {
  const id = await images(4, {})
  await medley.untilDone(id)
  const read = async () => {
    const { body } = await medley.send('GET', '/account/info')
    const { body: months } = await medley.send('GET', '/v1/statements')
    const pack = (name: string) => Number(at(body, 'data', 'credit_pack_info', name))
    const month = (name: string) => Number(at(months, 'data', 0, 'movements', name))
    return {
      available: pack('available_credits'),
      used: pack('used_credits'),
      total: pack('total_credits'),
      net: month('charged') - month('refunded'),
    }
  }
  const before = await read()
  const task = parseTaskId(id) ?? ''
  const wakeUps = { logGrown: () => {}, messagesRaised: () => {} } as never
  const order = { task, amount: 25_000, idempotencyKey: null }
  await refundTask({ sql: medley.database, wakeUps }, 'somebody', 'not what was asked for', order)
  const after = await read()
  expect(after).toEqual({
    available: before.available + 2.5,
    used: before.used - 2.5,
    total: before.total,
    net: before.net - 2.5,
  })
  expect(after.net).toBe(after.used)
})

test('3: what is held at create is the most that is ever charged, also when more comes back than was asked for', async () => {
  const before = await balance()
  const id = await images(2, { deliver: 8 })
  await medley.untilDone(id)
  expect(await statementOf(id)).toMatchObject({ held: '2.0000', charged: '2.0000', returned: '0.0000' })
  expect(Number(before['available']) - Number((await balance())['available'])).toBe(2)
  expect(await medley.verify()).toEqual([])
})

test('8: what is moderated away is not charged, and what succeeds is, although its client never asks again', async () => {
  const moderated = await images(3, { delayMs: 20, failAt: 'finish', error: { fault: 'policy' } })
  const good = await images(3, { delayMs: 20 })
  const ended = (id: string) =>
    until(async () => {
      const movements = await movementsOf(id)
      return movements.length > 1 ? movements : null
    })
  expect(await ended(moderated)).toEqual([
    { kind: 'hold', amount: 30_000 },
    { kind: 'release', amount: 30_000 },
  ])
  expect(await ended(good)).toEqual([
    { kind: 'hold', amount: 30_000 },
    { kind: 'capture', amount: 30_000 },
  ])
})

test('9: four callbacks about one task are one charge', async () => {
  const id = await images(1, { delayMs: 30, callbacks: { count: 4, delayMs: 0 } })
  await medley.untilDone(id)
  // All four have come when a later task, with callbacks of its own, has ended.
  await medley.untilDone(await images(1, { delayMs: 200, callbacks: { count: 1, delayMs: 0 } }))
  expect((await movementsOf(id)).map(({ kind }) => kind)).toEqual(['hold', 'capture'])
})

test('12: nothing that is offered costs nothing, whatever it is counted in', () => {
  const catalogue = parseCatalogue(catalogueFile, new Set(['studio', 'simulator']))
  for (const { capability, price, durationSeconds } of catalogue.models) {
    const work = { capability: 'chat.complete', prompt: '', seed: 1, count: 1, script: null } as const
    const quantity = quantityOf(price.unit, work, durationSeconds)
    for (const variant of [null, ...Object.keys(price.variants)]) {
      const total = totalOf(priceLines(price, { version: 1, variant, quantity, results: 1, isMost: false }))
      expect(total, capability).toBeGreaterThan(0)
    }
  }
})

test('12: a video is recorded at its price, and a refusal of its provider is the failure of the task, not an error of ours', async () => {
  const good = await video({})
  await medley.untilDone(good)
  expect(await statementOf(good)).toMatchObject({ charged: '1.0000' })
  const refused = await video({ failAt: 'start', error: { fault: 'caller' } })
  await medley.untilDone(refused)
  const { status, body } = await medley.send('GET', `/api/v1/tasks/${refused}`)
  expect([status, body['status'], body['errorCode'], body['creditsCharged']]).toEqual([
    200,
    'FAILED',
    'INVALID_INPUT',
    0,
  ])
})

test('14: a task whose provider never ends is given up at its deadline after one more look, and its credits come back', async () => {
  const before = await balance()
  const id = await video({ delayMs: 3_600_000 })
  await until(async () => {
    const { body } = await medley.send('GET', `/v1/tasks/${id}`)
    return body['status'] === 'running' ? body : null
  })
  expect(await balance()).toMatchObject({ held: '1.0000' })
  await medley.database.query(
    'test-deadline',
    `update jobs set deadline = now() - interval '1 second' where task = $1`,
    [parseTaskId(id)],
  )
  await medley.untilDone(id)
  expect((await medley.send('GET', `/v1/tasks/${id}`)).body).toMatchObject({
    status: 'failed',
    error: { code: 'upstream_timeout' },
    billing: { charged_credits: '1.0000', refunded_credits: '1.0000' },
  })
  expect(await statementOf(id)).toMatchObject({
    settled: true,
    returned: '1.0000',
    movements: [{ why: 'created' }, { kind: 'release', why: 'provider_timeout' }],
  })
  expect(await balance()).toEqual(before)
  expect(await medley.verify()).toEqual([])
})
