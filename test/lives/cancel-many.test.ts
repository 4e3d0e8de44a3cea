import { afterAll, beforeAll, expect, test } from 'vitest'

import type { JsonObject } from '../../src/lib/json.ts'
import { done, operatorOf } from '../helpers/operator.ts'
import { at, startMedley, type TestMedley } from '../helpers/start-medley.ts'

let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley({ credits: '100000' })
})
afterAll(() => medley.stop())

async function create(delayMs: number): Promise<string> {
  const { body } = await medley.send('POST', '/v1/images/generations', {
    prompt: 'a cat',
    model: 'sim/image',
    model_options: { simulator: { delayMs } },
  })
  return String(body['task_id'])
}

const cancel = (body: JsonObject) => medley.send('POST', '/v1/tasks/cancel', body)
const statusOf = async (id: string) => (await medley.send('GET', `/v1/tasks/${id}`)).body['status']
const outcomesOf = (body: Record<string, unknown>) =>
  (Array.isArray(body['data']) ? body['data'] : []).map((one) => [at(one, 'task_id'), at(one, 'outcome')])

test('each of the named tasks is canceled, or says why not, whatever becomes of the others; asking again changes nothing', async () => {
  const ended = await create(0)
  await medley.untilDone(ended)
  const [first, second] = await Promise.all([create(60_000), create(60_000)])
  const unknown = `tsk_${'0'.repeat(26)}`
  const { status, body } = await cancel({ task_ids: [ended, first, unknown, 'none', second, first] })
  expect([status, body['object'], body['has_more']]).toEqual([200, 'task_cancellation', false])
  const outcomes = new Map(outcomesOf(body) as [string, string][])
  expect([...outcomes.keys()]).toEqual([ended, first, unknown, 'none', second])
  expect(outcomes.get(ended)).toBe('already_terminal')
  expect([outcomes.get(unknown), outcomes.get('none')]).toEqual(['not_found', 'not_found'])
  for (const id of [first, second]) {
    expect(['canceled', 'requested']).toContain(outcomes.get(id))
    await medley.untilDone(id)
    expect(await statusOf(id)).toBe('canceled')
  }
  const { body: again } = await cancel({ task_ids: [first, second] })
  expect(outcomesOf(again).map(([, outcome]) => outcome)).toEqual(['already_terminal', 'already_terminal'])
  expect(await medley.verify()).toEqual([])
})

test('all open tasks are canceled 500 a call, the oldest first, until there are no more; what is created later lives', async () => {
  const ids: string[] = []
  for (let n = 0; n < 13; n += 1) ids.push(...(await Promise.all(Array.from({ length: 40 }, () => create(60_000)))))
  const { body: first } = await cancel({ all_open: true })
  expect([outcomesOf(first).length, first['has_more']]).toEqual([500, true])
  const moment = new Date(Date.now() + 60_000).toISOString()
  const { body: rest } = await cancel({ all_open: true, created_before: moment })
  expect([outcomesOf(rest).length, rest['has_more']]).toEqual([20, false])
  expect(new Set([...outcomesOf(first), ...outcomesOf(rest)].map(([id]) => id))).toEqual(new Set(ids))
  const later = await create(0)
  await Promise.all(ids.map((id) => medley.untilDone(id)))
  await medley.untilDone(later)
  expect(await statusOf(later)).toBe('succeeded')
  const held = (await medley.send('GET', '/v1/balance')).body['held']
  expect(held).toBe('0.0000')
  expect(await medley.verify()).toEqual([])
})

test('another organisation cancels none of ours, by name or all', async () => {
  const id = await create(60_000)
  const operator = operatorOf(medley)
  const stranger = done(await operator.post('/organisations', { name: 'Stranger', slug: 'stranger' }))
  const { secret } = done(await operator.post('/keys', { organisation_id: String(stranger['id']), name: 'one' }))
  const send = (body: JsonObject) => medley.send('POST', '/v1/tasks/cancel', body, { key: String(secret) })
  expect(outcomesOf((await send({ task_ids: [id] })).body)).toEqual([[id, 'not_found']])
  expect(outcomesOf((await send({ all_open: true })).body)).toEqual([])
  expect(await statusOf(id)).not.toBe('canceled')
  await cancel({ task_ids: [id] })
})

const WHICH = 'must hold either task_ids or all_open: true'

test('a body that does not say which, or says it twice, is told what it must say, by the name of the field', async () => {
  const refused: [JsonObject | undefined, string, string][] = [
    [undefined, '', WHICH],
    [{}, '', WHICH],
    [{ created_before: '2026-01-01T00:00:00Z' }, '', WHICH],
    [{ task_ids: ['a'], all_open: true }, '', WHICH],
    [{ task_ids: [] }, '/task_ids', 'must not have fewer than 1 items'],
    [{ task_ids: ['a'], created_before: '2026-01-01T00:00:00Z' }, '/created_before', 'goes with all_open only'],
    [{ all_open: false }, '/all_open', 'must be true'],
    [{ all_open: true, created_before: 'soon' }, '/created_before', 'must be'],
    [{ task_ids: Array.from({ length: 501 }, () => 'a') }, '/task_ids', 'must not have more than 500 items'],
  ]
  for (const [body, field, words] of refused) {
    const { status, body: answer } = await medley.send('POST', '/v1/tasks/cancel', body)
    expect([status, at(answer, 'error', 'param') ?? '']).toEqual([422, field])
    expect(at(answer, 'error', 'message')).toContain(words)
  }
})
