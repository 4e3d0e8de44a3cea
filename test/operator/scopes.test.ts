import { readFileSync } from 'node:fs'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { scopeOf, SCOPES, type RouteScope, type Scope } from '../../src/domain/scope.ts'
import { DIALECTS, makeOwnRoutes } from '../../src/gateway.ts'
import { envelopeOf } from '../../src/http/dialect-of.ts'
import { KEY_ROUTES } from '../../src/http/key-routes.ts'
import { OPERATOR_ROUTES } from '../../src/http/operator/operator-routes.ts'
import { requireScopes } from '../../src/http/require-scopes.ts'
import { startTestServer } from '../../src/http/test-server.ts'
import { makeAsk, type Ask } from '../conformance/ask.ts'
import { codeOf, envelopeFaults } from '../conformance/envelopes.ts'
import { dataOf, done, operatorOf } from '../helpers/operator.ts'
import { startMedley, type TestMedley } from '../helpers/start-medley.ts'

interface Walked {
  method: string
  path: string
  scope: RouteScope
}

const OF_APIS: readonly Walked[] = [
  ...Object.values(DIALECTS).flatMap(({ routes }) => routes.map((route) => ({ ...route, scope: scopeOf(route) }))),
  ...makeOwnRoutes(),
]
const OF_OPERATORS: readonly Walked[] = OPERATOR_ROUTES.map(({ method, path }) => ({
  method,
  path: `/operator/v1${path}`,
  scope: 'operator',
}))

let medley: TestMedley
let ask: Ask
let close: () => void
const keys = new Map<Scope, string>()
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
  ;({ ask, close } = makeAsk(medley.url))
  const operator = operatorOf(medley)
  const [organisation] = dataOf(done(await operator.get('/organisations')))
  for (const scope of SCOPES) {
    const body = { organisation_id: organisation?.['id'] ?? '', name: scope, scopes: [scope] }
    keys.set(scope, String(done(await operator.post('/keys', body))['secret']))
  }
})
afterAll(async () => {
  close()
  await medley.stop()
})

/** Asks with a key in both headers; of a stream only its beginning is awaited. */
async function statusOf({ method, path }: Walked, key: string | undefined): Promise<number> {
  const answer = await fetch(`${medley.url}${path.replace(':id', '00000000-0000-7000-8000-000000000000')}`, {
    method,
    headers: key === undefined ? {} : { 'x-api-key': key, authorization: `Bearer ${key}` },
  })
  await answer.body?.cancel()
  return answer.status
}

test('a key with one scope opens the routes of that scope and no others, in every API', async () => {
  const found: string[] = []
  for (const route of [...OF_APIS, ...OF_OPERATORS]) {
    const opens: Scope[] = []
    for (const scope of SCOPES) {
      const status = await statusOf(route, keys.get(scope))
      if (status === 401 || status >= 500) found.push(`${route.method} ${route.path} with ${scope}: ${status}`)
      if (status !== 403) opens.push(scope)
    }
    const expected = route.scope === 'open' || route.scope === 'any' ? SCOPES : [route.scope]
    if (opens.join() !== expected.join()) found.push(`${route.method} ${route.path}: ${opens.join()}`)
    const isOpen = (await statusOf(route, undefined)) !== 401
    if (isOpen !== (route.scope === 'open')) found.push(`${route.method} ${route.path} without a key`)
  }
  expect(found).toEqual([])
})

test("what a key may not do is refused in the words of the path's own API, before its body is read", async () => {
  for (const { method, path, scope } of OF_APIS) {
    const other = SCOPES.find((one) => one !== scope) ?? 'read'
    if (scope === 'open' || scope === 'any') continue
    const key = keys.get(other) ?? ''
    const headers = { 'x-api-key': key, authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const reply = await ask({ method, path, headers, ...(method === 'POST' ? { body: '{not json' } : {}) })
    const envelope = envelopeOf(method, path)
    expect([path, envelopeFaults(envelope, reply)]).toEqual([path, []])
    expect([path, reply.status, String(codeOf(envelope, reply)).toLowerCase()]).toEqual([
      path,
      403,
      envelope === 'piapi' ? '403' : 'forbidden',
    ])
  }
})

test('no key, with whatever scope, opens /v1/keys: only people do', async () => {
  for (const { method, path } of KEY_ROUTES) {
    for (const key of keys.values()) {
      expect([path, await statusOf({ method, path, scope: 'person' }, key)]).toEqual([path, 401])
    }
  }
})

test('the page about keys lists every route with its scope', () => {
  const page = readFileSync(new URL('../../docs/keys.md', import.meta.url), 'utf8')
  const said = [...page.matchAll(/^\| ([A-Z]+) (\/\S+) \| (\w+) \|$/gm)].map(([, method, path, scope]) =>
    [method, path, scope].join(' '),
  )
  expect(said.toSorted()).toEqual(OF_APIS.map(({ method, path, scope }) => `${method} ${path} ${scope}`).toSorted())
})

test('a route that does not say what it asks of a key stops the start', async () => {
  const start = startTestServer((server) => {
    requireScopes(server)
    server.get('/v1/nothing-said', () => ({}))
  })
  await expect(start).rejects.toThrow('/v1/nothing-said has no scope')
})
