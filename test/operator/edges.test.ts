import { afterAll, beforeAll, expect, test } from 'vitest'

import { dataOf, done, operatorOf, type OperatorClient } from '../helpers/operator.ts'
import { at, startMedley, type TestMedley } from '../helpers/start-medley.ts'

let medley: TestMedley
let operator: OperatorClient
let organisation: string
beforeAll(async () => {
  medley = await startMedley()
  operator = operatorOf(medley)
  organisation = String(dataOf(done(await operator.get('/organisations')))[0]?.['id'])
})
afterAll(() => medley.stop())

test.each(['organisations', 'keys'])('two changes of limits of %s at the same moment both hold', async (kind) => {
  const id = kind === 'keys' ? String(dataOf(done(await operator.get('/keys')))[0]?.['id']) : organisation
  const path = `/${kind}/${id}/limits`
  for (let round = 0; round < 10; round += 1) {
    await operator.patch(path, { tasks_at_once: null, credits_per_day: null })
    await Promise.all([operator.patch(path, { tasks_at_once: 3 }), operator.patch(path, { credits_per_day: '5' })])
    const limits = done(await operator.get(path))
    expect(limits).toMatchObject({ tasks_at_once: { limit: 3 }, credits_per_day: { limit: '5.0000' } })
  }
  await operator.patch(path, { tasks_at_once: null, credits_per_day: null })
})

test.each(['a\u0001', '\u001B', 'a\u0085b'])('a name with a control character is refused: %j', async (name) => {
  expect((await operator.post('/organisations', { name, slug: 'control' })).status).toBe(400)
  expect((await operator.patch(`/organisations/${organisation}`, { name })).status).toBe(400)
  expect((await operator.post('/keys', { organisation_id: organisation, name })).status).toBe(400)
})

test.each(['2030-12-31T23:59:60Z', '9999-12-31T23:59:59-23:59'])(
  'a key cannot expire at %s, which no clock shows',
  async (at) => {
    const body = { organisation_id: organisation, name: 'x', expires_at: at }
    expect((await operator.post('/keys', body)).status).toBe(400)
  },
)

test.each(['/v1/statements/0000-01', '/v1/statements?cursor=0000-01'])('%s is of no year', async (path) => {
  expect([404, 422]).toContain((await medley.send('GET', path)).status)
})

/** What lies between what is available and the largest balance that is exact, in credits. */
async function roomOf(): Promise<string> {
  const { available } = done(await operator.get(`/organisations/${organisation}`))
  const room = 2n ** 53n - 1n - BigInt(String(available).replace('.', ''))
  return `${room / 10_000n}.${String(room % 10_000n).padStart(4, '0')}`
}

const grant = async () => {
  const body = { credits: await roomOf(), reason: 'all there is' }
  return operator.post(`/organisations/${organisation}/grants`, body)
}

test('no grant makes a balance from which a hold could not come back', async () => {
  const slow = { model: 'sim/image', prompt: 'x', model_options: { simulator: { delayMs: 600_000 } } }
  const { body } = await medley.send('POST', '/v1/images/generations', slow)
  expect((await grant()).status).toBe(400)
  expect((await medley.send('POST', `/v1/tasks/${String(body['task_id'])}/cancel`)).status).toBeLessThan(300)
  expect((await medley.send('GET', '/v1/balance')).status).toBe(200)
})

test('a refund for which a balance has no room is refused in words about the balance, and is to be had once there is', async () => {
  const make = async () => {
    const { body } = await medley.send('POST', '/v1/images/generations', { model: 'sim/image', prompt: 'x' })
    await medley.untilDone(String(body['task_id']))
    return String(body['task_id'])
  }
  const id = await make()
  done(await grant())
  const refund = async () => {
    const { status, body } = await operator.post(`/tasks/${id}/refunds`, { reason: 'sorry' })
    return [status, at(body, 'errors', 0, 'message')]
  }
  expect(await refund()).toEqual([400, 'would make the balance larger than what is exact'])
  await make()
  expect(await refund()).toEqual([201, undefined])
  expect(await refund()).toEqual([400, 'is above what is left of the charge'])
  expect(await medley.verify()).toEqual([])
})
