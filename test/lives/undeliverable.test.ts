import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Context } from '../../src/core/context.ts'
import { createTask, type Caller } from '../../src/core/create-task.ts'
import { deliverMessage, type SendingRoom } from '../../src/core/deliver-message.ts'
import { settleTask } from '../../src/core/settle-task.ts'
import { sweepDeliveries } from '../../src/core/sweep.ts'
import { parseAddressList } from '../../src/lib/address-guard.ts'
import { makeGuardedFetch } from '../../src/outgoing/make-guarded-fetch.ts'
import { claimDeliveries, type ClaimedDelivery } from '../../src/store/deliveries.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { cancelOf, imageTask } from '../faults/new-task.ts'

// Messages that can never go out: nothing of them does, and it shows.
let core: Core
let caller: Caller
beforeAll(async () => {
  core = await makeCore()
  caller = await core.makeOrganisation(10)
})
afterAll(() => core.stop())

const room: SendingRoom = { signal: new AbortController().signal, enter: (_message, send) => send() }

/** A task with a URL of its own that was canceled: there is a message to deliver. */
async function toldTask(url: string): Promise<string> {
  const { task } = await createTask(core.context, caller, { ...imageTask(), callback: { url, secret: null } }, null)
  await settleTask(core.context, cancelOf(task.id))
  return task.id
}

async function claim(): Promise<ClaimedDelivery> {
  const most = { mostPerLane: 200, mostPerAilingLane: 16, lanesMax: 1000 }
  const worker = await core.makeWorker()
  return only((await claimDeliveries(core.database, { after: 0, limit: 200, worker, ...most })).deliveries)
}

test.each(['127.0.0.1', '10.0.0.7', '169.254.169.254', '::ffff:127.0.0.1', 'fd00::1'])(
  'a name that has come to mean %s since the task was made gets not one byte, and the log says why',
  async (address) => {
    let connections = 0
    const inside = createServer((_request, response) => response.end()).on('connection', () => (connections += 1))
    inside.listen(0, '127.0.0.1')
    await once(inside, 'listening')
    const port = (inside.address() as AddressInfo).port
    const outgoing = makeGuardedFetch({ allowPrivate: parseAddressList(''), resolve: async () => [address] })
    const context: Context = { ...core.context, outgoing }
    const task = await toldTask(`http://hooks.example.net:${port}/in`)
    await deliverMessage(context, await claim(), room)
    expect(connections).toBe(0)
    expect(
      await core.sql(
        'select m.state, m.attempts, a.status, a.error from messages m join attempts a on a.message = m.id where m.task = $1',
        [task],
      ),
    ).toEqual([{ state: 0, attempts: 1, status: null, error: 'refused_address' }])
    await core.sql('delete from deliveries')
    await outgoing.close()
    inside.close()
  },
)

test('a message that cannot even be made is looked at once a minute, and after five days it is given up and shows as failed', async () => {
  const task = await toldTask('https://hooks.test/')
  // As by a bug, or by a hand in the database.
  await core.sql('delete from task_payloads where task = $1', [task])
  const delivery = await claim()
  await deliverMessage(core.context, delivery, room)
  const waiting = `select worker, extract(epoch from run_at - now()) between 50 and 60 as soon from deliveries where message = $1`
  expect(await core.sql(waiting, [delivery.message])).toEqual([{ worker: null, soon: true }])
  await core.sql(`update deliveries set expires_at = now() - interval '1 second' where message = $1`, [
    delivery.message,
  ])
  await sweepDeliveries(core.context)
  expect(await core.sql('select 1 from deliveries')).toEqual([])
  const rows = await core.sql('select state, attempts, last_error from messages where task = $1', [task])
  expect(rows).toEqual([{ state: 2, attempts: 0, last_error: 'expired' }])
})
