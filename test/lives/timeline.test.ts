import { afterAll, beforeAll, expect, test } from 'vitest'

import { messageIdOf } from '../../src/core/render-message.ts'
import { parseTaskId } from '../../src/lib/ids.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { makeOrganisation } from '../conformance/make-organisation.ts'
import { simulate } from '../conformance/simulate.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'

let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley({ credits: '10000' })
})
afterAll(() => medley.stop())

async function timelineOf(id: string, from = medley): Promise<JsonObject[]> {
  const { status, body } = await from.send('GET', `/v1/tasks/${id}/timeline`)
  expect([status, body['object']]).toEqual([200, 'timeline'])
  const { data } = body
  if (!Array.isArray(data)) throw new Error('a timeline has data')
  return data.map((entry) => Object(entry))
}

const outcomesOf = (entries: readonly JsonObject[]): unknown[] =>
  entries.filter(({ kind }) => kind === 'cancel').map(({ outcome }) => outcome)

test('shows the life, the purchase and the money of a task on one line of time', async () => {
  const id = await simulate(medley, 'beatra', { delayMs: 50 })
  await medley.untilDone(id)
  const entries = await timelineOf(id)
  const times = entries.map((entry) => String(entry['at']))
  expect(times).toEqual(times.toSorted())
  const told = entries.map(({ kind, type, state, movement, reason }) => [kind, type ?? state ?? movement ?? reason])
  expect(told.toSorted()).toEqual(
    [
      ['task', 'task.queued'],
      ['movement', 'hold'],
      ['route', 'model'],
      ['purchase', 'sending'],
      ['task', 'task.running'],
      ['purchase', 'finished'],
      ['movement', 'capture'],
      ['task', 'task.succeeded'],
    ].toSorted(),
  )
  expect(entries.find(({ movement }) => movement === 'capture')).toMatchObject({ amount: '1.0000', credit: 'revenue' })
})

test('of many attempts the newest are shown, in order, in the timeline and in the message', async () => {
  const id = await simulate(medley, 'beatra')
  await medley.untilDone(id)
  const [message] = await medley.database.query<{ id: string }>(
    'test-message',
    `insert into messages (id, organisation, task, kind, sequence, progress)
      select new_message_id(), t.organisation, t.id, 'task.succeeded', t.version, 100 from tasks t
      where t.id = $1 returning id`,
    [parseTaskId(id)],
  )
  await medley.database.query(
    'test-attempts',
    `insert into attempts (message, at, duration_ms, status, error, url)
      select $1, now() - n * interval '1 s', n, case when n = 0 then 200 else 500 end, 'word', 'http://test' from generate_series(0, 300) n`,
    [message?.id],
  )
  const tries = (await timelineOf(id)).filter(({ kind }) => kind === 'delivery')
  expect(tries.map((entry) => entry['duration_ms'])).toEqual(Array.from({ length: 200 }, (_, index) => 199 - index))
  const { body } = await medley.send('GET', `/v1/webhooks/messages/${messageIdOf(message?.id ?? '')}`)
  const shown = Array.isArray(body['attempts']) ? body['attempts'].map((attempt) => at(attempt, 'duration_ms')) : null
  expect(shown).toEqual(Array.from({ length: 100 }, (_, index) => 99 - index))
})

test.each([
  ['was asked for', 'sim/image', 'model', { model: 'sim/image', provider: 'simulator', stand_in: false }],
  ['is whatever serves best', 'auto', 'auto', { provider: 'studio', stand_in: false }],
  ['is played by the studio', 'gpt-image-2', 'model', { model: 'gpt-image-2', provider: 'studio', stand_in: true }],
])('says why a task went to whom: a model that %s', async (_, model, reason, route) => {
  const { status, body } = await medley.send('POST', '/v1/images/generations', { model, prompt: 'x' })
  expect(status, JSON.stringify(body)).toBe(202)
  const id = String(body['task_id'])
  await medley.untilDone(id)
  const entries = await timelineOf(id)
  expect(entries.filter(({ kind }) => kind === 'route')).toEqual([
    {
      at: expect.any(String),
      kind: 'route',
      asked_model: model,
      reason,
      ...{ provider_model: expect.any(String), model: expect.any(String) },
      ...route,
    },
  ])
})

const isRunning = (id: string) =>
  until(async () => ((await medley.send('GET', `/v1/tasks/${id}`)).body['status'] === 'running' ? true : null))

/** As if the upstream had accepted it long ago, so that its work is done at the next look. */
const endUpstream = (id: string): Promise<unknown> =>
  medley.database.query(
    'test-end-upstream',
    `update purchases set reference = jsonb_set(reference::jsonb, '{acceptedAt}', '0')::text where task = $1`,
    [parseTaskId(id)],
  )

const CANCELED = { outcome: 'confirmed', status: 'canceled', credits: ['hold', 'release'] }
const TOO_LATE = { outcome: 'too_late', status: 'succeeded', credits: ['hold', 'capture'] }
test.each([
  ['stops', CANCELED],
  ['ignored', TOO_LATE],
  ['not_supported', { ...TOO_LATE, outcome: 'not_supported' }],
])(
  'a cancel of work at an upstream, %s, shows as requested and then what became of it, and the credits follow that',
  async (cancel, { outcome, status, credits }) => {
    const id = await simulate(medley, 'omnapi', { delayMs: 600_000, cancel })
    await isRunning(id)
    const asked = await medley.send('POST', `/v1/tasks/${id}/cancel`)
    expect([asked.status, typeof asked.body['cancel_requested_at']]).toEqual([202, 'string'])
    // That nobody can be asked is known at once, that it went on only at the end.
    if (cancel === 'ignored') expect(outcomesOf(await timelineOf(id))).toEqual(['requested'])
    if (cancel === 'not_supported') expect(outcomesOf(await timelineOf(id))).toEqual(['requested', 'not_supported'])
    if (cancel !== 'stops') await endUpstream(id)
    expect((await medley.untilDone(id))['status']).toBe(status)
    const entries = await timelineOf(id)
    expect(outcomesOf(entries)).toEqual(['requested', outcome])
    expect(entries.filter(({ kind }) => kind === 'movement').map(({ movement }) => movement)).toEqual(credits)
  },
)

test('a cancel of what nobody has bought yet shows as confirmed at once, and the hold as released', async () => {
  const waiting = await startMedley({ role: 'api' })
  const id = await simulate(waiting, 'beatra')
  await waiting.send('POST', `/v1/tasks/${id}/cancel`)
  const entries = await timelineOf(id, waiting)
  expect(outcomesOf(entries)).toEqual(['requested', 'confirmed'])
  expect(entries.filter(({ kind }) => kind === 'movement').map(({ movement }) => movement)).toEqual(['hold', 'release'])
  await waiting.stop()
})

test('a task that nobody asked to cancel shows no wish, and of a stranger nothing is shown', async () => {
  const id = await simulate(medley, 'piapi')
  expect(outcomesOf(await timelineOf(id))).toEqual([])
  const other = await makeOrganisation(medley.database, { slug: 'timeline-other', credits: 0 })
  const refused = await medley.send('GET', `/v1/tasks/${id}/timeline`, undefined, { key: other.key })
  expect([refused.status, at(refused.body, 'error', 'code')]).toEqual([404, 'task_not_found'])
})
