import { afterAll, beforeAll, expect, test } from 'vitest'

import { grantCredits } from '../../src/store/adjust-credits.ts'
import { at, startMedley, type TestMedley } from '../helpers/start-medley.ts'

let medley: TestMedley
afterAll(() => medley.stop())
beforeAll(async () => {
  medley = await startMedley({ credits: '120', role: 'api' })
})

const create = (price: 'one' | 'fifty') =>
  price === 'one'
    ? medley.send('POST', '/api/v1/tasks', { model: 'sim/lyrics', feature: 'generate-lyrics', inputParameters: {} })
    : medley.send('POST', '/v1/images/generations', { prompt: 'a cat' })

async function balance(): Promise<{ available: number; held: number }> {
  const [row] = await medley.database.query<{ available: number; held: number }>(
    'test-balance',
    'select available, held from accounts',
    [],
  )
  return row ?? { available: -1, held: -1 }
}

test('200 creates at once on credit for 120: exactly 120 are accepted and 80 refused with 402', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, () => create('one')))
  const statuses = answers.map((answer) => answer.status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(120)
  expect(statuses.filter((status) => status === 402)).toHaveLength(80)
  expect(await balance()).toEqual({ available: 0, held: 1_200_000 })
  expect(await medley.verify()).toEqual([])
})

test('a refusal for credit is in the words of each dialect', async () => {
  const omnapi = await create('one')
  expect(at(omnapi.body, 'error', 'code')).toBe('INSUFFICIENT_CREDITS')
  const beatra = await create('fifty')
  expect([beatra.status, at(beatra.body, 'error', 'code')]).toEqual([402, 'insufficient_balance'])
  const piapi = await medley.send('POST', '/api/v1/task', {
    model: 'Qubico/flux1-schnell',
    task_type: 'txt2img',
    input: { prompt: 'a cat' },
  })
  expect([piapi.status, piapi.body['code']]).toEqual([402, 402])
  expect(String(piapi.body['message'])).toMatch(/insufficient/i)
})

test('mixed prices in one burst: nobody is refused while what is left covers the price', async () => {
  await grantCredits(medley.database, { organisation: 1, amount: 1_750_000, actor: 'test', reason: 'burst' })
  const prices = Array.from({ length: 120 }, (_, index) => (index % 10 === 0 ? 'fifty' : 'one'))
  const answers = await Promise.all(prices.map((price) => create(price)))
  const { available } = await balance()
  for (const [index, answer] of answers.entries()) {
    if (answer.status !== 402) continue
    expect(available).toBeLessThan(prices[index] === 'one' ? 10_000 : 500_000)
  }
  expect(answers.some((answer) => answer.status === 402)).toBe(true)
  expect(await medley.verify()).toEqual([])
})
