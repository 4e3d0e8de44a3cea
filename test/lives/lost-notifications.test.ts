import { afterAll, beforeAll, expect, test } from 'vitest'

import type { JsonObject } from '../../src/lib/json.ts'
import { simulate } from '../conformance/simulate.ts'
import { openStream } from '../helpers/open-stream.ts'
import { startMedley, until, type TestMedley } from '../helpers/start-medley.ts'
import { startReceiver, type Receiver } from '../helpers/start-receiver.ts'

// Clients ask one process, another one works; between them are notifications, and now and then those are lost.
let medley: TestMedley
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
  medley = await startMedley({ role: 'api', env: { MEDLEY_ALLOW_PRIVATE: '127.0.0.1' } })
  await medley.also('worker')
})
afterAll(async () => {
  await medley.stop()
  await receiver.stop()
})

const LISTENERS = `from pg_stat_activity where application_name = 'medley listen' and datname = current_database()`

async function listeners(): Promise<number[]> {
  const rows = await medley.database.query<{ pid: number }>(
    'test-listeners',
    `select pid ${LISTENERS} order by pid`,
    [],
  )
  return rows.map(({ pid }) => pid)
}

test('streams, waits and webhooks miss nothing while the connections for notifications are cut again and again', async () => {
  const stream = await openStream(`${medley.url}/v1/events/stream`)
  const before = await until(async () => ((await listeners()).length === 2 ? await listeners() : null))
  const create = {
    model: 'sim/image',
    prompt: 'x',
    callback_url: `${receiver.url}/told`,
    model_options: { simulator: { delayMs: 500 } },
  }
  const ends = () => stream.events().filter(({ event }) => event === 'task.succeeded').length
  let answer: JsonObject | null = null
  const waiting = medley
    .send('POST', '/v1/images/generations', create, { headers: { prefer: 'wait=60' } })
    .then(({ body }) => (answer = body))
  await until(async () => {
    await medley.database.query('test-deafen', `select pg_terminate_backend(pid) ${LISTENERS}`, [])
    return answer !== null && ends() === 1 && receiver.received.length === 1 ? true : null
  })
  expect((await waiting)['status']).toBe('succeeded')

  // They come back by themselves, and the same stream goes on.
  await until(async () => {
    const now = await listeners()
    return now.length === 2 && now.every((pid) => !before.includes(pid)) ? true : null
  })
  await medley.untilDone(await simulate(medley, 'omnapi'))
  await until(async () => (ends() === 2 ? true : null))
  const kept = stream.events().filter(({ id }) => id !== null)
  expect(kept.map(({ data }) => data['seq'])).toEqual(kept.map((_, index) => index + 1))
  stream.cut()
})
