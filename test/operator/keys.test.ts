import { afterAll, beforeAll, expect, test } from 'vitest'

import { makeKeyRing } from '../../src/core/keys.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { parseId } from '../../src/lib/ids.ts'
import type { JsonValue } from '../../src/lib/json.ts'
import { makeLog } from '../../src/lib/log.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'
import { SIMULATED } from '../conformance/simulate.ts'
import { inTransaction } from '../helpers/in-transaction.ts'
import { lockWaits } from '../helpers/lock-waits.ts'
import { dataOf, done, operatorOf, type OperatorClient } from '../helpers/operator.ts'

let medley: TestMedley
let operator: OperatorClient
let organisation: string
/** Another process's worth on the same database. */
let other: string
beforeAll(async () => {
  medley = await startMedley()
  other = (await medley.also('api')) ?? ''
  operator = operatorOf(medley)
  organisation = String(dataOf(done(await operator.get('/organisations')))[0]?.['id'])
})
afterAll(() => medley.stop())

async function makeKey(body: Record<string, JsonValue> = {}): Promise<{ id: string; secret: string }> {
  const made = done(await operator.post('/keys', { organisation_id: organisation, name: 'test', ...body }))
  return { id: String(made['id']), secret: String(made['secret']) }
}

const list = (key: string) => medley.send('GET', '/v1/tasks', undefined, { key })
const create = (key: string) => medley.send('POST', SIMULATED.beatra.path, SIMULATED.beatra.body({}), { key })

/** In two processes. */
async function untilRefused(key: string): Promise<void> {
  await until(async () => {
    const [here, there] = await Promise.all([list(key), fetch(`${other}/v1/tasks`, { headers: { 'x-api-key': key } })])
    return here.status === 401 && there.status === 401 ? true : null
  })
}

test("a key's life: made, used, renewed with both secrets at work, revoked, and refused in every process", async () => {
  const { id, secret } = await makeKey()
  expect((await create(secret)).status).toBe(202)
  const begun = Date.now()
  const renewed = done(await operator.post(`/keys/${id}/rotate`, { overlap_seconds: 600 }))
  const second = String(renewed['secret'])
  expect(second).not.toBe(secret)
  expect(Date.parse(String(renewed['replaced_secrets_valid_until']))).toBeGreaterThan(begun + 590_000)
  expect([(await list(secret)).status, (await list(second)).status]).toEqual([200, 200])
  const third = String(done(await operator.post(`/keys/${id}/rotate`, { overlap_seconds: 0 }))['secret'])
  expect((await list(third)).status).toBe(200)
  await untilRefused(second)
  await untilRefused(secret)
  const ended = done(await operator.post(`/keys/${id}/revoke`))
  expect(ended['revoked_at']).not.toBeNull()
  await untilRefused(third)
  expect((await operator.post(`/keys/${id}/rotate`)).status).toBe(400)
})

test('a key that may name some models makes and quotes no others, in every API; auto is the model that it stands for', async () => {
  const { secret: sim } = await makeKey({ models: ['sim/image'] })
  for (const dialect of ['omnapi', 'beatra', 'piapi'] as const) {
    const { path, body } = SIMULATED[dialect]
    expect((await medley.send('POST', path, body({}), { key: sim })).status).toBe(dialect === 'beatra' ? 202 : 200)
  }
  const refused = [
    ['/api/v1/producer/generate/lyrics', { prompt: 'the sea' }],
    ['/v1/images/generations', { prompt: 'the sea', model: 'auto' }],
    ['/api/v1/task', { model: 'Qubico/flux1-schnell', task_type: 'txt2img', input: { prompt: 'the sea' } }],
    [
      '/v1/quotes',
      { dialect: 'beatra', path: '/v1/images/generations', body: { prompt: 'the sea', model: 'gpt-image-2' } },
    ],
  ] as const
  for (const [path, body] of refused) {
    expect([path, (await medley.send('POST', path, body, { key: sim })).status]).toEqual([path, 403])
  }
  const { secret: coded } = await makeKey({ models: ['lyria-3-preview'] })
  const lyrics = { prompt: 'the sea' }
  expect((await medley.send('POST', '/api/v1/producer/generate/lyrics', lyrics, { key: coded })).status).toBe(200)
})

