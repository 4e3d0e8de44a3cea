import { afterAll, beforeAll, expect, test } from 'vitest'

import { DIALECT_NAMES, type DialectName } from '../../src/domain/task.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/lib/json.ts'
import { CREATE_PATHS, PIAPI_BODIES } from '../conformance/endpoints.ts'
import { idOf, readIn, SIMULATED } from '../conformance/simulate.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'
import { startReceiver, type Receiver } from '../helpers/start-receiver.ts'

// A task that failed says so, why, and nothing else, to everybody: reads in each API, waits, webhooks.
let medley: TestMedley
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
  medley = await startMedley({ role: 'api', env: { MEDLEY_ALLOW_PRIVATE: '127.0.0.1' } })
})
afterAll(async () => {
  await medley.stop()
  await receiver.stop()
})

/** A create's body with a URL of its own to be told at. */
function withCallback(dialect: DialectName, body: JsonObject, url: string): JsonObject {
  switch (dialect) {
    case 'omnapi':
      return { ...body, config: { webhookUrl: url } }
    case 'beatra':
      return { ...body, callback_url: url }
    case 'piapi':
      return { ...body, config: { webhook_config: { endpoint: url } } }
  }
}

async function create(dialect: DialectName, path: string, body: JsonObject): Promise<string> {
  const answer = await medley.send('POST', path, withCallback(dialect, body, `${receiver.url}/${dialect}`))
  return idOf(dialect, answer.body)
}

/** The webhook about a task, whichever dialect's: its id stands in one form or another. */
async function toldOf(id: string): Promise<JsonObject> {
  const one = await until(async () => receiver.received.find(({ text }) => text.includes(id)) ?? null)
  return one.body
}

/** Every value by which a body says how its task is doing: where it stands, and the word or number. */
function statesIn(value: JsonValue | undefined, path: string[] = []): [string, JsonValue][] {
  if (Array.isArray(value)) return value.flatMap((each, index) => statesIn(each, [...path, String(index)]))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, inner]): [string, JsonValue][] => {
    const place = [...path, key]
    // How the telling goes is another matter.
    if (key === 'callback') return []
    const isState = /status|stage$|state$/i.test(key) && typeof inner !== 'object'
    return isState ? [[place.join('.'), inner]] : statesIn(inner, place)
  })
}

/** The words of a task that goes on, and the numbers of PiAPI's soundtrack pages (RULINGS 17, 57). */
const isLive = ([, state]: [string, JsonValue]): boolean =>
  /^(pending|queued|staged|starting|preparing|generating|storing|processing|running|in_progress)$/i.test(
    String(state),
  ) ||
  state === 5 ||
  state === 10

async function passDeadlines(): Promise<void> {
  const text = `update jobs set deadline = now() - interval '1 second', run_at = now()`
  await medley.database.query('test-pass-deadlines', text, [])
}

test('a task of any kind that ran out of time is over in every field of every body, in all three APIs and their webhooks', async () => {
  const made: { dialect: DialectName; id: string }[] = []
  for (const { dialect, path, body } of CREATE_PATHS) made.push({ dialect, id: await create(dialect, path, body) })
  for (const body of PIAPI_BODIES) made.push({ dialect: 'piapi', id: await create('piapi', '/api/v1/task', body) })
  await passDeadlines()
  await medley.also('worker')
  const running: typeof made = []
  for (const dialect of DIALECT_NAMES) {
    const { path, body } = SIMULATED[dialect]
    const id = await create(dialect, path, body({ delayMs: 3_600_000 }))
    await until(async () => ((await readIn(medley, 'beatra', id))['status'] === 'running' ? true : null))
    running.push({ dialect, id })
  }
  await passDeadlines()
  for (const { id } of [...made, ...running]) {
    const ended = await medley.untilDone(id)
    expect([ended['status'], at(ended, 'error', 'code')]).toEqual(['failed', 'upstream_timeout'])
    const reads = await Promise.all(DIALECT_NAMES.map((dialect) => readIn(medley, dialect, id)))
    for (const body of [...reads, await toldOf(id)]) {
      const states = statesIn(body)
      expect(states.length).toBeGreaterThan(0)
      expect(states.filter(isLive)).toEqual([])
    }
  }
  expect(await medley.verify()).toEqual([])
})

const CODES = {
  caller: { omnapi: 'INVALID_INPUT', beatra: 'invalid_input', piapi: 1103 },
  policy: { omnapi: 'CONTENT_REJECTED', beatra: 'safety_rejected', piapi: 1102 },
  provider: { omnapi: 'PROVIDER_ERROR', beatra: 'upstream_error', piapi: 1100 },
  gateway: { omnapi: 'INTERNAL_ERROR', beatra: 'internal_error', piapi: 1100 },
} as const
const FAULTS = ['caller', 'policy', 'provider', 'gateway'] as const
const STEPS = ['start', 'check', 'finish'] as const

test.each(FAULTS.flatMap((fault) => STEPS.map((failAt) => ({ fault, failAt }))))(
  'a failure at the $failAt that is the fault of the $fault is a 200 with status, code and reason, to readers, waiters and receivers, at no cost',
  async ({ fault, failAt }) => {
    const told = receiver.received.length
    for (const maker of DIALECT_NAMES) {
      const { path, body } = SIMULATED[maker]
      const script = { failAt, delayMs: 30, error: { fault } }
      const wish = withCallback(maker, body(script), `${receiver.url}/${maker}`)
      const waited = await medley.send('POST', path, wish, { headers: { prefer: 'wait=30' } })
      expect([200, 202]).toContain(waited.status)
      const id = idOf(maker, waited.body)
      const [omnapi, beatra, piapi] = await Promise.all(DIALECT_NAMES.map((dialect) => readIn(medley, dialect, id)))
      const { omnapi: first, beatra: second, piapi: third } = CODES[fault]
      const reason = at(beatra, 'error', 'message')
      expect(String(reason)).toMatch(/\w/)
      expect([omnapi?.['status'], omnapi?.['errorCode'], omnapi?.['errorMessage']]).toEqual(['FAILED', first, reason])
      expect([beatra?.['status'], at(beatra, 'error', 'code')]).toEqual(['failed', second])
      expect([
        at(piapi, 'data', 'status'),
        at(piapi, 'data', 'error', 'code'),
        at(piapi, 'data', 'error', 'message'),
      ]).toEqual(['failed', third, reason])
      expect(at(beatra, 'usage', 'credits')).toBe('0.0000')
      expect(statesIn(waited.body).filter(isLive)).toEqual([])
      expect(statesIn(await toldOf(id)).filter(isLive)).toEqual([])
    }
    expect(receiver.received.length - told).toBe(DIALECT_NAMES.length)
  },
)
