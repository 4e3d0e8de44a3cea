import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Context } from '../../src/core/context.ts'
import type { Caller } from '../../src/core/create-task.ts'
import { deliverMessage } from '../../src/core/deliver-message.ts'
import { parseAddressList } from '../../src/lib/address-guard.ts'
import { makeGuardedFetch } from '../../src/outgoing/make-guarded-fetch.ts'
import type { ClaimedDelivery } from '../../src/store/deliveries.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { canceledTask, claim, room } from '../faults/new-delivery.ts'

// Messages that can never go out: nothing of them does, and it shows.
let core: Core
let caller: Caller
beforeAll(async () => {
  core = await makeCore()
  caller = await core.makeOrganisation(10)
})
afterAll(() => core.stop())

async function claimOne(): Promise<ClaimedDelivery> {
  return only(await claim(core, await core.makeWorker()))
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
    const task = await canceledTask(core, caller, `http://hooks.example.net:${port}/in`)
    await deliverMessage(context, await claimOne(), room)
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

test('a message that cannot be made is an attempt with its reason, and no fault of its receiver; after the last one it is failed', async () => {
  const task = await canceledTask(core, caller, 'https://hooks.test/')
  // As by a bug, or by a hand in the database.
  await core.sql('delete from task_payloads where task = $1', [task])
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    await deliverMessage(core.context, await claimOne(), room)
    const [shown] = await core.sql('select state, attempts, last_status, last_error from messages where task = $1', [
      task,
    ])
    expect(shown).toEqual({ state: attempt < 10 ? 0 : 2, attempts: attempt, last_status: null, last_error: 'not_made' })
    await core.sql('update deliveries set run_at = now()')
  }
  expect(await core.sql('select error from attempts where url = $1', ['https://hooks.test/'])).toHaveLength(10)
  expect(await core.sql(`select failures from delivery_lanes where origin = 'https://hooks.test'`)).toEqual([
    { failures: 0 },
  ])
})
