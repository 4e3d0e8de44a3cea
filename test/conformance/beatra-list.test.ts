import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { DIALECT_NAMES } from '../../src/domain/task.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/lib/json.ts'
import { at, startMedley, type TestMedley } from '../helpers/start-medley.ts'
import { makeOrganisation } from './make-organisation.ts'
import { SIMULATED, simulate } from './simulate.ts'

let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
})
afterAll(() => medley.stop())

interface Page {
  items: JsonObject[]
  ids: string[]
  next: string | null
  more: JsonValue | undefined
}

async function list(query: Record<string, string>, key?: string): Promise<Page> {
  const search = new URLSearchParams(query).toString()
  const { status, body } = await medley.send('GET', `/v1/tasks?${search}`, undefined, key === undefined ? {} : { key })
  expect([status, Object.keys(body)]).toEqual([200, ['object', 'data', 'next_cursor', 'has_more']])
  const { data, next_cursor: next = null } = body
  const items = Array.isArray(data) ? data.filter(isJsonObject) : []
  if (next !== null && typeof next !== 'string') throw new Error('a cursor is a text or null')
  return { items, ids: items.map((item) => String(item['task_id'])), next, more: body['has_more'] }
}

/** Walks all pages; `between` runs after each. */
async function walk(query: Record<string, string>, key?: string, between?: () => Promise<unknown>): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  for (;;) {
    const page: Page = await list({ ...query, ...(cursor === null ? {} : { cursor }) }, key)
    expect(page.more).toBe(page.next !== null)
    ids.push(...page.ids)
    if (page.next === null) return ids
    expect(page.ids).toHaveLength(Number(query['limit'] ?? 20))
    cursor = page.next
    await between?.()
  }
}

/** Tasks of all three dialects by turns; their ids in beatra's form. */
async function makeTasks(count: number, key: string): Promise<string[]> {
  const answers = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const dialect = DIALECT_NAMES[index % 3] ?? 'beatra'
      const { path, body } = SIMULATED[dialect]
      const answer = await medley.send('POST', path, body({}), { key })
      const id = answer.body['taskId'] ?? answer.body['task_id'] ?? at(answer.body, 'data', 'task_id')
      const read = await medley.send('GET', `/v1/tasks/${String(id)}`, undefined, { key })
      return String(read.body['task_id'])
    }),
  )
  return answers
}

describe('the walk', () => {
  let key: string
  let made: string[]
  beforeAll(async () => {
    key = (await makeOrganisation(medley.database, { slug: 'walker', credits: 5000 })).key
    made = await makeTasks(103, key)
  })

  test.each(['asc', 'desc'])('gives every task of every dialect once, in order: %s', async (order) => {
    for (const limit of ['1', '7', '100']) {
      const ids = await walk({ order, limit }, key)
      expect(ids).toHaveLength(made.length)
      expect(ids.toSorted()).toEqual(made.toSorted())
      // An id rises with its creation.
      expect(ids).toEqual(order === 'asc' ? ids.toSorted() : ids.toSorted().toReversed())
    }
  })

  test.each(['asc', 'desc'])(
    'hides none and repeats none while tasks are made, from two gateways: %s',
    async (order) => {
      const second = await medley.also('api')
      const { path, body } = SIMULATED.beatra
      const before = await walk({ order: 'asc', limit: '100' }, key)
      const makeMore = () =>
        Promise.all(
          [medley.url, medley.url, second].map((url) =>
            fetch(`${url}${path}`, {
              method: 'POST',
              headers: { 'x-api-key': key, 'content-type': 'application/json' },
              body: JSON.stringify(body({})),
            }),
          ),
        )
      let making = makeMore()
      const ids = await walk({ order, limit: '9' }, key, async () => {
        await making
        making = makeMore()
      })
      await making
      expect(new Set(ids).size).toBe(ids.length)
      expect(before.filter((id) => !ids.includes(id))).toEqual([])
      // Nothing ever appears behind a cursor: what was walked is a run of the list as it stands afterwards, without a gap.
      const after = await walk({ order: 'asc', limit: '100' }, key)
      expect(after.slice(0, ids.length)).toEqual(order === 'asc' ? ids : ids.toReversed())
      // Going up, the walk also meets all that was there when its last page but one was read.
      if (order === 'asc') expect(ids.length).toBeGreaterThan(before.length)
    },
  )

  test('is 20 long and the newest first unless asked', async () => {
    const page = await list({}, key)
    const all = await walk({ order: 'desc', limit: '100' }, key)
    expect(page.ids).toEqual(all.slice(0, 20))
  })

  test('of an organisation without tasks is empty', async () => {
    const { key: other } = await makeOrganisation(medley.database, { slug: 'empty', credits: 0 })
    expect(await list({}, other)).toEqual({ items: [], ids: [], next: null, more: false })
  })

  test("a cursor of another organisation's list shows nothing of it", async () => {
    const { next } = await list({ limit: '1' }, key)
    const { key: other } = await makeOrganisation(medley.database, { slug: 'curious', credits: 0 })
    expect((await list({ cursor: String(next) }, other)).ids).toEqual([])
  })
})

