import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { OPERATOR_ROUTES } from '../../src/http/operator/operator-routes.ts'
import { parseTaskId } from '../../src/lib/ids.ts'
import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { SIMULATED } from '../conformance/simulate.ts'
import { inTransaction } from '../helpers/in-transaction.ts'
import { untilSomebodyWaits } from '../helpers/lock-waits.ts'
import type { Visitor } from '../helpers/make-visitor.ts'
import { newFolder, readyUrlOf, startProcess } from '../helpers/medley-process.ts'
import { dataOf, done, operatorOf, type OperatorClient } from '../helpers/operator.ts'
import { at, until } from '../helpers/start-medley.ts'
import { emailOf, PASSWORD, startTown, type Town } from '../helpers/start-town.ts'

let town: Town
let operator: OperatorClient
let ada: Visitor
let bob: Visitor
beforeAll(async () => {
  town = await startTown()
  operator = operatorOf(town.medley)
  ada = await town.settle('Ada')
  bob = await town.settle('Bob')
  await town.found(ada, 'ada-works')
  await town.found(bob, 'bob-works')
})
afterAll(() => town.stop())

const signIn = (visitor: Visitor, name: string) =>
  visitor.post('/auth/sign-in/email', { email: emailOf(name), password: PASSWORD })

async function personOf(name: string): Promise<JsonObject> {
  const people = dataOf(done(await operator.get('/people?limit=200')))
  return people.find(({ email }) => email === emailOf(name)) ?? {}
}

async function makeKeyOf(visitor: Visitor, body: JsonObject = {}): Promise<{ id: string; secret: string }> {
  const made = done(await visitor.post('/v1/keys', { name: 'mine', ...body }))
  return { id: String(made['id']), secret: String(made['secret']) }
}

test("another organisation's keys, ledger, tasks and results are out of reach, for its people and its keys", async () => {
  const { medley } = town
  const theirs = await makeKeyOf(ada)
  const mine = await makeKeyOf(bob)
  const adaWorks = dataOf(done(await operator.get('/organisations'))).find(({ slug }) => slug === 'ada-works')
  done(await operator.post(`/organisations/${adaWorks?.['id']}/grants`, { credits: '100', reason: 'start' }))
  const create = { key: theirs.secret }
  const { body } = await medley.send('POST', SIMULATED.beatra.path, SIMULATED.beatra.body({}), create)
  const task = String(body['task_id'])

  for (const path of ['rotate', 'revoke']) {
    expect((await bob.post(`/v1/keys/${theirs.id}/${path}`)).status).toBe(404)
  }
  expect(dataOf((await bob.get('/v1/keys')).body).map(({ id }) => id)).toEqual([mine.id])
  const use = { key: mine.secret }
  for (const path of [`/v1/tasks/${task}`, `/v1/tasks/${task}/events`, `/v1/tasks/${task}/timeline`]) {
    expect([path, (await medley.send('GET', path, undefined, use)).status]).toEqual([path, 404])
  }
  expect((await medley.send('GET', `/v1/tasks/${task}/statement`, undefined, use)).status).toBe(404)
  expect((await medley.send('POST', `/v1/tasks/${task}/cancel`, undefined, use)).status).toBe(404)
  for (const path of ['/v1/tasks', '/v1/ledger', `/v1/ledger?task_id=${task}`, '/v1/events', '/v1/webhooks/messages']) {
    expect([path, (await medley.send('GET', path, undefined, use)).body['data']]).toEqual([path, []])
  }
  expect((await medley.send('GET', '/v1/balance', undefined, use)).body['total']).toBe('0.0000')
  for (const path of ['/account/info', '/account/active_tasks', '/api/open/tasks/histories']) {
    const answer = await medley.send('GET', path, undefined, use)
    expect([path, answer.status]).toEqual([path, 200])
    expect(JSON.stringify(answer.body)).not.toMatch(new RegExp(`ada-works|${parseTaskId(task)}`))
  }
})

test("a result of another organisation's cannot be built upon", async () => {
  const { medley } = town
  const theirs = await makeKeyOf(ada)
  const lyrics = { prompt: 'the sea', config: {} }
  const made = done(await medley.send('POST', '/api/v1/producer/generate/lyrics', lyrics, { key: theirs.secret }))
  const read = { key: theirs.secret }
  const lyricsId = await until(async () => {
    const { body } = await medley.send('GET', `/api/v1/tasks/${made['taskId']}`, undefined, read)
    return at(body, 'outputResults', 'lyricsId') ?? null
  })
  const mine = await makeKeyOf(bob)
  const song = { lyricsId, soundPrompt: 'jazz' }
  const refused = await medley.send('POST', '/api/v1/producer/generate/music/compose', song, { key: mine.secret })
  expect([refused.status, at(refused.body, 'error', 'details', 'errors', 0, 'path')]).toEqual([400, 'lyricsId'])
})

