import { afterAll, beforeAll, expect, test } from 'vitest'

import { refundTask, grantCredits } from '../../src/core/adjust-credits.ts'
import { GatewayError } from '../../src/domain/errors.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { parseTaskId, type Uuid } from '../../src/lib/ids.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'
import { startReceiver, type Receiver } from '../helpers/start-receiver.ts'

let medley: TestMedley
afterAll(async () => {
  await medley.stop()
  await receiver.stop()
})
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
  medley = await startMedley({ credits: '1000', env: { MEDLEY_ALLOW_PRIVATE: '127.0.0.1' } })
})

const noWakeUps = { logGrown: () => {}, messagesRaised: () => {} }
const operator = () => ({ sql: medley.database, wakeUps: noWakeUps as never })
const refund = (wireId: string, amount: number | 'all', idempotencyKey: string | null = null, reason = 'sorry') =>
  refundTask(operator(), 'somebody', reason, { task: taskOf(wireId), amount, idempotencyKey })

function taskOf(wireId: string): Uuid {
  const id = parseTaskId(wireId)
  if (id === null) throw new Error(`${wireId} is no task`)
  return id
}

async function images(n: number, script: JsonObject = {}): Promise<string> {
  const { body } = await medley.send('POST', '/v1/images/generations', {
    prompt: 'a cat',
    model: 'sim/image',
    n,
    model_options: { simulator: script },
  })
  return String(body['task_id'])
}

async function done(n: number, script: JsonObject = {}): Promise<string> {
  const id = await images(n, script)
  await medley.untilDone(id)
  return id
}

const statementOf = async (id: string) => (await medley.send('GET', `/v1/tasks/${id}/statement`)).body
const balance = async () => (await medley.send('GET', '/v1/balance')).body
const refusalOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  return error instanceof GatewayError ? [error.code, error.details.issues?.[0]?.path.join('.')] : error
}

test('three of four images are charged in the own fields of each API, and the statement says why one came back', async () => {
  const before = await balance()
  const id = await done(4, { deliver: 3 })
  const { body: beatra } = await medley.send('GET', `/v1/tasks/${id}`)
  expect(beatra['billing']).toMatchObject({ charged_credits: '4.0000', refunded_credits: '1.0000' })
  expect(beatra['usage']).toMatchObject({
    image_count: 3,
    credits: '3.0000',
    lines: [{ meter: 'image_count', quantity: '3', billed_amount_credits: '3.0000' }],
  })
  const { body: omnapi } = await medley.send('GET', `/api/v1/tasks/${id}`)
  expect(omnapi).toMatchObject({
    creditsRequired: 4,
    creditsCharged: 3,
    refunded: true,
    unitPrice: 0.001,
    currency: 'USD',
  })
  const { body: piapi } = await medley.send('GET', `/api/v1/task/${id}`)
  expect(at(piapi, 'data', 'meta', 'usage')).toEqual({ type: 'llm', frozen: 0, consume: 30_000 })
  expect(await statementOf(id)).toMatchObject({
    object: 'task_statement',
    task_id: id,
    price_version: 1,
    held: '4.0000',
    charged: '3.0000',
    returned: '1.0000',
    net: '3.0000',
    settled: true,
    movements: [
      { kind: 'hold', amount: '4.0000', why: 'created' },
      { kind: 'capture', amount: '3.0000', why: 'delivered' },
      { kind: 'release', amount: '1.0000', why: 'not_delivered' },
    ],
  })
  const after = await balance()
  expect(Number(before['available']) - Number(after['available'])).toBe(3)
})

test('a failure and a cancel give all back, and the statement says why', async () => {
  const before = await balance()
  const failed = await done(2, { failAt: 'finish', error: { fault: 'policy' } })
  expect(await statementOf(failed)).toMatchObject({
    charged: '0.0000',
    returned: '2.0000',
    movements: [{ why: 'created' }, { kind: 'release', why: 'content_rejected' }],
  })
  const canceled = await images(2, { delayMs: 60_000 })
  await medley.send('POST', `/v1/tasks/${canceled}/cancel`)
  await medley.untilDone(canceled)
  expect(await statementOf(canceled)).toMatchObject({ returned: '2.0000', movements: [{}, { why: 'canceled' }] })
  expect(await balance()).toEqual(before)
})

