import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { changeLimits, type LimitChange } from '../../src/core/limits.ts'
import { readLimits, type LimitSubject } from '../../src/store/limits.ts'
import { makeAsk, type Ask, type Reply } from '../conformance/ask.ts'
import { keyHeaders } from '../conformance/endpoints.ts'
import { codeOf, envelopeFaults } from '../conformance/envelopes.ts'
import { makeOrganisation } from '../conformance/make-organisation.ts'
import { SIMULATED } from '../conformance/simulate.ts'
import { farFromMidnight } from '../helpers/far-from-midnight.ts'
import { databaseUrlOf, readyUrlOf, startProcess } from '../helpers/medley-process.ts'
import { startMedley, type TestMedley } from '../helpers/start-medley.ts'

/** Nobody works here: what is let in stays at work. */
let medley: TestMedley
let ask: Ask
let close: () => void
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
  ;({ ask, close } = makeAsk(medley.url, 64))
})
beforeEach(farFromMidnight)
afterAll(async () => {
  close()
  await medley.stop()
})

interface Customer {
  number: number
  key: string
  ofKey: LimitSubject
  ofOrganisation: LimitSubject
}

let made = 0
/** An organisation with a key, both limited before any process has seen them. */
async function makeCustomer(limits: { key?: LimitChange; organisation?: LimitChange } = {}): Promise<Customer> {
  const { database } = medley
  const { number, key } = await makeOrganisation(database, { slug: `customer-${(made += 1)}`, credits: 1000 })
  const [row] = await database.query<{ id: string }>('find', 'select id from api_keys where organisation = $1', [
    number,
  ])
  const ofKey = { kind: 'key', id: row?.id ?? '' } as const
  const ofOrganisation = { kind: 'organisation', number } as const
  await changeLimits(database, ofKey, limits.key ?? {})
  await changeLimits(database, ofOrganisation, limits.organisation ?? {})
  return { number, key, ofKey, ofOrganisation }
}

const list = (customer: Customer, to = ask): Promise<Reply> =>
  to({ path: '/v1/tasks', headers: keyHeaders('beatra', customer.key) })

type Name = 'omnapi' | 'beatra' | 'piapi'
const create = (customer: Customer, dialect: Name, to = ask, headers: Record<string, string> = {}): Promise<Reply> =>
  to({
    method: 'POST',
    path: SIMULATED[dialect].path,
    headers: { ...keyHeaders(dialect, customer.key), 'content-type': 'application/json', ...headers },
    body: JSON.stringify(SIMULATED[dialect].body({})),
  })

const statusesOf = (replies: readonly Reply[], status: number): number =>
  replies.filter((reply) => reply.status === status).length

const limitOf = (reply: Reply): unknown => reply.headers['ratelimit']

test('of 500 at once on a bucket of 100, over two API processes, 100 are let through and what it refills meanwhile', async () => {
  const customer = await makeCustomer({ key: { requestsPerSecond: 100 } })
  const env = { DATABASE_URL: databaseUrlOf(medley.testDatabase.connection), MEDLEY_DATA: medley.dataDir }
  const urls = await Promise.all([startProcess(['api'], env), startProcess(['api'], env)].map(readyUrlOf))
  const askers = urls.map((url) => makeAsk(url, 250))
  const startedAt = performance.now()
  const replies = await Promise.all(
    Array.from({ length: 500 }, (_, index) => create(customer, 'beatra', askers[index % 2]?.ask)),
  )
  const seconds = (performance.now() - startedAt) / 1000
  for (const asker of askers) asker.close()
  const through = statusesOf(replies, 202)
  expect(through + statusesOf(replies, 429)).toBe(500)
  expect(through).toBeGreaterThanOrEqual(100)
  expect(through).toBeLessThanOrEqual(100 + Math.ceil(seconds * 100))
  const [row] = await medley.database.query<{ n: number }>(
    'count',
    'select count(*) as n from tasks where organisation = $1',
    [customer.number],
  )
  expect(row?.n).toBe(through)
})

test('a day and a month are exact over two gateways, for reads as for creates', async () => {
  const secondUrl = (await medley.also('api')) ?? ''
  const other = makeAsk(secondUrl, 64)
  const reader = await makeCustomer({ organisation: { requestsPerDay: 20 } })
  const reads = await Promise.all(Array.from({ length: 80 }, (_, n) => list(reader, n % 2 === 0 ? ask : other.ask)))
  expect([statusesOf(reads, 200), statusesOf(reads, 429)]).toEqual([20, 60])
  const maker = await makeCustomer({ key: { requestsPerMonth: 30 } })
  const creates = await Promise.all(
    Array.from({ length: 80 }, (_, n) => create(maker, 'omnapi', n % 2 === 0 ? ask : other.ask)),
  )
  expect([statusesOf(creates, 200), statusesOf(creates, 429)]).toEqual([30, 50])
  other.close()
})

