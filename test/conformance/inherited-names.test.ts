import { afterAll, beforeAll, expect, test } from 'vitest'

import type { JsonObject } from '../../src/lib/json.ts'
import { dataOf, done, operatorOf } from '../helpers/operator.ts'
import { startMedley, type TestMedley } from '../helpers/start-medley.ts'
import { SIMULATED } from './simulate.ts'

let medley: TestMedley
let organisation: string
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
  organisation = String(dataOf(done(await operatorOf(medley).get('/organisations')))[0]?.['id'])
})
afterAll(() => medley.stop())

/** What every object answers to without having it. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype)

const LISTS = [
  ...['status', 'capability', 'order', 'expand'].map((name) => `/v1/tasks?${name}=`),
  ...['kind', 'format', 'order'].map((name) => `/v1/ledger?${name}=`),
  ...['/v1/webhooks/messages?status=', '/api/open/tasks/histories?model='],
  ...['status', 'dialect'].map((name) => `/operator/v1/tasks?${name}=`),
  ...['/operator/v1/deliveries?status=', '/operator/v1/audit-log?action=', '/operator/v1/email-tasks?status='],
]

/** Bodies in which one of a set of words is asked for, by the path that they go to. */
const bodiesWith = (word: string): [string, JsonObject][] => {
  const { omnapi, beatra, piapi } = SIMULATED
  const key = { organisation_id: organisation, name: 'x' }
  const prices = (models: JsonObject): [string, JsonObject] => [
    '/operator/v1/prices',
    { prices: { models }, reason: 'x' },
  ]
  return [
    [omnapi.path, { ...omnapi.body({}), model: word }],
    [omnapi.path, { ...omnapi.body({}), feature: word }],
    [omnapi.path, { ...omnapi.body({}), provider: word }],
    [beatra.path, { ...beatra.body({}), model: word }],
    [beatra.path, { ...beatra.body({}), quality: word }],
    [beatra.path, { ...beatra.body({}), aspect_ratio: word }],
    [beatra.path, { ...beatra.body({}), model_options: { [word]: {} } }],
    [beatra.path, beatra.body({ failAt: word })],
    [piapi.path, { ...piapi.body({}), model: word }],
    [piapi.path, { ...piapi.body({}), task_type: word }],
    ['/v1/quotes', { dialect: word, path: beatra.path, body: beatra.body({}) }],
    ['/v1/quotes', { dialect: 'beatra', path: word, body: beatra.body({}) }],
    ['/v1/webhooks/endpoints', { url: 'https://hooks.example.net/', events: [word] }],
    ['/v1/webhooks/endpoints', { url: 'https://hooks.example.net/', dialect: word }],
    ['/operator/v1/keys', { ...key, scopes: [word] }],
    ['/operator/v1/keys', { ...key, models: [word] }],
    ['/operator/v1/keys', { ...key, limits: { [word]: 1 } }],
    prices({ [word]: { credits: '1' } }),
    prices({ 'gpt-image-2': { unit: word, credits: '1' } }),
    prices({ 'gpt-image-2': { qualities: { [word]: { credits: '1' } } } }),
  ]
}

test.each(INHERITED)(
  '%s, which every object answers to, is no word of any set that a request names one of',
  async (word) => {
    const accepted: string[] = []
    const look = async (method: string, path: string, body?: JsonObject) => {
      const { status } = await medley.send(method, path, body)
      if (![400, 404, 422].includes(status)) accepted.push(`${method} ${path} ${JSON.stringify(body)}: ${status}`)
    }
    for (const path of LISTS) await look('GET', `${path}${word}`)
    for (const [path, body] of bodiesWith(word)) await look('POST', path, body)
    expect(accepted).toEqual([])
  },
)