describe('the filters', () => {
  let key: string
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    key = (await makeOrganisation(medley.database, { slug: 'filter', credits: 5000 })).key
    const post = async (path: string, body: JsonValue) => (await medley.send('POST', path, body, { key })).body
    ids['image'] = String((await post('/v1/images/generations', { model: 'sim/image', prompt: 'x' }))['task_id'])
    ids['music'] = String((await post('/v1/music/text-to-music', { model: 'sim/music', prompt: 'x' }))['task_id'])
    const chat = { model: 'sim/chat', task_type: 'chat', input: { prompt: 'x' } }
    ids['chat'] = String(at(await post('/api/v1/task', chat), 'data', 'task_id'))
    ids['canceled'] = String((await post('/v1/images/generations', { model: 'sim/image', prompt: 'x' }))['task_id'])
    await medley.send('POST', `/v1/tasks/${ids['canceled']}/cancel`, undefined, { key })
    for (const [name, id] of Object.entries(ids)) {
      ids[name] = String((await medley.send('GET', `/v1/tasks/${id}`, undefined, { key })).body['task_id'])
    }
  })
  const named = async (query: Record<string, string>) => {
    const found = (await list({ order: 'asc', ...query }, key)).ids
    return Object.keys(ids)
      .filter((name) => found.includes(ids[name] ?? ''))
      .join()
  }

  test('by status and capability, alone and together', async () => {
    expect(await named({ status: 'queued' })).toBe('image,music,chat')
    expect(await named({ status: 'canceled' })).toBe('canceled')
    expect(await named({ status: 'succeeded' })).toBe('')
    expect(await named({ capability: 'text_to_image' })).toBe('image,canceled')
    expect(await named({ capability: 'chat_completion' })).toBe('chat')
    expect(await named({ capability: 'text_to_image', status: 'queued' })).toBe('image')
  })

  test('by time: both bounds are exclusive', async () => {
    const [row] = await medley.database.query<{ at: string }>(
      'music-time',
      `select to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from tasks
        where capability = 'music.compose'`,
      [],
    )
    const time = row?.at ?? ''
    expect(await named({ created_after: time })).not.toContain('music')
    expect(await named({ created_before: time })).not.toContain('music')
    expect(await named({ created_after: new Date(Date.parse(time) - 1).toISOString() })).toContain('music')
    expect(await named({ created_before: new Date(Date.parse(time) + 1).toISOString() })).toContain('music')
    expect(await named({ created_after: '2020-01-01', created_before: '2100-01-01T00:00:00+02:00' })).toBe(
      'image,music,chat,canceled',
    )
    expect(await named({ created_before: '2020-01-01T00:00:00Z' })).toBe('')
    expect(await named({ created_after: '2100-01-01T00:00:00Z', created_before: '2020-01-01T00:00:00Z' })).toBe('')
  })

  test('a walk keeps to its filter', async () => {
    expect(await walk({ status: 'queued', limit: '1', order: 'asc' }, key)).toEqual([
      ids['image'],
      ids['music'],
      ids['chat'],
    ])
  })

  test.each([
    ['limit', ['0', '101', '-1', '1.5', 'x', '', '1e2', '99999999999']],
    ['order', ['up', 'ASC', '']],
    ['status', ['done', 'PENDING', '', 'queued,running']],
    ['capability', ['image.generate', 'x', '']],
    ['created_after', ['yesterday', '', '2026-02-30T00:00:00Z', '2026-13-01', '1700000000']],
    ['created_before', ['2026-01-01T25:00:00Z']],
    ['expand', ['everything', 'output,x', ',']],
    ['cursor', ['', 'x', '!', 'AAAA', 'a'.repeat(23), '../..', '%00']],
  ])('a bad %s is 422 naming it', async (name, values) => {
    for (const value of values) {
      const { status, body } = await medley.send('GET', `/v1/tasks?${name}=${encodeURIComponent(value)}`)
      expect([value, status, at(body, 'error', 'code')]).toEqual([value, 422, 'invalid_request'])
      expect(at(body, 'error', 'param')).toBe(`/${name}`)
    }
    const twice = await medley.send('GET', `/v1/tasks?${name}=a&${name}=b`)
    expect([twice.status, at(twice.body, 'error', 'param')]).toEqual([422, `/${name}`])
  })

  test('every fault is named at once, and unknown parameters are passed over', async () => {
    const { body } = await medley.send('GET', '/v1/tasks?limit=0&order=x&expand=y&page=3')
    const errors = at(body, 'error', 'details', 'errors')
    expect(Array.isArray(errors) ? errors.map((error) => at(error, 'path')) : []).toEqual([
      '/limit',
      '/order',
      '/expand',
    ])
    expect((await medley.send('GET', '/v1/tasks?page=3&limit=1')).status).toBe(200)
  })
})

