import { afterAll, beforeAll, expect, test } from 'vitest'

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
  const told = entries.map(({ kind, type, state, movement }) => [kind, type ?? state ?? movement])
  expect(told.toSorted()).toEqual(
    [
      ['task', 'task.queued'],
      ['movement', 'hold'],
      ['purchase', 'sending'],
      ['task', 'task.running'],
      ['purchase', 'finished'],
      ['movement', 'capture'],
      ['task', 'task.succeeded'],
    ].toSorted(),
  )
  expect(entries.find(({ movement }) => movement === 'capture')).toMatchObject({ amount: '1.0000', credit: 'revenue' })
})

const isRunning = (id: string) =>
  until(async () => ((await medley.send('GET', `/v1/tasks/${id}`)).body['status'] === 'running' ? true : null))

const CANCELED = { outcome: 'confirmed', status: 'canceled', credits: ['hold', 'release'] }
const TOO_LATE = { outcome: 'too_late', status: 'succeeded', credits: ['hold', 'capture'] }
test.each([
  ['stops', CANCELED],
  ['ignored', TOO_LATE],
  ['not_supported', { ...TOO_LATE, outcome: 'not_supported' }],
])(
  'a cancel of work at an upstream, %s, shows as requested and then what became of it, and the credits follow that',
  async (cancel, { outcome, status, credits }) => {
    const id = await simulate(medley, 'omnapi', { delayMs: cancel === 'stops' ? 600_000 : 3000, cancel })
    await isRunning(id)
    const asked = await medley.send('POST', `/v1/tasks/${id}/cancel`)
    expect([asked.status, typeof asked.body['cancel_requested_at']]).toEqual([202, 'string'])
    // That nobody can be asked is known at once, that it went on only at the end.
    if (cancel === 'ignored') expect(outcomesOf(await timelineOf(id))).toEqual(['requested'])
    if (cancel === 'not_supported') expect(outcomesOf(await timelineOf(id))).toEqual(['requested', 'not_supported'])
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
