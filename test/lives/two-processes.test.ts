import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { changeLimits, type LimitChange } from '../../src/core/limits.ts'
import { readLimits, type LimitState } from '../../src/store/limits.ts'
import { makeAsk, type Ask, type Reply } from '../conformance/ask.ts'
import { CREATE_PATHS, keyHeaders, type CreatePath } from '../conformance/endpoints.ts'
import { makeOrganisation } from '../conformance/make-organisation.ts'
import { idOf, SIMULATED } from '../conformance/simulate.ts'
import { farFromMidnight } from '../helpers/far-from-midnight.ts'
import {
  databaseUrlOf,
  killProcess,
  readyUrlOf,
  runProcess,
  startProcess,
  type MedleyProcess,
} from '../helpers/medley-process.ts'
import { startMedley, type TestMedley } from '../helpers/start-medley.ts'

/** Its database; nobody works, so what is let in stays at work. */
let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
})
beforeEach(farFromMidnight)
afterAll(() => medley.stop())

interface Api {
  child: MedleyProcess
  ask: Ask
}

/** Two api processes of their own on the one database; killed after the test. */
async function startPair(): Promise<[Api, Api]> {
  const env = { DATABASE_URL: databaseUrlOf(medley.testDatabase.connection), MEDLEY_DATA: medley.dataDir }
  const start = async (): Promise<Api> => {
    const child = startProcess(['api'], env)
    return { child, ask: makeAsk(await readyUrlOf(child), 128).ask }
  }
  return await Promise.all([start(), start()])
}

interface Customer {
  number: number
  key: string
}

let made = 0
async function makeCustomer(credits: number, limits: LimitChange = {}): Promise<Customer> {
  const customer = await makeOrganisation(medley.database, { slug: `pair-${(made += 1)}`, credits })
  await changeLimits(medley.database, { kind: 'organisation', number: customer.number }, limits)
  return customer
}

const SIMPLE: Pick<CreatePath, 'dialect' | 'path' | 'body'> = {
  dialect: 'beatra',
  path: SIMULATED.beatra.path,
  body: SIMULATED.beatra.body({}),
}

function create(ask: Ask, { key }: Customer, { dialect, path, body } = SIMPLE, idempotencyKey = ''): Promise<Reply> {
  const headers = { ...keyHeaders(dialect, key), 'content-type': 'application/json', 'idempotency-key': idempotencyKey }
  return ask({ method: 'POST', path, headers, body: JSON.stringify(body) })
}

/** That many creates at once, half of them through each process; how many were answered with each status. */
async function burst(pair: readonly [Api, Api], customer: Customer, count: number): Promise<Record<number, number>> {
  const replies = await Promise.all(
    Array.from({ length: count }, (_, n) => create(pair[n % 2 === 0 ? 0 : 1].ask, customer)),
  )
  const statuses: Record<number, number> = {}
  for (const { status } of replies) statuses[status] = (statuses[status] ?? 0) + 1
  return statuses
}

async function booksOf({ number }: Customer): Promise<{ tasks: number; held: number; holds: number }> {
  const [row] = await medley.database.query<{ tasks: number; held: number; holds: number }>(
    'books-of',
    `select (select count(*) from tasks where organisation = $1) as tasks, (select held from accounts where organisation = $1) as held,
      (select count(*) from movements where organisation = $1 and kind = 'hold') as holds`,
    [number],
  )
  if (row === undefined) throw new Error('a count has a row')
  return row
}

async function usedOf({ number }: Customer): Promise<LimitState['used'] | undefined> {
  return (await readLimits(medley.database, { kind: 'organisation', number }))?.used
}