const ALL: LimitChange = { requestsPerSecond: 50, requestsPerDay: 1000, requestsPerMonth: 20_000 }

test('every answer of a limited caller says how its limits stand, in the form of the draft; other answers say nothing', async () => {
  const customer = await makeCustomer({ key: ALL, organisation: { requestsPerDay: 5000 } })
  const now = new Date()
  const daysOfMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).getUTCDate()
  const policy = `"key-second";q=50;w=1, "key-day";q=1000;w=86400, "key-month";q=20000;w=${daysOfMonth * 86_400}, "organisation-day";q=5000;w=86400`
  const paths = ['/v1/tasks', '/v1/tasks/none', '/api/v1/tasks/none', '/api/v1/task/none', '/v1/models', '/v1/events']
  for (const [index, path] of paths.entries()) {
    const { headers } = await ask({ path, headers: { 'x-api-key': customer.key } })
    const left = index + 1
    expect([path, headers['ratelimit-policy']]).toEqual([path, policy])
    const form = `^"key-second";r=\\d+;t=1, "key-day";r=${1000 - left};t=(\\d+), "key-month";r=${20_000 - left};t=(\\d+), "organisation-day";r=${5000 - left};t=\\d+$`
    const found = new RegExp(form).exec(String(headers['ratelimit']))
    expect([path, headers['ratelimit'], found !== null]).toEqual([path, headers['ratelimit'], true])
    expect(Number(found?.[1])).toBeLessThanOrEqual(86_400)
    expect(Number(found?.[2])).toBeGreaterThanOrEqual(Number(found?.[1]))
  }
  const free = await makeCustomer()
  expect(limitOf(await list(free))).toBeUndefined()
})

test.each([
  ['omnapi', 'RATE_LIMIT_EXCEEDED'],
  ['beatra', 'rate_limited'],
  ['piapi', 429],
] as const)('%s says 429 with its own code, when to come back and which limit it was', async (dialect, code) => {
  const customer = await makeCustomer({ key: { requestsPerSecond: 900, requestsPerDay: 1 } })
  await create(customer, dialect)
  const midnight = new Date().setUTCHours(24, 0, 0, 0)
  const begun = Date.now()
  // Before the body: what is no JSON is not looked at.
  const reply = await ask({
    method: 'POST',
    path: SIMULATED[dialect].path,
    headers: { ...keyHeaders(dialect, customer.key), 'content-type': 'application/json' },
    body: '{"',
  })
  expect([reply.status, envelopeFaults(dialect, reply), codeOf(dialect, reply)]).toEqual([429, [], code])
  const wait = Number(reply.headers['retry-after'])
  expect(wait).toBeGreaterThanOrEqual((midnight - Date.now()) / 1000 - 1)
  expect(wait).toBeLessThanOrEqual((midnight - begun) / 1000 + 1)
  expect(reply.text).toContain(`Try again in ${wait} seconds.`)
  expect(limitOf(reply)).toContain(`"key-day";r=0;t=${wait}`)
  if (dialect !== 'piapi') expect(reply.text).toContain('"limit":"key-day"')
})

async function countOf(customer: Customer): Promise<number> {
  return (await readLimits(medley.database, customer.ofKey))?.used.requestsToday ?? -1
}

test('a request counts once, whatever becomes of it: replayed, not valid, not found; refused and nameless ones never', async () => {
  const customer = await makeCustomer({ key: { requestsPerDay: 100 }, organisation: { requestsPerDay: 8 } })
  const headers = { 'x-api-key': customer.key }
  const keyed = { 'idempotency-key': 'once' }
  const json = { ...headers, 'content-type': 'application/json' }
  const steps: [string, () => Promise<Reply>, number, number][] = [
    ['create', () => create(customer, 'beatra', ask, keyed), 202, 1],
    ['replay', () => create(customer, 'beatra', ask, keyed), 202, 1],
    ['not valid', () => ask({ method: 'POST', path: '/v1/images/generations', headers: json, body: '{}' }), 422, 1],
    ['no JSON', () => ask({ method: 'POST', path: '/api/v1/tasks', headers: json, body: '{' }), 400, 1],
    ['not found', () => ask({ path: '/api/v1/task/none', headers }), 404, 1],
    ['HEAD', () => ask({ method: 'HEAD', path: '/v1/tasks', headers }), 200, 1],
    ['unknown path', () => ask({ path: '/v1/nothing', headers }), 404, 0],
    ['wrong method', () => ask({ method: 'DELETE', path: '/v1/events', headers }), 405, 0],
    ['preflight', () => ask({ method: 'OPTIONS', path: '/v1/tasks', headers }), 204, 0],
    ['no key', () => ask({ path: '/v1/tasks' }), 401, 0],
    ['our own route', () => ask({ path: '/v1/webhooks/messages', headers }), 200, 1],
    ['list', () => list(customer), 200, 1],
    // The organisation has no more; the key keeps what it has.
    ['refused', () => list(customer), 429, 0],
    ['refused again', () => create(customer, 'beatra', ask, keyed), 429, 0],
  ]
  let counted = 0
  for (const [name, step, status, counts] of steps) {
    counted += counts
    expect([name, (await step()).status, await countOf(customer)]).toEqual([name, status, counted])
  }
  expect((await readLimits(medley.database, customer.ofOrganisation))?.used).toMatchObject({
    requestsToday: 8,
    requestsThisMonth: 8,
  })
})