test('an open task shows what is held, and the balance sets it aside', async () => {
  const before = await balance()
  const id = await images(3, { delayMs: 60_000 })
  expect(await statementOf(id)).toMatchObject({ held: '3.0000', charged: '0.0000', returned: '0.0000', settled: false })
  const open = await balance()
  expect(open).toMatchObject({ object: 'balance', held: '3.0000', total: before['total'] })
  await medley.send('POST', `/v1/tasks/${id}/cancel`)
  await medley.untilDone(id)
  expect(await balance()).toEqual(before)
})

test('a refund lowers the charge everywhere, never below nothing, and says its reason', async () => {
  const before = await balance()
  const id = await done(4)
  const etag = (await medley.send('GET', `/v1/tasks/${id}`)).headers.get('etag') ?? ''
  expect(await refund(id, 15_000)).toMatchObject({ amount: 15_000, replayed: false })
  const { status, body: beatra } = await medley.send('GET', `/v1/tasks/${id}`, undefined, {
    headers: { 'if-none-match': etag },
  })
  expect(status).toBe(200)
  expect(beatra['billing']).toMatchObject({ charged_credits: '4.0000', refunded_credits: '1.5000' })
  expect(beatra['usage']).toMatchObject({ credits: '2.5000', lines: [{ billed_amount_credits: '2.5000' }] })
  const { body: omnapi } = await medley.send('GET', `/api/v1/tasks/${id}`)
  expect(omnapi).toMatchObject({ creditsRequired: 4, creditsCharged: 2.5, refunded: true })
  const { body: piapi } = await medley.send('GET', `/api/v1/task/${id}`)
  expect(at(piapi, 'data', 'meta', 'usage', 'consume')).toBe(25_000)
  expect(await refusalOf(refund(id, 25_001))).toEqual(['invalid_request', 'credits'])
  expect(await refund(id, 'all')).toMatchObject({ amount: 25_000 })
  expect(await refusalOf(refund(id, 'all'))).toEqual(['invalid_request', 'credits'])
  expect(await statementOf(id)).toMatchObject({
    charged: '4.0000',
    returned: '4.0000',
    net: '0.0000',
    movements: [{}, {}, { kind: 'refund', why: 'refunded', reason: 'sorry' }, { kind: 'refund' }],
  })
  expect((await balance())['available']).toBe(before['available'])
  const { body: events } = await medley.send('GET', '/v1/events?types=task.refunded')
  expect(at(events, 'data', 0)).toMatchObject({ type: 'task.refunded', task_id: id })
  // Told as it was then: nothing had come back when it succeeded.
  const { body: ends } = await medley.send('GET', '/v1/events?types=task.succeeded')
  const ofTask = ends['data']
  const succeeded = (Array.isArray(ofTask) ? ofTask : []).find((one) => at(one, 'task_id') === id)
  expect(at(succeeded, 'data', 'billing', 'refunded_credits')).toBe('0.0000')
  expect(await medley.verify()).toEqual([])
})

