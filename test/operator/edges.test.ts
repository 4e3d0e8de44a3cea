import { afterAll, beforeAll, expect, test } from 'vitest'

import { dataOf, done, operatorOf, type OperatorClient } from '../helpers/operator.ts'
import { startMedley, type TestMedley } from '../helpers/start-medley.ts'

let medley: TestMedley
let operator: OperatorClient
let organisation: string
beforeAll(async () => {
  medley = await startMedley()
  operator = operatorOf(medley)
  organisation = String(dataOf(done(await operator.get('/organisations')))[0]?.['id'])
})
afterAll(() => medley.stop())

test('two changes of limits at the same moment both hold', async () => {
  for (let round = 0; round < 10; round += 1) {
    await operator.patch(`/organisations/${organisation}/limits`, { tasks_at_once: null, credits_per_day: null })
    await Promise.all([
      operator.patch(`/organisations/${organisation}/limits`, { tasks_at_once: 3 }),
      operator.patch(`/organisations/${organisation}/limits`, { credits_per_day: '5' }),
    ])
    const limits = done(await operator.get(`/organisations/${organisation}/limits`))
    expect(limits).toMatchObject({ tasks_at_once: { limit: 3 }, credits_per_day: { limit: '5.0000' } })
  }
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

test('no grant makes a balance from which a hold could not come back', async () => {
  const slow = { model: 'sim/image', prompt: 'x', model_options: { simulator: { delayMs: 600_000 } } }
  const { body } = await medley.send('POST', '/v1/images/generations', slow)
  const { available } = done(await operator.get(`/organisations/${organisation}`))
  const [whole = '', part = ''] = String(available).split('.')
  const room = 2n ** 53n - 1n - BigInt(whole + part)
  const credits = `${room / 10_000n}.${String(room % 10_000n).padStart(4, '0')}`
  const grant = await operator.post(`/organisations/${organisation}/grants`, { credits, reason: 'too much' })
  expect(grant.status).toBe(400)
  expect((await medley.send('POST', `/v1/tasks/${String(body['task_id'])}/cancel`)).status).toBeLessThan(300)
  expect((await medley.send('GET', '/v1/balance')).status).toBe(200)
})