/** As if this much time had passed since the bucket was last filled. */
const pass = (customer: Customer, seconds: number): Promise<unknown> =>
  medley.database.query(
    'pass',
    `update request_limits set filled_at = filled_at - $2 * interval '1 s' where organisation = $1`,
    [customer.number, seconds],
  )

test('a bucket holds what may come in a second and refills at that rate, no more; a clock that stepped back refills nothing', async () => {
  const customer = await makeCustomer({ key: { requestsPerSecond: 2 } })
  // One request a statement takes longer than nothing: an hour ahead, no refill comes between.
  const through = async (): Promise<number> => {
    await pass(customer, -3600)
    let count = 0
    for (;;) {
      const reply = await list(customer)
      if (reply.status === 429) {
        expect(reply.headers['retry-after']).toBe('1')
        return count
      }
      count += 1
      await pass(customer, -3600)
    }
  }
  expect(await through()).toBe(2)
  await pass(customer, 3600 + 0.5)
  expect((await list(customer)).status).toBe(200)
  await pass(customer, 86_400)
  expect((await list(customer)).status).toBe(200)
  expect(await through()).toBe(1)
})

test('days and months begin anew in UTC; a step back over midnight does not', async () => {
  const customer = await makeCustomer({ key: { requestsPerDay: 2, requestsPerMonth: 3 } })
  const shift = (days: number): Promise<unknown> =>
    medley.database.query('shift', 'update request_limits set day = day + $2::int where organisation = $1', [
      customer.number,
      days,
    ])
  const statuses = async (): Promise<number[]> => [
    (await list(customer)).status,
    (await list(customer)).status,
    (await list(customer)).status,
  ]
  expect(await statuses()).toEqual([200, 200, 429])
  await shift(1)
  expect(await statuses()).toEqual([429, 429, 429])
  await shift(-40)
  expect(await statuses()).toEqual([200, 200, 429])
  await shift(1000)
  expect(await statuses()).toEqual([200, 200, 429])
})

test('PiAPI stages what is beyond the tasks at once, OmnAPI and beatra refuse it, and what was refused has cost nothing', async () => {
  const customer = await makeCustomer({ organisation: { tasksAtOnce: 1 } })
  expect((await create(customer, 'piapi')).status).toBe(200)
  expect((await create(customer, 'piapi')).status).toBe(200)
  for (const dialect of ['omnapi', 'beatra'] as const) {
    const reply = await create(customer, dialect, ask, { 'idempotency-key': 'later' })
    expect([dialect, envelopeFaults(dialect, reply), reply.status, reply.headers['retry-after']]).toEqual([
      dialect,
      [],
      429,
      '1',
    ])
    expect(reply.text).toContain('"limit":"organisation-tasks"')
  }
  const seen = await medley.database.query<{ n: number; held: number }>(
    'seen',
    'select count(*) as n, sum(held)::bigint as held from tasks where organisation = $1',
    [customer.number],
  )
  expect(seen).toEqual([{ n: 2, held: 20_000 }])
  await changeLimits(medley.database, customer.ofOrganisation, { tasksAtOnce: 3 })
  const again = await create(customer, 'beatra', ask, { 'idempotency-key': 'later' })
  expect([again.status, again.headers['idempotent-replayed']]).toEqual([202, undefined])
})

test.each(['omnapi', 'beatra', 'piapi'] as const)(
  '%s: credits of a day refuse with 429 until midnight, and with 403 what never fits',
  async (dialect) => {
    const customer = await makeCustomer({ key: { creditsPerDay: 15_000 } })
    const first = await create(customer, dialect, ask, { 'idempotency-key': 'a' })
    const refused = await create(customer, dialect, ask, { 'idempotency-key': 'b' })
    expect([first.status < 300, refused.status, envelopeFaults(dialect, refused)]).toEqual([true, 429, []])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(1)
    // What was bought is answered again all the same.
    expect((await create(customer, dialect, ask, { 'idempotency-key': 'a' })).text).toBe(first.text)
    await changeLimits(medley.database, customer.ofKey, { creditsPerDay: 9999 })
    const never = await create(customer, dialect)
    expect([never.status, envelopeFaults(dialect, never), never.headers['retry-after']]).toEqual([403, [], undefined])
  },
)

test('after all of it the books are right', async () => {
  expect(await medley.verify()).toEqual([])
})