test('nobody becomes an operator who is none: not by a key, not by a field, not by an owner of any organisation', async () => {
  expect((await bob.get('/operator/v1/organisations')).status).toBe(403)
  expect((await bob.post('/v1/keys', { name: 'x', scopes: ['operator'] })).status).toBe(403)
  const { secret } = await makeKeyOf(bob)
  const own = operatorOf(town.medley, secret)
  expect((await own.get('/people')).status).toBe(403)
  const { id } = await personOf('Bob')
  expect((await own.patch(`/people/${id}`, { operator: true })).status).toBe(403)
  // An owner of the first organisation sees the operator's key there, and cannot have it.
  await town.medley.database.query(
    'test-own',
    `insert into members (organization_id, user_id, role, created_at)
      select o.id, u.id, 'owner', now() from organisations o, users u where o.slug = 'default' and u.email = $1`,
    [emailOf('Bob')],
  )
  done(await bob.post('/auth/organization/set-active', { organizationSlug: 'default' }))
  const [first] = dataOf(done(await bob.get('/v1/keys')))
  expect(first?.['scopes']).toContain('operator')
  for (const path of ['rotate', 'revoke'])
    expect((await bob.post(`/v1/keys/${first?.['id']}/${path}`)).status).toBe(403)
  expect((await bob.patch(`/v1/keys/${first?.['id']}`, { name: 'mine' })).status).toBe(403)
  const { id: ordinary } = await makeKeyOf(bob)
  expect((await bob.patch(`/v1/keys/${ordinary}`, { scopes: ['operator'] })).status).toBe(403)
  done(await bob.post('/auth/organization/set-active', { organizationSlug: 'bob-works' }))
})

test('an operator is one until that is taken back, in no session from before; who is locked is out and stays out', async () => {
  const carol = await town.settle('Carol')
  const path = `/people/${(await personOf('Carol'))['id']}`
  expect(done(await operator.patch(path, { operator: true }))['operator']).toBe(true)
  expect((await carol.get('/operator/v1/people')).status).toBe(401)
  await signIn(carol, 'Carol')
  expect((await carol.get('/operator/v1/people')).status).toBe(200)
  expect((await carol.post('/operator/v1/organisations', { name: "Carol's", slug: 'carols' })).status).toBe(201)
  const [line] = dataOf(done(await operator.get('/audit-log?limit=1')))
  expect(line).toMatchObject({ action: 'organisation.create', actor: { type: 'person', name: emailOf('Carol') } })
  // In the test all visitors come through a proxy.
  expect(line?.['address']).toMatch(/^198\.51\./)

  done(await operator.patch(path, { locked: true, operator: false }))
  expect((await carol.get('/operator/v1/people')).status).toBe(401)
  const refused = await signIn(carol, 'Carol')
  expect([refused.status, refused.body['code']]).toEqual([403, 'ACCOUNT_LOCKED'])
  done(await operator.patch(path, { locked: false }))
  await signIn(carol, 'Carol')
  expect((await carol.get('/operator/v1/people')).status).toBe(403)
  const lines = dataOf(done(await operator.get('/audit-log?limit=50')))
  const acts = lines.map(({ action }) => action).filter((action) => action !== 'person.sign_in')
  expect(acts.slice(0, 4)).toEqual(['person.unlock', 'person.lock', 'person.operator', 'organisation.create'])
})

test('a session that begins while its person is locked out does not outlive that', async () => {
  await town.settle('Dan')
  const path = `/people/${(await personOf('Dan'))['id']}`
  const { database } = town.medley
  const begin =
    'insert into sessions (expires_at, token, updated_at, user_id) select now(), $1, now(), id from users where email = $2'
  let locking: Promise<unknown> = Promise.resolve()
  await inTransaction(database, async (transaction) => {
    await transaction.query('', begin, ['begun-before', emailOf('Dan')])
    locking = operator.patch(path, { locked: true })
    await untilSomebodyWaits(database)
  })
  await locking
  await expect(database.query('test-begin', begin, ['begun-after', emailOf('Dan')])).rejects.toThrow('is locked')
  const rows = await town.medley.database.query(
    'test-sessions',
    'select s.id from sessions s join users u on u.id = s.user_id where u.email = $1',
    [emailOf('Dan')],
  )
  expect(rows).toEqual([])
})

test("no page of others acts with an operator's cookie, and none is told anything by CORS", async () => {
  const erin = await town.settle('Erin')
  done(await operator.patch(`/people/${(await personOf('Erin'))['id']}`, { operator: true }))
  await signIn(erin, 'Erin')
  const body = { name: 'Evil', slug: 'evil' }
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: `${town.medley.url}.evil.example` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ] as Record<string, string>[]) {
    for (const path of ['/operator/v1/organisations', '/v1/keys']) {
      const answer = await erin.post(path, body, headers)
      expect([path, headers, answer.status]).toEqual([path, headers, 403])
    }
  }
  const { headers, status } = await erin.post('/operator/v1/organisations', body)
  expect([status, headers.get('access-control-allow-origin')]).toEqual([201, null])
  const preflight = await fetch(`${town.medley.url}/operator/v1/organisations`, {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  })
  expect(preflight.headers.get('access-control-allow-methods')).toBeNull()
  expect((await fetch(`${town.medley.url}/operator/v1/organisations`, { method: 'POST' })).status).toBe(401)
})

