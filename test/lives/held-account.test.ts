import { afterAll, beforeAll, expect, test } from 'vitest'

import { makeOrganisation } from '../conformance/make-organisation.ts'
import { inTransaction } from '../helpers/in-transaction.ts'
import { lockWaits } from '../helpers/lock-waits.ts'
import { startMedley, until, type TestMedley } from '../helpers/start-medley.ts'

let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
})
afterAll(() => medley.stop())

test("while a stranger holds one account row, other tenants' creates are answered; the held one's wait, and all are accepted after", async () => {
  const slow = await makeOrganisation(medley.database, { slug: 'slow', credits: 1000 })
  const others = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      makeOrganisation(medley.database, { slug: `other-${index}`, credits: 1000 }),
    ),
  )
  const create = async (key: string): Promise<number> => {
    const body = { model: 'sim/image', prompt: 'sim' }
    return (await medley.send('POST', '/v1/images/generations', body, { key })).status
  }
  const answered: number[] = []
  const waiting = await inTransaction(medley.database, async (stranger) => {
    await stranger.query('hold', 'select from accounts where organisation = $1 for update', [slow.number])
    const asked = Array.from({ length: 20 }, async () => {
      const status = await create(slow.key)
      answered.push(status)
      return status
    })
    // More than one turn of the waiting batch, which is patient for a quarter of a second.
    const turns = new Set<string>()
    await until(async () => {
      const statuses = await Promise.all(others.map(({ key }) => create(key)))
      expect(new Set(statuses)).toEqual(new Set([202]))
      for (const wait of await lockWaits(medley.database)) turns.add(wait)
      return turns.size > 1 ? true : null
    })
    expect((await medley.send('GET', '/v1/tasks', undefined, { key: slow.key })).status).toBe(200)
    expect(answered).toEqual([])
    return asked
  })
  expect(new Set(await Promise.all(waiting))).toEqual(new Set([202]))
  expect(await medley.verify()).toEqual([])
})