test('40 keys sent ten times each through two processes at once are 40 tasks, 40 charges, and 40 answers', async () => {
  const pair = await startPair()
  const customer = await makeCustomer(1000)
  const replies = await Promise.all(
    Array.from({ length: 400 }, async (_, n) => ({
      key: n % 40,
      ...(await create(pair[n % 3 === 0 ? 0 : 1].ask, customer, SIMPLE, `key-${n % 40}`)),
    })),
  )
  expect(replies.filter(({ status }) => status !== 202)).toEqual([])
  expect(replies.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(40)
  for (let key = 0; key < 40; key += 1) {
    const ids = replies.filter((reply) => reply.key === key).map(({ body }) => idOf('beatra', body))
    expect(new Set(ids).size).toBe(1)
  }
  expect(await booksOf(customer)).toEqual({ tasks: 40, held: 400_000, holds: 40 })
})

test('bursts through two processes pass neither the balance, nor the tasks at once, nor a budget, nor a number of requests', async () => {
  const pair = await startPair()
  const poor = await makeCustomer(60)
  expect(await burst(pair, poor, 200)).toEqual({ 202: 60, 402: 140 })
  expect(await booksOf(poor)).toMatchObject({ tasks: 60, held: 600_000 })
  expect(await burst(pair, await makeCustomer(1000, { tasksAtOnce: 25 }), 200)).toEqual({ 202: 25, 429: 175 })
  const thrifty = await makeCustomer(1000, { creditsPerDay: 330_000, creditsPerMonth: 350_000 })
  expect(await burst(pair, thrifty, 200)).toEqual({ 202: 33, 429: 167 })
  expect(await usedOf(thrifty)).toMatchObject({ creditsToday: 330_000, creditsThisMonth: 330_000 })
  const slow = await makeCustomer(1000, { requestsPerDay: 45 })
  expect(await burst(pair, slow, 200)).toEqual({ 202: 45, 429: 155 })
  expect(await usedOf(slow)).toMatchObject({ requestsToday: 45, requestsThisMonth: 45 })
  expect(await medley.verify()).toEqual([])
})

test('a process that is killed leaves no budget used up or made new: the other goes on with the same counts', async () => {
  const [one, two] = await startPair()
  const customer = await makeCustomer(1000, { creditsPerDay: 100_000, requestsPerDay: 100 })
  const answered = Array.from({ length: 6 }, () => create(one.ask, customer))
  const ids = (await Promise.all(answered)).map(({ body }) => idOf('beatra', body))
  await killProcess(one.child)
  expect(await usedOf(customer)).toMatchObject({ creditsToday: 60_000, requestsToday: 6 })
  expect(await burst([two, two], customer, 20)).toEqual({ 202: 4, 429: 16 })
  // What comes back is there to be spent at once.
  const cancel = { method: 'POST', path: `/v1/tasks/${ids[0]}/cancel`, headers: keyHeaders('beatra', customer.key) }
  expect((await two.ask(cancel)).status).toBe(202)
  expect(await burst([two, two], customer, 5)).toEqual({ 202: 1, 429: 4 })
})

test.each(CREATE_PATHS)(
  'POST $path ($dialect) counts as one request, as a task at once, and with what it holds',
  async (path) => {
    const customer = await makeCustomer(100_000, { requestsPerDay: 100, tasksAtOnce: 100, creditsPerDay: 1e9 })
    const { ask, close } = makeAsk(medley.url)
    expect((await create(ask, customer, path)).status).toBe(path.accepted)
    close()
    const { held } = await booksOf(customer)
    expect(held).toBeGreaterThan(0)
    expect(await usedOf(customer)).toMatchObject({
      requestsToday: 1,
      tasksAtOnce: 1,
      creditsToday: held,
      creditsThisMonth: held,
    })
  },
)

test('the command line sets and shows limits, takes them away by 0 and none, and refuses what is no limit in a sentence', async () => {
  const env = { DATABASE_URL: databaseUrlOf(medley.testDatabase.connection), MEDLEY_DATA: medley.dataDir }
  const { number } = await makeCustomer(10)
  const [key] = await medley.database.query<{ id: string }>(
    'a-key',
    'select id from api_keys where organisation = $1',
    [number],
  )
  const limits = (...args: string[]) => runProcess(['limits', ...args], env)
  const shown = `requests a second: 5
requests a day: 100 (0 used)
requests a month: no limit (0 used)
tasks at once: 3 (0 used)
credits a day: 12.5000 (0.0000 used)
credits a month: no limit (0.0000 used)
`
  const set = [
    'set',
    '--key',
    key?.id ?? '',
    '--per-second',
    '5',
    '--per-day',
    '100',
    '--tasks',
    '3',
    '--credits-per-day',
    '12.5',
  ]
  expect(await limits(...set)).toMatchObject({ code: 0, stdout: shown })
  const changed = await limits('set', '--key', key?.id ?? '', '--per-second', '0', '--tasks', 'none')
  expect(changed.stdout).toContain('requests a second: no limit\nrequests a day: 100 (0 used)')
  expect(changed.stdout).toContain('tasks at once: no limit')
  const slug = ['--organisation', `pair-${made}`]
  expect((await limits('set', ...slug, '--excess', 'staged')).stdout).toContain(
    'tasks beyond their limit wait in every API',
  )
  expect((await limits('show', ...slug)).stdout).toContain('requests a second: no limit')
  for (const bad of [
    ['set', ...slug, '--per-day', 'many'],
    ['set', ...slug, '--per-second', '1000001'],
    ['set', ...slug, '--excess', 'maybe'],
    ['set', '--key', 'none', '--per-day', '1'],
    ['show', '--key', randomUUID()],
    ['set', '--key', key?.id ?? '', '--excess', 'staged'],
    ['show', ...slug, '--key', key?.id ?? ''],
  ]) {
    const { code, stdout, stderr } = await limits(...bad)
    expect([bad, code, stdout, /^medley: [^\n]+\n$/.test(stderr) ? 'a sentence' : stderr]).toEqual([
      bad,
      1,
      '',
      'a sentence',
    ])
  }
})