test('a key in a URL is no key, and no log line has it', async () => {
  const medley = startProcess(['serve'], { MEDLEY_DATA: join(newFolder(), 'data'), MEDLEY_LOG_LEVEL: 'trace' })
  const url = await readyUrlOf(medley)
  const secret = /mdl_[0-9a-z]{46}/.exec(medley.stdout())?.[0] ?? ''
  expect(secret).not.toBe('')
  for (const path of ['/v1/tasks', '/api/v1/tasks/x', '/account/info', '/operator/v1/people', '/v1/keys', '/metrics']) {
    for (const name of ['key', 'api_key', 'apiKey', 'x-api-key', 'access_token', 'authorization']) {
      const { status } = await fetch(`${url}${path}?${name}=${secret}`)
      expect([path, status]).toEqual([path, path === '/metrics' ? 200 : 401])
    }
    await fetch(`${url}${path}/${secret}`)
    await fetch(`${url}/${secret}${path}`)
    // What a client makes of http://x:key@host/.
    await fetch(`${url}${path}`, { headers: { authorization: `Basic ${inBase64(secret)}` } })
  }
  await fetch(`${url}/v1/tasks`, { headers: { 'x-api-key': secret } })
  medley.signal('SIGTERM')
  expect(await medley.exit).toBe(0)
  expect(medley.stderr()).toContain('"code":"unauthorized"')
  expect(medley.stderr()).not.toContain(secret)
  expect(medley.stderr()).not.toContain(inBase64(secret))
})

const inBase64 = (secret: string): string => Buffer.from(`x:${secret}`).toString('base64')

const HOSTILE: JsonValue[] = [
  "'; drop table api_keys; --",
  "' or '1'='1",
  '1); delete from audit_log; --',
  '\\',
  '%00',
  '\u0000',
  '\ud800',
  '${jndi:ldap://x}',
  '00000000-0000-0000-0000-000000000000',
  'key_00000000000000000000000000',
  'x'.repeat(100_000),
  '\u202e\ufeff\u2028',
  '9999999999999999999999',
  '+275760-09-13T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  null,
  -1,
  1e308,
  2 ** 53,
  [],
  ["'", '"'],
  {},
  { $ne: null },
]

test('SQL and worse in every field, path and query of the operator API and of /v1/keys is refused or kept as it is: never a 500', async () => {
  const organisation = String(dataOf(done(await operator.get('/organisations')))[0]?.['id'])
  const { id: key } = await makeKeyOf(ada)
  const person = String((await personOf('Ada'))['id'])
  const good: JsonObject = {
    organisation_id: organisation,
    name: 'x',
    slug: 'x',
    credits: '0.0001',
    reason: 'x',
    prices: {},
  }
  const before = await town.medley.database.query<{ n: number }>('test-keys', 'select count(*) as n from api_keys', [])
  const found: string[] = []
  const note = (what: string, status: number): void => {
    if (status >= 500) found.push(`${what}: ${status}`)
  }
  for (const route of OPERATOR_ROUTES) {
    const real = { organisations: organisation, keys: key, people: person }[route.path.split('/')[1] ?? ''] ?? 'x'
    const path = route.path.replace(':id', real)
    const fields = 'properties' in route.body ? Object.keys(route.body.properties as object) : []
    for (const name of fields) {
      const required = fields.filter((one) => one in good).map((one) => [one, good[one] ?? null])
      for (const value of HOSTILE) {
        const body = { ...Object.fromEntries(required), [name]: value }
        const answer = await (route.method === 'PATCH' ? operator.patch(path, body) : operator.post(path, body))
        note(`${route.method} ${path} ${name}=${JSON.stringify(value).slice(0, 40)}`, answer.status)
      }
    }
    const texts = HOSTILE.map((value) =>
      encodeURIComponent(typeof value === 'string' ? value.toWellFormed().slice(0, 2000) : JSON.stringify(value)),
    )
    for (const text of texts) {
      if (route.path.includes(':id')) {
        const { status } = await operator.get(route.path.replace(':id', text))
        note(`GET ${route.path} ${text.slice(0, 40)}`, status)
      }
      for (const name of Object.keys(route.query.properties)) {
        note(`${path}?${name}=${text.slice(0, 40)}`, (await operator.get(`${path}?${name}=${text}`)).status)
      }
    }
  }
  for (const name of ['name', 'scopes', 'models', 'networks', 'expires_at', 'limits']) {
    for (const value of HOSTILE) {
      note(
        `/v1/keys ${name}=${JSON.stringify(value).slice(0, 40)}`,
        (await ada.post('/v1/keys', { name: 'x', [name]: value })).status,
      )
    }
  }
  expect(found).toEqual([])
  const after = await town.medley.database.query<{ n: number }>('test-keys', 'select count(*) as n from api_keys', [])
  expect(Number(after[0]?.n)).toBeGreaterThan(Number(before[0]?.n))
  expect(await town.medley.verify()).toEqual([])
})