test('endpoints that want to know are told of a refund, once; the URL of the task is told of its end alone', async () => {
  const events = ['task.succeeded', 'task.refunded']
  await medley.send('POST', '/v1/webhooks/endpoints', { url: `${receiver.url}/endpoint`, events })
  const { body: created } = await medley.send('POST', '/v1/images/generations', {
    prompt: 'a cat',
    model: 'sim/image',
    callback_url: `${receiver.url}/task`,
  })
  const id = String(created['task_id'])
  await medley.untilDone(id)
  await refund(id, 4000, 'told')
  await refund(id, 4000, 'told')
  const told = (path: string) => receiver.received.filter((one) => one.path === path)
  await until(async () => (told('/endpoint').length > 1 && told('/task').length > 0 ? true : null))
  const credits = told('/endpoint').map(({ body }) => [body['type'], at(body, 'data', 'billing', 'refunded_credits')])
  expect(credits).toEqual([
    ['task.succeeded', '0.0000'],
    ['task.refunded', '0.4000'],
  ])
  const [earlier, later] = told('/endpoint').map(({ headers }) => Number(headers['webhook-sequence']))
  expect(later).toBeGreaterThan(earlier ?? Infinity)
  const { body: messages } = await medley.send('GET', `/v1/webhooks/messages?task_id=${id}`)
  const kinds = messages['data']
  expect((Array.isArray(kinds) ? kinds : []).map((one) => at(one, 'type')).toSorted()).toEqual([
    'task.refunded',
    'task.succeeded',
    'task.succeeded',
  ])
  const first = (Array.isArray(kinds) ? kinds : []).find((one) => at(one, 'type') === 'task.refunded')
  await refund(id, 1000)
  const { body: shown } = await medley.send('GET', `/v1/webhooks/messages/${String(at(first ?? null, 'id'))}`)
  expect(at(shown, 'body', 'data', 'billing', 'refunded_credits')).toBe('0.4000')
  const refused = await medley.send('POST', '/v1/webhooks/endpoints', { url: receiver.url, events, dialect: 'omnapi' })
  expect(refused.status).toBe(422)
})

test('what the log and a message say of an event never changes, however often the task is refunded later', async () => {
  const id = await done(4)
  const logged = async () => {
    const { body } = await medley.send('GET', '/v1/events?limit=200')
    return (Array.isArray(body['data']) ? body['data'] : []).filter((one) => at(one, 'task_id') === id)
  }
  const ended = await logged()
  await refund(id, 10_000)
  const refunded = await logged()
  await refund(id, 5000)
  const again = await logged()
  expect([refunded.slice(0, ended.length), again.slice(0, refunded.length)]).toEqual([ended, refunded])
  expect(again.slice(-2).map((one) => at(one, 'data', 'billing', 'refunded_credits'))).toEqual(['1.0000', '1.5000'])
})

test('a refund by an Idempotency-Key happens once, however often and however much at once it is asked for', async () => {
  const id = await done(4)
  const before = await balance()
  const all = await Promise.all(Array.from({ length: 20 }, () => refund(id, 10_000, 'r-1')))
  expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(new Set(all.map(({ seq }) => seq)).size).toBe(1)
  expect(await refusalOf(refund(id, 20_000, 'r-1'))).toEqual(['idempotency_conflict', undefined])
  const after = await balance()
  expect(Number(after['available']) - Number(before['available'])).toBe(1)
})

test('refunds at once never give back more than the charge', async () => {
  const id = await done(4)
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => refund(id, 15_000)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  expect(await statementOf(id)).toMatchObject({ charged: '4.0000', returned: '3.0000', net: '1.0000' })
  expect(await medley.verify()).toEqual([])
})

test('what was not charged cannot be refunded: open, failed, canceled, unknown', async () => {
  const open = await images(1, { delayMs: 60_000 })
  expect(await refusalOf(refund(open, 'all'))).toEqual(['invalid_request', 'task_id'])
  await medley.send('POST', `/v1/tasks/${open}/cancel`)
  await medley.untilDone(open)
  expect(await refusalOf(refund(open, 'all'))).toEqual(['invalid_request', 'task_id'])
  expect(await refusalOf(refund(await done(1, { failAt: 'start' }), 'all'))).toEqual(['invalid_request', 'task_id'])
  expect(await refusalOf(refund('tsk_01KKJ03VV4MFN9WPY3JR6JKK1H', 'all'))).toEqual(['task_not_found', undefined])
  expect(await refusalOf(refund(open, 0))).toEqual(['invalid_request', 'credits'])
})

