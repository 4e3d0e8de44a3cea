import { afterAll, beforeAll, expect, test } from 'vitest'

import { limitActiveTasks } from '../../src/store/accounts.ts'
import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { at, startMedley, type TestMedley } from '../helpers/start-medley.ts'

let medley: TestMedley
afterAll(() => medley.stop())
beforeAll(async () => {
  medley = await startMedley({ credits: '1000', role: 'api' })
})

const flux = (more: JsonObject = {}) =>
  medley.send('POST', '/api/v1/task', {
    model: 'Qubico/flux1-schnell',
    task_type: 'txt2img',
    input: { prompt: 'a cat', ...more },
  })
const histories = (query = '') => medley.send('GET', `/api/open/tasks/histories${query}`)
const rowsOf = (body: JsonObject): JsonValue[] => {
  const rows = at(body, 'data', 'data')
  return Array.isArray(rows) ? rows : []
}

test('/account/info tells the real balance, in dollars, credits and points, and never the key', async () => {
  await flux({ batch_size: 4 })
  const { status, body } = await medley.send('GET', '/account/info')
  expect([status, body['code'], body['message']]).toEqual([200, 200, 'success'])
  expect(body['data']).toMatchObject({
    id: 1,
    name: 'Default',
    account_id: 1,
    account_name: 'Default',
    equivalent_in_usd: 0.992,
    remaining_credits: 992,
    credit_pack_info: { available_credits: 992, used_credits: 0, total_credits: 1000, frozen_credits: 8 },
    wallet: { point_remain: 9_920_000, point_used: 0, point_frozen: 80_000 },
    max_concurrent_task_count: 0,
  })
  expect(JSON.stringify(body)).not.toContain('medley-test-key')
})

test('/account/active_tasks counts open tasks of every API by family, those held back apart', async () => {
  await limitActiveTasks(medley.database, 1, 1)
  await flux()
  await medley.send('POST', '/v1/images/generations', { prompt: 'a cat' })
  await medley.send('POST', '/api/v1/task', {
    model: 'music-u',
    task_type: 'generate_music',
    input: { lyrics_type: 'instrumental', gpt_description_prompt: 'jazz' },
  })
  await limitActiveTasks(medley.database, 1, 3)
  const { body } = await medley.send('GET', '/account/active_tasks')
  const data = at(body, 'data')
  const counts = Object.values(typeof data === 'object' && data !== null ? data : {})
  const sum = (name: string) => counts.reduce<number>((total, one) => total + Number(at(one, name)), 0)
  expect(Object.keys(data ?? {}).toSorted()).toEqual(['flux', 'music-u'])
  expect([sum('pending_count') + sum('staged_count'), sum('processing_count')]).toEqual([sum('active_tasks'), 0])
  const [jobs] = await medley.database.query<{ staged: number; n: number }>(
    'test-jobs',
    'select count(*) filter (where phase = 0) as staged, count(*) as n from jobs',
    [],
  )
  expect([sum('staged_count'), sum('active_tasks')]).toEqual([jobs?.staged, jobs?.n])
  expect(at(data, 'flux')).toMatchObject({ processing_count: 0 })
})

test('histories page through the tasks of every API, the newest first, each in the form of PiAPI', async () => {
  const [first, second] = [await histories('?page=1&page_size=2'), await histories('?page=2&page_size=2')]
  const total = Number(at(first.body, 'data', 'total'))
  expect(first.body['data']).toMatchObject({ page: 1, size: 2, total })
  const all = rowsOf((await histories('?page_size=100')).body)
  expect(all).toHaveLength(total)
  expect([...rowsOf(first.body), ...rowsOf(second.body)]).toEqual(all.slice(0, 4))
  expect(all[0]).toMatchObject({
    account_id: 1,
    action: 'generate_music',
    task_model: 'music-u',
    service_mode: 'public',
    usage: 400_000,
    usage_type: 'point',
    fixed: false,
    detail: { model: 'music-u', workflow_type: 'generate_music' },
  })
  const { body } = await medley.send('GET', `/api/v1/task/${String(at(all[0], 'task_id'))}`)
  expect(at(body, 'data', 'meta', 'created_at')).toBe(at(all[0], 'created_at'))
})

test('histories filter by family and by time', async () => {
  const flux = rowsOf((await histories('?model=flux&page_size=100')).body)
  expect(new Set(flux.map((row) => at(row, 'task_model')))).toEqual(new Set(['Qubico/flux1-schnell']))
  expect(rowsOf((await histories('?model=music-s')).body)).toEqual([])
  const now = Math.floor(Date.now() / 1000)
  expect(rowsOf((await histories(`?start_time=${now + 60}`)).body)).toEqual([])
  expect(rowsOf((await histories(`?end_time=${now - 3600}`)).body)).toEqual([])
  const total = at((await histories()).body, 'data', 'total')
  expect(at((await histories(`?start_time=${now - 3600}&end_time=${now + 60}`)).body, 'data', 'total')).toBe(total)
})

test.each([
  'page=0',
  'page=x',
  'page_size=101',
  'page_size=0',
  'model=none',
  'start_time=-1',
  'page=10001&page_size=10',
])('histories refuse ?%s in the envelope of PiAPI, naming it', async (query) => {
  const { status, body } = await histories(`?${query}`)
  expect([status, body['code'], body['data']]).toEqual([400, 400, null])
  expect(String(body['message'])).toContain(query.split('=')[0])
})