test('a key with networks works from there alone, and nobody gets there by saying so', async () => {
  const { secret: home } = await makeKey({ networks: ['127.0.0.0/8', '::1'] })
  const { secret: away } = await makeKey({ networks: ['203.0.113.0/24'] })
  expect((await list(home)).status).toBe(200)
  const refused = await list(away)
  expect([refused.status, at(refused.body, 'error', 'code')]).toEqual([403, 'forbidden'])
  const claim = { 'x-forwarded-for': '203.0.113.7' }
  expect((await medley.send('GET', '/v1/tasks', undefined, { key: away, headers: claim })).status).toBe(403)
})

test('behind proxies that are trusted a key is used from where the last other one says', async () => {
  const behind = await startMedley({ role: 'api', env: { MEDLEY_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' } })
  try {
    const desk = operatorOf(behind)
    const [first] = dataOf(done(await desk.get('/organisations')))
    const terms = { organisation_id: first?.['id'] ?? '', name: 'office', networks: ['203.0.113.0/24'] }
    const key = String(done(await desk.post('/keys', terms))['secret'])
    const statusFrom = async (forwarded: string) =>
      (await behind.send('GET', '/v1/tasks', undefined, { key, headers: { 'x-forwarded-for': forwarded } })).status
    expect(await statusFrom('203.0.113.7')).toBe(200)
    expect(await statusFrom('198.51.100.1, 203.0.113.7, 10.1.2.3')).toBe(200)
    expect(await statusFrom('203.0.113.7, 198.51.100.1')).toBe(403)
    expect(await statusFrom('203.0.113.7, unknown, 10.1.2.3')).toBe(403)
    expect(await statusFrom('')).toBe(403)
  } finally {
    await behind.stop()
  }
})

test('a key ends at its time, with its own limits until then, and what is no key is refused at its making', async () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  const { id, secret } = await makeKey({ expires_at: inAnHour, limits: { requests_per_day: 1000, tasks_at_once: 2 } })
  const { headers } = await list(secret)
  expect(headers.get('ratelimit-policy')).toBe('"key-day";q=1000;w=86400')
  expect(done(await operator.get(`/keys/${id}/limits`))).toMatchObject({
    requests_per_day: { limit: 1000, used: 1 },
    tasks_at_once: { limit: 2 },
    credits_per_day: { limit: null },
  })
  const body = { requests_per_day: null, credits_per_day: '2.5' }
  expect(done(await operator.patch(`/keys/${id}/limits`, body))).toMatchObject({
    requests_per_day: { limit: null },
    tasks_at_once: { limit: 2 },
    credits_per_day: { limit: '2.5000' },
  })
  await medley.database.query('test-expire', 'update api_keys set expires_at = now() where id = $1', [
    parseId(id, ['key']),
  ])
  await untilRefused(secret)
  for (const [field, value] of [
    ['scopes', []],
    ['scopes', ['create', 'create']],
    ['scopes', ['everything']],
    ['models', ['no-such-model']],
    ['networks', ['10.0.0.0/']],
    ['networks', ['10.0.0.0/33']],
    ['networks', ['localhost']],
    ['expires_at', '2020-01-01T00:00:00Z'],
    ['expires_at', 'tomorrow'],
    ['limits', { requests_per_day: -1 }],
    ['limits', { credits_per_day: '1.23456' }],
    ['name', ''],
    ['name', 'a\nb'],
    ['secret', 'mine'],
  ] as const) {
    const terms = { organisation_id: organisation, name: 'x', [field]: value } as Record<string, JsonValue>
    const refused = await operator.post('/keys', terms)
    expect([field, refused.status, String(at(refused.body, 'errors', 0, 'path')).split('/')[1]]).toEqual([
      field,
      400,
      field,
    ])
  }
})

test('a key is changed in what is said and in nothing else', async () => {
  const { id, secret } = await makeKey({ networks: ['203.0.113.0/24'], models: ['sim/image'] })
  const status = async () => (await list(secret)).status
  expect(await status()).toBe(403)
  const change = { networks: null, limits: { tasks_at_once: 1 }, name: 'moved' }
  const changed = done(await operator.patch(`/keys/${id}`, change))
  expect(changed).toMatchObject({ name: 'moved', networks: null, models: ['sim/image'], expires_at: null })
  expect(done(await operator.get(`/keys/${id}/limits`))).toMatchObject({ tasks_at_once: { limit: 1 } })
  await until(async () => ((await status()) === 200 ? true : null))
  expect(done(await operator.patch(`/keys/${id}`, { scopes: ['create'] }))).toMatchObject({ scopes: ['create'] })
  await until(async () => ((await status()) === 403 ? true : null))
  expect((await operator.patch(`/keys/${id}`, { expires_at: '2020-01-01T00:00:00Z' })).status).toBe(400)
  done(await operator.post(`/keys/${id}/revoke`))
  expect((await operator.patch(`/keys/${id}`, { name: 'x' })).status).toBe(400)
})

test('what a process knows of a key holds for three seconds and no longer', async () => {
  const { id, secret } = await makeKey()
  let now = 0
  const keys = makeKeyRing(medley.database, { clock: { ...systemClock, monotonic: () => now }, log: makeLog('silent') })
  expect(await keys.holderOf(secret)).toMatchObject({ name: 'test', models: null })
  done(await operator.post(`/keys/${id}/revoke`))
  now = 2999
  expect(await keys.holderOf(secret)).toMatchObject({ name: 'test' })
  now = 3000
  await expect(keys.holderOf(secret)).rejects.toThrow('The API key is not valid.')
  await keys.stop()
})

test('when a key was last used is known, and its secret is kept nowhere', async () => {
  const { id, secret } = await makeKey()
  await list(secret)
  const stored = await medley.database.withSession((session) =>
    session.execute<{ found: boolean }>(
      `select exists (select from api_keys k where k::text like '%' || $1 || '%') or
        exists (select from key_secrets s where s::text like '%' || $1 || '%') or
        exists (select from audit_log l where l::text like '%' || $1 || '%') as found`,
      [secret.slice(20)],
    ),
  )
  expect(stored).toEqual([{ found: false }])
  expect(done(await operator.get(`/keys/${id}`))).toMatchObject({ last_used_at: null, prefix: secret.slice(0, 12) })
  const keys = makeKeyRing(medley.database, { clock: systemClock, log: makeLog('silent') })
  await keys.holderOf(secret)
  await keys.stop()
  expect(Date.parse(String(done(await operator.get(`/keys/${id}`))['last_used_at']))).toBeGreaterThan(
    Date.now() - 60_000,
  )
})

test('two renewals at the same moment leave one secret that lasts', async () => {
  const { id } = await makeKey()
  const { database } = medley
  let renewing: Promise<string>[] = []
  await inTransaction(database, async (transaction) => {
    await transaction.query('', 'select id from api_keys where id = $1 for no key update', [parseId(id, ['key'])])
    renewing = [0, 0].map(async () =>
      String(done(await operator.post(`/keys/${id}/rotate`, { overlap_seconds: 0 }))['secret']),
    )
    await until(async () => ((await lockWaits(database)).length === 2 ? true : null))
  })
  const secrets = await Promise.all(renewing)
  const statuses = await Promise.all(secrets.map(async (secret) => (await list(secret)).status))
  expect(statuses.toSorted()).toEqual([200, 401])
})

test('an organisation has so many keys in force and no more, however many are asked for at once; one that has ended makes room', async () => {
  const small = await startMedley({ role: 'api', env: { MEDLEY_KEYS_MAX: '4' } })
  try {
    const keeper = operatorOf(small)
    const [own] = dataOf(done(await keeper.get('/organisations')))
    const ask = (organisation_id: string) => keeper.post('/keys', { organisation_id, name: 'test' })
    // The first one counts.
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(String(own?.['id']))))
    const made = answers.filter(({ status }) => status === 201)
    expect([made.length, answers.filter(({ status }) => status === 400).length]).toEqual([3, 5])
    const refused = answers.find(({ status }) => status === 400)
    expect(JSON.stringify(refused?.body)).toContain('the 4 keys there may be')
    const other = done(await keeper.post('/organisations', { name: 'Other', slug: 'other' }))
    expect((await ask(String(other['id']))).status).toBe(201)
    await keeper.post(`/keys/${String(made[0]?.body['id'])}/revoke`)
    expect((await ask(String(own?.['id']))).status).toBe(201)
    expect((await ask(String(own?.['id']))).status).toBe(400)
  } finally {
    await small.stop()
  }
})