test('a grant by an Idempotency-Key adds once; without one each time; never beyond what is exact', async () => {
  const before = await balance()
  const grant = (amount: number, idempotencyKey: string | null) =>
    grantCredits(operator(), 'somebody', 'a gift', { organisation: 1, amount, idempotencyKey })
  const all = await Promise.all(Array.from({ length: 20 }, () => grant(10_000, 'g-1')))
  expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(await refusalOf(grant(20_000, 'g-1'))).toEqual(['idempotency_conflict', undefined])
  await grant(10_000, null)
  await grant(10_000, null)
  expect(Number((await balance())['available']) - Number(before['available'])).toBe(3)
  expect(await refusalOf(grant(Number.MAX_SAFE_INTEGER, null))).toEqual(['invalid_request', 'credits'])
  expect(
    await refusalOf(grantCredits(operator(), 'x', 'y', { organisation: 99, amount: 1, idempotencyKey: null })),
  ).toEqual(['not_found', undefined])
  expect(await medley.verify()).toEqual([])
})

/** Every movement, page by page. */
async function walk(query: string): Promise<JsonObject[]> {
  const rows: JsonObject[] = []
  let cursor = ''
  for (;;) {
    const { body } = await medley.send('GET', `/v1/ledger?${query}${cursor}`)
    const data = body['data']
    rows.push(...((Array.isArray(data) ? data : []) as JsonObject[]))
    if (body['has_more'] !== true) return rows
    cursor = `&cursor=${body['next_cursor']}`
  }
}

test('the ledger is walked by its cursor without gaps, either way, by task and by kind, and adds up to the balance', async () => {
  const rows = await walk('limit=3&order=asc')
  expect(rows.map((row) => row['seq'])).toEqual(rows.map((_, index) => index + 1))
  expect(await walk('limit=200')).toEqual(rows.toReversed())
  const sum = (account: string) =>
    rows.reduce((total, row) => {
      const units = Math.round(Number(row['amount']) * 10_000)
      return total + (row['credit'] === account ? units : 0) - (row['debit'] === account ? units : 0)
    }, 0)
  const { available, held } = await balance()
  expect([sum('available'), sum('held')]).toEqual([Number(available) * 10_000, Number(held) * 10_000])
  const id = await done(2)
  expect((await walk(`task_id=${id}`)).map((row) => row['kind'])).toEqual(['capture', 'hold'])
  expect(new Set((await walk('kind=refund&limit=1')).map((row) => row['kind']))).toEqual(new Set(['refund']))
  expect((await walk('kind=grant')).at(-1)).toMatchObject({
    object: 'movement',
    seq: 1,
    task_id: null,
    reason: 'MEDLEY_CREDITS',
  })
})

test('as CSV the ledger is whole, in the same order, and no cell is a formula', async () => {
  await grantCredits(operator(), 'somebody', '=1+1, "quoted"', { organisation: 1, amount: 1, idempotencyKey: null })
  const rows = await walk('limit=200')
  const byHeader = await fetch(`${medley.url}/v1/ledger`, {
    headers: { accept: 'text/csv', 'x-api-key': 'medley-test-key-0123456789' },
  })
  expect(byHeader.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const lines = (await byHeader.text()).split('\r\n')
  expect(lines[0]).toBe('seq,kind,amount,debit,credit,task_id,reason,created_at')
  expect(lines.slice(1, -1).map((line) => Number(line.split(',')[0]))).toEqual(rows.map((row) => row['seq']))
  expect(lines[1]).toContain(`,"'=1+1, ""quoted""",`)
  const byQuery = await fetch(`${medley.url}/v1/ledger?format=csv&kind=refund&limit=1`, {
    headers: { 'x-api-key': 'medley-test-key-0123456789' },
  })
  expect((await byQuery.text()).split('\r\n')).toHaveLength(3)
})

test.each(['limit=0', 'limit=201', 'kind=gift', 'order=up', 'cursor=x', 'task_id=x', 'format=xml'])(
  'the ledger refuses ?%s, naming it',
  async (query) => {
    const { status, body } = await medley.send('GET', `/v1/ledger?${query}`)
    expect([status, at(body, 'error', 'param')]).toEqual([422, `/${query.split('=')[0]}`])
  },
)

test('money is behind the key', async () => {
  const paths = [
    '/v1/balance',
    '/v1/ledger',
    '/v1/statements',
    '/v1/statements/2026-01',
    '/account/info',
    '/account/active_tasks',
    '/api/open/tasks/histories',
  ]
  for (const path of paths) expect((await medley.send('GET', path, undefined, { key: null })).status).toBe(401)
})