describe('expand', () => {
  const BLOCKS = ['input', 'output', 'usage', 'billing', 'callback']

  test('a summary is the envelope without five blocks; expand gives the named ones, all the whole envelope', async () => {
    const id = await simulate(medley, 'omnapi')
    const { body: whole } = await medley.send('GET', `/v1/tasks/${id}`)
    const one = async (expand?: string) =>
      (await list({ limit: '1', ...(expand === undefined ? {} : { expand }) })).items[0]
    expect(await one('all')).toEqual(whole)
    expect(await one(BLOCKS.toReversed().join())).toEqual(whole)
    const keys = Object.keys(whole)
    for (const wanted of [[], ...BLOCKS.map((block) => [block]), ['usage', 'billing']]) {
      const item = await one(wanted.length === 0 ? undefined : wanted.join())
      expect(Object.keys(item ?? {})).toEqual(keys.filter((key) => !BLOCKS.includes(key) || wanted.includes(key)))
      for (const [key, value] of Object.entries(item ?? {})) expect(value).toEqual(whole[key])
    }
  })
})

describe('large inputs', () => {
  test('do not weigh on a summary, and expanded they are spread over pages that lose none', async () => {
    const { key, number } = await makeOrganisation(medley.database, { slug: 'large', credits: 100 })
    const body = { model: 'sim/image', task_type: 'txt2img', input: { prompt: 'rain' } }
    for (let made = 0; made < 4; made += 1) {
      expect((await medley.send('POST', '/api/v1/task', body, { key })).status).toBe(200)
    }
    // Files in a body are kept apart by now; inputs of before hold them.
    const input = { prompt: 'rain', video: 'A'.repeat(9 * 1024 * 1024) }
    await medley.testDatabase.database.query(
      'make-large',
      'update task_payloads w set input = $2 from tasks t where t.id = w.task and t.organisation = $1',
      [number, JSON.stringify(input)],
    )
    const summary = await list({}, key)
    expect([summary.ids.length, summary.more, JSON.stringify(summary.items).length < 10_000]).toEqual([4, false, true])
    const ids: string[] = []
    let cursor: string | null = null
    do {
      const page: Page = await list({ expand: 'input', ...(cursor === null ? {} : { cursor }) }, key)
      expect(page.items.map((item) => at(item, 'input', 'video') === input.video)).toEqual([true])
      ids.push(...page.ids)
      cursor = page.next
    } while (cursor !== null)
    expect(ids).toEqual(summary.ids)
  })
})
